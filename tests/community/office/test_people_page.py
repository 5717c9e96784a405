"""People and offices: who sees them, and what an administrator does there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_observatory.web.base import audit
from cluster_observatory.web.base.models import AuditEvent, Notice
from cluster_observatory.web.people.models import Person


@pytest.fixture
def administrator(make_person):
    return make_person("administrator")


@pytest.mark.parametrize("office, status", [
    ("administrator", 200), ("data_protection", 200), ("auditor", 200), ("moderator", 403), ("editor", 403),
])  # fmt: skip
def test_who_may_look_at_persons(signed_in, make_person, office, status):
    whom = make_person()
    browser = signed_in(make_person(office))

    answers = [browser.get(address).status_code for address in ("/office/people/", f"/office/people/{whom.pk}/")]

    assert answers == [status, status]


def test_the_list_shows_who_holds_an_office_and_finds_others_by_address(signed_in, make_person, administrator):
    make_person("moderator", email="moderator@example.org", second_factor=False)
    make_person(email="somebody@example.org")
    browser = signed_in(administrator)

    holders = browser.get("/office/people/").content.decode()
    found = browser.get("/office/people/?q=SOMEbody").content.decode()

    assert ("moderator@example.org" in holders, "somebody@example.org" in holders) == (True, False)
    assert "missing: the office cannot be used" in holders
    assert ("moderator@example.org" in found, "somebody@example.org" in found) == (False, True)


def test_an_administrator_gives_and_ends_an_office(signed_in, make_person, administrator):
    whom = make_person()
    browser = signed_in(administrator)

    browser.post(f"/office/people/{whom.pk}/appoint/", {"office": "moderator"})
    given = Person.objects.get(pk=whom.pk).offices
    appointment = whom.appointments.get()
    browser.post(f"/office/people/{whom.pk}/dismiss/{appointment.pk}/")
    ended = Person.objects.get(pk=whom.pk).offices

    assert (given, ended) == ({"moderator"}, set())
    assert list(AuditEvent.objects.values_list("act", "actor")) == [
        ("appoint", administrator.pk), ("dismiss", administrator.pk),
    ]  # fmt: skip


def test_an_office_that_there_is_not_is_refused_with_the_form_shown_again(signed_in, make_person, administrator):
    whom = make_person()

    answer = signed_in(administrator).post(f"/office/people/{whom.pk}/appoint/", {"office": "emperor"})

    assert answer.status_code == 422
    assert "emperor is not one of the available choices" in answer.content.decode()
    assert Person.objects.get(pk=whom.pk).offices == set()


def test_the_last_administrator_cannot_end_and_is_told_so(signed_in, administrator):
    appointment = administrator.appointments.get()
    browser = signed_in(administrator)

    answer = browser.post(f"/office/people/{administrator.pk}/dismiss/{appointment.pk}/", follow=True)

    assert "This is the last administrator: appoint another one first." in answer.content.decode()
    assert Person.objects.get(pk=administrator.pk).offices == {"administrator"}


def test_a_suspended_person_is_signed_out_told_why_and_can_be_brought_back(signed_in, make_person, administrator):
    whom = make_person()
    theirs, browser = signed_in(whom), signed_in(administrator)
    before = theirs.get("/me/").status_code

    browser.post(f"/office/people/{whom.pk}/suspend/", {"reason": "Somebody else uses it."})
    during = theirs.get("/me/").status_code
    notice = Notice.objects.get(person=whom)
    browser.post(f"/office/people/{whom.pk}/bring-back/")

    assert (before, during) == (200, 302)
    assert "Somebody else uses it." in notice.text
    assert Person.objects.get(pk=whom.pk).state == "active"
    assert audit.verify().broken_at is None


def test_suspending_needs_a_reason(signed_in, make_person, administrator):
    whom = make_person()

    answer = signed_in(administrator).post(f"/office/people/{whom.pk}/suspend/", {"reason": ""})

    assert answer.status_code == 422
    assert Person.objects.get(pk=whom.pk).state == "active"


def test_the_data_protection_contact_erases_who_asked_for_it(signed_in, make_person):
    whom = make_person(email="somebody@example.org", name="Somebody")

    signed_in(make_person("data_protection")).post(f"/office/people/{whom.pk}/erase/")

    erased = Person.objects.get(pk=whom.pk)
    assert (erased.state, erased.email == "somebody@example.org", erased.name == "Somebody") == (
        "erased", False, False,
    )  # fmt: skip


@pytest.mark.parametrize("office", ["moderator", "auditor", "data_protection"])
def test_nobody_but_an_administrator_appoints_or_suspends(signed_in, make_person, office):
    whom = make_person()
    browser = signed_in(make_person(office))

    statuses = [
        browser.post(f"/office/people/{whom.pk}/appoint/", {"office": "administrator"}).status_code,
        browser.post(f"/office/people/{whom.pk}/suspend/", {"reason": "No."}).status_code,
    ]

    assert statuses == [403, 403]
    assert AuditEvent.objects.count() == 0


def test_an_administrator_does_not_erase_others(signed_in, make_person, administrator):
    whom = make_person()

    answer = signed_in(administrator).post(f"/office/people/{whom.pk}/erase/")

    assert (answer.status_code, Person.objects.get(pk=whom.pk).state) == (403, "active")


def test_looking_changes_nothing(signed_in, make_person, administrator):
    whom = make_person()
    browser = signed_in(administrator)

    statuses = {browser.get(f"/office/people/{whom.pk}/{act}/").status_code for act in ("appoint", "suspend", "erase",
                "bring-back")}  # fmt: skip

    assert statuses <= {403, 405}
    assert AuditEvent.objects.count() == 0


def test_the_list_asks_as_often_for_three_persons_as_for_one(signed_in, make_person, administrator):
    browser = signed_in(administrator)
    browser.get("/office/people/")
    with CaptureQueriesContext(connection) as for_one:
        browser.get("/office/people/")
    make_person("moderator")
    make_person("auditor")

    with CaptureQueriesContext(connection) as for_three:
        browser.get("/office/people/")

    assert len(for_three) == len(for_one)
