"""Who may do what for the whole platform, and why not."""

from allauth.mfa.utils import is_mfa_enabled
from django.utils.translation import gettext as _

from cluster_observatory.web.base import personal_data
from cluster_observatory.web.people.models import Appointment, Office, Person


def obstacle_without_account(person):
    """Return why someone without a usable account cannot act, or None."""
    if person is None or not person.is_authenticated:
        return _("Sign in first.")
    if not person.is_active:
        return _("This account is not in use.")
    return None


def obstacle_to_office(person, *offices):
    """Return why the person cannot act in one of the offices, or None.

    Whoever acts for the platform needs a second factor, since a stolen password would open everyone's data.
    """
    if refusal := obstacle_without_account(person):
        return refusal
    if not person.holds(*offices):
        names = ", ".join(str(Office(office).label) for office in offices)
        return _("This is for: {offices}.").format(offices=names)
    if not is_mfa_enabled(person):
        return _("This office needs a second factor: set one up in your account, then come back.")
    return None


def obstacle_to_governing(person):
    """Return why the person cannot appoint, dismiss, suspend or bring back others, or None."""
    return obstacle_to_office(person, Office.ADMINISTRATOR)


def obstacle_to_appointing(whom, office):
    """Return why nobody can give that person the office now, or None."""
    if not whom.is_active:
        return _("This account is not in use.")
    if whom.appointments.filter(office=office, ended_at=None).exists():
        return _("This person holds the office already.")
    return None


def obstacle_to_dismissing(appointment):
    """Return why an appointment cannot be ended now, or None."""
    if appointment.ended_at is not None:
        return _("This appointment has ended already.")
    if appointment.office == Office.ADMINISTRATOR and is_last_administrator(appointment.person):
        return _("This is the last administrator: appoint another one first.")
    return None


def obstacle_to_suspending(whom, person):
    """Return why a person cannot be kept from signing in now, or None."""
    if whom.state != Person.State.ACTIVE:
        return _("This account is not in use.")
    if whom.pk == person.pk:
        return _("You cannot suspend yourself.")
    if is_last_administrator(whom):
        return _("This is the last administrator: appoint another one first.")
    return None


def obstacle_to_bringing_back(whom):
    """Return why a person cannot be let in again, or None."""
    if whom.state != Person.State.SUSPENDED:
        return _("This account is not suspended.")
    return None


def obstacle_to_erasure(person, now):
    """Return why the person cannot be erased now, or None; what stands in the way in other apps is theirs to say."""
    if person.state == Person.State.ERASED:
        return _("This account is erased already.")
    if is_last_administrator(person):
        return _("You are the last administrator of this site: appoint another one first.")
    refusals = personal_data.obstacles(person, now)
    return " ".join(refusals) if refusals else None


def is_last_administrator(person):
    """Whether the site would be without an administrator if this person were not one."""
    held = Appointment.objects.filter(office=Office.ADMINISTRATOR, ended_at=None, person__state=Person.State.ACTIVE)
    holders = set(held.values_list("person", flat=True))
    return holders == {person.pk}


def obstacle_to_erasing(whom, person):
    """Return why `person` may not have `whom` erased, or None: one's own account, or in the office for it."""
    if refusal := obstacle_without_account(person):
        return refusal
    if whom.pk == person.pk:
        return None
    return obstacle_to_office(person, Office.DATA_PROTECTION)
