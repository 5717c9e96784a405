"""What time brings due for organisations: profiles that nobody confirms, requests that nobody answers."""

from datetime import timedelta

from django.db.models.functions import Coalesce

from cluster_observatory.web.base.conflicts import ChangedMeanwhile
from cluster_observatory.web.organisations import emails
from cluster_observatory.web.organisations.models import Membership, Organisation
from cluster_observatory.web.organisations.process import CONFIRMED_EVERY, PROFILE, STALE_FOR, last_confirmed
from cluster_observatory.web.organisations.rules.memberships import ANSWERED_WITHIN

FIRST_REMINDER = CONFIRMED_EVERY - timedelta(days=31)
"""After 11 months comes the first letter, after 12 the second."""


def bring_due(organisation, now):
    """Take the steps that time has brought due for a profile, until none is; return whether there was one."""
    moved = False
    while step := PROFILE.due(organisation, now):
        PROFILE.move(organisation, step.name, person=None, now=now, expected_version=organisation.version)
        moved = True
    return moved


def run(now):
    """Do all that is due: remind of confirming, take the steps of time, tell moderators of unanswered requests."""
    for organisation in _unconfirmed_since(now - FIRST_REMINDER):
        confirmed = last_confirmed(organisation)
        occasion = "second" if confirmed + CONFIRMED_EVERY <= now else "first"
        if confirmed + CONFIRMED_EVERY + STALE_FOR > now:
            emails.please_confirm(organisation, f"{occasion} {confirmed:%Y-%m-%d}", now)
        _bring_due_unless_changed(organisation, now)
    waiting = Membership.objects.filter(state="requested", created_at__lte=now - ANSWERED_WITHIN)
    for membership in waiting.select_related("organisation", "person"):
        emails.join_unanswered(membership, now)


def _unconfirmed_since(moment):
    return (
        Organisation.objects.filter(state__in=["published", "stale"])
        .annotate(seen_at=Coalesce("confirmed_at", "published_at"))
        .filter(seen_at__lte=moment)
        .order_by("pk")
    )


def _bring_due_unless_changed(organisation, now):
    try:
        bring_due(organisation, now)
    except ChangedMeanwhile:
        return  # someone acted in this very moment; the next run looks again


def as_due(organisation, now):
    """Return the profile as it is once the steps that time has brought due are taken; nothing is written.

    The version counts those steps, so that a form drawn from it fits when they have been taken.
    """
    while step := PROFILE.due(organisation, now):
        organisation.state = step.target
        organisation.version += 1
    return organisation
