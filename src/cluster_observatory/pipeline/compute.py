"""The computed tables of an edition: sectors from what was measured, clusters from what was split."""

from collections.abc import Sequence

import polars as pl

from cluster_observatory.statistics.clusters import by_cluster
from cluster_observatory.statistics.gaps import class_cells
from cluster_observatory.statistics.profiles import Profile
from cluster_observatory.statistics.specialisation import specialisation, totals
from cluster_observatory.statistics.stars import stars
from cluster_observatory.tables.shapes import TYPES, fit, shape
from cluster_observatory.taxonomy import activities, clusters

REGION_LEVEL = 2  # clusters are compared among NUTS-2 regions
DIVISION, CLASS = 2, 4


def sector_tables(structure: pl.DataFrame, profiles: Sequence[Profile]) -> dict[str, pl.DataFrame]:
    """Return the tables `specialisation` and `stars` of the NUTS-2 regions in every NACE division.

    ``structure`` is the harmonised table of that shape.  Nothing is modelled:
    the figures are the provider's own.
    """
    measured = specialisation(_divisions(structure).rename({"persons_flags": "flags"}))
    return {"specialisation": measured, "stars": _stars(measured, profiles, "industry", "stars")}


def cluster_tables(structure: pl.DataFrame, profiles: Sequence[Profile]) -> dict[str, pl.DataFrame]:
    """Return the tables `cluster_specialisation` and `cluster_stars` of the NUTS-2 regions in every traded cluster.

    Four-digit classes are split from what is published (`statistics.gaps`) and
    added up to clusters.  The denominators are the sums over all classes that
    got a figure, so that whoever is counted in a cluster is counted in the
    region: a confidential division is in both, through its section.

    A cluster of which only some classes have a figure is ranked among the whole
    ones: any least coverage would be a rule of our own.  Each row of both tables
    says its ``coverage``.
    """
    regional = structure.filter(pl.col("level") == REGION_LEVEL)
    classes = activities.table().filter(pl.col("level") == CLASS).select("section", "division", "group", "industry")
    members = clusters.members().join(clusters.table().filter(pl.col("kind") == "traded"), on="cluster", how="semi")
    split = class_cells(regional.select("region", "industry", "year", "persons", "wages"), classes)
    cells = by_cluster(split, members)
    of_region = regional.select("region", "year", "nuts_edition", "dataset").unique(["region", "year"])
    cells = cells.join(of_region, on=["region", "year"]).with_columns(flags=pl.lit(""))
    measured = specialisation(cells, category="cluster", region_totals=totals(split))
    return {"cluster_specialisation": measured, "cluster_stars": _stars(measured, profiles, "cluster", "cluster_stars")}


def _divisions(structure: pl.DataFrame) -> pl.DataFrame:
    divisions = activities.table().filter(pl.col("level") == DIVISION)
    return structure.filter(pl.col("level") == REGION_LEVEL).join(divisions, on="industry", how="semi")


def _stars(measured: pl.DataFrame, profiles: Sequence[Profile], category: str, table: str) -> pl.DataFrame:
    return pl.concat(_fitted(stars(measured, one, category=category), one, table) for one in profiles)


def _fitted(judged: pl.DataFrame, rules: Profile, table: str) -> pl.DataFrame:
    """Return the stars in the shape of their table: what the profile or the source lacks is missing."""
    described = shape(table)
    absent = [
        pl.lit(None, TYPES[column.type]).alias(column.name)
        for column in described.columns
        if column.name not in judged.columns
    ]
    return fit(judged.with_columns(*absent, profile_status=pl.lit(rules.status)), described)
