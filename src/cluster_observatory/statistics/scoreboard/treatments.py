"""What is done to one indicator with outliers or skewness, with the checks before, between and after."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import LARGEST
from cluster_observatory.statistics.scoreboard.moments import moments, passes
from cluster_observatory.statistics.scoreboard.outliers import winsorised
from cluster_observatory.statistics.scoreboard.transforms import TRANSFORMS, root

OUTLIERS = "still has outliers"
SKEWED = "is still skewed"
NO_ROOT = "has negative values, which have no root"
TOO_LARGE = "its transformed values are too large to compute with"


@dataclass(frozen=True)
class Check:
    """Skewness and kurtosis of an indicator, and whether it passes; None where it cannot be judged."""

    passes: bool | None = None
    skewness: float = math.nan
    kurtosis: float = math.nan


@dataclass(frozen=True)
class Treated:
    """The values of an indicator after its treatment, and what was done.

    ``brought_in`` tells which values the treatment brought in, of those that it
    gave back; ``winsorised`` counts those that were tried.  ``transform`` names
    what all values went through, if anything; ``remark`` says what did not work.
    """

    values: Floats
    brought_in: NDArray[np.bool_]
    before: Check
    after_winsorising: Check = Check()
    after_transforming: Check = Check()
    winsorised: int = 0
    transform: str = ""
    remark: str = ""

    @property
    def treatment(self) -> str:
        """Return what the values have gone through, in words."""
        return ", ".join(["winsorised"] * bool(self.brought_in.any()) + [self.transform] * bool(self.transform))


def checked(values: Floats, skewness: float, kurtosis: float) -> Check:
    """Return whether values pass by |skewness| < ``skewness`` or kurtosis < ``kurtosis``, see `moments.passes`."""
    skew, kurt = moments(values)
    return Check(passes(skew, kurt, skewness=skewness, kurtosis=kurtosis), skew, kurt)


def winsorised_then_transformed(
    values: Floats,
    *,
    skewness: float = 2.0,
    kurtosis: float = 3.5,
    most: int = 5,
    transform: str = "log_ct",
    power: float = 0.0,
    combined: bool = False,
) -> Treated:
    """Return an indicator as it is if it passes, else winsorised if it passes then, else transformed.

    What is transformed is the original values, or the winsorised ones where
    ``combined``.  An indicator that cannot be judged stays as it is.
    """
    untouched = np.zeros(values.size, np.bool_)
    before = checked(values, skewness, kurtosis)
    if before.passes is not False:
        return Treated(values, untouched, before, remark=_obstacle(values) if before.passes is None else "")
    within, count = winsorised(values, most=most, skewness=skewness, kurtosis=kurtosis)
    moved = ~np.isnan(values) & (within != values)
    between = checked(within, skewness, kurtosis)
    if between.passes or transform == "none":
        remark = "" if between.passes else OUTLIERS
        return Treated(within, moved, before, between, winsorised=count, remark=remark)
    if not combined:
        within, moved = values, untouched
    if transform == "root" and np.fmin.reduce(values) < 0:
        return Treated(within, moved, before, between, winsorised=count, remark=f"{OUTLIERS}, and {NO_ROOT}")
    with np.errstate(over="ignore", divide="ignore"):
        bent = TRANSFORMS[transform](within, power)
    if (np.abs(bent) > LARGEST).any():
        return Treated(within, moved, before, between, winsorised=count, remark=f"{OUTLIERS}, and {TOO_LARGE}")
    after = checked(bent, skewness, kurtosis)
    remark = "" if after.passes else OUTLIERS
    return Treated(bent, moved, before, between, after, winsorised=count, transform=transform, remark=remark)


def capped(values: Floats, cap: Callable[[Floats], Floats], *, skewness: float = 2.0, kurtosis: float = 3.5) -> Treated:
    """Return an indicator after a rule that brings in its extreme values; it passes or not as others do."""
    within = cap(values)
    moved = ~np.isnan(values) & (within != values)
    before = checked(values, skewness, kurtosis)
    after = checked(within, skewness, kurtosis) if moved.any() else Check()
    last = after if moved.any() else before
    remark = {None: _obstacle(within), True: "", False: OUTLIERS}[last.passes]
    return Treated(within, moved, before, after, winsorised=int(moved.sum()), remark=remark)


def rooted(values: Floats, *, skewness: float = 1.0, highest: int = 2) -> Treated:
    """Return an indicator as it is if its skewness is at most ``skewness``, else its square root, or a higher one.

    The third and further roots, up to ``highest``, are tried as long as the
    skewness stays above.  The rule of the European and the Regional Innovation
    Scoreboard (square root; N-th roots in 2012 and 2014), from memory of their reports.
    """
    untouched = np.zeros(values.size, np.bool_)
    skew, kurt = moments(values)
    before = Check(None if math.isnan(skew) else skew <= skewness, skew, kurt)
    if before.passes is not False:
        return Treated(values, untouched, before, remark=_obstacle(values) if before.passes is None else "")
    if np.fmin.reduce(values) < 0:
        return Treated(values, untouched, before, remark=f"{SKEWED}, and {NO_ROOT}")
    for degree in range(2, highest + 1):
        bent = root(values, degree)
        skew, kurt = moments(bent)
        if skew <= skewness:
            break
    after = Check(skew <= skewness, skew, kurt)
    remark = "" if after.passes else SKEWED
    return Treated(bent, untouched, before, after_transforming=after, transform=f"root {degree}", remark=remark)


def _obstacle(values: Floats) -> str:
    """Return why an indicator cannot be judged."""
    known = values[~np.isnan(values)]
    if known.size == 0:
        return "cannot be judged: no value"
    if known.min() == known.max():
        return "cannot be judged: all values are the same"
    return f"cannot be judged: {known.size} values, expected at least 4"
