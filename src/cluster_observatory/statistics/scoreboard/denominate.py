"""Indicators divided by what they are to be compared with: inhabitants, persons employed, output."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
import polars as pl

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import Mark, State
from cluster_observatory.statistics.scoreboard.options import expect_by_code, expect_number

SMALLEST = float(np.finfo(np.float64).tiny)


def per(values: Floats, denominators: Floats, scale: float = 1.0) -> Floats:
    """Return value / (denominator / scale) elementwise: with a scale of 1000, per thousand of the denominator.

    NaN where value or denominator is NaN, where the denominator is 0, and where
    a quotient is too large for a number.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        divisors = denominators / scale
        quotients = values / divisors
    return np.where(np.isfinite(quotients) & np.isfinite(divisors), quotients, np.nan)


@dataclass(frozen=True)
class Denominate:
    """Divide the indicators by the denominators that the framework names for them.

    ``scale`` has a number for single indicators: 1000 gives them per thousand of
    their denominator.  Row by row, so each year by its own denominator.  A value
    whose denominator is missing or 0 becomes NaN, marked as not defined.  Details:
    code, denominator, scale, values (count), undefined (count).

    Raises NotFound for an unknown code in ``scale``, BadTable where it has no
    denominator, and for a denominator below 0, which would turn the indicator round.
    """

    name: ClassVar[str] = "denominate"
    scale: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a scale that is no positive number."""
        expect_by_code("scale", self.scale, "a number for each code, such as { patents = 1000 }")
        for code, number in self.scale.items():
            expect_number(f"scale of {code}", number, least=SMALLEST)

    def __call__(self, state: State) -> State:
        """Return the state with the indicators divided."""
        board = state.board
        for code in self.scale:
            if state.framework.element(code).denominator is None:
                raise BadTable(f"scale names {code}, which has no denominator. Give it one, or leave out its scale.")
        values, marks = board.values.copy(), board.marks.copy()
        rows: list[dict[str, Any]] = []
        for place, code in enumerate(board.codes):
            denominator = state.framework.element(code).denominator
            if denominator is None:
                continue
            scale, divisors = float(self.scale.get(code, 1.0)), state.denominators[denominator]
            if (divisors < 0).any():
                row = int(np.argmax(divisors < 0))
                raise BadTable(
                    f"{denominator} of the unit {board.labels[row]} is {divisors[row]:g}; expected 0 or more to divide "
                    f"{code} by. Correct it, or leave it empty."
                )
            values[:, place] = per(board.values[:, place], divisors, scale)
            undefined = np.isnan(values[:, place]) & ~np.isnan(board.values[:, place])
            marks[undefined, place] |= np.uint16(Mark.UNDEFINED)
            rows.append(
                {
                    "code": code,
                    "denominator": denominator,
                    "scale": scale,
                    "values": int((~np.isnan(values[:, place])).sum()),
                    "undefined": int(undefined.sum()),
                }
            )
        table = pl.DataFrame(rows, schema=DETAILS)
        return replace(state, board=replace(board, values=values, marks=marks)).explained(self.name, table)


DETAILS = {
    "code": pl.String,
    "denominator": pl.String,
    "scale": pl.Float64,
    "values": pl.Int64,
    "undefined": pl.Int64,
}
