"""What there is: organisations, details of clusters, who acts for whom, who belongs to whom, how they were checked."""

from cluster_observatory.web.organisations.models.checking import Finding, ProfileChange, Validation
from cluster_observatory.web.organisations.models.clusters import ClusterDetails
from cluster_observatory.web.organisations.models.links import MemberLink, Membership
from cluster_observatory.web.organisations.models.organisations import Contact, FormerAddress, Organisation

__all__ = [
    "ClusterDetails", "Contact", "Finding", "FormerAddress", "MemberLink", "Membership", "Organisation",
    "ProfileChange", "Validation",
]  # fmt: skip
