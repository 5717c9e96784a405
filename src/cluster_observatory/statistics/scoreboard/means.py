"""From indicators to an index: each aggregate from its children, level by level, by a method's name."""

from collections.abc import Mapping, Sequence
from typing import TypedDict, TypeVar, Unpack

import numpy as np

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard import averages
from cluster_observatory.statistics.scoreboard.framework import Framework
from cluster_observatory.statistics.scoreboard.options import expect_choice

METHODS = ("arithmetic_mean", "geometric_mean", "harmonic_mean", "power_mean", "median", "minimum", "owa")
AVAILABILITY = ("children", "weight")
TOLERANCE = 1e-12
T = TypeVar("T")


class Shape(TypedDict, total=False):
    """What single methods ask for beside values and weights."""

    power: float
    order: Sequence[float]


def weighted(
    values: Floats,
    weights: Floats,
    method: str,
    power: float = 1.0,
    *,
    order: Sequence[float] = (1.0,),
    units: Sequence[str] = (),
    codes: Sequence[str] = (),
) -> Floats:
    """Return one number per unit from its children, NaN where it has none.

    Takes values, units by children (NaN = missing), weights, one per child or
    units by children (they need not sum to 1), and one of `METHODS`.  ``power`` is
    that of power_mean, ``order`` that of owa.
    Weights are shared anew among the children that a unit has.  ``units`` and
    ``codes`` are for messages.

    Raises BadTable, naming indicator and unit, where a value has no such mean;
    NotFound for an unknown method.
    """
    expect_choice("method", method, METHODS)
    if method in ("geometric_mean", "harmonic_mean", "power_mean"):
        exponent = {"geometric_mean": 0.0, "harmonic_mean": -1.0}.get(method, power)
        averages.refuse_what_has_no_mean(values, weights, exponent, units, codes)
    match method:
        case "geometric_mean":
            return averages.geometric_mean(values, weights)
        case "harmonic_mean":
            return averages.harmonic_mean(values, weights)
        case "power_mean":
            return averages.power_mean(values, weights, power)
        case "median":
            return averages.median(values, weights)
        case "minimum":
            return averages.minimum(values, weights)
        case "owa":
            return averages.ordered_average(values, weights, order)
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

    Raises as `weighted` does; BadTable where ``methods`` or ``least_available``
    are not one per level; NotFound where a weight lacks.
    """
    columns = dict(zip(framework.indicators, values.T, strict=True))
    levels = framework.levels
    per_level = zip(
        levels, each(methods, levels, "method"), each(least_available, levels, "least_available"), strict=True
    )
    for level, method, least in per_level:
        for code in (one for one in framework.aggregates if framework.element(one).level == level):
            children = framework.children(code)
            below = np.column_stack([columns[child] for child in children])
            weighing = weights_of(children, weights)
            score = weighted(below, weighing, method, **shape, units=units, codes=children)
            columns[code] = np.where(available(below, weighing, by) >= least - TOLERANCE, score, np.nan)
    return np.column_stack([columns[code] for code in framework.aggregates])


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
