"""How specialised or diverse a region is: the inequality of its persons employed over industries."""

from typing import Any

import numpy as np
from narwhals.typing import IntoFrame

from cluster_observatory.errors import NotFound
from cluster_observatory.statistics.inequality import (
    column_sums,
    counts,
    entropy,
    gini,
    herfindahl,
    normalised_herfindahl,
    positive,
    shares,
    theil,
)
from cluster_observatory.statistics.matrices import like
from cluster_observatory.statistics.portfolios import stacked, yearly

MEASURES = {
    "herfindahl": "float",
    "herfindahl_normalised": "float",
    "krugman": "float",
    "hachman": "float",
    "specialisation_gini": "float",
    "theil": "float",
    "entropy": "float",
}


def diversity(cells: IntoFrame, *, category: str = "industry") -> Any:
    """Return how specialised each region is in each year, in the caller's kind of frame.

    With s the share of a ``category`` in the region's persons, t its share in
    those of all regions, and n the categories that have a value:

        herfindahl            = sum of s²
        herfindahl_normalised = (herfindahl - 1/n) / (1 - 1/n)
        krugman               = sum of |s - t|      (0 as all regions, 2 nothing in common)
        hachman               = 1 / sum of s²/t     (1 as all regions, towards 0 the more special)
        specialisation_gini   = Gini's coefficient of the region's location quotients s/t
        theil                 = sum of s ln(n s)
        entropy               = - sum of s log2 s   (bits)

    Takes one row per (region, ``category``, year) with ``persons``.  Returns
    region, year, ``persons`` (sum), ``categories_compared`` (count of the
    categories with a value) and the measures (no unit, unless one is named).
    The reference, t, is all regions of the cells, the region among them.

    A missing value is no 0: such a category is left out of the region, and both
    s and t are shares among the others.  A measure is missing where nobody is
    employed in the region; categories where nobody is employed anywhere count in
    n alone.  Raises BadTable as `portfolios.checked` does.

    Krugman (1991), Geography and Trade; Hachman as in the R package EconGeo.
    """
    parts = []
    for year, figures in yearly(cells, "persons", category=category):
        persons = figures.values.T
        overall = np.nansum(persons, axis=1, keepdims=True)
        share, reference = shares(persons), shares(np.where(np.isnan(persons), np.nan, overall))
        quotient = share / positive(reference)
        some = np.where(counts(share) > 0, 1.0, np.nan)
        parts.append(
            {
                "region": figures.rows,
                "year": year,
                "persons": column_sums(persons),
                "categories_compared": counts(persons),
                "herfindahl": herfindahl(persons),
                "herfindahl_normalised": normalised_herfindahl(persons),
                "krugman": column_sums(np.abs(share - reference)),
                "hachman": some / positive(np.nansum(quotient * share, axis=0)),
                "specialisation_gini": gini(quotient),
                "theil": theil(persons),
                "entropy": entropy(persons),
            }
        )
    keys = {"region": "text", "year": "integer", "persons": "float", "categories_compared": "integer"}
    return like(cells, stacked(parts, keys | MEASURES))


def krugman_between(cells: IntoFrame, region: str, other_region: str, *, category: str = "industry") -> Any:
    """Return how far two regions' structures differ in each year: year, ``categories_compared`` and ``krugman``.

        krugman = sum of |s - s'|      (0 the same structure, 2 nothing in common)

    over the categories that have a value in both, s and s' shares among those.
    Takes what `diversity` takes; missing where nobody is employed in one of them.  A
    year that lacks one of the regions has no row.
    Raises NotFound where the cells never have one of the regions, and BadTable
    as `portfolios.checked` does.
    """
    parts, met = [], set()
    for year, figures in yearly(cells, "persons", category=category):
        met |= set(figures.rows)
        if region in figures.rows and other_region in figures.rows:
            pair = figures.values[[figures.rows.index(region), figures.rows.index(other_region)]].T
            share = shares(np.where(np.isnan(pair).any(axis=1, keepdims=True), np.nan, pair))
            difference = np.abs(share[:, :1] - share[:, 1:])
            compared = {"categories_compared": counts(pair.sum(axis=1, keepdims=True))}
            parts.append({"year": year, **compared, "krugman": column_sums(difference)})
    for name in (region, other_region):
        if name not in met:
            raise NotFound(f"There is no region {name!r} in the table. It has: {', '.join(sorted(met)) or 'none'}.")
    types = {"year": "integer", "categories_compared": "integer", "krugman": "float"}
    return like(cells, stacked(parts, types))
