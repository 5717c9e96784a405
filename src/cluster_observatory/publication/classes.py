"""Classes for maps: few steps with limits a reader can remember."""

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Classes:
    """Limits between classes, ascending; a value equal to a limit belongs to the class above it."""

    limits: tuple[float, ...]
    method: str

    @property
    def count(self) -> int:
        """Return how many classes there are."""
        return len(self.limits) + 1

    def of(self, value: float) -> int:
        """Return the class of a value, 0 for the lowest."""
        return bisect.bisect_right(self.limits, value)

    def counts(self, values: Sequence[float]) -> list[int]:
        """Return how many values fall in each class."""
        found = [0] * self.count
        for value in values:
            found[self.of(value)] += 1
        return found


QUOTIENTS = Classes((0.5, 1.0, 2.0, 4.0), "fixed")


def quantiles(values: Sequence[float], count: int = 5) -> Classes:
    """Return classes of about equally many values, limits rounded to two digits; equal limits fall together."""
    known = np.asarray([value for value in values if math.isfinite(value)], dtype=np.float64)
    if not known.size:
        return Classes((), "quantiles")
    raw = np.quantile(known, [step / count for step in range(1, count)])
    limits = sorted({readable(float(limit)) for limit in raw})
    inside = tuple(limit for limit in limits if known.min() < limit <= known.max())
    return Classes(inside, "quantiles")


def readable(value: float, digits: int = 2) -> float:
    """Return the value rounded to so many significant digits."""
    if value == 0:
        return 0.0
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))
