"""A recipe run on the caller's own table: the score, rank and standing of every unit, and what they rest on."""

from typing import Any

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from cluster_observatory.statistics.matrices import Floats, like
from cluster_observatory.statistics.scoreboard.boards import COPIED, Mark, Rows, State, words
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.ranking import ranks
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import Course, Recipe, preset, run
from cluster_observatory.statistics.scoreboard.weights import Weights, effective_weights

TYPES = {
    **{"unit": "text", "year": "integer", "code": "text", "name": "text", "level": "integer", "score": "float"},
    **{"rank": "integer", "units_ranked": "integer", "indicators": "integer", "indicators_available": "integer"},
    **{"imputed_share": "float", "copied_share": "float", "marks": "text", "imputed_by": "text"},
}


def score(table: IntoFrame, indicators: IntoFrame, recipe: Recipe | str) -> Any:
    """Return the scores of every unit under a recipe, in the caller's kind of frame.

    Takes a ``table`` with a row per unit (and year) and a column per indicator
    (`reading.read_state`), the table of ``indicators`` and aggregates
    (`framework.read_framework`), and a recipe or the name of a preset.

    Returns one row per unit, year and code of the framework: unit, year (where the
    table has years), code, name, level, ``score`` (of an indicator its value after
    the last step), ``rank`` (1 is best, ties share the best; by the unrounded score,
    in its year), ``units_ranked``, ``indicators`` (below the code, count),
    ``indicators_available`` (of them, those with a value in the source),
    ``imputed_share`` and ``copied_share`` (share of the weight of the values present
    that is imputed, or is the value of a region above), ``marks`` and ``imputed_by``
    (words).  Score and rank are missing where there is none.

    Raises BadTable and NotFound as the readers and the steps do.
    """
    framework = read_framework(indicators)
    rules = preset(recipe) if isinstance(recipe, str) else recipe
    found = scores(run(rules, read_state(table, framework)))
    if found["year"].null_count() == found.height:
        found = found.drop("year")
    return like(table, found, {name: kind for name, kind in TYPES.items() if name in found.columns})


def scores(course: Course) -> pl.DataFrame:
    """Return the rows that `score` returns, ``year`` included, of a recipe that has run."""
    state = course.final
    board = state.board
    blocks = state.blocks(pooled=False)
    weights = effective_weights(state.framework, state.weights)
    parts = [_of_code(state, code, blocks, weights) for code in board.codes]
    return pl.concat(parts).sort("unit", "year", maintain_order=True)


def _of_code(state: State, code: str, blocks: list[Rows], weights: Weights) -> pl.DataFrame:
    board, element = state.board, state.framework.element(code)
    place = board.place(code)
    values, marks = board.values[:, place], board.marks[:, place]
    placed, ranked = np.full(len(values), np.nan), np.zeros(len(values), np.int64)
    for rows in blocks:
        placed[rows] = ranks(values[rows] * state.directions[place])
        ranked[rows] = int(np.count_nonzero(~np.isnan(values[rows])))
    below = tuple(one for one in state.framework.indicators_under(code) if one in board.codes)
    columns = board.places(below)
    weighed = _weights(state, code, below, weights)
    source = (board.marks[:, columns] & Mark.MISSING) == 0
    return pl.DataFrame(
        {
            "unit": board.units,
            "year": pl.Series(board.years, dtype=pl.Int64),
            "code": code,
            "name": element.name,
            "level": element.level,
            "score": values,
            "rank": pl.Series(placed, nan_to_null=True).cast(pl.Int64),
            "units_ranked": ranked,
            "indicators": len(below),
            "indicators_available": source.sum(axis=1),
            "imputed_share": _share(state, weighed, columns, Mark.IMPUTED),
            "copied_share": _share(state, weighed, columns, COPIED),
            "marks": [words(int(mark)) or None for mark in marks],
            "imputed_by": [board.methods[number] or None for number in board.imputed_by[:, place]],
        },
        schema_overrides={"level": pl.Int64, "indicators": pl.Int64, "indicators_available": pl.Int64}
        | dict.fromkeys(["marks", "imputed_by"], pl.String),
    ).with_columns(pl.col("score", "imputed_share", "copied_share").fill_nan(None))


def _share(state: State, weights: Floats, columns: list[int], mark: Mark) -> Floats:
    """Return which share of the weight of the values present bears a mark, of each unit; NaN where none is present."""
    board = state.board
    present = np.where(np.isnan(board.values[:, columns]), 0.0, weights)
    marked = np.where(board.marks[:, columns] & mark, present, 0.0)
    whole = present.sum(axis=1)
    share: Floats = np.divide(marked.sum(axis=1), whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return share


def _weights(state: State, code: str, below: tuple[str, ...], weights: Weights) -> Floats:
    """Return the weights of indicators within a code, units by indicators, but for a factor in common."""
    if np.any(np.asarray(weights[code]) == 0):  # what weighs nothing in the whole weighs something within itself
        weights = {code: 1.0} | effective_weights(state.framework, state.weights, code)
    return np.column_stack([np.broadcast_to(weights[one], len(state.board.units)) for one in below])
