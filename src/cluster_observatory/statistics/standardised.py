"""Which location quotients stand out of their category by its own spread, rather than by a fixed cut-off."""

from typing import Any
from zlib import crc32

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from scipy.special import ndtr

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.matrices import Floats, like
from cluster_observatory.statistics.samples import beside, checked
from cluster_observatory.statistics.specialisation import location_quotient

SCALES = ("log", "plain", "nearer_normal")
FEWEST = 3  # regions: of two, both are as far from the mean
ROUNDING = 1e-9  # a spread as small as this is what binary fractions leave of none


def standardised_quotient(
    cells: IntoFrame,
    *,
    category: str = "industry",
    region_totals: IntoFrame | None = None,
    reference: IntoFrame | None = None,
    scale: str = "log",
    cutoff: float = 1.96,
) -> Any:
    """Return the cells with their location quotients standardised over the regions of a category and year.

        standardised_quotient = (value - mean) / standard deviation

    The value is ln(location_quotient) or, with ``scale`` "plain", the quotient
    itself; with "nearer_normal" it is, in each category and year, whichever is
    nearer to a normal distribution (the smaller Kolmogorov-Smirnov distance from
    the normal of the same mean and deviation; the logarithm where both are
    equal).  The standard deviation divides by the number of regions less one.

    Takes what `specialisation.location_quotient` takes.  Adds
    ``location_quotient``, ``standardised_quotient`` (standard deviations),
    ``standardised_scale`` ("log" or "plain") and ``exceptional`` (whether it is
    above ``cutoff``, of which 1.96 and 1.65 are usual).  Columns of these names are
    replaced; rows come sorted by their texts and whole numbers.

    Where persons are 0 there is no logarithm: on that scale the row is left out
    of mean and deviation, has no standardised quotient and is not exceptional.
    With fewer than three regions, or where all quotients are equal, nothing
    stands out or can: both are missing, as they are where the quotient is.
    Raises BadTable for a lacking column, an empty or repeated key and a figure
    that is negative or infinite; NotPossible for another scale.

    After O'Donoghue & Gleave (2004), A note on methods for measuring industrial
    agglomeration, Regional Studies 38(4), 419-427.
    """
    whole = checked(cells, ["region", category, "year"], "persons")
    found = _standardised(whole, category, region_totals, reference, scale)
    return like(cells, beside(whole, _judged(found, pl.lit(float(cutoff))), category))


def bootstrapped_cutoff(
    cells: IntoFrame,
    *,
    category: str = "industry",
    region_totals: IntoFrame | None = None,
    reference: IntoFrame | None = None,
    scale: str = "log",
    percentile: float = 95,
    resamples: int = 1000,
    seed: int = 1,
) -> Any:
    """Return the cells with a cut-off of the standardised quotient that is drawn from the data themselves.

    The standardised quotients of a category and year (`standardised_quotient`) are
    drawn anew, with replacement, as many as there are; the cut-off is the
    ``percentile`` (linear interpolation) of such a draw, averaged over ``resamples`` draws.
    No normal distribution is taken for granted.

    Adds what `standardised_quotient` adds, with ``exceptional`` by this cut-off
    (above it) in place of a fixed one, and ``bootstrapped_cutoff`` (standard
    deviations; missing where nothing is standardised).  The same seed gives the same
    cut-offs, whatever the order of rows and whatever other categories there are.
    Raises what `standardised_quotient` raises; NotPossible, too, for a percentile
    outside 0 to 100 and for less than one resample.

    After Tian (2013), Measuring agglomeration using the standardized location
    quotient with a bootstrap method, Journal of Regional Analysis and Policy 43(2).
    """
    if not 0 <= percentile <= 100 or resamples < 1:
        raise NotPossible(
            f"Met percentile={percentile} and resamples={resamples}; expected 0 to 100, and 1 resample or more."
        )
    whole = checked(cells, ["region", category, "year"], "persons")
    found = _standardised(whole, category, region_totals, reference, scale)
    cutoffs = np.full(found.height, np.nan)
    for (code, year), rows in found.with_row_index("place").group_by(category, "year", maintain_order=True):
        draw = np.random.default_rng([seed, crc32(f"{code} {year}".encode())])
        scores = rows["standardised_quotient"].drop_nulls().to_numpy()
        cutoffs[rows["place"].to_numpy()] = _bootstrapped(scores, percentile, resamples, draw)
    found = found.with_columns(bootstrapped_cutoff=pl.Series(cutoffs).fill_nan(None))
    return like(cells, beside(whole, _judged(found, pl.col("bootstrapped_cutoff")), category))


