"""The figures of countries and NUTS-1 regions, as they were published, against the same Europe as NUTS-2 regions."""

import polars as pl

from cluster_observatory.pipeline.compute import DIVISION, LEVEL, REGION_LEVEL, Measured
from cluster_observatory.statistics.recent_growth import recent_growth
from cluster_observatory.statistics.specialisation import specialisation
from cluster_observatory.statistics.uncertainty import quotient_interval
from cluster_observatory.tables.shapes import fit, shape
from cluster_observatory.taxonomy import activities

TABLE = "specialisation_by_level"
COUNTRIES = 0


def level_tables(structure: pl.DataFrame, sectors: Measured) -> dict[str, pl.DataFrame]:
    """Return the table ``specialisation_by_level``, or none where the structure has no larger regions.

    ``sectors`` are the NUTS-2 regions in every division (`compute.sectors`).  The
    figures are the provider's own, not sums of regions: a cell that is confidential
    in every region can stand published for the country.  Quotients are taken against
    the sum of the NUTS-2 regions, so that a country's can be set beside those of its
    regions; European shares against the sum of the figures of the same level.
    """
    divisions = activities.table().filter(pl.col("level") == DIVISION)
    larger = structure.filter(pl.col("level") < REGION_LEVEL)
    larger = larger.join(divisions, on="industry", how="semi").rename({"persons_flags": "flags"})
    reference = sectors.cells.group_by("industry", "year").agg(pl.col("persons").sum())
    found = [_of_level(cells, reference) for _, cells in larger.group_by("level", maintain_order=True)]
    return {TABLE: fit(pl.concat(found), shape(TABLE))} if found else {}


def _of_level(cells: pl.DataFrame, reference: pl.DataFrame) -> pl.DataFrame:
    measured = specialisation(cells, reference=reference)
    measured = quotient_interval(measured, reference=reference, level=LEVEL)
    # The territory of a country is the same in every edition; codes of NUTS 1 can mean another one.
    same = cells.drop("nuts_edition") if cells["level"][0] == COUNTRIES else cells
    key = ["region", "industry", "year"]
    growth = recent_growth(same).select(*key, "growth")
    share = pl.col("persons") / pl.col("persons").sum().over("industry", "year")
    whole: pl.DataFrame = measured.join(growth, on=key, how="left").with_columns(
        european_share=pl.when(share.is_finite()).then(share)
    )
    return whole
