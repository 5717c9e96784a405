"""How much more of an industry or a cluster a region has than the whole territory has."""

import narwhals as nw
from narwhals.typing import FrameT

from cluster_observatory.statistics.inputs import refuse_columns, with_floats

MEASURES = (
    "region_persons",
    "reference_persons",
    "focus",
    "european_share",
    "location_quotient",
    "average_wage",
    "rank",
    "regions_compared",
)
WORKING = ("category_persons",)


@nw.narwhalify
def specialisation(
    cells: FrameT,
    *,
    category: str = "industry",
    region_totals: FrameT | None = None,
    reference: FrameT | None = None,
) -> FrameT:
    """Return the cells with the measures of specialisation added.

        focus             = persons(region, category) / persons(region)
        european_share    = persons(region, category) / persons(category)
        location_quotient = focus / (persons(category) / persons)
        average_wage      = wages * 1000 / persons

    A location quotient of 1 means the region has its share, 2 twice its share.

    Takes one row per (region, ``category``, year) with ``persons`` (persons
    employed, count) and, where there are any, ``wages`` (million EUR).  Adds
    ``region_persons`` and ``reference_persons`` (the two denominators, persons),
    ``focus``, ``european_share`` and ``location_quotient`` (ratios),
    ``average_wage`` (thousand EUR per person employed; missing where wages are
    negative, and on every row where the cells have no ``wages``), ``rank`` (of the location quotient in
    its category and year, largest first; ties share the best rank) and
    ``regions_compared`` (regions with a value of persons in that category and
    year).  Columns of these names are replaced; persons and wages become
    floating-point numbers, whatever kind of number they were.  Raises BadTable
    where the cells have a column ``category_persons``, which is needed on the way.

    The denominators are the sums over the cells.  Where the cells are not the
    whole economy, as with clusters, ``region_totals`` gives its totals: region,
    year and ``region_persons``, in the same kind of frame (see `totals`).  Where
    the reference area is not the sum of the regions, ``reference`` gives its own
    totals, as the U.S. Cluster Mapping takes the national file: ``category``,
    year and ``persons``.  A category without one has no quotient.

    Rows without ``persons`` stay, have no measure and are left out of every
    total, so a confidential cell lowers its region's total: fill or mark such
    cells first (`statistics.gaps`).  Nothing is divided by 0: such a measure is
    missing.  Where persons is 0, and the denominators are not, the quotient is 0.

    Total employment is the denominator as in the first phase of the European
    Cluster Observatory; for clusters see also Delgado, Porter & Stern (2016),
    doi:10.1093/jeg/lbv017.
    """
    refuse_columns(cells, WORKING)
    plain = with_floats(cells.drop(*MEASURES, strict=False))
    joined = _with_totals(plain, category, region_totals, reference)
    nothing = nw.when(nw.lit(False)).then(nw.col("persons"))
    measured = joined.with_columns(
        focus=nw.col("persons") / _positive("region_persons"),
        european_share=nw.col("persons") / _positive("category_persons"),
        location_quotient=_quotient(),
        average_wage=_average_wage() if "wages" in cells.collect_schema() else nothing,
    )
    rank = nw.col("location_quotient").rank("min", descending=True).over(category, "year")
    return measured.with_columns(rank=rank).drop(*WORKING)


@nw.narwhalify
def location_quotient(
    cells: FrameT,
    *,
    category: str = "industry",
    region_totals: FrameT | None = None,
    reference: FrameT | None = None,
) -> FrameT:
    """Return region, ``category``, year and ``location_quotient`` (ratio) of every cell, and nothing else.

    What it takes, its formula and its missing values are those of `specialisation`.
    """
    plain = with_floats(cells.select("region", category, "year", "persons"))
    joined = _with_totals(plain, category, region_totals, reference)
    return joined.select("region", category, "year", location_quotient=_quotient())


@nw.narwhalify
def totals(cells: FrameT) -> FrameT:
    """Return the persons employed in each region and year: region, year, ``region_persons``.

    Takes rows with region, year and ``persons``.  A missing value counts for
    nothing, so the rows should cover the economy once: all divisions or all
    classes, never both.
    """
    return _totals(with_floats(cells.select("region", "year", "persons")))


def _totals(cells: FrameT) -> FrameT:
    return cells.group_by("region", "year").agg(nw.col("persons").sum().alias("region_persons"))


def _with_totals(cells: FrameT, category: str, region_totals: FrameT | None, reference: FrameT | None) -> FrameT:
    if region_totals is None:
        regions = _totals(cells)
    else:
        regions = with_floats(region_totals.select("region", "year", "region_persons"), "region_persons")
    categories = cells.group_by(category, "year").agg(
        nw.col("persons").sum().alias("category_persons"),
        nw.col("persons").count().alias("regions_compared"),
    )
    if reference is None:
        whole = regions.group_by("year").agg(nw.col("region_persons").sum().alias("reference_persons"))
    else:
        own = with_floats(reference.select(category, "year", "persons")).rename({"persons": "category_persons"})
        categories = categories.drop("category_persons").join(own, on=[category, "year"], how="left")
        whole = own.group_by("year").agg(nw.col("category_persons").sum().alias("reference_persons"))
    categories = categories.join(whole, on="year", how="left")
    # Joins, not windows: on Polars twice as fast.  Left ones, as inner ones would scatter the rows of a pool.
    return cells.join(regions, on=["region", "year"], how="left").join(categories, on=[category, "year"], how="left")


def _quotient() -> nw.Expr:
    regional_share = nw.col("persons") / _positive("region_persons")
    overall_share = _positive("category_persons") / _positive("reference_persons")
    return regional_share / overall_share


def _average_wage() -> nw.Expr:
    wages = nw.col("wages")
    return nw.when(wages >= 0).then(wages) * 1000 / _positive("persons")


def _positive(column: str) -> nw.Expr:
    return nw.when(nw.col(column) > 0).then(nw.col(column))
