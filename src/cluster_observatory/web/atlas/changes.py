"""Why a region gained or lost jobs over the years, as a sentence: the parts of shift-share over its sectors."""

import polars as pl
from django.utils.translation import gettext as _

from cluster_observatory.publication.frames import part
from cluster_observatory.web.atlas import numbers, queries

TABLE = "shift_share"
PARTS = ("change", "national_part", "mix_part", "regional_part")


def of_region(edition, region, year):
    """Return the change of a region's jobs up to a year in its parts, in words; empty where it is not known.

    Only sectors are added up that have a figure in both years; clusters and emerging
    industries, which overlap with them or with one another, never are.
    """
    if TABLE not in edition.tables:
        return ""
    rows = part(edition, TABLE, region=region, kind=queries.SECTOR, last_year=year)
    known = rows.drop_nulls(PARTS)
    if known.is_empty():
        return ""
    first = known["first_year"].min()
    known = known.filter(pl.col("first_year") == first)
    change, economy, mix, own = (numbers.signed_count(known[name].sum()) for name in PARTS)
    return _(
        "From {first} to {last} jobs changed by {change} in the {n} sectors with both figures: {economy} as Europe’s "
        "whole economy grew or shrank, {mix} through the mix of sectors here, {own} of the region’s own."
    ).format(first=first, last=year, change=change, n=known.height, economy=economy, mix=mix, own=own)
