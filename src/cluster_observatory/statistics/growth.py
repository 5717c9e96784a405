"""Rates that Eurostat publishes too, recomputed from the figures they rest on."""

import narwhals as nw
from narwhals.typing import FrameT

from cluster_observatory.statistics.inputs import refuse_columns, with_floats

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
