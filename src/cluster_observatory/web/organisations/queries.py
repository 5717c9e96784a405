"""What can be asked of organisations: which are public, and how many there are; counts are computed, never typed."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from cluster_observatory.web.base.rounding import rounded_below
from cluster_observatory.web.organisations.models import FormerAddress, Organisation
from cluster_observatory.web.organisations.rules import PUBLIC_STATES

IS_CLUSTER = Q(kind=Organisation.Kind.CLUSTER_ORGANISATION)


@dataclass(frozen=True)
class Counts:
    """How many organisations a list has, how many of them are cluster organisations, and what these declare."""

    organisations: int
    clusters: int
    countries: int
    smes: int
    invented: int

    @property
    def more_smes_than(self):
        """A round number below the number of small and medium-sized enterprises, None where there are few."""
        return rounded_below(self.smes)


def public():
    """Return the organisations that everyone may see: published ones and those that were not confirmed for a year."""
    return Organisation.objects.filter(state__in=PUBLIC_STATES)


def shown_in_directory():
    """Return the public organisations with what a line of a list says of them."""
    return public().select_related("cluster")


def counts(organisations):
    """Return the counts of a queryset of organisations, with one query.

    Countries and enterprises are those of the cluster organisations; an enterprise that belongs to
    two clusters counts twice, as each declares it.
    """
    found = organisations.order_by().aggregate(
        organisations=Count("pk"),
        clusters=Count("pk", filter=IS_CLUSTER),
        countries=Count("country", filter=IS_CLUSTER, distinct=True),
        smes=Sum("cluster__members_sme", filter=IS_CLUSTER, default=0),
        invented=Count("pk", filter=Q(source=Organisation.Source.DEMONSTRATION)),
    )
    return Counts(**found)


def by(organisations, column):
    """Return how many organisations of a queryset have each value of a column, as {value: number}."""
    return dict(organisations.order_by().values_list(column).annotate(Count("pk")))


def members_of(cluster):
    """Return the public organisations that are confirmed members of a cluster."""
    return public().filter(cluster_links__cluster=cluster, cluster_links__state="confirmed")


def clusters_of(member):
    """Return the public clusters of which an organisation is a confirmed member."""
    return public().filter(member_links__member=member, member_links__state="confirmed")


def found_at(slug):
    """Return the organisation at an address, whatever its state; None where none ever was there."""
    found = Organisation.objects.select_related("cluster", "merged_into").filter(slug=slug).first()
    if found is not None:
        return found
    former = FormerAddress.objects.select_related("organisation").filter(slug=slug).first()
    return former and former.organisation
