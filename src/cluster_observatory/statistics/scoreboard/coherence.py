"""Whether the indicators of a group belong together: Cronbach's alpha, and pairs that say the same or the contrary."""

import numpy as np
import polars as pl

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.correlations import correlations
from cluster_observatory.statistics.scoreboard.options import expect_number

REDUNDANT, WEAK, CONFLICTING = 0.92, 0.3, -0.4
"""Correlations above which two indicators say the same, below which they hardly agree, and below which they disagree.

Rules of thumb of the COIN Tool (European Commission, Joint Research Centre, 2019, EUR 29899), quoted from memory.
"""
CONSISTENT = 0.7
"""Cronbach's alpha from which a group is taken to measure one thing."""


def cronbach_alpha(values: Floats) -> float:
    """Return Cronbach's alpha of columns: k² times the mean covariance of two columns / the sum of all covariances.

    Near 1 where the columns rise and fall together, near 0 where they have nothing in
    common, below 0 where they run against each other.  Covariances (with variances,
    n - 1) are of the rows in which both columns have a value; NaN for fewer than two
    columns or where a covariance is not defined.  It depends on the columns' units
    and directions: take normalised ones.

    Cronbach (1951), doi:10.1007/BF02310555.
    """
    columns = values.shape[1]
    if columns < 2:
        return float("nan")
    covariances = _covariances(values)
    total = covariances.sum()
    if np.isnan(total) or total == 0:
        return float("nan")
    between = (total - np.trace(covariances)) / (columns * (columns - 1))
    return float(columns**2 * between / total)


def cronbach(state: State, level: int = 2, *, pooled: bool = False) -> pl.DataFrame:
    """Return `cronbach_alpha` of the indicators below each aggregate of a level.

    Columns: year, ``code``, ``indicators`` (count) and ``alpha``, missing where it is not defined.
    """
    rows = [
        {"year": year, "code": code, "indicators": values.shape[1], "alpha": cronbach_alpha(values)}
        for year, code, values in grouped(state, level, pooled=pooled)
    ]
    return pl.DataFrame(rows, schema_overrides={"year": pl.Int64, "alpha": pl.Float64}).with_columns(
        pl.col("alpha").fill_nan(None)
    )


def pairs_within_groups(state: State, level: int = 2, *, method: str = "pearson", pooled: bool = False) -> pl.DataFrame:
    """Return the correlation of every two indicators below the same aggregate of a level, and how it reads.

    Columns: year, ``group``, ``code``, ``other``, ``correlation``, ``pairs``,
    ``p_value`` (`correlations.correlations`) and ``reading``: redundant (above 0.92),
    good, weak (below 0.3) or conflicting (below -0.4); missing with the correlation.
    Once the board is normalised, a conflict is one after directions are applied.
    """
    correlation = pl.col("correlation")
    parts = []
    for group, codes in _groups(state, level):
        table = correlations(state, codes, codes, method=method, pooled=pooled)
        place = {code: number for number, code in enumerate(codes)}
        first = pl.col("code").replace_strict(place, return_dtype=pl.Int64)
        second = pl.col("other").replace_strict(place, return_dtype=pl.Int64)
        parts.append(table.filter(first < second).with_columns(group=pl.lit(group)))
    reading = (
        pl.when(correlation > REDUNDANT)
        .then(pl.lit("redundant"))
        .when(correlation >= WEAK)
        .then(pl.lit("good"))
        .when(correlation >= CONFLICTING)
        .then(pl.lit("weak"))
        .when(correlation < CONFLICTING)
        .then(pl.lit("conflicting"))
    )
    return pl.concat(parts).select("year", "group", "code", "other", "correlation", "pairs", "p_value", reading=reading)


def flagged_pairs(
    state: State,
    level: int = 2,
    *,
    high: float = REDUNDANT,
    low: float = CONFLICTING,
    method: str = "pearson",
    pooled: bool = False,
) -> pl.DataFrame:
    """Return the rows of `pairs_within_groups` whose correlation is above ``high`` or below ``low``."""
    expect_number("high", high, least=-1, most=1)
    expect_number("low", low, least=-1, most=1)
    table = pairs_within_groups(state, level, method=method, pooled=pooled)
    return table.filter((pl.col("correlation") > high) | (pl.col("correlation") < low))


def grouped(state: State, level: int, *, pooled: bool) -> list[tuple[int | None, str, Floats]]:
    """Return the year, code and indicators' values (units by indicators) of each aggregate of a level."""
    return [
        (None if pooled else state.board.years[rows[0]], group, state.board.of(*codes)[rows])
        for rows in state.blocks(pooled=pooled)
        for group, codes in _groups(state, level)
    ]


def _groups(state: State, level: int) -> list[tuple[str, tuple[str, ...]]]:
    framework = state.framework
    found = [
        (one.code, framework.indicators_under(one.code))
        for one in framework.elements
        if one.level == level and one.kind == "aggregate"
    ]
    if not found:
        levels = ", ".join(map(str, framework.levels))
        raise BadTable(f"The scoreboard has no aggregate of level {level}; expected one of {levels}.")
    return found


def _covariances(values: Floats) -> Floats:
    there = (~np.isnan(values)).astype(np.float64)
    pairs = there.T @ there
    centred = np.where(np.isnan(values), 0.0, values - np.nanmean(values, axis=0)) if pairs.diagonal().all() else None
    if centred is None:
        return np.full(pairs.shape, np.nan)
    sums = centred.T @ there
    size = np.where(pairs >= 2, pairs, np.nan)
    covariances: Floats = (centred.T @ centred - sums * sums.T / size) / (size - 1)
    return covariances
