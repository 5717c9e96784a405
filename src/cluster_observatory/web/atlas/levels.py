"""Figures of countries and of NUTS-1 regions beside those of NUTS-2 regions: what there is of each level."""

from functools import lru_cache
from pathlib import Path

import polars as pl

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame
from cluster_observatory.web.atlas import measures, queries
from cluster_observatory.web.atlas.viewing import REGION_LEVEL

TABLE = "specialisation_by_level"
"""Sectors only: clusters and emerging industries are split among NUTS-2 regions, and stars are judged there."""


def available(edition, kind):
    """Return the levels of NUTS that have figures of a kind of subject, the finest first."""
    if kind != queries.SECTOR or TABLE not in edition.tables:
        return (REGION_LEVEL,)
    return (REGION_LEVEL, *_levels(edition.folder))


@lru_cache(maxsize=8)
def _levels(folder: Path):
    return tuple(sorted(frame(Edition(folder), TABLE)["level"].unique().to_list(), reverse=True))


def figures(edition, subject, year, level):
    """Return the figures of every region of a level in that year, as `queries.figures` does for level 2.

    A region of the countries with figures that has none stands there empty.
    """
    if level == REGION_LEVEL:
        return queries.figures(edition, subject, year)
    return _figures(edition.folder, subject.code, year, level)


@lru_cache(maxsize=128)
def _figures(folder: Path, industry, year, level):
    edition = Edition(folder)
    here = (pl.col("industry") == industry) & (pl.col("year") == year) & (pl.col("level") == level)
    found = frame(edition, TABLE).filter(here)
    return queries.with_names(edition, queries.completed(edition, found, queries.SECTOR, year, level))


def measures_of(edition, subject, year, level):
    """Return the measures that the figures of a level allow, by key; stars are judged at level 2 only."""
    columns = figures(edition, subject, year, level).columns
    return measures.available([*columns, "stars"] if level == REGION_LEVEL else columns)


def series(edition, subject, regions, level):
    """Return year, region, nuts_edition, flags, persons and location quotient of some regions over all years."""
    if level == REGION_LEVEL:
        return queries.series(edition, subject, regions)
    found = queries.series(edition, subject, regions, TABLE)
    # A country is the same in every edition of NUTS: its series has no break there.
    return found if level else found.with_columns(nuts_edition=pl.lit(0, pl.Int64))
