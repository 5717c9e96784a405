"""The fact sheet of an organisation: what it says of itself, and what official figures say of its region and fields."""

from dataclasses import dataclass

from cluster_observatory.errors import NotFound
from cluster_observatory.web.atlas import choices, queries
from cluster_observatory.web.atlas.portrait import Portrait

STRONGEST = 4
NUTS_2 = 4
"""Letters of a code of level 2 of NUTS, for which there are figures by sector."""

OWN_FIELDS = ("clusters", "emerging_industries")


@dataclass(frozen=True)
class FactSheet:
    """The figures beside a profile: of the region, its strongest sectors, and the organisation's own fields there."""

    region: Portrait | None
    strongest: list
    own: list


def fact_sheet(edition, organisation):
    """Return the figures that stand beside a profile; without a region, or one with figures, there are none."""
    nothing = FactSheet(None, [], [])
    if len(organisation.region) < NUTS_2:
        return nothing
    year = choices.year(edition, queries.SECTOR, None)
    try:
        code = queries.region_code(edition, organisation.region[:NUTS_2])
        region = Portrait(edition, code, year, choices.profile(edition, queries.SECTOR, None))
    except NotFound:
        return nothing
    cluster = getattr(organisation, "cluster", None)
    wanted = {code for name in OWN_FIELDS for code in getattr(cluster, name, ())}
    own = [entry for entry in (*region.clusters, *region.emerging) if entry["subject"].code in wanted]
    return FactSheet(region, region.strongest[:STRONGEST], own)
