"""How unequal the columns of a matrix are: shares, Herfindahl, Gini, Theil, entropy, mean logarithmic deviation.

Every function takes a matrix without negative numbers and answers with one
number per column.  NaN is no value and is left out; a column without a value,
or whose sum is 0, has NaN.
"""

import numpy as np

from cluster_observatory.statistics.matrices import Floats


def shares(values: Floats) -> Floats:
    """Return each value as a share of its column's sum."""
    return values / positive(np.nansum(values, axis=0))


def herfindahl(values: Floats) -> Floats:
    """Return the sum of the squared shares: 1 / n where all are equal, 1 where one has all."""
    return column_sums(shares(values) ** 2)


def normalised_herfindahl(values: Floats) -> Floats:
    """Return (H - 1 / n) / (1 - 1 / n): 0 where all are equal, 1 where one has all; NaN for a single value."""
    equal = 1 / positive(counts(values))
    return (herfindahl(values) - equal) / positive(1 - equal)


def gini(values: Floats) -> Floats:
    """Return Gini's coefficient, 2 / (n² mean) * sum of rank * (value - mean), smallest first.

    0 where all are equal, (n - 1) / n where one has all.
    """
    number = positive(counts(values))
    mean = np.nansum(values, axis=0) / number
    rank = np.arange(1, values.shape[0] + 1)[:, np.newaxis]
    coefficient: Floats = 2 * column_sums(rank * (np.sort(values, axis=0) - mean)) / (number**2 * positive(mean))
    return coefficient


def theil(values: Floats) -> Floats:
    """Return Theil's T, the sum of share * ln(n * share): 0 where all are equal, ln n where one has all."""
    share = shares(values)
    return column_sums(times_logarithm(share, share * counts(values)))


def entropy(values: Floats) -> Floats:
    """Return Shannon's entropy of the shares in bits: log2 n where all are equal, 0 where one has all."""
    share = shares(values)
    bits: Floats = -column_sums(times_logarithm(share, share)) / np.log(2) + 0.0
    return bits


def mean_log_deviation(values: Floats) -> Floats:
    """Return the mean of ln(mean / value), also called Theil's L; NaN where a value is 0."""
    number = positive(counts(values))
    mean = np.nansum(values, axis=0) / number
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = column_sums(np.log(positive(mean) / values)) / number
    return np.where(np.isfinite(deviation), deviation, np.nan)


def counts(values: Floats) -> Floats:
    """Return how many values each column has."""
    number: Floats = np.sum(~np.isnan(values), axis=0).astype(np.float64)
    return number


def positive(values: Floats) -> Floats:
    """Return the values that are more than 0, NaN for the others: nothing is divided by 0."""
    return np.where(values > 0, values, np.nan)


def times_logarithm(weight: Floats, value: Floats) -> Floats:
    """Return weight * ln(value), which is 0 where the value is 0."""
    logarithm = np.log(np.where(value == 0, 1.0, value))
    product: Floats = weight * logarithm
    return product


def column_sums(values: Floats) -> Floats:
    """Return the sums of the columns, NaN where a column has no number."""
    return np.where(np.isnan(values).all(axis=0), np.nan, np.nansum(values, axis=0))
