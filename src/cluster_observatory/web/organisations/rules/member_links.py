"""What stands in the way of linking a cluster with its members."""

from django.utils.translation import gettext as _

from cluster_observatory.web.organisations import criteria
from cluster_observatory.web.organisations.models import MemberLink
from cluster_observatory.web.organisations.rules.roles import ADMIN, EDITOR, PUBLIC_STATES, obstacle_to_acting_for, role

CLUSTER, MEMBER_SIDE = MemberLink.Side.CLUSTER, MemberLink.Side.MEMBER


def obstacle_to_changing_links(organisation, person):
    """Return why the person cannot say who belongs to the organisation, or None: administrators and editors."""
    return obstacle_to_acting_for(organisation, person, ADMIN, EDITOR)


def obstacle_to_proposing_link(cluster, member, person, now):
    """Return why the person cannot propose that one organisation is a member of the other, or None."""
    if not {role(person, cluster), role(person, member)} & {ADMIN, EDITOR}:
        return _("Only people who act for one of the two may propose this.")
    if cluster.kind not in (*criteria.CLUSTER_KINDS, "national_association", "cluster_network"):
        return _("{organisation} is no cluster or network: it has no members here.").format(organisation=cluster.name)
    if cluster.pk == member.pk:
        return _("An organisation is not its own member.")
    for organisation in (cluster, member):
        if organisation.state not in PUBLIC_STATES:
            return _("{organisation} has no public profile.").format(organisation=organisation.name)
    if MemberLink.objects.filter(cluster=cluster, member=member).exclude(state="ended").exists():
        return _("This link has been proposed or confirmed already.")
    return None


def obstacle_to_confirming_link(link, person):
    """Return why the person cannot answer the proposal, or None: administrators of the side that did not propose."""
    return obstacle_to_acting_for(asked_side(link), person, ADMIN)


def obstacle_to_withdrawing_link(link, person):
    """Return why the person cannot take back the proposal, or None: people of the side that proposed."""
    own = link.cluster if link.proposed_by == CLUSTER else link.member
    return obstacle_to_acting_for(own, person, ADMIN, EDITOR)


def obstacle_to_ending_link(link, person):
    """Return why the person cannot end it, or None: administrators of either side."""
    if obstacle_to_acting_for(link.cluster, person, ADMIN) is None:
        return None
    return obstacle_to_acting_for(link.member, person, ADMIN)


def asked_side(link):
    """Return the organisation that has to answer a proposal."""
    return link.member if link.proposed_by == CLUSTER else link.cluster
