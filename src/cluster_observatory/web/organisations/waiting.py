"""What waits for moderators, longest waiting first."""

from cluster_observatory.web.organisations.models import Membership, Organisation, ProfileChange
from cluster_observatory.web.organisations.process import PROFILE
from cluster_observatory.web.organisations.rules.memberships import ANSWERED_WITHIN

PROFILES = ("submitted", "in_review", "info_requested")
"""States of profiles that are on their way; for the last of them the organisation has to act."""


def profiles(now):
    """Return the profiles that are on their way, as (profile, state in words, days since it changed)."""
    found = Organisation.objects.filter(state__in=PROFILES).order_by("changed_at", "pk")
    ordered = sorted(found, key=lambda one: PROFILES.index(one.state))
    return [(one, PROFILE.states[one.state], _days(one.changed_at, now)) for one in ordered]


def changes(now):
    """Return the changes of published profiles that wait, as (change, days)."""
    found = ProfileChange.objects.filter(state="proposed").select_related("organisation").order_by("created_at", "pk")
    return [(change, _days(change.created_at, now)) for change in found]


def requests(now):
    """Return the requests to act for an organisation that moderators may answer, as (membership, days).

    They are those that nobody has answered for 14 days, and those to organisations without administrator.
    """
    found = (
        Membership.objects.filter(state="requested")
        .select_related("organisation", "person")
        .order_by("created_at", "pk")
    )
    administered = set(
        Membership.objects.filter(
            role="admin", state="active", person__state="active", organisation__in=found.values("organisation")
        ).values_list("organisation", flat=True)
    )
    return [
        (one, _days(one.created_at, now))
        for one in found
        if one.created_at + ANSWERED_WITHIN <= now or one.organisation_id not in administered
    ]


def _days(since, now):
    return max(0, (now - since).days)
