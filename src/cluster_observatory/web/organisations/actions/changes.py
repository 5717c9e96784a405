"""Changes of public profiles that a moderator looks at first."""

from django.db import transaction

from cluster_observatory.web.base import audit
from cluster_observatory.web.base.process import locked
from cluster_observatory.web.organisations import emails
from cluster_observatory.web.organisations.actions import writing
from cluster_observatory.web.organisations.models import Organisation, ProfileChange
from cluster_observatory.web.organisations.process import CHANGE
from cluster_observatory.web.organisations.profile_fields import PERSONAL, value_of


def propose(organisation, values, *, seen, person, now):
    """Let sensitive values of a locked profile wait for a moderator; return the change that waits, or None.

    `seen` are the fields that the person had before them: what waits in others goes on waiting, what they put back to
    what is published no longer does.  A new wish takes the place of the one that waits.
    """
    waiting = organisation.changes.filter(state=CHANGE.first).first()
    earlier = waiting.values if waiting else {}
    values = {field: value for field, value in earlier.items() if field not in seen} | values
    if values == earlier:
        return waiting
    if waiting:
        CHANGE.move(waiting, "withdraw", person=person, now=now)
    writing.touch(organisation, now)
    if not values:
        return None
    before = {field: value_of(organisation, field) for field in values}
    change = ProfileChange.objects.create(
        organisation=organisation, state=CHANGE.first, proposed_by=person, values=values, before=before,
        created_at=now, changed_at=now,
    )  # fmt: skip
    audit.record(
        act="propose_change", thing=organisation, actor=person, now=now,
        changes={
            field: [None, None] if field in PERSONAL else [before[field], value] for field, value in values.items()
        },
    )  # fmt: skip
    emails.change_proposed(change, now)
    return change


@transaction.atomic
def accept_change(*, change, person, now, expected_version=None, reason=""):
    """Let a change show on the public profile."""
    organisation = locked(Organisation(pk=change.organisation_id))
    CHANGE.move(change, "accept", person=person, now=now, reason=reason, expected_version=expected_version)
    writing.write(organisation, change.values, act="accept_change", person=person, now=now, reason=reason)
    emails.change_decided(change, reason, now)


@transaction.atomic
def refuse_change(*, change, person, now, reason, expected_version=None):
    """Leave the public profile as it is, and say why."""
    CHANGE.move(change, "refuse", person=person, now=now, reason=reason, expected_version=expected_version)
    emails.change_decided(change, reason, now)


@transaction.atomic
def withdraw_change(*, change, person, now, expected_version=None):
    """Take back a change that waits."""
    CHANGE.move(change, "withdraw", person=person, now=now, expected_version=expected_version)
