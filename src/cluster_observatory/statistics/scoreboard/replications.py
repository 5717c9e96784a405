"""A recipe replayed for many draws of its uncertain choices: scores and ranks of one code in each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from cluster_observatory.errors import ObservatoryError
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.boards import Rows, State
from cluster_observatory.statistics.scoreboard.plans import Draws, Plan
from cluster_observatory.statistics.scoreboard.quick_means import quick_scores, tree
from cluster_observatory.statistics.scoreboard.ranking import ranks
from cluster_observatory.statistics.scoreboard.recipe import run
from cluster_observatory.statistics.scoreboard.steps import Step

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Replications:
    """Scores and ranks of a code, units by replications, NaN where a unit has none, and those of the recipe as it is.

    A rank is among the units of the same year, 1 the best.  ``settings`` says what
    was chosen in each replication (`plans.Plan.settings`).
    """

    code: str
    units: tuple[str, ...]
    years: tuple[int | None, ...]
    nominal_scores: Floats
    nominal_ranks: Floats
    scores: Floats
    ranks: Floats
    settings: pl.DataFrame


def replay(plan: Plan, state: State, points: Floats, progress: Progress | None = None) -> Replications:
    """Return the scores and ranks of a plan's code for every draw.

    Takes the state in which the recipe begins (`reading.read_state`) and points of
    the unit cube (at least 0, below 1), draws by ``plan.width``.  ``progress`` is
    told how many draws are done, and of how many.

    Steps run once for all draws that agree on what comes before: steps that no
    factor changes once in all.  Weighted means are computed for many draws at once;
    other methods, and steps after the aggregation, one draw at a time.

    Raises what the steps raise, with the step and a draw's number before the message.
    """
    nominal = run(plan.recipe, state).final.board
    rows = {key: row for row, key in enumerate(zip(state.board.units, state.board.years, strict=True))}
    replayed = _Replay(plan, points, rows, np.full((len(points), len(rows)), np.nan), progress)
    replayed.walk(0, state, np.arange(len(points)))
    blocks = state.blocks(pooled=False)
    nominal_scores = np.full(len(rows), np.nan)
    nominal_scores[_rows(nominal.units, nominal.years, rows)] = nominal.values[:, nominal.place(plan.code)]
    scores = replayed.scores.T
    return Replications(
        code=plan.code,
        units=state.board.units,
        years=state.board.years,
        nominal_scores=nominal_scores,
        nominal_ranks=_ranks_by_year(nominal_scores, blocks),
        scores=scores,
        ranks=_ranks_by_year(scores, blocks),
        settings=plan.settings(points),
    )


def _ranks_by_year(scores: Floats, blocks: list[Rows]) -> Floats:
    if len(blocks) == 1:
        return ranks(scores)
    found = np.empty_like(scores)
    for rows in blocks:
        found[rows] = ranks(scores[rows])
    return found


@dataclass(frozen=True)
class _Replay:
    """A replay under way; ``scores`` (draws by units) is filled in as draws come to their end."""

    plan: Plan
    points: Floats
    rows: Mapping[tuple[str, int | None], int]
    scores: Floats
    progress: Progress | None
    done: list[int] = field(default_factory=list)

    def walk(self, place: int, state: State, draws: Draws) -> None:
        """Run the steps from a place on, in all variants of the draws, one path of states at a time."""
        for step, some in self.plan.variants(place, self.points, draws):
            if place == self.plan.aggregation:
                self.aggregate(step, state, some)
            else:
                self.walk(place + 1, self.after(step, place, state, some), some)

    def aggregate(self, step: Step, state: State, draws: Draws) -> None:
        """Fill in the scores of draws that agree on everything but weights and what comes later."""
        last = self.plan.aggregation + 1 == len(self.plan.recipe.steps)
        for code, some in self.plan.left_out(self.points, draws):
            reduced = _without(state, code) if code else state
            drawn, fresh = self.plan.weights(self.points, some)
            shape = tree(step, reduced.framework, self.plan.code) if last and isinstance(step, Aggregate) else None
            quick = quick_scores(reduced, shape, drawn, fresh=fresh) if shape else None
            if quick is None:
                for number in range(len(some)):
                    self.one(step, _weighed(reduced, drawn, number, fresh=fresh), some[number : number + 1])
            else:
                self.fill(reduced, quick, some)

    def one(self, step: Step, state: State, draw: Draws) -> None:
        """Fill in the scores of a single draw by the steps themselves."""
        place = self.plan.aggregation
        state = self.after(step, place, state, draw)
        for later in range(place + 1, len(self.plan.recipe.steps)):
            ((step, _),) = self.plan.variants(later, self.points, draw)
            state = self.after(step, later, state, draw)
        self.fill(state, state.board.of(self.plan.code).T, draw)

    def after(self, step: Step, place: int, state: State, draws: Draws) -> State:
        """Return the state after a step."""
        try:
            return step(state)
        except ObservatoryError as error:
            where = f"Step {place + 1} ({step.name}) of {self.plan.recipe.name}, in replication {draws[0] + 1}"
            raise type(error)(f"{where}: {error}") from error

    def fill(self, state: State, scores: Floats, draws: Draws) -> None:
        """Note the scores (draws by the state's units)."""
        self.scores[np.ix_(draws, _rows(state.board.units, state.board.years, self.rows))] = scores
        self.done.append(len(draws))
        if self.progress is not None:
            self.progress(sum(self.done), len(self.points))


def _rows(units: tuple[str, ...], years: tuple[int | None, ...], rows: Mapping[tuple[str, int | None], int]) -> Draws:
    return np.array([rows[key] for key in zip(units, years, strict=True)], dtype=np.intp)


def _without(state: State, code: str) -> State:
    """Return the state without an indicator."""
    framework = state.framework.without(code)
    board = state.board
    places = [place for place, one in enumerate(board.codes) if one != code]
    kept = replace(
        board,
        codes=tuple(board.codes[place] for place in places),
        values=board.values[:, places],
        marks=board.marks[:, places],
        imputed_by=board.imputed_by[:, places],
    )
    return replace(state, framework=framework, board=kept)


def _weighed(state: State, drawn: Mapping[str, Floats], number: int, *, fresh: bool) -> State:
    """Return the state with the weights of a single draw."""
    changed = {
        code: float(numbers[number]) if fresh else numbers[number] * state.weights[code]
        for code, numbers in drawn.items()
    }
    return replace(state, weights={**state.weights, **changed})
