"""Growth of employment over the last years, as far back as figures can be compared."""

import narwhals as nw
from narwhals.typing import FrameT

from cluster_observatory.statistics.inputs import refuse_columns, with_floats

MOST_YEARS = 5
WORKING = ("earlier_persons", "earlier_edition", "start_persons", "start_years")


@nw.narwhalify
def recent_growth(cells: FrameT, *, category: str = "industry", most_years: int = MOST_YEARS) -> FrameT:
    """Return the cells with ``growth``: compound annual growth of persons, in per cent a year.

        growth = ((persons(year) / persons(start)) ** (1 / (year - start)) - 1) * 100

    The start is the earliest year, at most ``most_years`` before, in which the
    cell had somebody employed and, where the cells have ``nuts_edition``, the
    same edition of NUTS: between two editions a code can mean another territory.

    Takes one row per region, ``category`` and year with ``persons``.  Growth is
    missing where persons is, and where there is no such start.  A column growth
    is replaced; BadTable is raised where the cells have one that is needed on the
    way (`WORKING`).
    """
    refuse_columns(cells, WORKING)
    found = with_floats(cells.drop("growth", strict=False))
    key = ["region", category, "year"]
    with_edition = "nuts_edition" in found.collect_schema()
    nothing = nw.when(nw.lit(False)).then(nw.col("persons"))
    found = found.with_columns(start_persons=nothing, start_years=nothing)
    for years in range(1, most_years + 1):
        earlier = {"earlier_persons": nw.col("persons")}
        if with_edition:
            earlier["earlier_edition"] = nw.col("nuts_edition")
        before = found.select("region", category, (nw.col("year") + years).alias("year"), **earlier)
        comparable = nw.col("earlier_persons") > 0
        if with_edition:
            comparable = comparable & (nw.col("earlier_edition") == nw.col("nuts_edition"))
        joined = found.join(before, on=key, how="left").with_columns(
            start_persons=nw.when(comparable).then(nw.col("earlier_persons")).otherwise(nw.col("start_persons")),
            start_years=nw.when(comparable).then(nw.lit(float(years))).otherwise(nw.col("start_years")),
        )
        found = joined.drop(*earlier)
    growth = ((nw.col("persons") / nw.col("start_persons")) ** (1 / nw.col("start_years")) - 1) * 100
    return found.with_columns(growth=growth).drop("start_persons", "start_years")
