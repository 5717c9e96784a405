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
ENOUGH = 0.8
"""NUTS-2 regions stand for Europe in a sector where they hold at least this share of what their countries publish."""


def level_tables(structure: pl.DataFrame, sectors: Measured) -> dict[str, pl.DataFrame]:
    """Return the table ``specialisation_by_level``, or none where the structure has no larger regions.

    ``sectors`` are the NUTS-2 regions in every division (`compute.sectors`).  The
    figures are the provider's own, not sums of regions: a cell that is confidential
    in every region can stand published for the country.  Quotients are taken against
    the sum of the NUTS-2 regions, so that a country's can be set beside those of its
    regions; where these hold less than `ENOUGH` of what their countries publish in
    the sector and year, against the sum of the countries (``reference_level`` says
    which).  European shares are of the sum of the figures of the same level.
    """
    divisions = activities.table().filter(pl.col("level") == DIVISION)
    larger = structure.filter(pl.col("level") < REGION_LEVEL)
    larger = larger.join(divisions, on="industry", how="semi").rename({"persons_flags": "flags"})
    countries = larger.filter(pl.col("level") == COUNTRIES)
    sparse = _sparse(sectors.cells, countries)
    key, found = ["industry", "year"], []
    for _, cells in larger.group_by("level", maintain_order=True):
        by_regions = _of_level(cells, _sums(sectors.cells), REGION_LEVEL)
        by_countries = _of_level(cells, _sums(countries), COUNTRIES)
        found += [by_regions.join(sparse, on=key, how="anti"), by_countries.join(sparse, on=key, how="semi")]
    return {TABLE: fit(pl.concat(found), shape(TABLE))} if found else {}


def _sums(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.group_by("industry", "year").agg(pl.col("persons").sum())


def _sparse(regions: pl.DataFrame, countries: pl.DataFrame) -> pl.DataFrame:
    """Return the sectors and years in which the regions hold too little of what their countries publish."""
    known = countries.filter(pl.col("persons").is_not_null()).select("industry", "year", country="region")
    of_country = regions.with_columns(country=pl.col("region").str.slice(0, 2))
    key = ["country", "industry", "year"]
    held = _sums(of_country.join(known, on=key, how="semi")).rename({"persons": "held"})
    published = countries.rename({"region": "country"}).join(of_country, on=key, how="semi")
    compared = _sums(published).join(held, on=["industry", "year"])
    return compared.filter(pl.col("held") < ENOUGH * pl.col("persons")).select("industry", "year")


def _of_level(cells: pl.DataFrame, reference: pl.DataFrame, reference_level: int) -> pl.DataFrame:
    measured = specialisation(cells, reference=reference)
    measured = quotient_interval(measured, reference=reference, level=LEVEL)
    # The territory of a country is the same in every edition; codes of NUTS 1 can mean another one.
    same = cells.drop("nuts_edition") if cells["level"][0] == COUNTRIES else cells
    key = ["region", "industry", "year"]
    growth = recent_growth(same).select(*key, "growth")
    share = pl.col("persons") / pl.col("persons").sum().over("industry", "year")
    whole: pl.DataFrame = measured.join(growth, on=key, how="left").with_columns(
        european_share=pl.when(share.is_finite()).then(share),
        reference_level=pl.lit(reference_level, pl.Int64),
    )
    return whole
