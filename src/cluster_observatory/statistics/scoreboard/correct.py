"""The step that multiplies scores by a factor known beside them."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.boards import Mark, State


@dataclass(frozen=True)
class Correct:
    """Multiply the scores of ``codes`` (by default, the tops) by the ``factor`` of their unit and year.

    ``factor`` names a denominator, of which the table of indicators has a row of
    that kind: such as the number by which the European Commission brings the
    regions of a country to its own score.  A score whose factor is not known is
    missing and marked as not defined.
    """

    name: ClassVar[str] = "correct"

    factor: str = "country_factor"
    codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a factor without a name."""
        if not isinstance(self.factor, str) or not self.factor:
            raise BadTable(f"factor is {self.factor!r}; expected the name of a denominator.")

    def __call__(self, state: State) -> State:
        """Return the state with corrected scores."""
        if self.factor not in state.denominators:
            raise NotFound(
                f"The scoreboard has no denominator {self.factor!r} to multiply by; it has: "
                f"{', '.join(state.denominators) or 'none'}. Add the column, and a row of kind denominator."
            )
        board = state.board
        for code in self.codes:
            state.framework.element(code)
        where = np.isin(board.codes, self.codes or state.framework.tops)
        factors = np.where(where[None, :], state.denominators[self.factor][:, None], 1.0)
        values = board.values * factors
        undefined = ~np.isnan(board.values) & np.isnan(values)
        return replace(state, board=replace(board, values=values, marks=board.marked(undefined, Mark.UNDEFINED)))
