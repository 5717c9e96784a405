"""What there is of each indicator and each unit: values, gaps, zeros, spread and outliers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.moments import moments, passes
from cluster_observatory.statistics.scoreboard.options import expect_number


@dataclass(frozen=True)
class Limits:
    """What an indicator is flagged by: the least shares available, nonzero and distinct, and what an outlier is.

    The defaults are the rules of thumb of the COIN Tool (European Commission,
    Joint Research Centre, 2019, EUR 29899) and of the R package COINr.
    """

    available: float = 0.65
    nonzero: float = 0.5
    distinct: float = 0.5
    skewness: float = 2.0
    kurtosis: float = 3.5

    def __post_init__(self) -> None:
        """Refuse what is no limit."""
        for name in ("available", "nonzero", "distinct"):
            expect_number(name, getattr(self, name), least=0, most=1)
        expect_number("skewness", self.skewness, least=0)
        expect_number("kurtosis", self.kurtosis)


LIMITS = Limits()


def indicator_statistics(
    state: State, *, codes: Sequence[str] = (), limits: Limits = LIMITS, pooled: bool = False
) -> pl.DataFrame:
    """Return what there is of each indicator in each year, or in all years where ``pooled``.

    Columns: year, ``code``; ``minimum``, ``maximum``, ``mean``, ``median``,
    ``standard_deviation`` (n - 1), ``skewness`` and ``kurtosis`` (`moments`) in the
    indicator's unit or none; ``available``, ``nonzero``, ``distinct`` and
    ``most_repeated`` (how many units share the commonest value), counts, and their
    shares: of all units for available, of those available for the others; and four
    flags: ``is_scarce``, ``is_mostly_zero``, ``is_repetitive`` where a share is below
    its limit, ``has_outliers`` where |skewness| and kurtosis are both above theirs.
    Gaps are left out; what cannot be computed is missing.  ``codes`` are all
    indicators unless named.  Raises NotFound for an unknown code.
    """
    chosen = tuple(codes) or state.framework.indicators
    for code in chosen:
        state.framework.element(code)
    values = state.board.of(*chosen)
    rows = [
        {"year": None if pooled else state.board.years[block[0]], "code": code}
        | _described(values[block, place], limits)
        for block in state.blocks(pooled=pooled)
        for place, code in enumerate(chosen)
    ]
    return pl.DataFrame(rows, schema_overrides={"year": pl.Int64}, infer_schema_length=None).with_columns(
        pl.col(pl.Float64).fill_nan(None)
    )


def unit_availability(state: State) -> pl.DataFrame:
    """Return how much there is of each unit: unit, year, and counts and shares over the indicators.

    ``missing``, ``zeros`` and ``missing_or_zero`` are counts; ``available_share`` is
    of all indicators, ``nonzero_share`` of those available (missing where none is).
    """
    values = state.board.of(*state.framework.indicators)
    number = values.shape[1]
    missing, zeros = np.isnan(values).sum(axis=1), (values == 0).sum(axis=1)
    available = number - missing
    return pl.DataFrame(
        {
            "unit": state.board.units,
            "year": pl.Series(state.board.years, dtype=pl.Int64),
            "missing": missing,
            "zeros": zeros,
            "missing_or_zero": missing + zeros,
            "available_share": available / number,
            "nonzero_share": np.where(available > 0, 1 - zeros / np.maximum(available, 1), np.nan),
        }
    ).with_columns(pl.col("nonzero_share").fill_nan(None))


def availability_by_group(state: State) -> pl.DataFrame:
    """Return for each unit, year and aggregate ``indicators`` (count below it) and ``available_share`` of them."""
    framework, board = state.framework, state.board
    parts = []
    for code in framework.aggregates:
        below = framework.indicators_under(code)
        parts.append(
            pl.DataFrame(
                {
                    "unit": board.units,
                    "year": pl.Series(board.years, dtype=pl.Int64),
                    "code": code,
                    "indicators": len(below),
                    "available_share": (~np.isnan(board.of(*below))).mean(axis=1),
                }
            )
        )
    return pl.concat(parts).sort("unit", "year", maintain_order=True)


def _described(values: Floats, limits: Limits) -> dict[str, Any]:
    known = values[~np.isnan(values)]
    alike, repeats = np.unique(known, return_counts=True)
    skewness, kurtosis = moments(known)
    some = max(known.size, 1)
    counts = {
        "available": known.size,
        "nonzero": int(np.count_nonzero(known)),
        "distinct": alike.size,
        "most_repeated": int(repeats.max(initial=0)),
    }
    shares = {f"{name}_share": count / some if known.size else np.nan for name, count in counts.items()}
    shares["available_share"] = known.size / len(values)
    return {
        "minimum": known.min() if known.size else np.nan,
        "maximum": known.max() if known.size else np.nan,
        "mean": known.mean() if known.size else np.nan,
        "median": float(np.median(known)) if known.size else np.nan,
        "standard_deviation": known.std(ddof=1) if known.size > 1 else np.nan,
        "skewness": skewness,
        "kurtosis": kurtosis,
        **counts,
        **shares,
        "is_scarce": shares["available_share"] < limits.available,
        "is_mostly_zero": shares["nonzero_share"] < limits.nonzero,
        "is_repetitive": shares["distinct_share"] < limits.distinct,
        "has_outliers": passes(skewness, kurtosis, skewness=limits.skewness, kurtosis=limits.kurtosis) is False,
    }
