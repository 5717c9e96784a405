"""How one unit stands: its scores and ranks, and the indicators in which it is best and worst."""

from difflib import get_close_matches

import numpy as np
import polars as pl

from cluster_observatory.errors import NotFound
from cluster_observatory.statistics.scoreboard.boards import Rows, State
from cluster_observatory.statistics.scoreboard.comparison import best_first
from cluster_observatory.statistics.scoreboard.options import expect_flag, expect_number


def unit_summary(state: State, unit: str, *, year: int | None = None) -> pl.DataFrame:
    """Return the scores of a unit in the aggregates, from the top down.

    Columns: ``code``, ``name``, ``level``, ``score``, ``rank`` (`comparison.best_first`;
    missing with the score), ``units_ranked`` (those of the year with a score).  Raises
    NotFound for a unit, or a year of it, that the board does not have, BadTable where
    it is not aggregated.
    """
    row, block = _row(state, unit, year)
    framework = state.framework
    codes = sorted(framework.aggregates, key=lambda code: -framework.element(code).level)
    placed = best_first(state, codes)[row]
    values = state.board.of(*codes)
    return pl.DataFrame(
        {
            "code": codes,
            "name": [framework.element(code).name for code in codes],
            "level": [framework.element(code).level for code in codes],
            "score": values[row],
            "rank": pl.Series(placed, nan_to_null=True).cast(pl.Int64),
            "units_ranked": (~np.isnan(values[block])).sum(axis=0),
        }
    ).with_columns(pl.col("score").fill_nan(None))


def ranked_indicators(state: State, unit: str, *, year: int | None = None) -> pl.DataFrame:
    """Return where a unit stands in each indicator that it has, best rank first.

    Columns: ``code``, ``name``, ``group`` (parent), ``rank`` (1 is best, by the
    direction where the board is not yet normalised), ``units_ranked``, ``is_last``
    (nobody stands below), ``distinct_share`` (different values per unit that has
    one), ``value`` as it stands on the board, ``unit_of_measure``.  Equal ranks keep the
    framework's order.  Raises NotFound as `unit_summary` does.
    """
    row, block = _row(state, unit, year)
    framework, board = state.framework, state.board
    codes = framework.indicators
    values = board.of(*codes)
    oriented = (values * state.directions[board.places(codes)])[block]
    own = best_first(state, codes)[row]
    known = (~np.isnan(oriented)).sum(axis=0)
    distinct = np.array([np.unique(column[~np.isnan(column)]).size for column in oriented.T])
    elements = [framework.element(code) for code in codes]
    table = pl.DataFrame(
        {
            "code": codes,
            "name": [one.name for one in elements],
            "group": [one.parent for one in elements],
            "rank": pl.Series(own, nan_to_null=True).cast(pl.Int64),
            "units_ranked": known,
            "is_last": oriented[block.tolist().index(row)] == np.fmin.reduce(oriented, axis=0),
            "distinct_share": distinct / np.maximum(known, 1),
            "value": values[row],
            "unit_of_measure": [one.unit or None for one in elements],
        },
        schema_overrides={"group": pl.String, "unit_of_measure": pl.String},
    )
    return table.filter(pl.col("rank").is_not_null()).sort("rank", maintain_order=True)


def strengths(
    state: State,
    unit: str,
    *,
    number: int = 5,
    least_distinct: float = 0.0,
    drop_last: bool = True,
    year: int | None = None,
) -> pl.DataFrame:
    """Return the ``number`` indicators in which a unit ranks best, best first (`ranked_indicators`).

    An indicator in which the unit shares the last rank is no strength, however many
    share it, unless ``drop_last`` is false; one with less than ``least_distinct``
    different values per unit, such as a yes or no, is left out.
    """
    table = _candidates(state, unit, number, least_distinct, year)
    expect_flag("drop_last", drop_last)
    return (table.filter(~pl.col("is_last")) if drop_last else table).head(number)


def weaknesses(
    state: State, unit: str, *, number: int = 5, least_distinct: float = 0.0, year: int | None = None
) -> pl.DataFrame:
    """Return the ``number`` indicators in which a unit ranks worst, worst first (`ranked_indicators`).

    An indicator in which it ranks first is none, nor is one with less than
    ``least_distinct`` different values per unit.  Of equal ranks the later in the
    framework comes first.
    """
    table = _candidates(state, unit, number, least_distinct, year)
    return table.filter(pl.col("rank") > 1).tail(number).reverse()


def _candidates(state: State, unit: str, number: int, least_distinct: float, year: int | None) -> pl.DataFrame:
    expect_number("number", number, least=1, whole=True)
    expect_number("least_distinct", least_distinct, least=0, most=1)
    return ranked_indicators(state, unit, year=year).filter(pl.col("distinct_share") >= least_distinct)


def _row(state: State, unit: str, year: int | None) -> tuple[int, Rows]:
    """Return the row of a unit, in its last year unless one is named, and the rows of that year."""
    board = state.board
    found = [place for place, one in enumerate(board.units) if one == unit]
    if not found:
        near = get_close_matches(unit, set(board.units), n=3)
        hint = f" Near ones: {', '.join(near)}." if near else ""
        raise NotFound(f"The scoreboard has no unit {unit!r}.{hint}")
    rows = {board.years[place]: place for place in found}
    if year is not None and year not in rows:
        years = ", ".join(str(one) for one in sorted(one for one in rows if one is not None)) or "no years"
        raise NotFound(f"The scoreboard has no {unit} in {year}; it has {years}.")
    row = rows[year] if year is not None else found[-1]
    return row, np.flatnonzero([one == board.years[row] for one in board.years])
