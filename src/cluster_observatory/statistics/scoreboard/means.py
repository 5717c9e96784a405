"""From indicators to an index: each aggregate from its children, level by level, by a method's name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict, TypeVar, Unpack

import numpy as np

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard import averages, penalties
from cluster_observatory.statistics.scoreboard.framework import Framework
from cluster_observatory.statistics.scoreboard.frontier import benefit_of_the_doubt
from cluster_observatory.statistics.scoreboard.options import expect_choice
from cluster_observatory.statistics.scoreboard.outranking import copeland

METHODS = (
    *("arithmetic_mean", "geometric_mean", "harmonic_mean", "power_mean", "median", "minimum", "mean_minimum", "owa"),
    *("copeland", "mazziotta_pareto", "adjusted_mazziotta_pareto", "bottleneck_penalty", "benefit_of_doubt"),
)
AVAILABILITY = ("children", "weight")
TOLERANCE = 1e-12
T = TypeVar("T")


class Shape(TypedDict, total=False):
    """What single methods ask for beside values and weights; see `weighted`."""

    power: float
    order: Sequence[float]
    penalty: str
    penalty_share: float
    penalty_smoothing: float
    least_share: float


def weighted(
    values: Floats,
    weights: Floats,
    method: str,
    power: float = 1.0,
    *,
    order: Sequence[float] = (1.0,),
    penalty: str = "negative",
    penalty_share: float = 1.0,
    penalty_smoothing: float = 0.0,
    least_share: float = 0.0,
    units: Sequence[str] = (),
    codes: Sequence[str] = (),
) -> Floats:
    """Return one number per unit from its children, NaN where it has none.

    Takes values, units by children (NaN = missing), weights, one per child or
    units by children (they need not sum to 1; what weighs 0 is left out), and one
    of `METHODS`.  Weights are shared anew among the children that a unit has;
    benefit_of_doubt gives each unit its own.  ``units`` and ``codes`` are for
    messages.

    ``power`` is that of power_mean, ``order`` that of owa (see
    `averages.ordered_average`), ``penalty`` that of mazziotta_pareto (the adjusted
    one is the same mean of values normalised around a reference),
    ``penalty_share`` and ``penalty_smoothing`` those of mean_minimum,
    ``least_share`` that of benefit_of_doubt.  bottleneck_penalty is 100 times the
    mean of the children once `penalties.bottleneck_penalised`.

    Raises BadTable, naming indicator and unit, where a value has no such mean;
    NotFound for an unknown method; NotPossible for copeland with weights by unit.
    """
    expect_choice("method", method, METHODS)
    match method:
        case "geometric_mean" | "harmonic_mean" | "power_mean":
            exponent = {"geometric_mean": 0.0, "harmonic_mean": -1.0}.get(method, power)
            averages.refuse_what_has_no_mean(values, weights, exponent, units, codes)
            return averages.power_mean(values, weights, exponent)
        case "median":
            return averages.median(values, weights)
        case "minimum":
            return averages.minimum(values, weights)
        case "mean_minimum":
            return penalties.mean_minimum(values, weights, penalty_share, penalty_smoothing)
        case "owa":
            return averages.ordered_average(values, weights, order)
        case "copeland":
            return copeland(values, weights)
        case "mazziotta_pareto" | "adjusted_mazziotta_pareto":
            return penalties.mazziotta_pareto(values, weights, penalty, units, codes)
        case "bottleneck_penalty":
            penalties.refuse_what_is_no_share(values, weights, units, codes)
            counting = np.where(averages.counted(values, weights), values, np.nan)
            return 100 * averages.arithmetic_mean(penalties.bottleneck_penalised(counting), weights)
        case "benefit_of_doubt":
            counting = np.where(averages.counted(values, weights), values, np.nan)
            return benefit_of_the_doubt(counting, least_share, units, codes)
        case _:
            return averages.arithmetic_mean(values, weights)


def aggregated(
    values: Floats,
    weights: Mapping[str, float | Floats],
    framework: Framework,
    methods: str | tuple[str, ...] = "arithmetic_mean",
    least_available: float | tuple[float, ...] = 0.0,
    *,
    by: str = "children",
    equalise: bool = True,
    units: Sequence[str] = (),
    **shape: Unpack[Shape],
) -> Floats:
    """Return the aggregates of units, units by ``framework.aggregates``, each from its children, from below.

    Takes values, units by ``framework.indicators`` (NaN = missing), and a weight
    for every code below an aggregate: a number, or one per unit.  ``methods`` and
    ``least_available`` are the same for all levels, or one per level of
    ``framework.levels``.  An aggregate is NaN where the unit has less than
    ``least_available`` of its children, by their number or (``by`` = weight) by
    their weight; and where all are missing, or weigh nothing.

    With bottleneck_penalty the weakest child is that among all children of the
    level's aggregates, and where ``equalise`` they are `penalties.average_equalised`
    before.

    Raises as `weighted` does; BadTable where ``methods`` or ``least_available``
    are not one per level; NotFound where a weight lacks.
    """
    columns = dict(zip(framework.indicators, values.T, strict=True))
    raised(columns, framework.aggregates, weights, framework, methods, least_available, by, equalise, units, **shape)
    return np.column_stack([columns[code] for code in framework.aggregates])


def raised(
    columns: dict[str, Floats],
    codes: Iterable[str],
    weights: Mapping[str, float | Floats],
    framework: Framework,
    methods: str | tuple[str, ...],
    least_available: float | tuple[float, ...] = 0.0,
    by: str = "children",
    equalise: bool = True,
    units: Sequence[str] = (),
    **shape: Unpack[Shape],
) -> None:
    """Add to ``columns`` the aggregates of ``codes``, whose children are there or among them; see `aggregated`."""
    wanted, levels = set(codes), framework.levels
    method_of = dict(zip(levels, each(methods, levels, "method"), strict=True))
    least_of = dict(zip(levels, each(least_available, levels, "least_available"), strict=True))
    for level in levels:
        parents = [code for code in framework.aggregates if code in wanted and framework.element(code).level == level]
        method, from_below = method_of[level], columns
        if method == "bottleneck_penalty" and parents:
            from_below, method = _without_bottlenecks(columns, parents, weights, framework, equalise, units), ""
        for code in parents:
            children = framework.children(code)
            below = np.column_stack([from_below[child] for child in children])
            weighing = weights_of(children, weights)
            if method:
                score = weighted(below, weighing, method, **shape, units=units, codes=children)
            else:
                score = 100 * averages.arithmetic_mean(below, weighing)
            columns[code] = np.where(available(below, weighing, by) >= least_of[level] - TOLERANCE, score, np.nan)


def _without_bottlenecks(
    columns: Mapping[str, Floats],
    parents: Sequence[str],
    weights: Mapping[str, float | Floats],
    framework: Framework,
    equalise: bool,
    units: Sequence[str],
) -> dict[str, Floats]:
    """Return the children of a level's aggregates, each penalised by the weakest of them all."""
    children = [child for parent in parents for child in framework.children(parent)]
    weighing = weights_of(children, weights)
    values = np.column_stack([columns[child] for child in children])
    penalties.refuse_what_is_no_share(values, weighing, units, children)
    values = np.where(averages.counted(values, weighing), values, np.nan)
    if equalise:
        values = penalties.average_equalised(values, children)
    return dict(zip(children, penalties.bottleneck_penalised(values).T, strict=True))