def _standardised(
    table: pl.DataFrame, category: str, region_totals: IntoFrame | None, reference: IntoFrame | None, scale: str
) -> pl.DataFrame:
    """Return the keys with quotient, scale and standardised quotient."""
    if scale not in SCALES:
        raise NotPossible(f"There is no scale {scale!r}. The scales are: {', '.join(SCALES)}.")
    totals = None if region_totals is None else checked(region_totals, ["region", "year"], "region_persons")
    own = None if reference is None else checked(reference, [category, "year"], "persons")
    quotients: pl.DataFrame = location_quotient(table, category=category, region_totals=totals, reference=own)
    scales, values = np.full(quotients.height, None, dtype=object), np.full(quotients.height, np.nan)
    groups = quotients.with_row_index("place").drop_nulls("location_quotient")
    for _, rows in groups.group_by(category, "year", maintain_order=True):
        chosen, standardised = _on_scale(rows["location_quotient"].to_numpy(), scale)
        scales[rows["place"].to_numpy()], values[rows["place"].to_numpy()] = chosen, standardised
    return quotients.with_columns(
        standardised_quotient=pl.Series(values).fill_nan(None),
        standardised_scale=pl.Series(scales.tolist(), dtype=pl.String),
    )


def _on_scale(quotients: Floats, scale: str) -> tuple[str | None, Floats]:
    """Return the scale used (None where there is no spread) and the standardised quotients, NaN where there is none."""
    logarithms = np.log(quotients, out=np.full_like(quotients, np.nan), where=quotients > 0)
    on = {"log": _standard_scores(logarithms), "plain": _standard_scores(quotients)}
    if scale == "nearer_normal":
        scale = "plain" if _distance_to_normal(on["plain"]) < _distance_to_normal(on["log"]) else "log"
    return (scale if np.isfinite(on[scale]).any() else None), on[scale]


def _standard_scores(values: Floats) -> Floats:
    known = values[np.isfinite(values)]
    if len(known) < FEWEST or known.std(ddof=1) <= ROUNDING * max(1, abs(known.mean())):
        return np.full_like(values, np.nan)
    scores: Floats = (values - known.mean()) / known.std(ddof=1)
    return scores


def _distance_to_normal(scores: Floats) -> float:
    ordered = np.sort(scores[np.isfinite(scores)])
    if not len(ordered):
        return np.inf
    steps, expected = np.arange(len(ordered) + 1) / len(ordered), ndtr(ordered)
    return float(max((steps[1:] - expected).max(), (expected - steps[:-1]).max()))


def _bootstrapped(values: Floats, percentile: float, resamples: int, draw: np.random.Generator) -> float:
    if not len(values):
        return np.nan
    drawn = values[draw.integers(0, len(values), (resamples, len(values)))]
    return float(np.percentile(drawn, percentile, axis=1).mean())


def _judged(found: pl.DataFrame, cutoff: pl.Expr) -> pl.DataFrame:
    """Return the rows with ``exceptional``: false, not missing, where a quotient of 0 has no logarithm."""
    above = pl.col("standardised_quotient") > cutoff
    no_logarithm = (pl.col("location_quotient") == 0) & (pl.col("standardised_scale") == "log")
    return found.with_columns(exceptional=pl.when(no_logarithm).then(False).otherwise(above))
