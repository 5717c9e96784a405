"""Classes for maps: few steps with limits a reader can remember."""

import bisect
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


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
    known = _known(values)
    if not known.size:
        return Classes((), "quantiles")
    return _readable(np.quantile(known, [step / count for step in range(1, count)]).tolist(), known, "quantiles")


def equal_steps(values: Sequence[float], count: int = 5) -> Classes:
    """Return classes that each span as much, limits rounded to two digits; equal limits fall together.

    They read as a scale, but a few far values leave most others in one class.
    """
    known = _known(values)
    if not known.size:
        return Classes((), "equal")
    low, high = float(known.min()), float(known.max())
    return _readable([low + (high - low) * step / count for step in range(1, count)], known, "equal")


def natural_breaks(values: Sequence[float], count: int = 5) -> Classes:
    """Return the classes with the least squared distance of values to the mean of their class, limits rounded.

    A limit has as few digits as part the values on its two sides.  The optimum of Jenks (1977), found by dynamic
    programming as in Fisher (1958), doi:10.1080/01621459.1958.10501479.
    """
    known = np.sort(_known(values))
    if not known.size:
        return Classes((), "jenks")
    starts = _breaks(known, min(count, len(np.unique(known))))
    return Classes(tuple(_between(float(known[start - 1]), float(known[start])) for start in starts), "jenks")


def _between(low: float, high: float) -> float:
    """Return the number with the fewest digits above the lower value and not above the higher one."""
    rounded = (readable((low + high) / 2, digits) for digits in range(1, 16))
    return next((limit for limit in rounded if low < limit <= high), high)


def _breaks(ordered: Values, count: int) -> list[int]:
    """Return where each class but the first begins, for the least sum of squared distances within classes."""
    size = len(ordered)
    middle = ordered - ordered.mean()
    sums, squares = np.append(0.0, middle.cumsum()), np.append(0.0, (middle**2).cumsum())

    def within(starts: NDArray[np.int64], end: int) -> Values:
        counted = end - starts
        found: Values = squares[end] - squares[starts] - (sums[end] - sums[starts]) ** 2 / counted
        return found

    least = np.array([np.inf, *(within(np.array([0]), end)[0] for end in range(1, size + 1))])
    begins = []
    for class_ in range(1, count):
        cost, begin = np.full(size + 1, np.inf), np.zeros(size + 1, dtype=np.int64)
        for end in range(class_ + 1, size + 1):
            starts = np.arange(class_, end)
            # Equal values stay together: a class begins only where the value differs from the one before.
            total = np.where(ordered[starts] > ordered[starts - 1], least[starts] + within(starts, end), np.inf)
            begin[end] = starts[int(total.argmin())]
            cost[end] = total.min()
        least = cost
        begins.append(begin)
    found, end = [], size
    for begin in reversed(begins):
        end = int(begin[end])
        found.append(end)
    return found[::-1]


def _known(values: Sequence[float]) -> Values:
    return np.asarray([value for value in values if math.isfinite(value)], dtype=np.float64)


def _readable(raw: Sequence[float], known: Values, method: str) -> Classes:
    limits = sorted({readable(limit) for limit in raw})
    return Classes(tuple(limit for limit in limits if known.min() < limit <= known.max()), method)


def readable(value: float, digits: int = 2) -> float:
    """Return the value rounded to so many significant digits."""
    if value == 0:
        return 0.0
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


METHODS: dict[str, Callable[[Sequence[float]], Classes]] = {
    "quantiles": quantiles,
    "jenks": natural_breaks,
    "equal": equal_steps,
}
"""Ways to make classes of any values, by the name that `Classes.method` has."""
