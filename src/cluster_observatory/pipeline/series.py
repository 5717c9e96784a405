"""One series of every sector through the editions of NUTS in which its years were given."""

import polars as pl

from cluster_observatory.statistics.harmonise import convert
from cluster_observatory.tables.shapes import fit, shape
from cluster_observatory.taxonomy import activities, regions

REGION_LEVEL, DIVISION = 2, 2
MEASURES = ("persons", "local_units", "wages")


def series(structure: pl.DataFrame, flows: pl.DataFrame) -> pl.DataFrame:
    """Return the table ``series``: NUTS-2 regions and NACE divisions in two editions of NUTS.

    They are the newest in which figures were given, which asks for the least
    conversion, and the newest there is.  A region that no flow leads from
    (`taxonomy.versions.flows`) is left out: without a cross-walk those that were
    divided before 2021.
    """
    divisions = activities.table().filter(pl.col("level") == DIVISION)
    cells = structure.filter(pl.col("level") == REGION_LEVEL).join(divisions, on="industry", how="semi")
    cells = cells.select("region", "industry", "year", "nuts_edition", *MEASURES)
    found: list[pl.DataFrame] = [convert(cells, flows, target=target, leave_out=True) for target in targets(structure)]
    return fit(pl.concat(found), shape("series"))


def targets(structure: pl.DataFrame) -> tuple[int, ...]:
    """Return the editions of NUTS in which the series is given."""
    given = structure["nuts_edition"].unique().sort().to_list()
    return tuple(dict.fromkeys([given[-1], regions.editions()[-1]]))
