"""What the gaps of an edition can be: bounds and an estimate for every cell without a figure."""

import polars as pl

from cluster_observatory.statistics.filling import fill
from cluster_observatory.tables.shapes import fit, shape
from cluster_observatory.taxonomy import activities

RULE = "proportional"
REGION_LEVEL, DIVISION = 2, 2


def estimates(structure: pl.DataFrame) -> pl.DataFrame:
    """Return the table ``estimates`` of the NUTS-2 regions and NACE divisions.

    ``structure`` is the harmonised table of that shape, of all levels: what
    surrounds a gap bounds it.  The rule is the one that was least off in the
    hold-out of docs/explanation/gap-rules.md.
    """
    figures = structure.select("region", "industry", "year", "persons", "persons_flags")
    filled = fill(figures, rule=RULE)
    divisions = activities.table().filter(pl.col("level") == DIVISION)
    gaps = filled.filter((pl.col("gap") != "published") & (pl.col("region").str.len_chars() == REGION_LEVEL + 2))
    of_region = structure.select("region", "year", "dataset").unique(["region", "year"])
    wanted = gaps.join(divisions, on="industry", how="semi").join(of_region, on=["region", "year"])
    return fit(wanted, shape("estimates"))
