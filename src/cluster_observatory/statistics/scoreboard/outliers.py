"""Values far from the others brought to the values beside them."""

import numpy as np

from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.moments import moments_of_deviations, passes


def winsorised(values: Floats, *, most: int = 5, skewness: float = 2.0, kurtosis: float = 3.5) -> tuple[Floats, int]:
    """Return the values with extreme ones brought to the next, one after the other, until they pass; and how many.

    While the values do not pass (`moments.passes`) and fewer than ``most`` are
    changed, all values that equal the largest take the next smaller one, or with
    negative skewness all that equal the least the next larger one.  Values that are
    equal move together, so more than ``most`` can change.  It ends before all
    values would be the same.  NaN values stay.

    As in the COIN Tool (European Commission, Joint Research Centre, 2019, EUR 29899)
    and the R package COINr.
    """
    ordered = np.sort(values[~np.isnan(values)])
    if ordered.size < 4 or ordered[0] == ordered[-1]:
        return values, 0
    low, high, count = ordered[0], ordered[-1], 0
    within = ordered.copy()
    while count < most:
        skew, kurt = moments_of_deviations(np.subtract(within, within.mean(), out=within))
        if passes(skew, kurt, skewness=skewness, kurtosis=kurtosis) is not False:
            break
        first, last = int(np.searchsorted(ordered, low, "right")), int(np.searchsorted(ordered, high, "left"))
        if ordered[first] == high:
            break
        low, high = (low, ordered[last - 1]) if skew >= 0 else (ordered[first], high)
        count = int(np.searchsorted(ordered, low, "left") + ordered.size - np.searchsorted(ordered, high, "right"))
        np.clip(ordered, low, high, out=within)
    return np.clip(values, low, high), count


def within_quartiles(values: Floats, multiple: float = 2.0) -> Floats:
    """Return the values with those beyond Q1 - multiple·IQR or Q3 + multiple·IQR brought to the extremes within.

    Q1 and Q3 are the quartiles, interpolated as R's type 7, IQR = Q3 - Q1; the
    values stay as they are where that is 0.  NaN values stay.  The Regional
    Innovation Scoreboard's way; whether its multiple is 1.5 or 2 is unconfirmed.
    """
    if np.isnan(values).all():
        return values
    first, third = np.nanquantile(values, (0.25, 0.75))
    if first == third:
        return values
    return _brought_within(values, first - multiple * (third - first), third + multiple * (third - first))


def within_deviations(values: Floats, multiple: float = 2.0) -> Floats:
    """Return the values with those beyond mean ± multiple·SD brought to the extremes within.

    SD is the standard deviation with n-1.  NaN values stay.  The European
    Innovation Scoreboard's way, from memory of its reports.
    """
    known = values[~np.isnan(values)]
    if known.size < 2:
        return values
    middle, reach = known.mean(), multiple * known.std(ddof=1)
    return _brought_within(values, middle - reach, middle + reach)


def within_percentiles(values: Floats, lower: float = 4.0, upper: float = 96.0) -> Floats:
    """Return the values with those beyond two percentiles (interpolated as R's type 7) brought to these.

    NaN values stay.  OECD Regional Well-Being caps at the 4th and 96th percentile.
    """
    if np.isnan(values).all():
        return values
    low, high = np.nanpercentile(values, (lower, upper))
    return np.clip(values, low, high)


def _brought_within(values: Floats, low: float, high: float) -> Floats:
    within = values[(values >= low) & (values <= high)]
    return np.clip(values, within.min(), within.max()) if within.size else values
