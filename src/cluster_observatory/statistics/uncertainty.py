"""How sure a location quotient is, given how few local units it may rest on."""

import math
from statistics import NormalDist
from typing import Any

import polars as pl
from narwhals.typing import IntoFrame
from scipy.special import gammaincinv

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.matrices import like
from cluster_observatory.statistics.samples import average_size, beside, checked, positive, with_samples

CERTAINTIES = (
    (0.95, "almost certain"),
    (0.8, "likely"),
    (0.5, "more likely than not"),
    (0.2, "unlikely"),
    (0.0, "very unlikely"),
)


def quotient_interval(
    cells: IntoFrame,
    *,
    category: str = "industry",
    region_totals: IntoFrame | None = None,
    reference: IntoFrame | None = None,
    level: float = 0.95,
    dispersion: float = 1.0,
) -> Any:
    """Return the cells with the interval in which each location quotient lies at that level of confidence.

        low, high = location_quotient * exp(-+ z * sd)
        sd ** 2   = dispersion * ((1 - p1) / n1 + (1 - p2) / n2)

    p1 is the category's share of the region's persons, p2 its share of all
    persons, n1 the local units of the cell, n2 those of the category in all
    regions, and z the normal quantile of ``level``.  Persons come and go with
    their plant: 1,000 persons in two plants are a sample of two.  Where nobody is
    employed ``low`` is 0 and ``high`` the quotient of a share p1 = -ln(1 - level) *
    dispersion / n, at most 1, in a region of n local units: at 95 % the rule of
    three.

    Takes one row per region, ``category`` and year with ``persons`` and
    ``local_units`` (or ``establishments``; counts), and ``region_totals`` and
    ``reference`` as `specialisation` takes them.
    ``dispersion`` says how unequal plants are: 1 + the squared coefficient of
    variation of their persons.  At 1 all are equal: the interval is the narrowest
    there can be.  Published cells do not tell it.

    Adds ``location_quotient``, ``location_quotient_low``, ``location_quotient_high``
    (ratios), ``sample`` (n1, local units) and ``sample_estimated``: true where
    local units are missing, or 0 though persons are employed, and where the figure
    was split from a coarser one (``split_deviation`` of `clusters.by_cluster`):
    then 1 / n1 is 1 / local units + (split_deviation / persons) ** 2.  There n1 is persons
    over the average size of the category's units in that year (of all units of
    the year, where the category has none), at least 1.  Columns of these names
    are replaced; rows come sorted by their texts and whole numbers.  In a year
    without any local units there is no interval: persons are never taken for
    independent.  Nor is there one where persons or the quotient are missing.

    Raises BadTable for a lacking column, an empty or repeated key, and a figure
    that is negative or infinite; NotPossible for a level outside 0 to 1 or a
    dispersion below 1.

    After Moineddin, Beyene & Boyle (2003), On the location quotient confidence
    interval, Geographical Analysis 35(3), with local units in place of persons.
    """
    _check_parameters(level, dispersion)
    whole = checked(cells, ["region", category, "year"], "persons")
    region, year = pl.col("region_persons"), ["year"]
    measured = with_samples(whole, category, region_totals, reference).with_columns(
        n2=positive(pl.col("sample").sum().over(category, "year")),
        region_sample=region / pl.coalesce(average_size("sample", ["region", "year"]), average_size("sample", year)),
    )
    quotient = pl.col("location_quotient")
    variance = (1 - pl.col("focus")) / positive(pl.col("sample")) + (1 - pl.col("category_share")) / pl.col("n2")
    width = NormalDist().inv_cdf((1 + level) / 2) * (dispersion * variance.clip(lower_bound=0)).sqrt()
    unseen = pl.min_horizontal(1.0, -math.log(1 - level) * dispersion / pl.col("region_sample"))
    nobody = (pl.col("persons") == 0) & pl.col("region_sample").is_not_null() & quotient.is_not_null()
    low = pl.when(nobody).then(0.0).otherwise(quotient * (-width).exp())
    high = pl.when(nobody).then(unseen / pl.col("category_share")).otherwise(quotient * width.exp())
    found = measured.select(
        "region",
        category,
        "year",
        "location_quotient",
        location_quotient_low=low,
        location_quotient_high=high,
        sample="sample",
        sample_estimated="sample_estimated",
    )
    return like(cells, beside(whole, found, category))


