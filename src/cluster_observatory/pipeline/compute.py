"""The figures and stars of an edition: sectors from what was measured, clusters from what was split."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cluster_observatory.statistics.clusters import by_cluster
from cluster_observatory.statistics.gaps import class_cells
from cluster_observatory.statistics.profiles import Profile
from cluster_observatory.statistics.recent_growth import recent_growth
from cluster_observatory.statistics.resampling import star_probabilities
from cluster_observatory.statistics.specialisation import specialisation, totals
from cluster_observatory.statistics.stars import stars
from cluster_observatory.statistics.uncertainty import quotient_interval, shrunken_quotient
from cluster_observatory.tables.shapes import TYPES, fit, shape
from cluster_observatory.taxonomy import activities, clusters

REGION_LEVEL = 2  # clusters are compared among NUTS-2 regions
DIVISION, CLASS = 2, 4
TOTAL, TRADED = "total employment", "traded employment"
RESAMPLES, SEED = 100, 2019
LEVEL = 0.95  # of the intervals


@dataclass(frozen=True)
class Measured:
    """The cells of one kind of category with their measures, and the totals they were measured against."""

    cells: pl.DataFrame
    category: str
    kind: str
    denominator: str
    region_totals: pl.DataFrame | None = None


def sectors(structure: pl.DataFrame) -> Measured:
    """Return the NUTS-2 regions in every NACE division; nothing is modelled, the figures are the provider's own.

    ``structure`` is the harmonised table of that shape.
    """
    divisions = activities.table().filter(pl.col("level") == DIVISION)
    regional = structure.filter(pl.col("level") == REGION_LEVEL)
    cells = regional.join(divisions, on="industry", how="semi").rename({"persons_flags": "flags"})
    share = pl.when(pl.col("persons").is_not_null()).then(0.0)
    return _measured(cells.with_columns(modelled_share=share), "industry", "sector", TOTAL)


def split_clusters(structure: pl.DataFrame) -> list[Measured]:
    """Return the NUTS-2 regions in every traded cluster and emerging industry.

    Four-digit classes are split from what is published (`statistics.gaps`) and
    added up to clusters.  The denominators are the sums over all classes that
    got a figure, so that whoever is counted in a cluster is counted in the
    region: a confidential division is in both, through its section.  The traded
    clusters are measured a second time against traded employment alone.
    Emerging industries overlap: each stands for itself and none are added up.

    A cluster of which only some classes have a figure is ranked among the whole
    ones: any least coverage would be a rule of our own.  Each row says its
    ``coverage``.
    """
    regional = structure.filter(pl.col("level") == REGION_LEVEL)
    classes = activities.table().filter(pl.col("level") == CLASS).select("section", "division", "group", "industry")
    split = class_cells(regional.select("region", "industry", "year", "persons", "wages", "local_units"), classes)
    of_region = regional.select("region", "year", "nuts_edition", "dataset").unique(["region", "year"])
    whole = totals(split)

    def cells(kind: str) -> pl.DataFrame:
        members = clusters.members().join(clusters.table().filter(pl.col("kind") == kind), on="cluster", how="semi")
        sums: pl.DataFrame = by_cluster(split, members)
        return sums.join(of_region, on=["region", "year"]).with_columns(flags=pl.lit(""))

    traded = cells("traded")
    return [
        _measured(traded, "cluster", "traded", TOTAL, whole),
        _measured(traded, "cluster", "traded", TRADED),
        _measured(cells("emerging"), "cluster", "emerging", TOTAL, whole),
    ]


def figures(measured: Sequence[Measured], table: str) -> pl.DataFrame:
    """Return the table of figures: those measured against total employment, of every kind."""
    return pl.concat(fit(one.cells, shape(table)) for one in measured if one.denominator == TOTAL)


def star_table(measured: Sequence[Measured], profiles: Sequence[Profile], table: str) -> pl.DataFrame:
    """Return the table of stars: each kind under every profile that takes its denominator, with how sure they are.

    Emerging industries are judged apart from traded clusters, so that a star that
    compares all categories of a year never sets one against the other.
    """
    parts = []
    for one in measured:
        rules = [profile for profile in profiles if profile.denominator == one.denominator]
        if rules:
            probable = star_probabilities(
                one.cells,
                rules,
                category=one.category,
                region_totals=one.region_totals,
                resamples=RESAMPLES,
                seed=SEED,
            )
            parts += [_fitted(_judged(one, profile), probable, profile, one.category, table) for profile in rules]
    return pl.concat(parts)


def _judged(one: Measured, profile: Profile) -> pl.DataFrame:
    judged: pl.DataFrame = stars(one.cells, profile, category=one.category)
    return judged


def _fitted(judged: pl.DataFrame, probable: pl.DataFrame, profile: Profile, category: str, table: str) -> pl.DataFrame:
    """Return the stars in the shape of their table: what the profile or the source lacks is missing."""
    described = shape(table)
    beside = probable.drop("resamples")
    whole = judged.join(beside, on=["region", category, "year", "profile"], how="left").with_columns(
        profile_status=pl.lit(profile.status)
    )
    absent = [
        pl.lit(None, TYPES[column.type]).alias(column.name)
        for column in described.columns
        if column.name not in whole.columns
    ]
    return fit(whole.with_columns(*absent), described)


def _measured(
    cells: pl.DataFrame, category: str, kind: str, denominator: str, region_totals: pl.DataFrame | None = None
) -> Measured:
    measured = specialisation(cells, category=category, region_totals=region_totals)
    measured = recent_growth(measured, category=category)
    measured = quotient_interval(measured, category=category, region_totals=region_totals, level=LEVEL)
    measured = shrunken_quotient(measured, category=category, region_totals=region_totals, level=LEVEL)
    return Measured(measured, category, kind, denominator, region_totals)
