"""How figures change over the years, and two rates that Eurostat publishes too, recomputed."""

from collections.abc import Iterable
from typing import Any

import narwhals as nw
from narwhals.typing import FrameT

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.statistics.inputs import COUNTS, checked, refuse_columns, with_floats

MANUFACTURING = "C"


@nw.narwhalify
def annual_growth(cells: FrameT) -> FrameT:
    """Return the cells with ``growth``: the change of persons on the year before, in per cent.

        growth = (persons(year) / persons(year - 1) - 1) * 100

    Takes one row per region, industry and year with ``persons`` and, where known,
    ``nuts_edition``: between two editions the same code can mean another
    territory, so there is no growth from one to the other.  It is missing too
    where either year is missing or nobody was employed in the year before.
    Raises BadTable where the cells have a column ``previous_persons`` or
    ``previous_edition``, which are needed on the way.

    Eurostat publishes it as V91290.
    """
    refuse_columns(cells, ("previous_persons", "previous_edition"))
    cells = with_floats(cells)
    before = {"previous_persons": nw.col("persons")}
    same_territory = nw.lit(True)
    if "nuts_edition" in cells.collect_schema():
        before["previous_edition"] = nw.col("nuts_edition")
        same_territory = nw.col("previous_edition") == nw.col("nuts_edition")
    previous = cells.select("region", "industry", (nw.col("year") + 1).alias("year"), **before)
    joined = cells.join(previous, on=["region", "industry", "year"], how="left")
    comparable = (nw.col("previous_persons") > 0) & same_territory
    growth = (nw.col("persons") / nw.when(comparable).then(nw.col("previous_persons")) - 1) * 100
    return joined.with_columns(growth=growth).drop(*before)


@nw.narwhalify
def share_in_manufacturing(cells: FrameT) -> FrameT:
    """Return the cells with ``share``: persons as a share of those in manufacturing, in per cent.

        share = persons(industry) / persons(manufacturing) * 100

    Takes one row per region, industry and year with ``persons``, manufacturing
    (section C) among the industries.  The share is missing outside
    manufacturing, and where either figure is missing or nobody is employed in
    manufacturing.  Raises BadTable where the cells have a column
    ``manufacturing_persons``, which is needed on the way.

    Eurostat publishes it as V94310.
    """
    refuse_columns(cells, ("manufacturing_persons",))
    cells = with_floats(cells)
    manufacturing = cells.filter(nw.col("industry") == MANUFACTURING)
    manufacturing = manufacturing.select("region", "year", nw.col("persons").alias("manufacturing_persons"))
    joined = cells.join(manufacturing, on=["region", "year"], how="left")
    within = nw.col("industry").str.starts_with(MANUFACTURING) & (nw.col("manufacturing_persons") > 0)
    share = nw.col("persons") / nw.when(within).then(nw.col("manufacturing_persons")) * 100
    return joined.with_columns(share=share).drop("manufacturing_persons")


@nw.narwhalify
def compound_growth(
    cells: FrameT,
    *,
    first: int,
    last: int,
    measure: str = "persons",
    category: str = "industry",
    earliest: bool = False,
) -> FrameT:
    """Return the compound annual growth rate of a measure between two years, in per cent a year.

        compound_growth = ((last figure / first figure) ^ (1 / years) - 1) * 100

    Takes one row per region, ``category`` and year with the measure and, where
    known, ``nuts_edition``.  With ``earliest`` the growth counts from the earliest
    year, ``first`` or later, that has a figure comparable with that of ``last``.

    Returns one row for every region and category with a row from ``first`` to
    ``last``: region, ``category``, ``first_year`` (from which the growth counts;
    missing where no year can be compared), ``last_year``, the figures of the two
    years (``first_persons`` and ``last_persons``, or named after the measure, in
    its unit), ``change`` (their difference, in the same unit) and
    ``compound_growth``.

    Between two editions of NUTS the same code can mean another territory, so
    figures of two editions, or of an unknown one, are not compared: the change
    and the growth are missing.  The growth is missing too where a figure is
    missing (NaN counts as missing), where the first is 0 or less or the last is
    below 0.  What falls to 0 grows by -100 % a year.

    Raises NotPossible where ``first`` is not before ``last``, NotFound where the
    table has no row of ``last`` or (unless ``earliest``) of ``first``, and BadTable
    for what `inputs.checked` refuses: repeated or empty keys, infinite figures,
    negative counts.

    The formula, the difference beside it and the earliest available year are
    those of the U.S. Cluster Mapping project.
    """
    place: list[str] = ["region", category]
    cells = checked(cells, (*place, "year"), (measure,), signed=() if measure in COUNTS else (measure,))
    refuse_years(cells, first, last, needed=(last,) if earliest else (first, last))
    edition = nw.col("nuts_edition") if "nuts_edition" in cells.collect_schema() else nw.lit(0)
    cells = cells.filter((nw.col("year") >= first) & (nw.col("year") <= last))
    cells = cells.select(*place, "year", edition=edition, figure=nw.col(measure))
    ends = cells.filter(nw.col("year") == last)
    ends = ends.select(*place, last_edition="edition", last_figure="figure")
    starts = cells.filter(nw.col("year") < last if earliest else nw.col("year") == first)
    starts = starts.filter(~nw.col("figure").is_null()).join(ends, on=place, how="inner")
    starts = starts.filter((nw.col("edition") == nw.col("last_edition")) & ~nw.col("last_figure").is_null())
    counted_from = starts.group_by(*place).agg(nw.col("year").min())
    starts = starts.join(counted_from, on=[*place, "year"], how="inner")
    starts = starts.select(*place, first_year="year", first_figure="figure")
    pairs = cells.select(*place).unique().join(ends, on=place, how="left").join(starts, on=place, how="left")
    before, after = nw.col("first_figure"), nw.col("last_figure")
    ratio = nw.when(after >= 0).then(after) / nw.when(before > 0).then(before)
    return pairs.select(
        *place,
        "first_year",
        before.alias(f"first_{measure}"),
        after.alias(f"last_{measure}"),
        last_year=nw.lit(last, nw.Int64()),
        change=after - before,
        compound_growth=(ratio ** (1.0 / (last - nw.col("first_year"))) - 1) * 100,
    )


def refuse_years(cells: FrameT, first: int, last: int, *, needed: Iterable[int]) -> None:
    """Raise NotPossible where the first year is not before the last, NotFound where the cells lack a needed one."""
    if first >= last:
        raise NotPossible(f"There is no growth from {first} to {last}: the first year must be before the last.")
    years: Any = cells.select("year").unique()
    there = sorted((years.collect() if isinstance(years, nw.LazyFrame) else years)["year"].to_list())
    for year in needed:
        if year not in there:
            known = f"has {', '.join(map(str, there))}" if there else "is empty"
            raise NotFound(f"The table has no row of the year {year}; it {known}.")
