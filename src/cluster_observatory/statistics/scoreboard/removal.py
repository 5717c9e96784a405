"""What a scoreboard would be without one of its elements: how far ranks move when it is left out."""

from dataclasses import replace

import numpy as np
import polars as pl

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.options import expect_number
from cluster_observatory.statistics.scoreboard.ranking import ranks
from cluster_observatory.statistics.scoreboard.recipe import Course
from cluster_observatory.statistics.scoreboard.steps import Step


def without(state: State, *codes: str) -> State:
    """Return the state without the elements of the codes, what is below them, and aggregates left without a child.

    The board keeps its other columns.  Run a recipe on what it returns for
    `reading.read_state` to see a scoreboard built without an indicator.  Raises
    NotFound for an unknown code, BadTable where nothing would be left.
    """
    framework = state.framework.without(*codes)
    if not framework.indicators:
        raise BadTable(f"Without {', '.join(codes)} the scoreboard has no indicator left; expected at least one.")
    board = state.board
    kept = {one.code for one in framework.elements}
    places = [place for place, code in enumerate(board.codes) if code in kept]
    return replace(
        state,
        framework=framework,
        board=replace(
            board,
            codes=tuple(board.codes[place] for place in places),
            values=board.values[:, places],
            marks=board.marks[:, places],
            imputed_by=board.imputed_by[:, places],
        ),
        weights={code: weight for code, weight in state.weights.items() if code in kept},
    )


def without_each(course: Course, level: int = 1, *, of: str = "") -> pl.DataFrame:
    """Return score and rank of every unit when each element of a level is left out in turn.

    The steps from the last aggregation on are run again without the element;
    what came before them stays.  An aggregate that loses its only child goes with
    it.  ``of`` is the aggregate that is looked at, by default the top.

    Returns ``removed`` (code), unit, year, ``score``, ``rank``, and ``nominal_score``
    and ``nominal_rank`` with all elements (missing where there is none).  Raises
    BadTable where the recipe does not aggregate, or the level has nothing to leave
    out; NotFound for an unknown aggregate.
    """
    expect_number("level", level, least=1, whole=True)
    before, steps = _from_aggregation(course)
    framework = before.framework
    looked_at = of or framework.tops[0]
    framework.element(looked_at)
    nominal = course.final
    if looked_at not in nominal.board.codes:
        raise NotFound(f"The recipe {course.recipe.name} gives no {looked_at}.")
    below = set(framework.indicators_under(looked_at))
    codes = [
        one.code
        for one in framework.elements
        if one.level == level and set(framework.indicators_under(one.code)) < below
    ]
    if not codes:
        raise BadTable(f"The scoreboard has nothing at level {level} that {looked_at} could do without.")
    score, rank = _scored(nominal, looked_at)
    parts = []
    for code in codes:
        state = without(before, code)
        for step in steps:
            state = step(state)
        removed_score, removed_rank = _scored(state, looked_at)
        parts.append(
            pl.DataFrame(
                {
                    "removed": code,
                    "unit": nominal.board.units,
                    "year": pl.Series(nominal.board.years, dtype=pl.Int64),
                    "score": removed_score,
                    "rank": pl.Series(removed_rank, nan_to_null=True).cast(pl.Int64),
                    "nominal_score": score,
                    "nominal_rank": pl.Series(rank, nan_to_null=True).cast(pl.Int64),
                }
            )
        )
    return pl.concat(parts).with_columns(pl.col("score", "nominal_score").fill_nan(None))


def rank_changes(removals: pl.DataFrame) -> pl.DataFrame:
    """Return how far ranks move without each element: ``removed``, ``mean_change``, ``largest_change``, ``units``.

    Takes the rows of `without_each`.  Changes are |rank - nominal rank|, in places,
    over the ``units`` (with their years) that are ranked both times.  The element
    whose absence moves most comes first, equal ones in the order of their codes.
    """
    change = (pl.col("rank") - pl.col("nominal_rank")).abs()
    return (
        removals.group_by("removed")
        .agg(mean_change=change.mean(), largest_change=change.max(), units=change.count())
        .sort("mean_change", "removed", descending=[True, False], nulls_last=True)
    )


def _from_aggregation(course: Course) -> tuple[State, tuple[Step, ...]]:
    places = [place for place, step in enumerate(course.recipe.steps) if step.name == "aggregate"]
    if not places:
        raise BadTable(f"The recipe {course.recipe.name} has no step aggregate; expected one.")
    return course.states[places[-1]], course.recipe.steps[places[-1] :]


def _scored(state: State, code: str) -> tuple[Floats, Floats]:
    values = state.board.of(code)[:, 0]
    placed = np.full(len(values), np.nan)
    for rows in state.blocks(pooled=False):
        placed[rows] = ranks(values[rows])
    return values, placed
