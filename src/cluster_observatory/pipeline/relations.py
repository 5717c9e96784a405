"""The tables of concentration, relatedness and complexity: sectors over regions, regions over sectors."""

from typing import Any

import polars as pl

from cluster_observatory.pipeline.compute import Measured
from cluster_observatory.statistics.agglomeration import ellison_glaeser
from cluster_observatory.statistics.complexity import industry_complexity, region_complexity
from cluster_observatory.statistics.composite import related_pairs
from cluster_observatory.statistics.concentration import concentration
from cluster_observatory.statistics.diversification import diversification
from cluster_observatory.statistics.diversity import diversity
from cluster_observatory.statistics.relatedness import proximity
from cluster_observatory.tables.shapes import fit, shape

OPTIONS = 10  # of diversification, for each region


def relation_tables(sectors: Measured) -> dict[str, pl.DataFrame]:
    """Return the tables that set sectors and regions beside each other.

    Takes the measured NACE divisions: clusters are split in equal parts of one
    division, so they would be related by construction.
    """
    cells = sectors.cells
    quotients = cells.select("region", "industry", "year", "location_quotient")
    dataset = _dataset_of_year(cells)
    tables = {
        "concentration": _concentration(cells),
        "region_complexity": _joined(region_complexity(quotients), diversity(cells), ["region", "year"]),
        "industry_complexity": industry_complexity(quotients),
        "relatedness": _nearest_pairs(proximity(quotients)),
        "diversification": diversification(sectors.newest.select(quotients.columns), top=OPTIONS),
    }
    return {name: fit(table.join(dataset, on="year", how="left"), shape(name)) for name, table in tables.items()}


def _concentration(cells: pl.DataFrame) -> pl.DataFrame:
    key = ["industry", "year"]
    return _joined(concentration(cells), ellison_glaeser(cells).drop("regions_compared"), key)


def _joined(one: Any, other: Any, key: list[str]) -> pl.DataFrame:
    joined: pl.DataFrame = one.join(other, on=key, how="left")
    return joined


def _nearest_pairs(pairs: pl.DataFrame) -> pl.DataFrame:
    key = ["industry", "other_industry", "year"]
    related: pl.DataFrame = related_pairs(pairs, category="industry", measure="proximity")
    return pairs.join(related.filter("related"), on=key, how="semi")


def _dataset_of_year(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the provider's table that each year rests on: the one with most of its cells."""
    counted = cells.group_by("year", "dataset").agg(known=pl.col("persons").count())
    return counted.sort("year", "known", "dataset").group_by("year", maintain_order=True).agg(pl.col("dataset").last())
