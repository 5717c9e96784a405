"""Gaps filled from other years of the same unit, alone or with the course of another unit."""

import numpy as np
from numpy.typing import NDArray

from cluster_observatory.statistics.matrices import Floats

Years = NDArray[np.int64]
ANY = np.iinfo(np.int64).max


def latest(cube: Floats, years: Years, most_years: int = ANY) -> Floats:
    """Return values of units, years and codes with gaps filled by the unit's latest earlier value.

    Takes ``years`` in rising order; a value that is more than ``most_years``
    (calendar years) older than the gap is too old.  NaN is a gap.
    """
    before = _places_before(cube)
    found = np.take_along_axis(cube, np.maximum(before, 0), axis=1)
    age = years[None, :, None] - years[np.maximum(before, 0)]
    return np.where((before >= 0) & (age <= most_years), found, np.nan)


def latest_or_first(cube: Floats) -> Floats:
    """Return the values with gaps filled by the latest earlier value, and before the first value by the first.

    As ``approx`` of R with ``method = "constant", rule = 2``.
    """
    before, after = _places_before(cube), _places_after(cube)
    return np.where(before >= 0, _at(cube, before), _at(cube, after))


def interpolated(cube: Floats, years: Years, *, constant_ends: bool = False) -> Floats:
    """Return the values with gaps filled on the straight line between the unit's years on either side.

        value(t) = value(s) + (value(u) - value(s)) (t - s) / (u - s),  s < t < u

    Gaps before the first or after the last value stay, or take it where ``constant_ends``.
    """
    before, after = _places_before(cube), _places_after(cube)
    low, high = _at(cube, before), _at(cube, after)
    first, last = years[np.maximum(before, 0)], years[np.minimum(after, years.size - 1)]
    span = np.where(last > first, last - first, 1)
    filled = low + (high - low) * ((years[None, :, None] - first) / span)
    if constant_ends:
        filled = np.where(np.isnan(low), high, np.where(np.isnan(high), low, filled))
    return np.where(np.isnan(cube), filled, cube)


def by_ratio(cube: Floats, reference: Floats, years: Years, most_years: int = ANY) -> Floats:
    """Return the values with gaps filled by the unit's latest earlier value and the course of a reference since.

        x(r, t) = x(r, s) · x(c, t) / x(c, s)

    with s the latest earlier year, at most ``most_years`` before, in which the unit
    r and its reference c (such as its country) both have a value, that of c not 0.
    ``reference`` has the values of c for every row of ``cube``.  The rule of the
    Regional Innovation Scoreboard for regions of countries with newer data.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratios = np.where(reference != 0, cube / reference, np.nan)
        filled = latest(ratios, years, most_years) * reference
    return np.where(np.isnan(cube), filled, cube)


def _places_before(cube: Floats) -> NDArray[np.intp]:
    """Return the place of the latest year up to each with a value, -1 where there is none."""
    places = np.where(np.isnan(cube), -1, np.arange(cube.shape[1])[None, :, None])
    return np.maximum.accumulate(places, axis=1)


def _places_after(cube: Floats) -> NDArray[np.intp]:
    """Return the place of the first year from each with a value, the number of years where there is none."""
    count = cube.shape[1]
    places = np.where(np.isnan(cube), count, np.arange(count)[None, :, None])
    return np.minimum.accumulate(places[:, ::-1], axis=1)[:, ::-1]


def _at(cube: Floats, places: NDArray[np.intp]) -> Floats:
    """Return the values of the years at the places; NaN where a place is none."""
    count = cube.shape[1]
    found = np.take_along_axis(cube, np.clip(places, 0, count - 1), axis=1)
    return np.where((places >= 0) & (places < count), found, np.nan)
