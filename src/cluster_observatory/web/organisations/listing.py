"""A list of organisations in words: one line for each, and the pages it is spread over."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.urls import reverse

from cluster_observatory.web.organisations import vocabularies
from cluster_observatory.web.organisations.models import Organisation

ON_A_PAGE = 50
FIELDS = 3
"""So many fields of a cluster stand in a line."""


@dataclass(frozen=True)
class Line:
    """What a list says of an organisation, in the reader's language; None where nothing is known."""

    organisation: Organisation
    address: str
    country: str
    region: str
    fields: list
    more_fields: int
    members: int | None
    smes: int | None

    @property
    def is_stale(self):
        """Whether nobody has confirmed the profile for a year."""
        return self.organisation.state == "stale"

    @property
    def is_invented(self):
        """Whether it was invented for demonstration."""
        return self.organisation.source == Organisation.Source.DEMONSTRATION


def page(organisations, number):
    """Return one page of a sorted queryset of organisations, the nearest there is to the number asked for."""
    return Paginator(organisations, ON_A_PAGE).get_page(number)


def line(organisation):
    """Return what a list says of an organisation; asks the database nothing where its cluster was read with it."""
    cluster = getattr(organisation, "cluster", None)
    fields = fields_of(cluster)
    return Line(
        organisation=organisation,
        address=reverse("organisations:profile", args=[organisation.slug]),
        country=vocabularies.country_name(organisation.country),
        region=vocabularies.region_name(organisation.region),
        fields=fields[:FIELDS],
        more_fields=max(0, len(fields) - FIELDS),
        members=cluster.members_total if cluster else None,
        smes=cluster.members_sme if cluster and cluster.members_total is not None else None,
    )


def fields_of(cluster):
    """Return the names of the clusters and emerging industries that a cluster organisation belongs to, else of its
    sectors; nothing for None.
    """
    if cluster is None:
        return []
    named = [(name, code) for name in ("clusters", "emerging_industries") for code in getattr(cluster, name)]
    named = named or [("sectors", code) for code in cluster.sectors]
    return list(dict.fromkeys(vocabularies.label(name, code) for name, code in named))
