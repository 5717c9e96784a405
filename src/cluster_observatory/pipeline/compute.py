"""The figures and stars of an edition: sectors from what was measured, clusters from what was split."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import polars as pl

from cluster_observatory.statistics.clusters import by_cluster
from cluster_observatory.statistics.gaps import class_cells
from cluster_observatory.statistics.harmonise import convert
from cluster_observatory.statistics.profiles import Profile
from cluster_observatory.statistics.recent_growth import recent_growth
from cluster_observatory.statistics.resampling import star_probabilities
from cluster_observatory.statistics.specialisation import specialisation, totals
from cluster_observatory.statistics.stars import stars
from cluster_observatory.statistics.sweep import sweep, sweep_variants
from cluster_observatory.statistics.uncertainty import quotient_interval, shrunken_quotient
from cluster_observatory.tables.shapes import TYPES, fit, shape
from cluster_observatory.taxonomy import activities, clusters

REGION_LEVEL = 2  # clusters are compared among NUTS-2 regions
DIVISION, CLASS = 2, 4
TOTAL, TRADED = "total employment", "traded employment"
RESAMPLES, SEED = 100, 2019
LEVEL = 0.95  # of the intervals
WELL_FILLED = 0.9  # of the cells of the best filled year


class Comparable(NamedTuple):
    """Cells (region, category, year, persons) and region totals of all years in the regions of one edition of NUTS."""

    cells: pl.DataFrame
    region_totals: pl.DataFrame | None


@dataclass(frozen=True)
class Measured:
    """The cells of one kind of category with their measures, and the totals they were measured against.

    ``other_totals`` are those of the other denominator, where there is one.
    ``comparable`` holds, for each edition of NUTS that a year was given in, the
    cells and the totals of all years in its regions, as far as no region was divided.
    """

    cells: pl.DataFrame
    category: str
    kind: str
    denominator: str
    region_totals: pl.DataFrame | None = None
    other_totals: pl.DataFrame | None = None
    comparable: Mapping[int, Comparable] = field(default_factory=dict)

    def under(self, profiles: Sequence[Profile]) -> list[Profile]:
        """Return the profiles that take this denominator."""
        return [profile for profile in profiles if profile.denominator == self.denominator]

    @property
    def newest(self) -> pl.DataFrame:
        """Return the cells of the newest well filled year."""
        counted = self.cells.group_by("year").agg(known=pl.col("persons").count())
        return self.cells.filter(
            year=counted.filter(pl.col("known") >= WELL_FILLED * pl.col("known").max())["year"].max()
        )


def sectors(structure: pl.DataFrame, flows: pl.DataFrame) -> Measured:
    """Return the NUTS-2 regions in every NACE division; nothing is modelled, the figures are the provider's own.

    ``structure`` is the harmonised table of that shape, ``flows`` what became of
    regions between editions of NUTS (`taxonomy.versions.flows`).
    """
    divisions = activities.table().filter(pl.col("level") == DIVISION)
    regional = structure.filter(pl.col("level") == REGION_LEVEL)
    cells = regional.join(divisions, on="industry", how="semi").rename({"persons_flags": "flags"})
    share = pl.when(pl.col("persons").is_not_null()).then(0.0)
    return _measured(cells.with_columns(modelled_share=share), flows, "industry", "sector", TOTAL)


def split_clusters(structure: pl.DataFrame, flows: pl.DataFrame) -> list[Measured]:
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
    within = traded.group_by("region", "year").agg(region_persons=pl.col("persons").sum())
    return [
        _measured(traded, flows, "cluster", "traded", TOTAL, whole, within),
        _measured(traded, flows, "cluster", "traded", TRADED, within, whole),
        _measured(cells("emerging"), flows, "cluster", "emerging", TOTAL, whole),
    ]


def figures(measured: Sequence[Measured], table: str) -> pl.DataFrame:
    """Return the table of figures: those measured against total employment, of every kind."""
    return pl.concat(fit(one.cells, shape(table)) for one in measured if one.denominator == TOTAL)


def star_table(
    measured: Sequence[Measured], profiles: Sequence[Profile], swept: Sequence[pl.DataFrame], table: str
) -> pl.DataFrame:
    """Return the table of stars: each kind under every profile that takes its denominator, with how sure they are.

    ``swept`` holds what `swept_clusters` found of each of the measured.

    Emerging industries are judged apart from traded clusters, so that a star that
    compares all categories of a year never sets one against the other.
    """
    parts = []
    for one, stands in zip(measured, swept, strict=True):
        if rules := one.under(profiles):
            key = ["region", one.category, "year", "profile"]
            probable = star_probabilities(
                one.cells,
                rules,
                category=one.category,
                region_totals=one.region_totals,
                resamples=RESAMPLES,
                seed=SEED,
            ).drop("resamples")
            beside = probable.join(stands.select(*key, "stands", sweep_share="share"), on=key, how="left")
            parts += [_fitted(_judged(one, profile), beside, profile, one.category, table) for profile in rules]
    return pl.concat(parts)


def swept_clusters(one: Measured, profiles: Sequence[Profile]) -> pl.DataFrame:
    """Return in which variants of each profile each cell of the newest well filled year is a cluster."""
    found: list[pl.DataFrame] = [sweep(one.newest, profile, **_choices(one)) for profile in one.under(profiles)]
    return pl.concat(found)


def sweep_tables(
    measured: Sequence[Measured], profiles: Sequence[Profile], swept: Sequence[pl.DataFrame]
) -> dict[str, pl.DataFrame]:
    """Return the tables ``sweep`` (traded clusters) and ``sweep_variants`` (what each variant finds in all)."""
    traded = [(one, found) for one, found in zip(measured, swept, strict=True) if one.kind == "traded"]
    variants = [
        sweep_variants(one.newest, profile, **_choices(one)) for one, _ in traded for profile in one.under(profiles)
    ]
    return {
        "sweep": fit(pl.concat(found for _, found in traded), shape("sweep")),
        "sweep_variants": fit(pl.concat(variants), shape("sweep_variants")),
    }


def _choices(one: Measured) -> dict[str, Any]:
    totals = {"region_totals": one.region_totals, "other_region_totals": one.other_totals}
    return {"category": one.category, **totals}


def _judged(one: Measured, profile: Profile) -> pl.DataFrame:
    judged: pl.DataFrame = stars(one.cells, profile, category=one.category)
    return judged


def _fitted(judged: pl.DataFrame, beside: pl.DataFrame, profile: Profile, category: str, table: str) -> pl.DataFrame:
    """Return the stars in the shape of their table: what the profile or the source lacks is missing."""
    described = shape(table)
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
    cells: pl.DataFrame,
    flows: pl.DataFrame,
    category: str,
    kind: str,
    denominator: str,
    region_totals: pl.DataFrame | None = None,
    other_totals: pl.DataFrame | None = None,
) -> Measured:
    measured = specialisation(cells, category=category, region_totals=region_totals)
    measured = quotient_interval(measured, category=category, region_totals=region_totals, level=LEVEL)
    measured = shrunken_quotient(measured, category=category, region_totals=region_totals, level=LEVEL)
    comparable = _comparable(cells, flows, category, region_totals)
    grown = [recent_growth(one.cells, category=category) for one in comparable.values()]
    key = ["region", category, "year", "nuts_edition"]
    growth = pl.concat(one.select(*key, "growth") for one in grown)
    measured = measured.join(growth, on=key, how="left")
    return Measured(measured, category, kind, denominator, region_totals, other_totals, comparable)


def _comparable(
    cells: pl.DataFrame, flows: pl.DataFrame, category: str, region_totals: pl.DataFrame | None
) -> dict[int, Comparable]:
    editions = cells["nuts_edition"].unique().sort().to_list()
    of_region = cells.select("region", "year", "nuts_edition").unique(["region", "year"])
    totals = None if region_totals is None else region_totals.join(of_region, on=["region", "year"])
    return {
        edition: Comparable(
            _undivided(cells, flows, edition, category, "persons"),
            None
            if totals is None
            else _undivided(totals.with_columns(of=pl.lit("all")), flows, edition, "of", "region_persons").drop("of"),
        )
        for edition in editions
    }


def _undivided(cells: pl.DataFrame, flows: pl.DataFrame, edition: int, category: str, measure: str) -> pl.DataFrame:
    """Return the figures of all years in the regions of the edition, without those that rest on a divided region."""
    series: pl.DataFrame = convert(cells, flows, target=edition, category=category, measures=(measure,), leave_out=True)
    whole = series.filter(~pl.col("converted") & ~pl.col("incomplete"))
    return whole.select("region", category, "year", "nuts_edition", measure)
