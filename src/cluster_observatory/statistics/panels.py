"""One year's figures as arrays, and what a profile says of them: shared by resampling and sweep.

Arrays have the axes draws, categories, regions.  The verdict is that of
`stars.stars`, in a form that judges many draws of the same year at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import and_

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cluster_observatory.statistics.criteria import Criterion
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.profiles import Profile
from cluster_observatory.statistics.recent_growth import recent_growth
from cluster_observatory.statistics.stars import stars

Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Panel:
    """The cells of a year: where each row stands in the arrays, and the values by name; NaN where there is none."""

    year: int
    rows: NDArray[np.int64]
    places: tuple[NDArray[np.int64], NDArray[np.int64]]
    shape: tuple[int, int]
    values: dict[str, Floats]


def with_values(measured: pl.DataFrame, profiles: Sequence[Profile], category: str) -> pl.DataFrame:
    """Return the rows of specialisation with every value that the profiles look at, missing where it is not known.

    Growth is computed where the rows have none.
    """
    if "growth" not in measured.columns and any("growth" in profile.values for profile in profiles):
        measured = recent_growth(measured, category=category)
    key = ["region", category, "year"]
    for profile in profiles:
        bare = tuple(replace(one, minimum_persons=0) for one in profile.criteria if one.value not in measured.columns)
        if bare:
            rules = replace(profile, criteria=bare, cluster_if=(), tiers=(), regions_counted="with_data")
            found = stars(measured, rules, category=category)
            new = {one.value: pl.col(f"{one.name}_value").cast(pl.Float64) for one in bare}
            measured = measured.join(found.select(*key, **new), on=key, how="left", maintain_order="left")
    return measured


def panels(measured: pl.DataFrame, category: str, names: Sequence[str]) -> Iterator[Panel]:
    """Yield the years of a table, in order, with the named columns as arrays of categories by regions in code order."""
    table = measured.with_row_index("row")
    for (year,), rows in sorted(table.group_by("year", maintain_order=True), key=lambda part: part[0]):
        place = rows.select(pl.col(category, "region").rank("dense").cast(pl.Int64) - 1)
        places = (place[category].to_numpy(), place["region"].to_numpy())
        shape = (int(places[0].max()) + 1, int(places[1].max()) + 1)
        values = {}
        for name in names:
            values[name] = np.full(shape, np.nan)
            values[name][places] = rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        yield Panel(int(year), rows["row"].to_numpy().astype(np.int64), places, shape, values)


class Verdict:
    """What profiles say of draws of one year; what two of them ask for is computed once."""

    def __init__(self, persons: Floats, values: dict[str, Floats], cells: int) -> None:
        """Take the persons of each draw, the values by name (per draw, or one for all) and the number of cells."""
        self._persons, self._values, self._cells = persons, values, cells
        self._ordered: dict[tuple[object, ...], tuple[Floats, NDArray[np.int64]]] = {}
        self._met: dict[tuple[object, ...], Booleans] = {}

    @cached_property
    def _employing(self) -> Booleans:
        return self._persons > 0

    def cluster(self, profile: Profile) -> Booleans:
        """Return where the profile sees a cluster."""
        tests = [self.met(one, profile) for one in profile.criteria if one.name in profile.cluster_if]
        return reduce(and_, tests)

    def met(self, criterion: Criterion, profile: Profile) -> Booleans:
        """Return where the criterion is met; never where its value is missing or nobody is employed."""
        key = (replace(criterion, name=""), profile.minimum_persons, profile.ties, profile.regions_counted)
        if key not in self._met:
            self._met[key] = self._tested(criterion, profile)
        return self._met[key]

    def known(self, criterion: Criterion, profile: Profile) -> Booleans:
        """Return in which cells the criterion has a value to compare in any draw."""
        known = ~np.isnan(self._values[criterion.value])
        if criterion.minimum_persons:
            known = known & (self._persons >= criterion.minimum_persons)
        if profile.regions_counted == "employing":
            known = known & self._employing
        in_any: Booleans = known if known.ndim == 2 else np.any(known, axis=0)  # of one year, the same for all draws
        return in_any

    def _value(self, criterion: Criterion, profile: Profile) -> Floats:
        value = self._values[criterion.value]
        if criterion.minimum_persons:
            value = np.where(self._persons >= criterion.minimum_persons, value, np.nan)
        if profile.regions_counted == "employing":
            value = np.where(self._employing, value, np.nan)
        return value

    def _tested(self, criterion: Criterion, profile: Profile) -> Booleans:
        value = self._value(criterion, profile)
        met = self._employing & (self._persons >= profile.minimum_persons)
        if criterion.top_percent is not None:
            met = met & self._among_the_top(value, criterion, profile)
        if criterion.at_least_quantile is not None:
            met = met & (value >= self._quantile(value, criterion, profile, criterion.at_least_quantile))
        if criterion.above_quantile is not None:
            met = met & (value > self._quantile(value, criterion, profile, criterion.above_quantile))
        if criterion.at_least is not None:
            met = met & (value >= criterion.at_least)
        if criterion.above is not None:
            met = met & (value > criterion.above)
        return met & ~np.isnan(value)

    def _among_the_top(self, value: Floats, criterion: Criterion, profile: Profile) -> Booleans:
        pooled = criterion.pool == "all"
        ordered, known = self._in_order(value, criterion, profile, pooled)
        counted = known
        if profile.regions_counted == "all":
            counted = np.full_like(known, self._cells if pooled else value.shape[-1])
        assert criterion.top_percent is not None
        places = -(-criterion.top_percent * counted // 100)  # in whole numbers: rank <= ceil(p / 100 * N)
        last = known - places if profile.ties == "min" else known - places - 1
        cutoff = np.take_along_axis(ordered, np.clip(last, 0, None)[..., None], axis=-1)
        cutoff = np.where((known <= places)[..., None], -np.inf, cutoff)
        if pooled:
            cutoff = cutoff[..., None]
        return value >= cutoff if profile.ties == "min" else value > cutoff

    def _quantile(self, value: Floats, criterion: Criterion, profile: Profile, percent: int) -> Floats:
        employing = np.where(self._employing, value, np.nan)
        ordered, known = self._in_order(employing, criterion, profile, "employing")
        place = (known - 1) * (percent / 100)
        below = np.clip(np.floor(place), 0, None).astype(np.int64)
        above = np.minimum(below + 1, np.clip(known - 1, 0, None))
        low = np.take_along_axis(ordered, below[..., None], axis=-1)
        high = np.take_along_axis(ordered, above[..., None], axis=-1)
        quantile: Floats = low + (high - low) * (place - below)[..., None]
        return quantile

    def _in_order(
        self, value: Floats, criterion: Criterion, profile: Profile, pool: object
    ) -> tuple[Floats, NDArray[np.int64]]:
        """Return the values of each pool in ascending order, those missing last, and how many are known."""
        key = (criterion.value, criterion.minimum_persons, profile.regions_counted == "employing", pool)
        if key not in self._ordered:
            flat = value.reshape(*value.shape[:-2], -1) if pool is True else value
            ordered = np.sort(flat, axis=-1)
            self._ordered[key] = ordered, (~np.isnan(ordered)).sum(axis=-1)
        return self._ordered[key]
