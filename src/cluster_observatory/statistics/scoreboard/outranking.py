"""Units against each other, indicator by indicator: which of two is better in more of the weight."""

import numpy as np

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.matrices import Floats

TOLERANCE = 1e-12
"""How far from one half a share may be and still be a draw: what adding up weights errs by."""

PAIRS_AT_ONCE = 250_000


def outranking(values: Floats, weights: Floats) -> Floats:
    """Return for each unit (row) and other unit (column) in how much of the weight it is the better one, 0 to 1.

        o(i, j) = (Σ w [x_i > x_j] + ½ Σ w [x_i = x_j]) / Σ w, over the indicators that both have

    Takes values, units by indicators (NaN = missing), and one weight per indicator.
    ½ for two units that have no indicator in common, and for a unit against itself.
    Munda (2008), Social multi-criteria evaluation for a sustainable economy.
    """
    columns, groups = _grouped(values, weights)
    units = np.arange(len(values))
    balance = _balance(columns, groups, slice(0, len(values)), 0)
    common = np.zeros((len(units), len(units)))
    for weight, places in groups:
        there = (~np.isnan(columns[places])).astype(np.float64)
        common += weight * (there.T @ there)
    return np.asarray(0.5 + np.divide(balance, 2 * common, out=np.zeros_like(balance), where=common > 0))


def copeland(values: Floats, weights: Floats) -> Floats:
    """Return over how many units each is the better one, less how many are better than it.

        score(i) = Σ over j of sign(o(i, j) - ½)

    Takes what `outranking` takes; a share that differs from ½ by less than 1e-12 is
    a draw.  NaN for a unit without any value.  Copeland (1951); with gaps each pair
    is compared by what both have.  Raises NotPossible where weights differ by unit.
    """
    columns, groups = _grouped(values, weights)
    count = len(values)
    scores = np.zeros(count)
    total = sum(weight * len(places) for weight, places in groups)
    height = max(1, PAIRS_AT_ONCE // max(count, 1))
    for start in range(0, count, height):
        rows = slice(start, min(start + height, count))
        balance = _balance(columns, groups, rows, start)
        signs = np.where(np.abs(balance) <= 2 * TOLERANCE * total, 0.0, np.sign(balance))
        scores[rows] += signs.sum(axis=1)
        scores[rows.stop :] -= signs[:, rows.stop - start :].sum(axis=0)
    anything = np.zeros(count, dtype=bool)
    for _, places in groups:
        anything |= (~np.isnan(columns[places])).any(axis=0)
    return np.where(anything, scores, np.nan)


def _grouped(values: Floats, weights: Floats) -> tuple[Floats, list[tuple[float, list[int]]]]:
    """Return the values by indicator, and the indicators that weigh the same and more than nothing."""
    if np.ndim(weights) > 1:
        raise NotPossible(
            "Units cannot be compared in pairs where each has weights of its own. "
            "Give all the same weights, or aggregate by a mean."
        )
    groups: dict[float, list[int]] = {}
    for place, weight in enumerate(weights):
        if weight != 0:
            groups.setdefault(float(weight), []).append(place)
    return np.ascontiguousarray(values.T), list(groups.items())


def _balance(columns: Floats, groups: list[tuple[float, list[int]]], rows: slice, start: int) -> Floats:
    """Return the weight in which each of the rows is better, less that in which it is worse, than the units from start.

    Wins are counted in whole numbers per weight, so that equal weights draw exactly.
    """
    shape = (rows.stop - rows.start, columns.shape[1] - start)
    balance, wins = np.zeros(shape), np.empty(shape, dtype=np.int32)
    for weight, places in groups:
        wins[:] = 0
        for place in places:
            mine, theirs = columns[place, rows, None], columns[place, None, start:]
            wins += (mine > theirs).view(np.int8) - (mine < theirs).view(np.int8)
        balance += weight * wins
    return balance
