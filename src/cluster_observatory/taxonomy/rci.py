"""What the Regional Competitiveness Index 2.0 of 2022 is made of: indicators, pillars, sub-indices."""

import polars as pl

from cluster_observatory.taxonomy import lists


def framework() -> pl.DataFrame:
    """Return the index as a scoreboard reads it, one indicator, aggregate or denominator a row, children first.

    Columns: code (of indicators as `sources.scoreboards.rci` makes it), name, kind,
    parent ("" at the top), level (1 for indicators, 2 for the 11 pillars, 3 for the
    three sub-indices, 4 for the index), direction (1 or -1), weight (1: all below one
    aggregate weigh the same), unit ("" for aggregates), origin.  The metadata tell the
    direction of 11 of the 68 indicators; those of the others are read from their
    words, and ``origin`` says which.

    The regional and the national half of the institutions and of the technological
    readiness, which the metadata tell apart, are one pillar each.  The denominators
    (population, gdp_per_head as an index with 100 for the European Union) are not in
    the data of the index and have to be added; their level and direction are null.
    """
    whole = {name: pl.col(name).replace("", None).cast(pl.Int64) for name in ("level", "direction")}
    found = lists.read("rci_2022").with_columns(**whole, weight=pl.lit(1.0))
    return found.select("code", "name", "kind", "parent", "level", "direction", "weight", "unit", "origin")
