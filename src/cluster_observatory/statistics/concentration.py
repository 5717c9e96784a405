"""How concentrated an industry is: the inequality of its persons employed over regions."""

from typing import Any

import numpy as np
from narwhals.typing import IntoFrame

from cluster_observatory.statistics.inequality import (
    column_sums,
    counts,
    entropy,
    gini,
    herfindahl,
    mean_log_deviation,
    normalised_herfindahl,
    positive,
    shares,
    theil,
    times_logarithm,
)
from cluster_observatory.statistics.matrices import Floats, like
from cluster_observatory.statistics.portfolios import region_persons, stacked, yearly

COUNTRY = 2  # letters of the country at the start of a region's code

MEASURES = {
    "herfindahl": "float",
    "herfindahl_normalised": "float",
    "locational_gini": "float",
    "theil": "float",
    "theil_between": "float",
    "theil_within": "float",
    "mean_log_deviation": "float",
    "entropy": "float",
}


def concentration(cells: IntoFrame, *, category: str = "industry", region_totals: IntoFrame | None = None) -> Any:
    """Return how concentrated each ``category`` is over the regions in each year, in the caller's kind of frame.

    With s the share of a region in the category's persons and n the regions
    that have a value:

        herfindahl            = sum of s²
        herfindahl_normalised = (herfindahl - 1/n) / (1 - 1/n)
        locational_gini       = Gini's coefficient of the regions' location quotients
        theil                 = sum of s ln(n s)                         (Theil's T)
        theil_between         = sum over countries of S ln(n S / N)
        theil_within          = theil_between + theil_within = theil
        mean_log_deviation    = mean of ln(mean / persons)               (Theil's L)
        entropy               = - sum of s log2 s                        (bits)

    S is the share of a country, N its regions with a value; the country is the
    first two letters of the region's code.  Only ``locational_gini`` compares an
    industry with the size of its regions; the others say how unequal regions
    are in it, large and small alike.

    Takes one row per (region, ``category``, year) with ``persons``.  The sizes of
    the regions are the sums over the cells, or ``region_totals`` (region, year,
    ``region_persons``) where the cells are not the whole economy.  Returns
    ``category``, year, ``persons`` (sum), ``regions_compared`` (count) and the
    measures (no unit, unless one is named).

    A missing value is no 0: such a region is left out of that category.  A
    measure is missing where nobody is employed, the normalised Herfindahl for a
    single region, the mean logarithmic deviation where a region has nobody, and
    the Gini leaves out regions of no size.  Raises BadTable as
    `portfolios.checked` does.

    Gini as in Krugman (1991), Geography and Trade; Theil (1967), Economics and
    Information Theory.  Computed in memory, in the order of the codes, so that
    the same cells give the same bytes on every engine.
    """
    parts = []
    for year, figures, size in region_persons(region_totals, list(yearly(cells, "persons", category=category))):
        persons = figures.values
        between, within = theil_parts(persons, [region[:COUNTRY] for region in figures.rows])
        parts.append(
            {
                category: figures.columns,
                "year": year,
                "persons": column_sums(persons),
                "regions_compared": counts(persons),
                "herfindahl": herfindahl(persons),
                "herfindahl_normalised": normalised_herfindahl(persons),
                "locational_gini": gini(persons / positive(size)[:, np.newaxis]),
                "theil": theil(persons),
                "theil_between": between,
                "theil_within": within,
                "mean_log_deviation": mean_log_deviation(persons),
                "entropy": entropy(persons),
            }
        )
    keys = {category: "text", "year": "integer", "persons": "float", "regions_compared": "integer"}
    return like(cells, stacked(parts, keys | MEASURES))


def theil_parts(values: Floats, groups: list[str]) -> tuple[Floats, Floats]:
    """Return Theil's T of each column between the groups of rows and within them.

    Rows of a group stand together, as those of sorted codes do.
    """
    starts = [place for place, group in enumerate(groups) if place == 0 or group != groups[place - 1]]
    sizes = np.diff([*starts, len(groups)])
    share = shares(values)
    known = ~np.isnan(values)
    group_share = np.add.reduceat(np.nan_to_num(share), starts, axis=0)
    group_count = np.add.reduceat(known.astype(np.float64), starts, axis=0)
    some = counts(share) > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(group_count > 0, group_share * counts(values) / group_count, 0.0)
        inner = share * np.repeat(group_count, sizes, axis=0) / positive(np.repeat(group_share, sizes, axis=0))
    between = np.sum(times_logarithm(group_share, relative), axis=0)
    within = np.nansum(times_logarithm(share, inner), axis=0)
    return np.where(some, between, np.nan), np.where(some, within, np.nan)
