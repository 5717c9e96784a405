"""Weighted averages of what a unit has, row by row: what is missing or weighs nothing is left out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats

Flags = NDArray[np.bool_]


def counted(values: Floats, weights: Floats) -> Flags:
    """Return which values (units by children) count: those that are there and weigh something."""
    flags: Flags = ~np.isnan(values) & (weights != 0)
    return flags


def refuse(wrong: Flags, values: Floats, units: Sequence[str], codes: Sequence[str], advice: str) -> None:
    """Raise BadTable that names the first value under the mask by its code and unit, with what to do."""
    if wrong.any():
        row, column = (int(place) for place in np.argwhere(wrong)[0])
        unit = f"the unit {units[row]}" if units else f"row {row + 1}"
        code = codes[column] if codes else f"Column {column + 1}"
        raise BadTable(f"{code} of {unit} is {values[row, column]:g}; {advice}")


def arithmetic_mean(values: Floats, weights: Floats) -> Floats:
    """Return Σ w·x / Σ w over the available children of each unit.

    Takes values, units by children, and weights, one per child or units by
    children; they need not sum to 1.  NaN where no child is available, or where
    the weights of those available sum to 0.
    """
    there = counted(values, weights)
    return _quotient(np.where(there, values * weights, 0.0).sum(axis=1), np.where(there, weights, 0.0).sum(axis=1))


def geometric_mean(values: Floats, weights: Floats) -> Floats:
    """Return exp(Σ w·ln x / Σ w) over the available children; they must be above 0 (`refuse_what_has_no_mean`)."""
    there = counted(values, weights)
    logs = np.log(np.where(there, values, 1.0))
    mean: Floats = np.exp(arithmetic_mean(np.where(there, logs, np.nan), weights))
    return mean


def power_mean(values: Floats, weights: Floats, power: float) -> Floats:
    """Return (Σ w·x^p / Σ w)^(1/p) over the available children, and the geometric mean where p is 0.

    The children must be 0 or more, and above 0 where p is 0 or less
    (`refuse_what_has_no_mean`).  The larger p, the more the best child counts: 1
    is the arithmetic, -1 the harmonic mean.  Hardy, Littlewood & Pólya (1934),
    Inequalities, chapter 2.
    """
    if power == 0:
        return geometric_mean(values, weights)
    if power == 1:
        return arithmetic_mean(values, weights)
    there = counted(values, weights)
    # Divided by what weighs most in the end, so that a high power neither overflows nor vanishes.
    ends = np.where(there, values, np.inf).min(axis=1, initial=np.inf, keepdims=True)
    if power > 0:
        ends = np.where(there, values, 0.0).max(axis=1, initial=0.0, keepdims=True)
    scale = np.where(np.isfinite(ends) & (ends > 0), ends, 1.0)
    powers = np.where(there, np.where(there, values, 1.0) / scale, 1.0) ** power
    mean = arithmetic_mean(np.where(there, powers, np.nan), weights)
    root: Floats = scale[:, 0] * mean ** (1.0 / power)
    return root


def refuse_what_has_no_mean(
    values: Floats, weights: Floats, power: float, units: Sequence[str] = (), codes: Sequence[str] = ()
) -> None:
    """Raise BadTable, naming indicator and unit, where a value has no mean of a power.

    That is a negative one, or one of 0 where the power is 0 (geometric mean) or
    less (-1: harmonic mean).
    """
    there = counted(values, weights)
    above = power <= 0
    wrong = there & ((values <= 0) if above else (values < 0))
    expected = "above 0" if above else "of 0 or more"
    advice = f"this mean needs values {expected}. Normalise from 1 to 100 (lower = 1), or take the arithmetic mean."
    refuse(wrong, values, units, codes, advice)


def median(values: Floats, weights: Floats) -> Floats:
    """Return the weighted median of the available children of each unit.

    The value at which the weights, added up from the smallest value, pass half of
    their sum; where they meet it exactly, the mean of that value and the next.
    With equal weights that is the common median.  NaN where no child is available.
    """
    there = counted(values, weights)
    ordered, shares = _ordered(values, weights, there, best_first=False)
    reached = np.cumsum(shares, axis=1)
    low = _picked(ordered, np.argmax(reached >= 0.5 - TOLERANCE, axis=1))
    high = _picked(ordered, np.argmax(reached > 0.5 + TOLERANCE, axis=1))
    return np.where(there.any(axis=1), (low + high) / 2, np.nan)


def minimum(values: Floats, weights: Floats) -> Floats:
    """Return the smallest available child of each unit that weighs something; NaN where there is none."""
    there = counted(values, weights)
    least = np.where(there, values, np.inf).min(axis=1, initial=np.inf)
    return np.where(there.any(axis=1), least, np.nan)


def ordered_average(values: Floats, weights: Floats, order: Sequence[float]) -> Floats:
    """Return the ordered weighted average: the weights of ``order`` go to places, from the best child to the worst.

    (1, 0) on two children is the better, (0, 1) the worse, (1, 1) the mean.
    ``order`` need not sum to 1, nor be as long as the children are many: it says
    which weight each part of the way from the best to the worst has, so that a
    unit with a gap, or a group of another size, is treated alike ((1, 0) of four
    children is the mean of the best two).  The children's own weights say how much
    of the way each takes.  NaN where no child is available.

    Yager (1988), doi:10.1109/21.87068; with weights of the children, Torra (1997),
    International Journal of Intelligent Systems 12(2).
    """
    there = counted(values, weights)
    ordered, shares = _ordered(values, weights, there, best_first=True)
    way = np.linspace(0.0, 1.0, len(order) + 1)
    gathered = np.concatenate([[0.0], np.cumsum(order)]) / np.sum(order)
    reached = np.interp(np.cumsum(shares, axis=1), way, gathered)
    parts = np.diff(reached, axis=1, prepend=0.0)
    return np.where(there.any(axis=1), (parts * ordered).sum(axis=1), np.nan)


TOLERANCE = 1e-12
"""What adding up shares may err by."""


def _ordered(values: Floats, weights: Floats, there: Flags, *, best_first: bool) -> tuple[Floats, Floats]:
    """Return each unit's values in order, those that do not count last and as 0, and their shares of the weight."""
    weighing = np.where(there, weights, 0.0)
    total = weighing.sum(axis=1, keepdims=True)
    key = np.where(there, -values if best_first else values, np.inf)
    order = np.argsort(key, axis=1, kind="stable")
    shares = np.take_along_axis(weighing / np.where(total == 0, 1.0, total), order, axis=1)
    return np.take_along_axis(np.where(there, values, 0.0), order, axis=1), shares


def _picked(ordered: Floats, places: NDArray[np.intp]) -> Floats:
    picked: Floats = ordered[np.arange(len(ordered)), places]
    return picked


def _quotient(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0))
