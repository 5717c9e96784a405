"""Giving and ending offices, and keeping people out or letting them in again: for administrators."""

from django.db import transaction
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.people import emails, rules, sessions
from cluster_observatory.web.people.models import Appointment, Office, Person


@transaction.atomic
def appoint(*, whom, office, person, now):
    """Give an office to `whom` and return the appointment; they are told, and that it needs a second factor.

    Raises NotAllowed where `person` is no administrator, NotPossible where `whom` cannot hold it.
    """
    if refusal := rules.obstacle_to_governing(person):
        raise NotAllowed(refusal)
    return _appoint(whom=whom, office=office, appointed_by=person, now=now)


@transaction.atomic
def appoint_by_host(*, email, office, now):
    """Give an office from the command line of the machine, where who may do that may do anything; return it.

    Raises NotFound where nobody has that address, NotPossible where they cannot hold it.
    """
    whom = Person.objects.filter(email=email.strip().lower()).first()
    if whom is None:
        raise NotFound(_("Nobody has an account with the address {email}.").format(email=email))
    return _appoint(whom=whom, office=office, appointed_by=None, now=now)


def _appoint(*, whom, office, appointed_by, now):
    whom = _locked(whom)
    if refusal := rules.obstacle_to_appointing(whom, office):
        raise NotPossible(refusal)
    appointment = Appointment.objects.create(person=whom, office=office, since=now, appointed_by=appointed_by)
    audit.record(act="appoint", thing=whom, actor=appointed_by, now=now, changes={"office": [None, office]})
    emails.appointed(appointment, now)
    return appointment


@transaction.atomic
def dismiss(*, appointment, person, now, reason=""):
    """End an appointment; who held it is told.

    Raises NotAllowed where `person` is no administrator, NotPossible for the last administrator.
    """
    if refusal := rules.obstacle_to_governing(person):
        raise NotAllowed(refusal)
    administrators_one_at_a_time()
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if refusal := rules.obstacle_to_dismissing(appointment):
        raise NotPossible(refusal)
    appointment.ended_at = now
    appointment.save(update_fields=["ended_at"])
    audit.record(
        act="dismiss", thing=appointment.person, actor=person, now=now, reason=reason.strip(),
        changes={"office": [appointment.office, None]},
    )  # fmt: skip
    emails.dismissed(appointment, now)
    return appointment


@transaction.atomic
def suspend(*, whom, person, now, reason):
    """Keep a person from signing in, and end where they are signed in; a reason is asked for."""
    if refusal := rules.obstacle_to_governing(person):
        raise NotAllowed(refusal)
    administrators_one_at_a_time()
    whom = _locked(whom)
    if refusal := rules.obstacle_to_suspending(whom, person):
        raise NotPossible(refusal)
    if not reason.strip():
        raise NotPossible(_("Give a reason: who is concerned will read it."))
    emails.suspended(whom, now, reason.strip())
    sessions.end_all(whom)
    return _set_state(whom, Person.State.SUSPENDED, "suspend", person, now, reason.strip())


@transaction.atomic
def bring_back(*, whom, person, now):
    """Let a suspended person sign in again; they are told."""
    if refusal := rules.obstacle_to_governing(person):
        raise NotAllowed(refusal)
    whom = _locked(whom)
    if refusal := rules.obstacle_to_bringing_back(whom):
        raise NotPossible(refusal)
    whom = _set_state(whom, Person.State.ACTIVE, "bring_back", person, now, "")
    emails.brought_back(whom, now)
    return whom


def _set_state(whom, state, act, person, now, reason):
    audit.record(act=act, thing=whom, actor=person, now=now, before=whom.state, after=state, reason=reason)
    whom.state = state
    whom.save(update_fields=["state"])
    return whom


def _locked(whom):
    return Person.objects.select_for_update().get(pk=whom.pk)


def administrators_one_at_a_time():
    """Lock all administrators' appointments, so that two who dismiss one another do not both succeed."""
    list(Appointment.objects.select_for_update().filter(office=Office.ADMINISTRATOR, ended_at=None).order_by("pk"))
