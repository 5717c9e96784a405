"""What a scoreboard would be without one of its elements: how far ranks move when it is left out."""

from dataclasses import fields, replace

import polars as pl

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.comparison import best_first
from cluster_observatory.statistics.scoreboard.framework import Framework
from cluster_observatory.statistics.scoreboard.options import expect_number
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
    it, and so do a method and a least share of a level that is left without an
    aggregate.  ``of`` is the aggregate that is looked at, by default the index.

    Returns ``removed`` (code), unit, year, ``score``, ``rank``, and ``nominal_score``
    and ``nominal_rank`` with all elements (missing where there is none).  1 is best:
    the highest score, or the lowest of an aggregate of direction -1 where nothing was
    normalised.  Raises BadTable where the recipe does not aggregate, or the level has
    nothing to leave out; NotFound for an unknown aggregate; NotPossible without ``of``
    where no one aggregate stands above all others.
    """
    expect_number("level", level, least=1, whole=True)
    before, steps = _from_aggregation(course)
    framework = before.framework
    looked_at = of or framework.index
    codes = [code for code in dispensable(framework, looked_at) if framework.element(code).level == level]
    nominal = course.final
    if looked_at not in nominal.board.codes:
        raise NotFound(f"The recipe {course.recipe.name} gives no {looked_at}.")
    if not codes:
        raise BadTable(f"The scoreboard has nothing at level {level} that {looked_at} could do without.")
    all_in = {f"nominal_{name}": column for name, column in _scored(nominal, looked_at).items()}
    parts = []
    for code in codes:
        state = without(before, code)
        for step in steps:
            state = _fitted(step, framework.levels, state.framework.levels)(state)
        parts.append(
            pl.DataFrame(
                {
                    "removed": code,
                    "unit": nominal.board.units,
                    "year": pl.Series(nominal.board.years, dtype=pl.Int64),
                    **_scored(state, looked_at),
                    **all_in,
                }
            )
        )
    return pl.concat(parts)


def dispensable(framework: Framework, code: str) -> tuple[str, ...]:
    """Return the codes below an aggregate that it could do without: all that leave it an indicator.

    Raises NotFound for an unknown code.
    """
    below = set(framework.indicators_under(code))
    return tuple(one.code for one in framework.elements if set(framework.indicators_under(one.code)) < below)


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


def _fitted(step: Step, levels: tuple[int, ...], left: tuple[int, ...]) -> Step:
    """Return an aggregation whose options for each level are those of the levels that are left."""
    if step.name != "aggregate" or left == levels:
        return step
    given = {one.name: getattr(step, one.name) for one in fields(step)}
    by_level = {
        name: tuple(option for level, option in zip(levels, given[name], strict=True) if level in left)
        for name in ("method", "least_available")
        if isinstance(given[name], tuple)
    }
    return type(step)(**{**given, **by_level})


def _scored(state: State, code: str) -> dict[str, pl.Series]:
    return {
        "score": pl.Series(state.board.of(code)[:, 0], nan_to_null=True),
        "rank": pl.Series(best_first(state, [code])[:, 0], nan_to_null=True).cast(pl.Int64),
    }
