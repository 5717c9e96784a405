"""The published innovation index beside the one made anew from its indicators, and the groups of regions."""

import polars as pl

from cluster_observatory.statistics.scoreboard.innovation_scoreboard import (
    country_factors,
    indicator_weights,
    innovation_index,
    missing_indicators,
    performance_group,
)
from cluster_observatory.tables.shapes import fit, shape

INDEX = "ris_0"
REGIONAL = "regional"
EUROPEAN = "EU"


def innovation_tables(observations: pl.DataFrame, described: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the table ``innovation_index`` of the Regional Innovation Scoreboard's observations.

    Takes what `sources.scoreboards.ris` reads: the observations, and the descriptions
    of the indicators, of which those at the regional level are in the index.
    """
    published = observations.filter(pl.col("indicator") == INDEX).select("region", "year", innovation_index="value")
    regional = described.filter(pl.col("geographical_level") == REGIONAL, pl.col("indicator") != INDEX)["indicator"]
    values = observations.filter(pl.col("indicator").is_in(regional.implode())).select(
        "region", "indicator", "year", "value"
    )
    weights = indicator_weights(values, published)
    factors = country_factors(values, published, weights)
    missing = missing_indicators(values, published, weights, factors)
    anew = innovation_index(values, weights, factors, missing).rename({"innovation_index": "recomputed"})
    groups = performance_group(published.drop_nulls("innovation_index"))
    table = (
        groups.rename({"innovation_index": "published"})
        .join(anew, on=["region", "year"], how="left")
        .join(missing, on=["region", "year"], how="left")
        .with_columns(country=pl.col("region").str.head(2), dataset=pl.lit("ris_2023"))
        .join(factors.select("country", "year", "country_factor"), on=["country", "year"], how="left")
    )
    return {"innovation_index": fit(table, shape("innovation_index"))}
