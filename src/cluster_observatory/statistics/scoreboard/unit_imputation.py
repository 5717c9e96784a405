"""What a gap could be, by the other units or by the unit's other indicators."""

import numpy as np

from cluster_observatory.statistics.matrices import Floats

Groups = tuple[str | None, ...]


def mean(values: Floats) -> Floats:
    """Return the mean of each column without its NaN; NaN where it has nothing else."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.nansum(values, axis=0) / (~np.isnan(values)).sum(axis=0))


def median(values: Floats) -> Floats:
    """Return the median of each column without its NaN; NaN where it has nothing else."""
    ordered = np.sort(values, axis=0)  # NaN comes last
    count = (~np.isnan(values)).sum(axis=0, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis=0)
    high = np.take_along_axis(ordered, np.maximum(count, 1) // 2 - (count == 0), axis=0)
    return np.asarray((low + (high - low) / 2)[0])


def by_group(values: Floats, groups: Groups, *, of_median: bool = False) -> Floats:
    """Return for each unit (row) and indicator the mean, or median, of the units of its group; NaN without a group."""
    found = np.full(values.shape, np.nan)
    rows_of: dict[str, list[int]] = {}
    for row, group in enumerate(groups):
        if group is not None:
            rows_of.setdefault(group, []).append(row)
    for rows in rows_of.values():
        found[rows] = (median if of_median else mean)(values[rows])
    return found


def by_row(values: Floats, directions: Floats, *, of_median: bool = False) -> Floats:
    """Return for each unit (row) and indicator what its other indicators would lead to.

    Each indicator is brought to 0 (worst) to 1 (best) by its least and largest
    value and its direction (1 or -1); their mean, or median, for the unit is
    brought back to the indicator's range.  An indicator whose values are all the
    same says nothing of the others.  NaN for a unit without such values.
    """
    least, largest = np.fmin.reduce(values, axis=0), np.fmax.reduce(values, axis=0)
    span = largest - least
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(span > 0, (values - least) / span, np.nan)
    shares = np.where(directions > 0, shares, 1 - shares)
    level = (median if of_median else mean)(shares.T)[:, None]
    found: Floats = least + span * np.where(directions > 0, level, 1 - level)
    return found
