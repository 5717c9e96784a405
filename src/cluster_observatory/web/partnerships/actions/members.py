"""Who is in a partnership: invitations and their answers, and changes that the owner of the initiative decides."""

from django.db import transaction
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.process import locked
from cluster_observatory.web.partnerships import emails, rules
from cluster_observatory.web.partnerships.actions.proposing import give_place
from cluster_observatory.web.partnerships.models import Amendment, Partner
from cluster_observatory.web.partnerships.process import AMENDMENT, PARTNER


@transaction.atomic
def invite(*, partnership, organisation, role, person, now):
    """Invite an organisation into a proposed partnership, and return its place.

    Once the partnership is selected the owner of the initiative decides: `request_change`.
    """
    fresh = locked(partnership)
    if refusal := rules.obstacle_to_coordinating(fresh, person):
        raise NotAllowed(refusal)
    if role == rules.COORDINATOR:
        raise NotPossible(_("Exactly one organisation must coordinate."))
    if refusal := rules.obstacle_to_changing_at_once(fresh) or rules.obstacle_to_inviting(fresh, organisation):
        raise NotPossible(refusal)
    return give_place(fresh, organisation, role, person, now)


@transaction.atomic
def answer(*, place, name, person, now, expected_version=None):
    """Take a step of `process.PARTNER`: accept, decline or take back an invitation, or leave a proposal."""
    locked(place.partnership)
    PARTNER.move(place, name, person=person, now=now, expected_version=expected_version)
    if place.state == "active":
        place.joined_on = now.date()
    elif place.state == "left":
        place.left_on = now.date()
    place.save(update_fields=["joined_on", "left_on"])
    if name != "take_back":
        emails.answered(place, rules.coordinator(place.partnership), now)
    return place


@transaction.atomic
def request_change(*, partnership, change, organisation, reason, person, now):
    """Ask for a change of the members of a partnership that was selected, and return the request."""
    fresh = locked(partnership)
    if refusal := rules.obstacle_to_requesting(fresh, person, change, organisation):
        raise NotAllowed(refusal)
    if refusal := rules.obstacle_to_change(fresh, change, organisation):
        raise NotPossible(refusal)
    if fresh.amendments.filter(organisation=organisation, state="requested").exists():
        raise NotPossible(_("A change of this organisation waits for a decision already."))
    amendment = Amendment.objects.create(
        partnership=fresh, change=change, organisation=organisation, reason=reason.strip(), requested_by=person,
        state=AMENDMENT.first, created_at=now, changed_at=now,
    )  # fmt: skip
    audit.record(act="request", thing=amendment, actor=person, now=now, after=amendment.state)
    emails.change_requested(amendment, now)
    return amendment


@transaction.atomic
def decide_change(*, amendment, name, person, now, reason="", expected_version=None):
    """Take a step of `process.AMENDMENT`: accept, with what follows from it, refuse or withdraw."""
    locked(amendment.partnership)
    AMENDMENT.move(amendment, name, person=person, now=now, reason=reason, expected_version=expected_version)
    if name == "accept":
        _carry_out(amendment, person, now)
    if name != "withdraw":
        emails.change_decided(amendment, reason.strip(), now)
    return amendment


def _carry_out(amendment, person, now):
    partnership, organisation = amendment.partnership, amendment.organisation
    if amendment.change == Amendment.Change.JOINS:
        give_place(partnership, organisation, Partner.Role.PARTNER, person, now)
        return
    place = partnership.partners.get(organisation=organisation, state="active")
    if amendment.change == Amendment.Change.LEAVES:
        PARTNER.move(place, "release", person=person, now=now)
        place.left_on = now.date()
        place.save(update_fields=["left_on"])
        return
    before = partnership.partners.select_for_update().get(role=rules.COORDINATOR, state="active")
    for one, role in ((before, Partner.Role.PARTNER), (place, Partner.Role.COORDINATOR)):
        changes = {"role": [one.role, role.value]}
        one.role, one.version, one.changed_at = role, one.version + 1, now
        one.save(update_fields=["role", "version", "changed_at"])
        audit.record(act="change_role", thing=one, actor=person, now=now, changes=changes)
