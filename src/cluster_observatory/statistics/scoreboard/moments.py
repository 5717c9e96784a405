"""Skewness and kurtosis of the values of an indicator, and whether it has outliers by them."""

import math

import numpy as np

from cluster_observatory.statistics.matrices import Floats


def skewness(values: Floats) -> float:
    """Return the skewness of values, corrected for the size of the sample; NaN values are left out.

        √n Σz³ / (Σz²)^1.5 · √(n(n-1)) / (n-2),  z = value - mean

    As SKEW of spreadsheets.  NaN for less than 3 values, and where all are equal.
    Source: Joanes & Gill (1998), doi:10.1111/1467-9884.00122, G₁.
    """
    return moments(values)[0]


def kurtosis(values: Floats) -> float:
    """Return the excess kurtosis of values, corrected for the size of the sample; NaN values are left out.

        ((n+1)(r-3) + 6) (n-1) / ((n-2)(n-3)),  r = n Σz⁴ / (Σz²)²,  z = value - mean

    As KURT of spreadsheets: 0 for a normal distribution.  NaN for less than 4
    values, and where all are equal.
    Source: Joanes & Gill (1998), doi:10.1111/1467-9884.00122, G₂.
    """
    return moments(values)[1]


def moments(values: Floats) -> tuple[float, float]:
    """Return `skewness` and `kurtosis` of values in one pass."""
    missing = np.isnan(values)
    known = values[~missing] if missing.any() else values
    if known.size < 3 or known.min() == known.max():
        return math.nan, math.nan
    return moments_of_deviations(known - known.mean())


def moments_of_deviations(z: Floats) -> tuple[float, float]:
    """Return `skewness` and `kurtosis` from the deviations from a mean, which are not all 0; they are overwritten."""
    n = z.size
    z /= max(z.max(), -z.min())  # neither changes by it, and powers of very large or small values stay in range
    squares = z * z
    # Multiplied in place, not as dot products: threads of BLAS make those slow on a busy machine.
    second, third = float(squares.sum()), float(np.multiply(z, squares, out=z).sum())
    fourth = float(np.multiply(squares, squares, out=squares).sum())
    skew = math.sqrt(n) * third / second**1.5 * math.sqrt(n * (n - 1)) / (n - 2)
    if n < 4:
        return skew, math.nan
    r = n * fourth / second**2
    return skew, ((n + 1) * (r - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))


def passes(skew: float, kurt: float, *, skewness: float = 2.0, kurtosis: float = 3.5) -> bool | None:
    """Return whether values have no outliers by |skew| < ``skewness`` or kurt < ``kurtosis``; None where one is NaN.

    The rule of the COIN Tool (European Commission, Joint Research Centre, 2019, EUR 29899).
    """
    if math.isnan(skew) or math.isnan(kurt):
        return None
    return abs(skew) < skewness or kurt < kurtosis
