"""Means that fall where a unit's children are unequal, or one of them is low."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import brentq

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.averages import arithmetic_mean, counted, minimum, refuse

PENALTIES = ("negative", "positive")


def mazziotta_pareto(
    values: Floats, weights: Floats, penalty: str = "negative", units: Sequence[str] = (), codes: Sequence[str] = ()
) -> Floats:
    """Return M - S · cv (``penalty`` positive: M + S · cv) with cv = S / M over the available children of each unit.

    M is their weighted mean and S their standard deviation (divided by Σ w), so that
    of two units of the same mean the more balanced one stands above.  Positive is for
    an index of something bad.  Meant for children around 100: normalised by zscore
    with mean 100, deviation 10 and divide_by n (Mazziotta–Pareto index), or by
    around_reference from 70 to 130 (adjusted index, which compares years).

    NaN where no child is available.  Raises BadTable, naming unit and children, where M is
    not above 0.  Mazziotta & Pareto (2016), doi:10.1007/s11205-015-0998-2.
    """
    middle = arithmetic_mean(values, weights)
    if (middle <= 0).any():
        place = int(np.argmax(middle <= 0))
        unit = f"the unit {units[place]}" if units else f"row {place + 1}"
        raise BadTable(
            f"The mean of {unit} over {', '.join(codes) or 'its children'} is {middle[place]:g}; the Mazziotta–Pareto "
            "index needs one above 0. Normalise by zscore with mean = 100, deviation = 10 and divide_by = n, and treat "
            "outliers before."
        )
    variance = arithmetic_mean((values - middle[:, None]) ** 2, weights)
    return middle - variance / middle if penalty == "negative" else middle + variance / middle


def mean_minimum(values: Floats, weights: Floats, share: float = 1.0, smoothing: float = 0.0) -> Floats:
    """Return M - share · (√((M - min)² + smoothing²) - smoothing) over the available children of each unit.

    M is their weighted mean, min the smallest.  ``share`` 0 gives the mean; 1
    without ``smoothing`` gives the smallest child, and the larger the smoothing (in
    the children's unit, 0 or more), the milder.  NaN where no child is available.

    Casadio Tarabusi & Guarini (2013), Social Indicators Research 112(1), 19-45.
    """
    middle = arithmetic_mean(values, weights)
    apart = middle - minimum(values, weights)
    return np.asarray(middle - share * (np.sqrt(apart**2 + smoothing**2) - smoothing))


def refuse_what_is_no_share(
    values: Floats, weights: Floats, units: Sequence[str] = (), codes: Sequence[str] = ()
) -> None:
    """Raise BadTable, naming indicator and unit, where a value is not from 0 to 1."""
    wrong = counted(values, weights) & ((values < -1e-9) | (values > 1 + 1e-9))
    advice = "the penalty for bottlenecks needs values from 0 to 1. Normalise with lower = 0 and upper = 1."
    refuse(wrong, values, units, codes, advice)


def bottleneck_penalised(values: Floats) -> Floats:
    """Return min + (1 - exp(min - x)) for each child x of a unit, min being its smallest available child.

    Takes units by children, values from 0 to 1.  A child gains from what it is
    above the weakest, but ever less.  After Acs, Autio & Szerb (2014),
    doi:10.1016/j.respol.2013.08.016; reconstructed, not checked against published scores.
    """
    least = np.where(np.isnan(values), np.inf, values).min(axis=1, initial=np.inf, keepdims=True)
    return np.asarray(least + (1 - np.exp(least - values)))


def average_equalised(values: Floats, codes: Sequence[str] = ()) -> Floats:
    """Return x^k with a k for each child such that all children have the same mean: that of their means.

    Takes units by children, values from 0 to 1, so that none is the bottleneck only
    because everybody is low in it.  Raises BadTable, naming the child, where no k
    does so (nearly all values are 0 or 1, or there is none).
    """
    known = [np.clip(column[~np.isnan(column)], 0.0, 1.0) for column in values.T]
    for place, column in enumerate(known):
        if column.size == 0:
            raise BadTable(f"{_called(place, codes)} has no value in any unit; drop it, or set equalise = false.")
    aim = float(np.mean([column.mean() for column in known]))
    found = np.full(values.shape, np.nan)
    for place, column in enumerate(known):
        low, high = 2.0**-20, 2.0**20
        if not (column**high).mean() < aim < (column**low).mean():
            raise BadTable(
                f"No power of {_called(place, codes)} has the mean {aim:.4g} of all pillars; "
                f"its values have the mean {column.mean():.4g}. Drop it, or set equalise = false."
            )
        power = 2.0 ** brentq(_excess, -20.0, 20.0, args=(column, aim), xtol=1e-13)
        found[~np.isnan(values[:, place]), place] = column**power
    return found


def _excess(exponent: float, column: Floats, aim: float) -> float:
    return float((column ** (2.0**exponent)).mean() - aim)


def _called(place: int, codes: Sequence[str]) -> str:
    return codes[place] if codes else f"Column {place + 1}"
