"""Means of means for many sets of weights at once: what `Aggregate` gives one set at a time."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.framework import Framework
from cluster_observatory.statistics.scoreboard.means import TOLERANCE, each

MEANS = ("arithmetic_mean", "geometric_mean", "harmonic_mean")
NUMBERS_AT_ONCE = 65_536  # values of a block: 512 kB, so that it stays in the processor's cache


@dataclass(frozen=True)
class Tree:
    """The aggregates below a code, with the method and the least share of children, or of weight, of each."""

    framework: Framework
    code: str
    by_weight: bool
    method: Mapping[str, str]
    least: Mapping[str, float]


def tree(step: Aggregate, framework: Framework, code: str) -> Tree | None:
    """Return how a step builds a code, or None where it takes another method than a weighted mean."""
    levels = framework.levels
    methods = dict(zip(levels, each(step.method, levels, "method"), strict=True))
    least = dict(zip(levels, each(step.least_available, levels, "least_available"), strict=True))
    below = _aggregates(framework, code)
    level = {one: framework.element(one).level for one in below}
    if not all(methods[level[one]] in MEANS for one in below):
        return None
    return Tree(
        framework,
        code,
        by_weight=step.availability == "weight",
        method={one: methods[level[one]] for one in below},
        least={one: least[level[one]] for one in below},
    )


def quick_scores(state: State, wanted: Tree, drawn: Mapping[str, Floats], *, fresh: bool) -> Floats | None:
    """Return the scores of a code, draws by units, or None where the step itself has to say what is wrong.

    Takes a number for each draw by code, which takes the place of the code's weight
    in the state (``fresh``) or multiplies it; without any, there is one row of scores.
    Equals `aggregate.Aggregate` on each draw up to rounding, and a unit's score does
    not depend on which units stand beside it, to the last bit.
    """
    framework = wanted.framework
    below = framework.indicators_under(wanted.code)
    columns: dict[str, Floats] = dict(zip(below, state.board.of(*below).T[:, None, :], strict=True))
    codes = [child for parent in wanted.method for child in framework.children(parent)]
    if any(code not in state.weights for code in codes):
        return None
    weights = {code: np.reshape(np.asarray(state.weights[code], np.float64), (1, -1)) for code in codes}
    for parent in wanted.method:  # children before parents: what no draw changes is computed once
        children = framework.children(parent)
        if all(child in columns and child not in drawn for child in children):
            found = _mean(wanted, parent, columns, weights)
            if found is None:
                return None
            columns[parent] = found
    if wanted.code in columns:
        return columns[wanted.code]
    count = len(next(iter(drawn.values())))
    step = max(1, NUMBERS_AT_ONCE // len(state.board.units))
    scores = np.empty((count, len(state.board.units)))
    for begin in range(0, count, step):
        some = {code: numbers[begin : begin + step, None] for code, numbers in drawn.items() if code in weights}
        own = weights | {code: one if fresh else one * weights[code] for code, one in some.items()}
        block = dict(columns)
        for parent in (one for one in wanted.method if one not in columns):
            found = _mean(wanted, parent, block, own)
            if found is None:
                return None
            block[parent] = found
        scores[begin : begin + step] = block[wanted.code]
    return scores


def _aggregates(framework: Framework, code: str) -> tuple[str, ...]:
    """Return the aggregates from a code down, children before parents."""
    below = [one for child in framework.children(code) for one in _aggregates(framework, child)]
    return (*below, code) if framework.element(code).kind == "aggregate" else ()


def _mean(wanted: Tree, parent: str, columns: Mapping[str, Floats], weights: Mapping[str, Floats]) -> Floats | None:
    """Return one aggregate, draws by units; None where a value has no such mean, or nothing weighs."""
    method, children = wanted.method[parent], wanted.framework.children(parent)
    if (np.abs(sum((weights[child] for child in children), np.zeros((1, 1)))) < 1e-15).any():
        return None
    above = whole = there = size = np.zeros((1, 1))
    for child in children:
        values, weight = columns[child], weights[child]
        known = ~np.isnan(values)
        if method != "arithmetic_mean":
            if (values <= 0).any():
                return None
            values = np.log(values) if method == "geometric_mean" else 1.0 / values
        counts = np.abs(weight) if wanted.by_weight else np.ones((1, 1))
        size = size + counts
        if known.all():
            above, whole, there = above + weight * values, whole + weight, there + counts
        else:
            above = above + weight * np.where(known, values, 0.0)
            whole, there = whole + weight * known, there + counts * known
    enough = (whole != 0) & (there / size >= wanted.least[parent] - TOLERANCE)
    mean = above / whole if enough.all() else np.where(enough, above, np.nan) / np.where(enough, whole, 1.0)
    match method:
        case "geometric_mean":
            return np.asarray(np.exp(mean))
        case "harmonic_mean":
            return np.asarray(1.0 / mean)
        case _:
            return np.asarray(mean)
