"""Putting indicators on a common scale: arithmetic on columns in which larger is better.

Every function takes values, units by indicators, already multiplied by the
indicator's direction, and returns as many; NaN stays NaN.  What the method does
not define, such as the place between a minimum and a maximum that are equal,
is NaN too.  A parameter is one number, or one per indicator.
"""

from collections.abc import Sequence

import numpy as np

from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.ranking import ranks

Numbers = float | Floats
ROUNDING = 1e-12
"""What a mean may err by, as a share of it."""


def minmax(values: Floats, lower: Numbers = 0.0, upper: Numbers = 100.0) -> Floats:
    """Return lower + (x - min) / (max - min) · (upper - lower)."""
    least, most = extent(values)
    return between(values, least, most, lower, upper)


def between(values: Floats, low: Numbers, high: Numbers, lower: Numbers, upper: Numbers) -> Floats:
    """Return lower + (x - low) / (high - low) · (upper - lower): ``low`` becomes lower, ``high`` upper."""
    return np.asarray(lower + quotient(values - low, np.asarray(high) - low) * (np.asarray(upper) - lower))


def goalposts(values: Floats, low: Numbers, high: Numbers, lower: Numbers = 0.0, upper: Numbers = 100.0) -> Floats:
    """Return `between` the posts ``low`` and ``high``, and what lies beyond a post as the post."""
    return between(np.clip(values, low, high), low, high, lower, upper)


def around_reference(
    values: Floats, reference: Numbers, low: Numbers, high: Numbers, lower: Numbers = 70.0, upper: Numbers = 130.0
) -> Floats:
    """Return values whose scale is that from ``low`` to ``high``, shifted so that the reference stands in its middle.

    With lower 70 and upper 130 that is 100 + 60 · (x - reference) / (high - low),
    the scale of the adjusted Mazziotta–Pareto index: Mazziotta & Pareto (2016),
    doi:10.1007/s11205-015-0998-2.
    """
    half = (np.asarray(high) - low) / 2
    return between(values, reference - half, reference + half, lower, upper)


def zscore(
    values: Floats,
    mean: Numbers = 0.0,
    deviation: Numbers = 1.0,
    *,
    divide_by: str = "n-1",
    population: Floats | None = None,
) -> Floats:
    """Return mean + (x - m) / s · deviation, m and s being mean and standard deviation of the indicator.

    ``divide_by`` n-1 takes s as that of a sample, n as that of all.  Where
    ``population`` (a number of 0 or more per unit, NaN = not known) is given, units
    weigh as much in m and s as people live in them, and s² = Σ w·(x - m)² / Σ w.
    """
    weights = np.ones(len(values)) if population is None else np.nan_to_num(population)
    if population is not None:  # only shares count: halved or doubled, exactly, until none is above 1
        weights = np.ldexp(weights, -np.frexp(weights.max())[1])
    counting = np.where(np.isnan(values), 0.0, weights[:, None])
    total = counting.sum(axis=0)
    known = np.nan_to_num(values)
    middle = quotient((counting * known).sum(axis=0), total)
    squares = (counting * (known - middle) ** 2).sum(axis=0)
    freedom = total - 1 if population is None and divide_by == "n-1" else total
    least, most = extent(np.where(counting > 0, values, np.nan))
    spread = np.where(most > least, np.sqrt(quotient(squares, freedom)), np.nan)
    return np.asarray(mean + quotient(values - middle, spread) * deviation)


def rank(values: Floats) -> Floats:
    """Return places from the worst, 1; equal values share the lowest of their places."""
    return ranks(-values)


def borda(values: Floats) -> Floats:
    """Return how many units are worse: the rank less 1."""
    return rank(values) - 1


def percentile_rank(values: Floats) -> Floats:
    """Return the share of the other units that are worse: (rank - 1) / (n - 1); NaN for a single unit."""
    return quotient(borda(values), (~np.isnan(values)).sum(axis=0) - 1.0)


