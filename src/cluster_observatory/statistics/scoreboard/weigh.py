"""The step that weighs indicators and aggregates."""

from dataclasses import dataclass, replace
from typing import ClassVar

from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.options import expect_choice

METHODS = ("given", "equal")


@dataclass(frozen=True)
class Weigh:
    """Set the weights by which aggregates are built."""

    name: ClassVar[str] = "weigh"

    method: str = "given"

    def __post_init__(self) -> None:
        """Refuse options that are none."""
        expect_choice("method", self.method, METHODS)

    def __call__(self, state: State) -> State:
        """Return the state with weights."""
        elements = state.framework.elements
        return replace(state, weights={one.code: one.weight if self.method == "given" else 1.0 for one in elements})
