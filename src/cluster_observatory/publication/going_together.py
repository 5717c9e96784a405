"""How the parts of a scoreboard go together: correlations of indicators and aggregates over the regions of a year."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import part
from cluster_observatory.statistics.scoreboard.correlations import correlation

REDUNDANT, CONFLICTING = 0.9, -0.4
"""Correlations above which two indicators say nearly the same, and below which they pull apart."""


def of_indicators(edition: Edition, scoreboard: str, year: int) -> pl.DataFrame:
    """Return Pearson's correlation of every two indicators of a scoreboard, as it uses them.

    Columns: ``code``, ``other``, ``correlation`` (missing where fewer than two regions
    have both values, or one is constant) and ``pairs`` (regions with both).  Values are
    normalised, so that larger is better and a negative correlation is a conflict.
    """
    return _of(edition.folder, "scoreboard_values", "used", scoreboard, year)


def of_aggregates(edition: Edition, scoreboard: str, year: int) -> pl.DataFrame:
    """Return Pearson's correlation of every two dimensions of a scoreboard; columns as in `of_indicators`."""
    return _of(edition.folder, "scoreboard_scores", "score", scoreboard, year)


@lru_cache(maxsize=16)
def _of(folder: Path, table: str, column: str, scoreboard: str, year: int) -> pl.DataFrame:
    rows = part(Edition(folder), table, ("region", "code", column), scoreboard=scoreboard, year=year)
    if rows.is_empty():
        return pl.DataFrame(
            schema={"code": pl.String, "other": pl.String, "correlation": pl.Float64, "pairs": pl.Int64}
        )
    wide = rows.pivot("code", index="region", values=column, sort_columns=True)
    codes = wide.columns[1:]
    found, pairs = correlation(wide.select(codes).cast(pl.Float64).fill_null(np.nan).to_numpy())
    return pl.DataFrame(
        {
            "code": np.repeat(codes, len(codes)),
            "other": np.tile(codes, len(codes)),
            "correlation": found.ravel(),
            "pairs": pairs.ravel().astype(np.int64),
        }
    ).with_columns(pl.col("correlation").fill_nan(None))