def distance_to_maximum(values: Floats) -> Floats:
    """Return 1 - (max - x) / (max - min)."""
    least, most = extent(values)
    return 1 - quotient(most - values, most - least)


def distance_to_reference(values: Floats, reference: Numbers, *, capped: bool = False) -> Floats:
    """Return 1 - (reference - x) / (reference - min); where capped, at most 1.

    NaN where the reference is not above the minimum: below it, the worst would be the best.
    """
    least, _ = extent(values)
    found = 1 - quotient(reference - values, np.maximum(reference - least, 0.0))
    return np.minimum(found, 1.0) if capped else found


def distance_to_target(values: Floats, target: Numbers, *, capped: bool = False) -> Floats:
    """Return (x - min) / (target - min); where capped, at most 1.

    NaN where the target is not above the minimum: below it, the worst would be the best.
    """
    least, _ = extent(values)
    found = quotient(values - least, np.maximum(target - least, 0.0))
    return np.minimum(found, 1.0) if capped else found


def fraction_of_maximum(values: Floats, directions: Floats) -> Floats:
    """Return x / max where more is better, and min / x where less is (x before its sign was turned).

    1 is the best unit, and a unit that is half as good has ½, whichever way is the
    better.  NaN for an indicator whose maximum is not above 0, and for one in
    which less is better and a value is below 0.
    """
    least, most = extent(values)
    more = quotient(values, np.where(most > 0, most, np.nan))
    best, worth = -most, -values
    less = np.where(worth == best, 1.0, quotient(best * np.ones_like(values), np.where(worth > 0, worth, np.nan)))
    fine = (best >= 0) & (-least > 0)
    return np.where(directions > 0, more, np.where(fine, np.where(np.isnan(values), np.nan, less), np.nan))


def categorical(values: Floats, quantiles: Sequence[float], lower: float = 0.0, upper: float = 100.0) -> Floats:
    """Return the class of each value as an even step from lower to upper; ``quantiles`` part the classes.

    A value at a quantile belongs to the class above.  OECD & JRC (2008), Handbook
    on constructing composite indicators, section on categorical scales.
    """
    found = np.full(values.shape, np.nan)
    for column in range(values.shape[1]):
        there = ~np.isnan(values[:, column])
        if there.any():
            known = values[there, column]
            limits = np.quantile(known, quantiles)
            found[there, column] = np.searchsorted(limits, known, side="right")
    return lower + found / len(quantiles) * (upper - lower)


def above_or_below_mean(values: Floats, margin: float = 0.0) -> Floats:
    """Return 1 for what is above the mean by more than ``margin`` (a share of the mean), -1 for what is below, else 0.

    OECD & JRC (2008), Handbook on constructing composite indicators.
    """
    middle = average(values)
    apart = values - middle
    return np.where(np.abs(apart) > (margin + ROUNDING) * np.abs(middle), np.sign(apart), 0.0 * apart)


def average(values: Floats) -> Floats:
    """Return the mean of each indicator, NaN where it has no value."""
    return quotient(np.nan_to_num(values).sum(axis=0), (~np.isnan(values)).sum(axis=0))


def extent(values: Floats) -> tuple[Floats, Floats]:
    """Return the least and the largest value of each indicator, NaN where it has none."""
    there = ~np.isnan(values)
    none = ~there.any(axis=0)
    least = np.where(there, values, np.inf).min(axis=0, initial=np.inf)
    most = np.where(there, values, -np.inf).max(axis=0, initial=-np.inf)
    return np.where(none, np.nan, least), np.where(none, np.nan, most)


def quotient(above: Floats, below: Numbers) -> Floats:
    """Return above / below, NaN where below is 0, and infinity where that is too large for a number."""
    divisor = np.asarray(below, dtype=np.float64)
    with np.errstate(over="ignore"):
        return np.asarray(above / np.where(divisor == 0, np.nan, divisor))
