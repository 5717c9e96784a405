"""What stands in the way of acting for an organisation, and of ending that."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cluster_observatory.web.organisations.models import Membership
from cluster_observatory.web.organisations.rules.roles import (
    ADMIN,
    PUBLIC_STATES,
    is_moderator,
    obstacle_to_acting_for,
    obstacle_to_moderating,
    role,
)
from cluster_observatory.web.people.rules import obstacle_without_account

ANSWERED_WITHIN = timedelta(days=14)
"""So long the administrators have to answer who asks to join; then the moderators may."""

CLOSED = ("archived", "merged")


def obstacle_to_managing_people(membership, person):
    """Return why the person cannot decide who acts for the organisation, or None: its administrators."""
    return obstacle_to_acting_for(membership.organisation, person, ADMIN)


def obstacle_to_inviting(organisation, person, now):
    """Return why the person cannot invite others to act for the organisation, or None."""
    if refusal := obstacle_to_acting_for(organisation, person, ADMIN):
        return refusal
    if organisation.state in CLOSED:
        return _("This profile is closed.")
    return None


def obstacle_to_asking_to_join(organisation, person, now):
    """Return why the person cannot ask to act for the organisation, or None."""
    if refusal := obstacle_without_account(person):
        return refusal
    if organisation.state not in PUBLIC_STATES:
        return _("Nobody can join this organisation here now.")
    state = (
        organisation.memberships.filter(person=person).exclude(state="ended").values_list("state", flat=True).first()
    )
    return {
        None: None,
        "active": _("You act for this organisation already."),
        "requested": _("You have asked already; the answer is not there yet."),
        "invited": _("You have been invited: answer the invitation."),
    }[state]


def obstacle_to_answering_invitation(membership, person):
    """Return why the person cannot answer the invitation, or None: who was invited."""
    if refusal := obstacle_without_account(person):
        return refusal
    if membership.person_id != person.pk:
        return _("This invitation is for someone else.")
    return None


def obstacle_to_withdrawing_request(membership, person):
    """Return why the person cannot take back the request to join, or None: who made it."""
    if refusal := obstacle_without_account(person):
        return refusal
    if membership.person_id != person.pk:
        return _("This request is someone else's.")
    return None


def obstacle_to_answering_request(membership, person):
    """Return why the person cannot answer who asks to join, or None: administrators of it, and moderators later."""
    if refusal := obstacle_without_account(person):
        return refusal
    if membership.person_id == person.pk:
        return _("Someone else has to answer your request.")
    if role(person, membership.organisation) == ADMIN:
        return None
    return obstacle_to_moderating(membership, person)


def obstacle_to_deciding_now(membership, person, now):
    """Return why a moderator cannot answer yet, or None: not before 14 days, where there are administrators."""
    if role(person, membership.organisation) == ADMIN:
        return None
    until = membership.created_at + ANSWERED_WITHIN
    if now >= until or not administrators(membership.organisation).exists():
        return None
    return _("The administrators of the organisation can answer until {day}; then it is for the moderators.").format(
        day=date_format(until, "j F Y")
    )


def obstacle_to_ending(membership, person):
    """Return why the person cannot end it, or None: administrators of it, and each their own."""
    if refusal := obstacle_without_account(person):
        return refusal
    if membership.person_id == person.pk or is_moderator(person):
        return None
    return obstacle_to_managing_people(membership, person)


def obstacle_to_leaving(membership, person, now):
    """Return that the organisation would be without administrator, or None; where it is public or on its way there."""
    organisation = membership.organisation
    if membership.role != ADMIN or organisation.state in ("draft", "rejected", *CLOSED):
        return None
    if administrators(organisation).exclude(pk=membership.pk).exists():
        return None
    return _("{organisation} needs an administrator: make someone else one first.").format(
        organisation=organisation.name
    )


def obstacle_to_changing_role(membership, role_wanted, person, now):
    """Return why the person cannot give that role, or None."""
    if refusal := obstacle_to_managing_people(membership, person):
        return refusal
    if membership.state not in ("active", "invited"):
        return _("This is not possible in the state “{state}”.").format(state=membership.state)
    if role_wanted != ADMIN and membership.state == "active":
        return obstacle_to_leaving(membership, person, now)
    return None


def administrators(organisation):
    """Return the memberships of those who administer the organisation now."""
    return Membership.objects.filter(
        organisation=organisation, role=ADMIN, state="active", person__state="active"
    ).select_related("person")
