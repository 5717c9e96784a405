"""Offices: given and ended by administrators, recorded, told, and never without an administrator."""

from datetime import timedelta

import pytest

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.models import Notice
from cluster_observatory.web.people import actions, rules
from cluster_observatory.web.people.models import Appointment, Person


def test_an_administrator_appoints_and_it_is_recorded_and_told(make_person, now):
    administrator, person = make_person("administrator"), make_person()

    appointment = actions.appoint(whom=person, office="moderator", person=administrator, now=now)

    assert (appointment.since, appointment.appointed_by, appointment.ended_at) == (now, administrator, None)
    (event,) = audit.history(person)
    assert (event.actor, event.act, event.changes) == (administrator, "appoint", {"office": [None, "moderator"]})
    assert Notice.objects.get().person == person
    assert "moderator" in Notice.objects.get().text


@pytest.mark.parametrize("offices", [(), ("moderator",), ("auditor",), ("data_protection",)])
def test_nobody_else_appoints_dismisses_or_suspends(make_person, now, offices):
    person, whom = make_person(*offices), make_person("editor")
    held = whom.appointments.get()

    for act in (
        lambda: actions.appoint(whom=whom, office="moderator", person=person, now=now),
        lambda: actions.dismiss(appointment=held, person=person, now=now),
        lambda: actions.suspend(whom=whom, person=person, now=now, reason="So it is."),
        lambda: actions.bring_back(whom=whom, person=person, now=now),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert Person.objects.get(pk=whom.pk).offices == {"editor"}
    assert audit.verify().entries == 0


def test_an_administrator_without_a_second_factor_can_do_nothing(make_person, now):
    administrator = make_person("administrator", second_factor=False)

    with pytest.raises(NotAllowed, match="second factor"):
        actions.appoint(whom=make_person(), office="moderator", person=administrator, now=now)


def test_an_office_is_held_once_and_can_be_given_again_after_it_ended(make_person, now):
    administrator, person = make_person("administrator"), make_person("editor")

    with pytest.raises(NotPossible, match="already"):
        actions.appoint(whom=person, office="editor", person=administrator, now=now)
    actions.dismiss(appointment=person.appointments.get(), person=administrator, now=now)
    actions.appoint(whom=person, office="editor", person=administrator, now=now + timedelta(days=1))

    assert [bool(one.ended_at) for one in person.appointments.order_by("pk")] == [True, False]


def test_nobody_ends_the_last_administrator(make_person, now):
    administrator = make_person("administrator")
    suspended = make_person("administrator")
    suspended.state = "suspended"
    suspended.save()

    with pytest.raises(NotPossible, match="last administrator"):
        actions.dismiss(appointment=administrator.appointments.get(), person=administrator, now=now)
    assert "last administrator" in rules.obstacle_to_erasure(administrator, now)


def test_one_of_two_administrators_can_be_ended(make_person, now):
    one, other = make_person("administrator"), make_person("administrator")

    actions.dismiss(appointment=other.appointments.get(), person=one, now=now, reason="Moved on.")

    assert Appointment.objects.filter(ended_at=None).get().person == one
    with pytest.raises(NotPossible, match="ended already"):
        actions.dismiss(appointment=other.appointments.get(), person=one, now=now)


def test_two_administrators_who_dismiss_one_another_at_once_leave_one(make_person, now):
    one, other = make_person("administrator"), make_person("administrator")
    assert other.offices == {"administrator"}  # asked before the first one acts, as a second request would

    actions.dismiss(appointment=other.appointments.get(), person=one, now=now)
    with pytest.raises(NotPossible, match="last administrator"):
        actions.dismiss(appointment=one.appointments.get(), person=other, now=now)

    assert Appointment.objects.filter(ended_at=None).get().person == one


def test_a_suspended_person_is_told_why_and_can_be_brought_back_but_signs_in_anew(make_person, now, signed_in, is_in):
    administrator, person = make_person("administrator"), make_person()
    browser = signed_in(person)

    with pytest.raises(NotPossible, match="reason"):
        actions.suspend(whom=person, person=administrator, now=now, reason=" ")
    actions.suspend(whom=person, person=administrator, now=now, reason="Wrote what is not true.")
    state = Person.objects.get(pk=person.pk).state
    actions.bring_back(whom=person, person=administrator, now=now)

    assert state == "suspended"
    assert not is_in(browser)
    assert Person.objects.get(pk=person.pk).is_active
    assert "Wrote what is not true." in Notice.objects.get(kind="people.suspended").text
    assert [event.act for event in audit.history(person)] == ["bring_back", "suspend"]


def test_administrators_suspend_neither_themselves_nor_whoever_is_suspended_already(make_person, now):
    administrator, person = make_person("administrator"), make_person(state="suspended")

    with pytest.raises(NotPossible, match="yourself"):
        actions.suspend(whom=administrator, person=administrator, now=now, reason="Tired.")
    with pytest.raises(NotPossible):
        actions.suspend(whom=person, person=administrator, now=now, reason="Again.")


def test_who_holds_an_office_without_a_second_factor_is_led_to_set_one_up(visitor, make_person, sign_in):
    person = make_person("moderator", second_factor=False)

    answer = sign_in(visitor, person.email)
    page = visitor.get("/me/").content.decode()

    assert answer.headers["Location"] == "/account/2fa/"
    assert "Your office needs a second factor" in page