def shrunken_quotient(
    cells: IntoFrame,
    *,
    category: str = "industry",
    region_totals: IntoFrame | None = None,
    reference: IntoFrame | None = None,
    level: float = 0.95,
    dispersion: float = 1.0,
) -> Any:
    """Return the cells with each location quotient drawn towards its category's, the more the less it rests on.

        n ~ Poisson(theta * m),   theta ~ Gamma(a, b)
        location_quotient_shrunk = (n + a) / (m + b)

    n is the cell's sample of local units (see `quotient_interval`) over
    ``dispersion``, and m what it would be at a quotient of 1, so that n / m is the
    location quotient.  a and b come from the moments of the quotients of a
    category and year, weighted by m:

        mean     = sum(n) / sum(m)
        variance = sum(m * (n / m - mean) ** 2) / sum(m) - mean / average(m)
        a = mean ** 2 / variance,   b = mean / variance

    Moments rather than the largest likelihood: they exist for every category,
    need no search that could fail or end elsewhere on another machine, and the
    regions that say most count most.

    Takes what `quotient_interval` takes.  Adds ``location_quotient``,
    ``location_quotient_shrunk``, ``shrunk_low``, ``shrunk_high`` (ratios; the
    credible interval at ``level``, with equal tails), ``sample`` and
    ``sample_estimated``.  Where the quotients vary no more than samples of their
    size do by themselves, nothing tells the regions apart: each has the mean, and
    the interval of Gamma(sum(n), sum(m)).  Missing where the quotient is, and in a
    year without any local units.

    Raises what `quotient_interval` raises.

    After Clayton & Kaldor (1987), Biometrics 43(3), and Marshall (1991), Applied
    Statistics 40(2), who map rare diseases.
    """
    _check_parameters(level, dispersion)
    whole = checked(cells, ["region", category, "year"], "persons")
    quotient, group = pl.col("location_quotient"), [category, "year"]
    size = average_size("sample", group)
    expected = pl.col("region_persons") * pl.col("category_share") / size
    at_one = pl.when(pl.col("persons") > 0).then(pl.col("sample") / quotient).otherwise(expected)
    n, m, mean, variance = (pl.col(name) for name in ("n", "m", "mean", "variance"))
    fitted = with_samples(whole, category, region_totals, reference).with_columns(
        n=pl.when(quotient.is_not_null() & size.is_not_null()).then(pl.col("sample")) / dispersion,
        m=pl.when(quotient.is_not_null()).then(at_one) / dispersion,
    )
    fitted = fitted.with_columns(mean=n.sum().over(group) / positive(m.sum().over(group)))
    spread = (m * (n / m - mean) ** 2).sum().over(group) / m.sum().over(group)
    fitted = fitted.with_columns(variance=spread - mean / m.mean().over(group))
    apart, known = variance > 0, n.is_not_null() & m.is_not_null()
    fitted = fitted.with_columns(
        shape=pl.when(known).then(pl.when(apart).then(n + mean**2 / variance).otherwise(n.sum().over(group))),
        rate=pl.when(known).then(pl.when(apart).then(m + mean / variance).otherwise(m.sum().over(group))),
    )
    shape, rate = fitted["shape"].to_numpy(), fitted["rate"].to_numpy()
    found = fitted.select(
        "region",
        category,
        "year",
        "location_quotient",
        location_quotient_shrunk=pl.col("shape") / pl.col("rate"),
        shrunk_low=pl.Series(gammaincinv(shape, (1 - level) / 2) / rate),
        shrunk_high=pl.Series(gammaincinv(shape, (1 + level) / 2) / rate),
        sample="sample",
        sample_estimated="sample_estimated",
    )
    return like(cells, beside(whole, found, category))


def certainty(probability: float | None) -> str | None:
    """Return a probability in words (`CERTAINTIES`), or None where it is missing; raises NotPossible outside 0 to 1."""
    if probability is None or math.isnan(probability):
        return None
    if not 0 <= probability <= 1:
        raise NotPossible(f"A probability of {probability} has no word; expected a number from 0 to 1.")
    return next(words for least, words in CERTAINTIES if probability >= least)


def _check_parameters(level: float, dispersion: float) -> None:
    if not 0 < level < 1:
        raise NotPossible(f"A level of {level} is none; expected a number between 0 and 1, such as 0.95.")
    if not 1 <= dispersion < math.inf:
        raise NotPossible(f"A dispersion of {dispersion} is none; expected 1 (plants of equal size) or more.")
