"""How much of the variance of a result each input explains, by itself and with all others: Sobol indices."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.matrices import Floats

LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Indices:
    """First-order and total index of each input; ``*_low`` and ``*_high`` bound 90 per cent of resamplings."""

    first: Floats
    first_low: Floats
    first_high: Floats
    total: Floats
    total_low: Floats
    total_high: Floats


def two_samples(width: int, least: int, seed: int) -> tuple[Floats, Floats]:
    """Return two samples of the unit cube, points by ``width``, that have nothing to do with each other.

    They are the halves of scrambled Sobol points, which fill the cube more evenly than
    random ones: at least ``least`` points each, up to the next power of 2, as only
    then they are balanced (Owen, 2020, arXiv:2008.08051).
    """
    points = qmc.Sobol(2 * width, seed=np.random.default_rng(seed)).random_base2(max(1, (least - 1).bit_length()))
    points = np.minimum(points, np.nextafter(1.0, 0.0))
    return points[:, :width], points[:, width:]


def mixed(first: Floats, second: Floats, columns: slice) -> Floats:
    """Return the first sample with the columns of one input from the second."""
    found = first.copy()
    found[:, columns] = second[:, columns]
    return found


def estimated(of_first: Floats, of_second: Floats, of_mixed: Floats) -> tuple[Floats, Floats]:
    """Return first-order and total index of each input.

        S  = mean(b (m - a)) / V        T = mean((a - m)^2) / 2 V

    with a and b the results of two samples, m of the first with one input from the
    second, all less the mean of a and b, and V the variance of a and b together
    (divided by their number less 1).  Takes results, one per point, and ``of_mixed``,
    inputs by points.  S is what the input explains by itself, T with all that it has
    to do with others.  NaN where nothing varies.

    Saltelli et al. (2010), doi:10.1016/j.cpc.2009.09.018; T of Jansen (1999),
    doi:10.1016/S0010-4655(98)00154-4.
    """
    both = np.concatenate([of_first, of_second])
    variance = both.var(ddof=1)
    if not variance > 0:
        nothing = np.full(len(of_mixed), np.nan)
        return nothing, nothing
    first = np.mean((of_second - both.mean()) * (of_mixed - of_first), axis=1) / variance
    total = np.mean((of_first - of_mixed) ** 2, axis=1) / (2 * variance)
    return first, total


def sobol_indices(
    of_first: Floats, of_second: Floats, of_mixed: Floats, *, resamples: int = 500, seed: int = 1
) -> Indices:
    """Return the indices of each input with their intervals (see `estimated` for what it takes).

    Intervals are from the 5th to the 95th percentile of ``resamples`` bootstraps of
    the points.  Raises NotPossible where the result does not vary.
    """
    first, total = estimated(of_first, of_second, of_mixed)
    if np.isnan(first).any():
        raise NotPossible("The result is the same for all draws, so there is nothing to explain.")
    random = np.random.default_rng(seed)
    drawn = []
    for _ in range(resamples):
        some = random.integers(len(of_first), size=len(of_first))
        drawn.append(estimated(of_first[some], of_second[some], of_mixed[:, some]))
    low, high = np.nanquantile(np.array(drawn), (LOW, HIGH), axis=0)
    return Indices(first, low[0], high[0], total, low[1], high[1])
