"""`observatory appoint`: the first administrator comes from whoever runs the machine."""

import pytest
from click.testing import CliRunner

from cluster_observatory.commands.appoint import OFFICES
from cluster_observatory.commands.main import observatory
from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.people.models import Office


def run(*words):
    return CliRunner().invoke(observatory, ["appoint", *words])


def test_the_command_knows_the_offices_of_the_site():
    assert list(OFFICES) == Office.values


def test_someone_with_an_account_becomes_administrator_is_told_and_it_is_recorded(make_person):
    person = make_person(email="somebody@example.org")

    ran = run("Somebody@example.org", "administrator")

    assert ran.exit_code == 0
    assert person.offices == {"administrator"}
    (event,) = audit.history(person)
    assert (event.act, event.actor, event.changes) == ("appoint", None, {"office": [None, "administrator"]})
    assert Letter.objects.get().to == "somebody@example.org"


def test_an_address_without_an_account_is_refused_with_the_code_of_what_is_not_there(db):
    ran = run("nobody@example.org", "administrator")

    assert isinstance(ran.exception, NotFound)
    assert "nobody@example.org" in str(ran.exception)


def test_who_holds_the_office_is_not_appointed_twice(make_person):
    make_person("administrator", email="somebody@example.org")

    assert isinstance(run("somebody@example.org", "administrator").exception, NotPossible)


@pytest.mark.parametrize("words", [("somebody@example.org",), ("somebody@example.org", "emperor")])
def test_a_wrong_call_ends_with_2(db, words):
    assert run(*words).exit_code == 2
