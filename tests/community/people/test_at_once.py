"""Two acts at once never leave the site or an organisation without administrator.

On SQLite every act that writes waits for the one before it, so there is nothing to try.
"""

import threading

import pytest
from django.db import connection, transaction

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.organisations.actions import memberships
from cluster_observatory.web.organisations.models import Membership
from cluster_observatory.web.people import actions

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]


@pytest.fixture
def two_of_one_organisation(make_person, make_organisation, now):
    """The memberships of the two administrators of a public profile."""
    organisation, other = make_organisation(admin=make_person()), make_person()
    Membership.objects.create(
        organisation=organisation, person=other, role="admin", state="active", created_at=now, changed_at=now
    )
    return list(organisation.memberships.order_by("pk"))


def begun_before_the_first_ends(first, second):
    """Take a second act while the transaction of the first is open; return why the second was refused, or None."""
    said = []

    def act():
        try:
            second()
        except NotPossible as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    other = threading.Thread(target=act)
    with transaction.atomic():
        first()
        other.start()
        other.join(timeout=1)
    other.join(timeout=30)
    return said[0] if said else None


def erasing(person, now):
    return lambda: actions.erase(whom=person, person=person, now=now)


def test_of_two_administrators_of_the_site_who_are_erased_at_once_one_stays(make_person, now):
    one, other = make_person("administrator"), make_person("administrator")

    refusal = begun_before_the_first_ends(erasing(one, now), erasing(other, now))

    other.refresh_from_db()
    assert (refusal[:30], other.state) == ("You are the last administrator", "active")


def test_who_dismisses_the_other_administrator_is_not_erased_meanwhile(make_person, now):
    one, other = make_person("administrator"), make_person("administrator")
    appointment = one.appointments.get()

    refusal = begun_before_the_first_ends(
        lambda: actions.dismiss(appointment=appointment, person=other, now=now), erasing(other, now)
    )

    other.refresh_from_db()
    assert (refusal[:30], other.state) == ("You are the last administrator", "active")


def test_of_two_administrators_of_an_organisation_who_are_erased_at_once_one_stays(two_of_one_organisation, now):
    one, other = (membership.person for membership in two_of_one_organisation)

    refusal = begun_before_the_first_ends(erasing(one, now), erasing(other, now))

    other.refresh_from_db()
    assert ("needs an administrator" in refusal, other.state) == (True, "active")


def test_who_stays_alone_as_another_leaves_is_not_erased_meanwhile(two_of_one_organisation, now):
    leaving, staying = two_of_one_organisation

    refusal = begun_before_the_first_ends(
        lambda: memberships.end(membership=leaving, person=leaving.person, now=now), erasing(staying.person, now)
    )

    staying.person.refresh_from_db()
    assert ("needs an administrator" in refusal, staying.person.state) == (True, "active")
