"""Two profiles of one organisation become one."""

from django.db import transaction

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.models import Attachment
from cluster_observatory.web.base.process import locked
from cluster_observatory.web.organisations import emails, merging, rules
from cluster_observatory.web.organisations.actions import writing
from cluster_observatory.web.organisations.models import FormerAddress, MemberLink, Membership, Organisation
from cluster_observatory.web.organisations.process import PROFILE

RANKS = {Membership.Role.MEMBER: 0, Membership.Role.EDITOR: 1, Membership.Role.ADMIN: 2}
STRENGTH = {"ended": 0, "requested": 1, "invited": 2, "proposed": 2, "active": 3, "confirmed": 3}


@transaction.atomic
def merge(*, survivor, merged, reason, person, now, expected_version=None):
    """Merge a profile into another: who acts for it, its members, clusters, partnerships and files go there.

    Its address leads to the survivor, whose fields stay as they are.  A moderator who acts for either merges neither:
    who administers the one would administer the other.
    """
    survivor = _locked_with(merged, survivor)
    if refusal := rules.obstacle_to_checking(survivor, person):
        raise NotAllowed(refusal)
    if refusal := rules.obstacle_to_surviving(survivor, merged):
        raise NotPossible(refusal)
    PROFILE.move(merged, "merge", person=person, now=now, reason=reason, expected_version=expected_version)
    emails.closed(merged, "merge", reason, now, other=survivor)
    merged.merged_into = survivor
    merged.save(update_fields=["merged_into"])
    Organisation.objects.filter(merged_into=merged).update(merged_into=survivor)
    FormerAddress.objects.filter(organisation=merged).update(organisation=survivor)
    FormerAddress.objects.create(slug=merged.slug, organisation=survivor)
    _move_memberships(survivor, merged, now)
    _move_links(survivor, merged, now)
    Attachment.objects.filter(thing=merged._meta.label_lower, thing_id=str(merged.pk)).update(thing_id=str(survivor.pk))
    merging.move_all(survivor=survivor, merged=merged, person=person, now=now)
    audit.record(
        act="take_over", thing=survivor, actor=person, now=now, reason=reason, changes={"merged": [None, merged.pk]}
    )
    writing.touch(survivor, now)


def _locked_with(merged, survivor):
    """Lock both in the order of their numbers, so that two mergers wait for each other; return the survivor."""
    rows = {number: locked(Organisation(pk=number)) for number in sorted({merged.pk, survivor.pk})}
    return rows[survivor.pk]


def _move_memberships(survivor, merged, now):
    there = {one.person_id: one for one in survivor.memberships.exclude(state="ended")}
    for membership in merged.memberships.exclude(state="ended"):
        other = there.get(membership.person_id)
        if other is None:
            membership.organisation = survivor
        else:
            if (STRENGTH[membership.state], RANKS[membership.role]) > (STRENGTH[other.state], RANKS[other.role]):
                other.state, other.role, other.began_at = membership.state, membership.role, membership.began_at
                _changed(other, now)
            membership.state, membership.ended_at = "ended", now
        _changed(membership, now)


def _move_links(survivor, merged, now):
    for own, others in (("cluster", "member"), ("member", "cluster")):
        for link in MemberLink.objects.filter(**{own: merged}).exclude(state="ended"):
            other_side = getattr(link, f"{others}_id")
            same = MemberLink.objects.filter(**{own: survivor, f"{others}_id": other_side})
            there = same.exclude(state="ended").first()
            if there is None and other_side != survivor.pk:
                setattr(link, own, survivor)
            else:
                if there is not None and STRENGTH[link.state] > STRENGTH[there.state]:
                    there.state, there.since = link.state, link.since
                    _changed(there, now)
                link.state, link.until = "ended", now.date()
            _changed(link, now)


def _changed(thing, now):
    thing.version += 1
    thing.changed_at = now
    thing.save()
