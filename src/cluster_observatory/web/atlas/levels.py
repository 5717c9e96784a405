"""Figures of countries and of NUTS-1 regions beside those of NUTS-2 regions: what there is of each level."""

from functools import lru_cache
from pathlib import Path

import polars as pl

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame
from cluster_observatory.publication.labels import region_names
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
    given = queries.nuts_edition(edition, queries.SECTOR, year)
    wanted = frame(edition, "regions").filter(
        (pl.col("nuts_edition") == given)
        & (pl.col("level") == level)
        & pl.col("country").is_in(list(countries(edition)))
    )
    known = found.filter(pl.col("region").is_in(wanted["region"].implode()) | pl.col("persons").is_not_null())
    lacking = wanted.join(known, on="region", how="anti").select(
        "region", "nuts_edition", pl.lit(year).cast(pl.Int64).alias("year"), pl.lit("").alias("flags")
    )
    region, names = pl.col("region"), region_names(edition, given)
    return (
        pl.concat([known, lacking], how="diagonal")
        .with_columns(name=region.replace_strict(names, default=region, return_dtype=pl.String))
        .sort("region")
    )


def measures_of(edition, subject, year, level):
    """Return the measures that the figures of a level allow, by key; stars are judged at level 2 only."""
    columns = figures(edition, subject, year, level).columns
    return measures.available([*columns, "stars"] if level == REGION_LEVEL else columns)


def series(edition, subject, regions, level):
    """Return year, region, nuts_edition, flags, persons and location quotient of some regions over all years."""
    if level == REGION_LEVEL:
        return queries.series(edition, subject, regions)
    return (
        frame(edition, TABLE)
        .filter((pl.col("industry") == subject.code) & pl.col("region").is_in(list(regions)))
        .filter(pl.col("persons").is_not_null())
        # A country is the same in every edition of NUTS: its series has no break there.
        .with_columns(nuts_edition=pl.when(pl.col("level") > 0).then("nuts_edition").otherwise(0))
        .select("region", "year", "nuts_edition", "flags", "persons", "location_quotient")
        .sort("region", "year")
    )


def countries(edition):
    """Return the codes of the countries that have regions with figures."""
    return _countries(edition.folder)


@lru_cache(maxsize=8)
def _countries(folder: Path):
    codes = frame(Edition(folder), "specialisation")["region"].str.slice(0, 2).unique()
    return tuple(codes.sort().to_list())
