"""What else can be told of somebody's own scoreboard: the tables that `observatory score --tables` writes."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import polars as pl

from cluster_observatory.commands.tables_folder import Found
from cluster_observatory.errors import BadTable, NotPossible, ObservatoryError
from cluster_observatory.statistics.scoreboard.availability import (
    availability_by_group,
    indicator_statistics,
    unit_availability,
)
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.checklist import checklist, state_before
from cluster_observatory.statistics.scoreboard.coherence import cronbach, flagged_pairs
from cluster_observatory.statistics.scoreboard.components import components, loadings
from cluster_observatory.statistics.scoreboard.correlations import with_ancestors
from cluster_observatory.statistics.scoreboard.recipe import Course
from cluster_observatory.statistics.scoreboard.removal import dispensable, rank_changes, without_each
from cluster_observatory.statistics.scoreboard.steps import STEPS
from cluster_observatory.statistics.scoreboard.trends import trends
from cluster_observatory.statistics.scoreboard.weights import effective_weights

DETAILS = {f"details_{step}": step for step in STEPS}
TABLES = (
    *("statistics", "availability", "availability_by_group", "correlations", "coherence", "pairs", "components"),
    *("loadings", "effective_weights", "removals", "checklist", "trends", *DETAILS),
)
"""The names of all further tables."""


def score_tables(course: Course, code: str = "") -> Iterator[Found]:
    """Yield the name of each table, and the table or why there is none.

    Takes a recipe that has run, and the aggregate whose ranks are looked at where
    elements are left out, by default the index.  Trends are of several years alone,
    details of the steps that keep some.
    """
    raw, final = course.states[0], course.final
    tables: dict[str, Callable[[], pl.DataFrame]] = {
        "statistics": lambda: indicator_statistics(raw),
        "availability": lambda: unit_availability(raw),
        "availability_by_group": lambda: availability_by_group(raw),
        "correlations": lambda: _of_levels(final, with_ancestors, _below_others(final)),
        "coherence": lambda: _of_levels(_in_one_direction(course), cronbach, final.framework.levels),
        "pairs": lambda: flagged_pairs(_in_one_direction(course), final.framework.levels[0]),
        "components": lambda: _of_levels(state_before(course, "aggregate"), components, final.framework.levels),
        "loadings": lambda: _of_levels(state_before(course, "aggregate"), loadings, final.framework.levels),
        "effective_weights": lambda: _weights(final),
        "removals": lambda: _removals(course, code or final.framework.index),
        "checklist": lambda: checklist(course),
    }
    if len(raw.blocks(pooled=False)) > 1:
        tables["trends"] = lambda: _trends(course)
    for name, step in DETAILS.items():
        if step in final.details:
            tables[name] = partial(final.details.__getitem__, step)
    for name, compute in tables.items():
        try:
            yield name, _finite(compute())
        except ObservatoryError as error:
            yield name, error


def _of_levels(state: State, compute: Callable[[State, int], pl.DataFrame], levels: tuple[int, ...]) -> pl.DataFrame:
    return pl.concat([compute(state, level) for level in levels])


def _below_others(state: State) -> tuple[int, ...]:
    return tuple(sorted({one.level for one in state.framework.elements if one.parent is not None}))


def _in_one_direction(course: Course) -> State:
    state = state_before(course, "aggregate")
    if not state.oriented:
        raise NotPossible("the recipe does not normalise before it aggregates, so that units and directions differ")
    return state


def _weights(state: State) -> pl.DataFrame:
    """Return how much each code weighs in what stands above all of it; by unit where units weigh differently."""
    board, framework = state.board, state.framework
    found = effective_weights(framework, state.weights)
    whole = not any(np.ndim(weight) for weight in found.values())
    rows = 1 if whole else len(board.units)
    parts = [
        pl.DataFrame(
            {
                "unit": pl.Series([None] if whole else board.units, dtype=pl.String),
                "year": pl.Series([None] if whole else board.years, dtype=pl.Int64),
                "code": code,
                "name": framework.element(code).name,
                "level": framework.element(code).level,
                "parent": pl.Series([framework.element(code).parent] * rows, dtype=pl.String),
                "effective_weight": np.broadcast_to(weight, rows),
            }
        )
        for code, weight in found.items()
    ]
    table = pl.concat(parts)
    return table.drop("unit") if whole else table


def _removals(course: Course, code: str) -> pl.DataFrame:
    framework = course.final.framework
    levels = sorted({framework.element(one).level for one in dispensable(framework, code)})
    if not levels:
        raise BadTable(f"{code} has one indicator below it, which it cannot do without")
    parts = [
        rank_changes(without_each(course, level, of=code)).with_columns(pl.lit(level).alias("level"))
        for level in levels
    ]
    return pl.concat(parts).select("level", "removed", pl.lit(code).alias("code"), pl.exclude("level", "removed"))


def _trends(course: Course) -> pl.DataFrame:
    """Return trends of indicators as they came, and of aggregates as they came out."""
    final = course.final
    built = tuple(code for code in final.framework.aggregates if code in final.board.codes)
    return pl.concat([trends(course.states[0]), *([trends(final, built)] if built else [])])


def _finite(table: pl.DataFrame) -> pl.DataFrame:
    """Return the table without NaN, and without a year where there are none; refuse what is infinite."""
    found = table.with_columns(pl.col(pl.Float32, pl.Float64).fill_nan(None))
    floats = found.select(pl.col(pl.Float32, pl.Float64))
    if floats.width and floats.select(pl.any_horizontal(pl.all().is_infinite().any())).item():
        raise BadTable("a figure comes out as no finite number; values are too large to add up")
    if "year" in found.columns and found["year"].null_count() == found.height:
        found = found.drop("year")
    return found
