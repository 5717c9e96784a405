"""The steps that a recipe can name, and what each is."""

from typing import Any, ClassVar, Protocol

from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.correct import Correct
from cluster_observatory.statistics.scoreboard.denominate import Denominate
from cluster_observatory.statistics.scoreboard.impute import Impute
from cluster_observatory.statistics.scoreboard.normalise import Normalise
from cluster_observatory.statistics.scoreboard.screen import Screen
from cluster_observatory.statistics.scoreboard.treat import Treat
from cluster_observatory.statistics.scoreboard.weigh import Weigh


class Step(Protocol):
    """A step with its options, a frozen dataclass: takes a state and returns the next one.

    Its options are its fields, each with a default; it refuses a wrong one when it
    is made, with BadTable or NotFound.  A mapping ``only`` of a code to options
    changes them for one indicator.
    """

    name: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __call__(self, state: State) -> State:
        """Return the state after the step."""
        ...


STEPS: dict[str, type[Step]] = {
    "denominate": Denominate,
    "screen": Screen,
    "impute": Impute,
    "treat": Treat,
    "normalise": Normalise,
    "weigh": Weigh,
    "aggregate": Aggregate,
    "correct": Correct,
}
