"""Places of units: the highest value is first, equal values share the best place."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from cluster_observatory.statistics.matrices import Floats


def ranks(values: ArrayLike) -> Floats:
    """Return the place of each value, 1 for the highest; of a matrix, within each column.

    Equal values share the best of their places (1, 2, 2, 4).  NaN stays NaN and
    takes no place.  Values are compared as they are, never rounded.
    """
    given = np.asarray(values, dtype=np.float64)
    columns = given[:, None] if given.ndim == 1 else given
    found = np.full(columns.shape, np.nan)
    for place in range(columns.shape[1]):
        there = ~np.isnan(columns[:, place])
        known = columns[there, place]
        found[there, place] = 1.0 + known.size - np.searchsorted(np.sort(known), known, side="right")
    return found.reshape(given.shape)


def group_ranks(values: ArrayLike, groups: Sequence[str | None]) -> Floats:
    """Return the place of each value among those of its group, as `ranks` does; NaN where a unit has no group."""
    given = np.asarray(values, dtype=np.float64)
    found = np.full(given.shape, np.nan)
    rows_of: dict[str, list[int]] = {}
    for row, group in enumerate(groups):
        if group is not None:
            rows_of.setdefault(group, []).append(row)
    for rows in rows_of.values():
        found[rows] = ranks(given[rows])
    return found