def each(given: T | tuple[T, ...], levels: tuple[int, ...], name: str) -> tuple[T, ...]:
    """Return what was given for every level of aggregates; raises BadTable where it is not one per level."""
    found = given if isinstance(given, tuple) else (given,) * len(levels)
    if len(found) != len(levels):
        raise BadTable(
            f"{name} has {len(found)} entries; expected one, or {len(levels)}: one per level of aggregates from below."
        )
    return found


def weights_of(codes: Sequence[str], weights: Mapping[str, float | Floats]) -> Floats:
    """Return the weights of codes as an array: one per code, or units by codes where one differs by unit."""
    lacking = [code for code in codes if code not in weights]
    if lacking:
        raise NotFound(f"{lacking[0]} has no weight; expected one for every indicator and aggregate below the index.")
    if all(np.ndim(weights[code]) == 0 for code in codes):
        return np.array([weights[code] for code in codes], dtype=np.float64)
    return np.column_stack(np.broadcast_arrays(*(weights[code] for code in codes)))


def available(values: Floats, weights: Floats, by: str) -> Floats:
    """Return the share (0 to 1) of its children that each unit has, by their number or by their weight."""
    there = ~np.isnan(values)
    if by == "children":
        return np.asarray(there.mean(axis=1))
    size = np.broadcast_to(np.abs(weights), values.shape)
    total = size.sum(axis=1)
    return np.asarray(
        np.divide(np.where(there, size, 0.0).sum(axis=1), total, out=np.zeros(len(values)), where=total > 0)
    )
