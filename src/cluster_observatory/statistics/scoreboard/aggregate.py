"""The step that builds aggregates from indicators, level by level."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import polars as pl

from cluster_observatory.errors import BadTable, NotPossible
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import INHERITED, Board, Mark, Marks, State
from cluster_observatory.statistics.scoreboard.framework import Framework
from cluster_observatory.statistics.scoreboard.means import AVAILABILITY, METHODS, aggregated, weights_of
from cluster_observatory.statistics.scoreboard.options import (
    by_level,
    expect_choice,
    expect_flag,
    expect_list,
    expect_number,
)
from cluster_observatory.statistics.scoreboard.penalties import PENALTIES


@dataclass(frozen=True)
class Aggregate:
    """Build each aggregate from its children, from below, and append it to the board.

    ``method`` is one of `means.METHODS`, or one per level of aggregates from below;
    what the single methods ask for has its meaning in `means.weighted`.  An
    aggregate needs ``least_available`` (a share, 0 to 1, or one per level) of its
    children: of their number, or of their weight where ``availability`` is weight.
    Years are compared with each other (copeland, benefit_of_doubt, equalising)
    only where ``pooled``.

    An aggregate has the marks for imputed, estimated and copied values and for
    breaks of what went into it, and is marked as made of a part of its indicators
    where one that weighs something had no value, be it missing or not defined; an
    aggregate without a value is marked as not defined.  The table ``aggregate`` of
    details tells of how much each is made (`coverage`).
    """

    name: ClassVar[str] = "aggregate"

    method: str | tuple[str, ...] = "arithmetic_mean"
    least_available: float | tuple[float, ...] = 0.0
    availability: str = "children"
    power: float = 1.0
    order: tuple[float, ...] = (1.0,)
    penalty: str = "negative"
    penalty_share: float = 1.0
    penalty_smoothing: float = 0.0
    equalise: bool = True
    least_share: float = 0.0
    pooled: bool = False

    def __post_init__(self) -> None:
        """Refuse options that are none."""
        for method in by_level("method", self.method):
            expect_choice("method", method, METHODS)
        for least in by_level("least_available", self.least_available):
            expect_number("least_available", least, least=0, most=1)
        expect_choice("availability", self.availability, AVAILABILITY)
        expect_number("power", self.power)
        expect_list("order", self.order, "weights from the best place to the worst")
        for one in self.order:
            expect_number("order", one, least=0)
        if not self.order or sum(self.order) == 0:
            raise BadTable(f"order is {self.order!r}; expected weights from the best place to the worst, one above 0.")
        expect_choice("penalty", self.penalty, PENALTIES)
        expect_number("penalty_share", self.penalty_share, least=0, most=1)
        expect_number("penalty_smoothing", self.penalty_smoothing, least=0)
        expect_flag("equalise", self.equalise)
        expect_number("least_share", self.least_share, least=0, most=1)
        expect_flag("pooled", self.pooled)

    def __call__(self, state: State) -> State:
        """Return the state with the aggregates' columns."""
        framework, board = state.framework, indicators_alone(state.board, state.framework)
        refuse_what_cannot_be_added_up(state)
        found = np.full((len(board.units), len(framework.aggregates)), np.nan)
        for rows in state.blocks(pooled=self.pooled):
            found[rows] = self.scores(state.rows(rows), board.values[rows])
        marks = inherited(board, state, found)
        done = replace(state, board=board.with_columns(framework.aggregates, found, marks))
        return done.explained("aggregate", coverage(done))

    def scores(self, state: State, values: Floats) -> Floats:
        """Return the aggregates (units by ``framework.aggregates``) of units that are compared with each other."""
        return aggregated(
            values,
            state.weights,
            state.framework,
            self.method,
            self.least_available,
            by=self.availability,
            equalise=self.equalise,
            units=state.board.labels,
            power=self.power,
            order=self.order,
            penalty=self.penalty,
            penalty_share=self.penalty_share,
            penalty_smoothing=self.penalty_smoothing,
            least_share=self.least_share,
        )


def indicators_alone(board: Board, framework: Framework) -> Board:
    """Return the board with the columns of indicators, in the framework's order."""
    places = board.places(framework.indicators)
    return replace(
        board,
        codes=framework.indicators,
        values=board.values[:, places],
        marks=board.marks[:, places],
        imputed_by=board.imputed_by[:, places],
    )


def refuse_what_cannot_be_added_up(state: State) -> None:
    """Raise NotPossible where less is still better in a column; BadTable, naming the parent, for weights of sum 0."""
    less = [code for code, one in zip(state.board.codes, state.directions, strict=True) if one < 0]
    if less:
        raise NotPossible(
            f"Less of {less[0]} is better, so it cannot be added up with the others. Normalise before you aggregate."
        )
    for parent in state.framework.aggregates:
        children = state.framework.children(parent)
        totals = np.atleast_1d(weights_of(children, state.weights).sum(axis=-1))
        if (np.abs(totals) < 1e-15).any():
            whose = f" of the unit {state.board.labels[int(np.argmin(np.abs(totals)))]}" if len(totals) > 1 else ""
            raise BadTable(
                f"The weights below {parent}{whose} sum to 0: {', '.join(children)}. "
                f"Give one of them a weight above 0, or drop {parent}."
            )


def inherited(board: Board, state: State, aggregates: Floats) -> Marks:
    """Return the marks of aggregates: those of the values that went into them, and whether any was not there.

    A child that weighs nothing neither passes on marks nor lacks.
    """
    framework = state.framework
    values = dict(zip(board.codes, board.values.T, strict=True))
    values |= dict(zip(framework.aggregates, aggregates.T, strict=True))
    found = dict(zip(board.codes, (board.marks & np.uint16(INHERITED)).T, strict=True))
    for code in framework.aggregates:
        children = framework.children(code)
        there = ~np.isnan(np.column_stack([values[child] for child in children]))
        counts = weights_of(children, state.weights) != 0
        passed = np.where(there & counts, np.column_stack([found[child] for child in children]), np.uint16(0))
        partly = np.where((~there & counts).any(axis=1), np.uint16(Mark.PARTLY), np.uint16(0))
        marks = np.bitwise_or.reduce(passed, axis=1) | partly
        found[code] = np.where(np.isnan(values[code]), np.uint16(Mark.UNDEFINED), marks)
    return np.column_stack([found[code] for code in framework.aggregates])


def coverage(state: State) -> pl.DataFrame:
    """Return of how much each aggregate of a unit is made: a row for each unit, year and code, in the board's order.

    ``children`` and ``children_available`` are counts of what is directly below;
    ``weight_available`` is the share (0 to 1) of the weight of its indicators in
    which there are values.
    """
    framework, board = state.framework, state.board
    there = (~np.isnan(board.of(*framework.indicators))).astype(np.float64)
    shares = aggregated(there, state.weights, framework, units=board.labels)
    below = [framework.children(code) for code in framework.aggregates]
    available = np.column_stack([(~np.isnan(board.of(*children))).sum(axis=1) for children in below])
    number = len(below)
    return pl.DataFrame(
        {
            "unit": pl.Series(board.units).repeat_by(number).explode(),
            "year": pl.Series(board.years, dtype=pl.Int64).repeat_by(number).explode(),
            "code": framework.aggregates * len(board.units),
            "children": [len(children) for children in below] * len(board.units),
            "children_available": available.ravel(),
            "weight_available": shares.ravel(),
        }
    )
