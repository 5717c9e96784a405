"""The step that multiplies scores by a factor known beside them."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.scoreboard.boards import Mark, State
from cluster_observatory.statistics.scoreboard.options import expect_text, expect_texts


@dataclass(frozen=True)
class Correct:
    """Multiply the scores of ``codes`` (by default, the tops) by the ``factor`` of their unit and year.

    ``factor`` names a denominator, of which the table of indicators has a row of
    that kind: such as the number by which the European Commission brings the
    regions of a country to its own score.  A score whose factor is not known is
    missing and marked as not defined.

    Raises NotFound for a factor or code that is not there, NotPossible where a code
    has no score yet, BadTable for a factor below 0.
    """

    name: ClassVar[str] = "correct"

    factor: str = "country_factor"
    codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse wrong options."""
        expect_text("factor", self.factor, "the name of a denominator")
        expect_texts("codes", self.codes, "codes")

    def __call__(self, state: State) -> State:
        """Return the state with corrected scores."""
        if self.factor not in state.denominators:
            raise NotFound(
                f"The scoreboard has no denominator {self.factor!r} to multiply by; it has: "
                f"{', '.join(state.denominators) or 'none'}. Add the column, and a row of kind denominator."
            )
        board = state.board
        chosen = self.codes or state.framework.tops
        for code in chosen:
            if state.framework.element(code).code not in board.codes:
                raise NotPossible(f"{code} has no score yet. Aggregate before you correct.")
        factor = state.denominators[self.factor]
        if (factor < 0).any():
            row = int(np.argmax(factor < 0))
            raise BadTable(
                f"{self.factor} of the unit {board.labels[row]} is {factor[row]:g}; expected 0 or more to multiply by. "
                "Correct it, or leave it empty."
            )
        with np.errstate(over="ignore"):
            values = board.values * np.where(np.isin(board.codes, chosen), factor[:, None], 1.0)
        undefined = ~np.isnan(board.values) & np.isnan(values)
        return replace(state, board=replace(board, values=values, marks=board.marked(undefined, Mark.UNDEFINED)))
