"""Two or more scoreboards side by side: how scores and ranks of units differ, and how far they agree."""

from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np
import polars as pl

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.correlations import correlation
from cluster_observatory.statistics.scoreboard.options import expect_choice
from cluster_observatory.statistics.scoreboard.ranking import ranks

MEASURES = ("rank", "score")


def side_by_side(states: Mapping[str, State], code: str, *, by: str = "rank") -> pl.DataFrame:
    """Return the rank or score of every unit and year in an indicator or aggregate, a column for each scoreboard.

    Takes scoreboards by their names, which become columns beside unit and year.  Has
    every unit that one of them has; missing where it has no score.  Ranks are among
    the units of the scoreboard and year.  Raises NotFound for a code that one of them
    does not have, BadTable for a name that is a column already.
    """
    expect_choice("by", by, MEASURES)
    if not states or {"unit", "year"} & set(states):
        raise BadTable(f"The scoreboards are named {', '.join(states)}; expected one or more, none unit or year.")
    tables = [_column(state, code, by, name) for name, state in states.items()]
    joined = reduce(
        lambda left, right: left.join(right, on=["unit", "year"], how="full", coalesce=True, nulls_equal=True), tables
    )
    return joined.sort("unit", "year")


def differences(first: State, second: State, code: str, *, by: str = "rank") -> pl.DataFrame:
    """Return how the ranks or scores of units differ: unit, year, ``first``, ``second``, ``difference``, ``absolute``.

    ``difference`` is first - second: a rank that is better in the second gives a
    number above 0.  Units and errors are as of `side_by_side`.
    """
    difference = pl.col("first") - pl.col("second")
    table = side_by_side({"first": first, "second": second}, code, by=by)
    return table.with_columns(difference=difference, absolute=difference.abs())


def agreement(first: State, second: State) -> pl.DataFrame:
    """Return how far two scoreboards agree on each code that both have.

    Columns: ``code``, ``pearson`` and ``spearman`` (correlations of the scores of the
    units and years that both have; missing where not defined), ``pairs`` (of these,
    the count), ``mean_rank_change`` and ``largest_rank_change`` (places, absolute; ranks
    are among each scoreboard's own units).
    """
    shared = [code for code in first.board.codes if code in second.board.codes]
    if not shared:
        raise NotFound("The two scoreboards have no code in common; expected one or more.")
    rows = []
    for code in shared:
        scores = differences(first, second, code, by="score").select("first", "second").to_numpy()
        places = differences(first, second, code)["absolute"]
        values = np.asarray(scores, dtype=np.float64)
        pearson, pairs = correlation(values)
        spearman, _ = correlation(values, method="spearman")
        rows.append(
            {
                "code": code,
                "pearson": float(pearson[0, 1]),
                "spearman": float(spearman[0, 1]),
                "pairs": int(pairs[0, 1]),
                "mean_rank_change": places.mean(),
                "largest_rank_change": places.max(),
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(pl.col("pearson", "spearman").fill_nan(None))


def best_first(state: State, codes: Sequence[str]) -> Floats:
    """Return the rank of every unit among those of its year, units by codes: 1 is best, ties share the best.

    The highest value is best, or the lowest of a code whose direction says so while
    the board is not normalised.  NaN where there is no value.  Raises NotFound for an
    unknown code, BadTable for one that the board does not have yet.
    """
    for code in codes:
        state.framework.element(code)
    if absent := [code for code in codes if code not in state.board.codes]:
        raise BadTable(f"The board has no values of {', '.join(absent)}; expected it to be aggregated before.")
    oriented = state.board.of(*codes) * state.directions[state.board.places(tuple(codes))]
    placed = np.full(oriented.shape, np.nan)
    for rows in state.blocks(pooled=False):
        placed[rows] = ranks(oriented[rows])
    return placed


def _column(state: State, code: str, by: str, name: str) -> pl.DataFrame:
    state.framework.element(code)
    if code not in state.board.codes:
        raise NotFound(f"The scoreboard {name} has no values of {code} yet; expected it to be aggregated before.")
    if by == "score":
        column = pl.Series(name, state.board.of(code)[:, 0], nan_to_null=True)
    else:
        column = pl.Series(name, best_first(state, [code])[:, 0], nan_to_null=True).cast(pl.Int64)
    keys = {"unit": state.board.units, "year": pl.Series(state.board.years, dtype=pl.Int64)}
    return pl.DataFrame({**keys, name: column})
