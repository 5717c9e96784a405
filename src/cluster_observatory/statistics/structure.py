"""Structural indicators: enterprises, wages, size, output and productivity of each category in each region."""

from collections.abc import Sequence

import narwhals as nw
from narwhals.typing import FrameT

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.clusters import by_cluster
from cluster_observatory.statistics.gaps import class_cells
from cluster_observatory.statistics.inputs import AMOUNTS, checked, refuse_columns
from cluster_observatory.statistics.specialisation import specialisation

MODELLED = ("enterprises", "turnover", "value_added")
MEASURES = ("persons", "local_units", "wages", *MODELLED)
FLAGS = tuple(f"{measure}_modelled" for measure in MODELLED)
INDICATORS = ("average_size", "labour_productivity", *FLAGS)
WORKING = ("country_of_region", "category_persons", *(f"national_{measure}" for measure in MODELLED))


@nw.narwhalify
def structural_indicators(
    cells: FrameT,
    *,
    category: str = "industry",
    region_totals: FrameT | None = None,
    national: FrameT | None = None,
    modelled: bool = True,
) -> FrameT:
    """Return the cells with their structural indicators and the measures of specialisation added.

        average_size        = persons / local_units
        labour_productivity = value_added * 1000 / persons
        modelled figure     = persons * national figure / national persons

    Takes one row per (region, ``category``, year) with ``persons`` (persons
    employed, count) and, where there are any, ``local_units`` and
    ``enterprises`` (counts), ``wages``, ``turnover`` and ``value_added`` (million
    EUR); what else the cells have is kept.  Those of the six that the cells lack
    are added, missing.  Adds ``average_size`` (persons per local unit),
    ``labour_productivity`` (thousand EUR per person employed; below 0 where value
    added is), and what `specialisation` adds, by its rules and with its
    ``region_totals``: ``average_wage``, ``focus``, ``european_share``,
    ``location_quotient`` and their denominators and ranks.  Columns of these names
    are replaced.

    Turnover, value added and enterprises are rarely published by region.  Where
    a cell has none and ``national`` is given (country, ``category``, year,
    ``persons`` and any of the three, in the same kind of frame), it takes the
    country's figure per person employed: the country is the first two letters of
    the region.  ``enterprises_modelled``, ``turnover_modelled`` and
    ``value_added_modelled`` are true for such a figure and for no other; figures
    that come flagged so are modelled anew.  A modelled productivity is the
    country's own in every one of its regions, and so are modelled turnover and
    enterprises per person: they say nothing of how the region differs.  With
    ``modelled`` false these figures are missing.

    Missing stays missing: without persons there is no indicator, and nothing is
    divided by 0.  NaN counts as missing.  Nothing is added up over categories but
    the denominators of `specialisation`: where categories overlap, as emerging
    industries do, or are not the whole economy, give ``region_totals``.

    Raises BadTable for a column that lacks, holds no numbers or is needed on the
    way and, with the first row met in the order of the keys, for a key that is
    empty or stands twice, an infinite figure or a negative count, in any of the
    three frames.

    The indicators are those of the European cluster database of 2020; their
    formulas are the natural ones and not verified.  The national ratio is ours.
    """
    refuse_columns(cells, WORKING)
    cells = _unmodelled(cells).drop(*INDICATORS, strict=False)
    cells = checked(cells, ("region", category, "year"), MEASURES, required=("persons",), signed=AMOUNTS)
    if region_totals is not None:
        region_totals = checked(region_totals, ("region", "year"), ("region_persons",))
    nothing = nw.when(nw.lit(False)).then(nw.col("persons"))
    columns = cells.collect_schema()
    cells = cells.with_columns(nothing.alias(measure) for measure in MEASURES if measure not in columns)
    cells = nw.from_native(specialisation(cells, category=category, region_totals=region_totals))
    cells = _with_national(cells, category, national if modelled else None)
    persons = nw.col("persons")
    return cells.with_columns(
        average_size=persons / _positive("local_units"),
        labour_productivity=nw.col("value_added") * 1000 / _positive("persons"),
    )


@nw.narwhalify
def cluster_figures(
    cells: FrameT, classes: FrameT, members: FrameT, *, measures: Sequence[str] = ("local_units",)
) -> FrameT:
    """Return the persons and further measures of clusters, split over classes and added up as wages are.

    Takes ``cells``, one row per region (or country), industry (NACE Rev. 2 of any
    level) and year with ``persons`` and the measures, which must add up
    (local_units, enterprises, turnover, value_added); ``classes`` as
    `gaps.split_equally` does and ``members`` as `clusters.by_cluster` does, in
    the same kind of frame.

    Returns region, cluster, year, ``persons`` (count) and each measure in its own
    unit.  A class has a measure only where it comes from the same published
    figure as its persons, shared by the same classes (`gaps.class_cells`), and a
    cluster only where every class with persons employed has it: so figure and
    persons speak of the same people.  Where a figure of a class is split, it is
    modelled, with the persons (``modelled_share`` of `clusters.by_cluster`).
    Raises BadTable for a column that lacks and for rows as `structural_indicators` does.
    """
    if not measures:
        raise BadTable("No measure was named; expected one or more, for instance local_units.")
    wanted = ("persons", *measures)
    cells = checked(cells, ("region", "industry", "year"), wanted, signed=AMOUNTS)
    split: FrameT = nw.from_native(class_cells(cells, classes, of_the_persons=measures, by_themselves=()))
    added: FrameT = nw.from_native(by_cluster(split, members, measures=measures))
    return added.select("region", "cluster", "year", *wanted)


def _unmodelled(cells: FrameT) -> FrameT:
    columns = cells.collect_schema()
    marked = {name: nw.col(f"{name}_modelled") for name in MODELLED if {name, f"{name}_modelled"} <= set(columns)}
    return cells.with_columns(
        nw.when(~flag.fill_null(False)).then(nw.col(name)).alias(name) for name, flag in marked.items()
    )


def _with_national(cells: FrameT, category: str, national: FrameT | None) -> FrameT:
    if national is None:
        return cells.with_columns(nw.lit(False).alias(flag) for flag in FLAGS)
    key = ("country", category, "year")
    national = checked(national, key, ("persons", *MODELLED), required=("persons",), signed=AMOUNTS)
    columns = national.collect_schema()
    known = [measure for measure in MODELLED if measure in columns]
    ratios = national.select(
        nw.col("country").alias("country_of_region"),
        category,
        "year",
        *((nw.col(measure) / _positive("persons")).alias(f"national_{measure}") for measure in known),
    )
    cells = cells.with_columns(country_of_region=nw.col("region").str.slice(0, 2))
    joined = cells.join(ratios, on=["country_of_region", category, "year"], how="left")
    flags = [nw.lit(False).alias(f"{measure}_modelled") for measure in MODELLED if measure not in known]
    figures = []
    for measure in known:
        figure = nw.col("persons") * nw.col(f"national_{measure}")
        figures.append(nw.coalesce(nw.col(measure), figure).alias(measure))
        flags.append((nw.col(measure).is_null() & ~figure.is_null()).alias(f"{measure}_modelled"))
    return joined.with_columns(*figures, *flags).drop(*WORKING, strict=False)


def _positive(column: str) -> nw.Expr:
    return nw.when(nw.col(column) > 0).then(nw.col(column))
