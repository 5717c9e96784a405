"""Which organisations are members of a cluster: proposing, answering, ending."""

from django.db import transaction

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.process import locked
from cluster_observatory.web.organisations import emails, rules
from cluster_observatory.web.organisations.models import MemberLink
from cluster_observatory.web.organisations.process import MEMBER_LINK


@transaction.atomic
def propose_link(*, cluster, member, person, now, since=None):
    """Propose that one organisation is a member of the other, for the side the person acts for; return the link."""
    cluster, member = locked(cluster), locked(member)
    if rules.obstacle_to_changing_links(cluster, person) and rules.obstacle_to_changing_links(member, person):
        raise NotAllowed(rules.obstacle_to_proposing_link(cluster, member, person, now))
    if refusal := rules.obstacle_to_proposing_link(cluster, member, person, now):
        raise NotPossible(refusal)
    from_cluster = rules.obstacle_to_changing_links(cluster, person) is None
    link = MemberLink.objects.create(
        cluster=cluster, member=member, state=MEMBER_LINK.first, since=since, created_at=now, changed_at=now,
        proposed_by=MemberLink.Side.CLUSTER if from_cluster else MemberLink.Side.MEMBER,
    )  # fmt: skip
    audit.record(act="propose", thing=link, actor=person, now=now, after=link.state)
    emails.link_proposed(link, member if from_cluster else cluster, now)
    return link


@transaction.atomic
def propose_members(*, cluster, members, person, now):
    """Propose several members of a cluster at once, all or none; return the links."""
    return [propose_link(cluster=cluster, member=member, person=person, now=now) for member in members]


@transaction.atomic
def answer_link(*, link, confirms, person, now):
    """Confirm or decline a proposed link, as the side that was asked."""
    MEMBER_LINK.move(link, "confirm" if confirms else "decline", person=person, now=now)
    if confirms and link.since is None:
        link.since = now.date()
    if not confirms:
        link.until = now.date()
    link.save(update_fields=["since", "until"])
    proposer = link.cluster if link.proposed_by == MemberLink.Side.CLUSTER else link.member
    emails.link_answered(link, proposer, now)


@transaction.atomic
def withdraw_link(*, link, person, now):
    """Take back a proposal."""
    MEMBER_LINK.move(link, "withdraw", person=person, now=now)
    link.until = now.date()
    link.save(update_fields=["until"])


@transaction.atomic
def end_link(*, link, person, now):
    """End a confirmed link, as either side."""
    MEMBER_LINK.move(link, "end", person=person, now=now)
    link.until = now.date()
    link.save(update_fields=["until"])
