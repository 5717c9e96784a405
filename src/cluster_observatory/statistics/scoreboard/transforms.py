"""Indicators bent so that a few large values do not rule the scale; the order of the values stays."""

from collections.abc import Callable

import numpy as np

from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.moments import skewness

SHARE = 0.01


def log_ct(values: Floats) -> Floats:
    """Return log(x - min + a) with a = 1 % of the range.  NaN values stay.

    The form of the COIN Tool (European Commission, Joint Research Centre, 2019, EUR 29899).
    """
    least, largest = _range(values)
    return np.log(values - least + SHARE * (largest - least))


def log_ct_original(values: Floats) -> Floats:
    """Return log(x - min + 1).  NaN values stay.  The COIN Tool's earlier form, which depends on the unit of x."""
    return np.log(values - _range(values)[0] + 1)


def log_ct_plus(values: Floats) -> Floats:
    """Return `log_ct` for positive skewness, else -log(max - x + a) with a = 1 % of the range.  NaN values stay."""
    if skewness(values) > 0:
        return log_ct(values)
    least, largest = _range(values)
    return -np.log(largest - values + SHARE * (largest - least))


def box_cox(values: Floats, power: float = 0.0) -> Floats:
    """Return (y^power - 1) / power of y = x - min + 1, or log y for a power of 0.  NaN values stay.

    Box & Cox (1964), doi:10.1111/j.2517-6161.1964.tb00553.x, with a power that is given.
    """
    positive = values - _range(values)[0] + 1
    return np.log(positive) if power == 0 else (positive**power - 1) / power


def root(values: Floats, degree: int = 2) -> Floats:
    """Return the root of a degree, 2 for the square root.  NaN values stay, and negative ones become NaN."""
    with np.errstate(invalid="ignore"):
        return np.sqrt(values) if degree == 2 else np.power(values, 1 / degree)


TRANSFORMS: dict[str, Callable[[Floats, float], Floats]] = {
    "log_ct": lambda values, _: log_ct(values),
    "log_ct_original": lambda values, _: log_ct_original(values),
    "log_ct_plus": lambda values, _: log_ct_plus(values),
    "boxcox": box_cox,
    "root": lambda values, _: root(values),
}
"""What an indicator can be transformed by, from its values and the power of Box and Cox."""


def _range(values: Floats) -> tuple[float, float]:
    return float(np.fmin.reduce(values)), float(np.fmax.reduce(values))
