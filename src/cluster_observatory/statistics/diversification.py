"""What a region could turn to next: industries it does not have, near to those that it has."""

from typing import Any

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from cluster_observatory.statistics.complexity import DIGITS, complexities
from cluster_observatory.statistics.matrices import Floats, like
from cluster_observatory.statistics.portfolios import stacked, texts
from cluster_observatory.statistics.relatedness import THRESHOLD, density_matrix, presence, proximity_matrix

NEAREST = 3  # of the industries that a region has, named as reasons for an option
RELATED = 90.0  # percentile of the proximities from which two industries are related


def diversification(
    quotients: IntoFrame,
    *,
    category: str = "industry",
    threshold: float = THRESHOLD,
    top: int | None = None,
    percentile: float = RELATED,
) -> Any:
    """Return the categories that each region does not have, the nearest first, in the caller's kind of frame.

    A region *has* a category where its location quotient is ``threshold`` or
    more; where it is less the category is an option, where it is missing it is not.

    Takes what `relatedness.proximity` takes.  Returns, sorted by region, year,
    ``density_rank`` and code,

    - region, ``category``, year and ``location_quotient`` (ratio),
    - ``density``: relatedness density of the option in the region (share, 0 to 1),
    - ``density_rank``: its place among the region's options, largest density
      first; ties share the best rank,
    - ``complexity``: product complexity of the option (`complexity.industry_complexity`),
    - ``opportunity``: how much the option would add to the complexity within
      reach, the sum over the categories j that the region does not have of
      proximity(i, j) / sum of proximity(., j) * complexity(j), unscaled
      complexities over the standard deviation of the regions' (``cog`` of the
      Python package ecomplexity),
    - ``related_present``: how many categories that the region has are related to
      the option, that is in proximity at or above the ``percentile`` of the pairs,
    - ``nearest_present``: the three that are nearest, codes with commas between,
      the nearest first; empty text where it has none near.

    ``top`` keeps the options of that density rank or better.  Complexity and
    opportunity are missing where complexity is not defined, and options without a
    density come last.  An option is what the figures make likely, no advice: size,
    trend and place are not in it.  Raises BadTable as `portfolios.checked` does.

    Hidalgo, Klinger, Barabási & Hausmann (2007), doi:10.1126/science.1144581;
    opportunity as in Hausmann et al. (2014), The Atlas of Economic Complexity.
    """
    parts = []
    for year, figures, had in presence(quotients, category, threshold):
        near = proximity_matrix(had, "conditional")
        density = density_matrix(had, near)
        rank = _ranks(np.where(had == 0, density, np.nan))
        wanted = (had == 0) & (True if top is None else rank <= top)
        complexity = complexities(had)
        row, column = np.nonzero(wanted)
        parts.append(
            {
                "region": texts(figures.rows, row),
                category: texts(figures.columns, column),
                "year": year,
                "location_quotient": figures.values[row, column],
                "density": density[row, column],
                "density_rank": rank[row, column],
                "complexity": complexity.categories[column],
                "opportunity": _opportunity(had, near, complexity.raw)[row, column] / complexity.deviation,
                "related_present": _related(had, near, percentile)[row, column],
                "nearest_present": _nearest(wanted, had, near, figures.columns),
            }
        )
    floats = dict.fromkeys(("location_quotient", "density", "complexity", "opportunity"), "float")
    counts = dict.fromkeys(("year", "density_rank", "related_present"), "integer")
    types = {"region": "text", category: "text", "nearest_present": "text"} | floats | counts
    order = ["region", category, "year", "location_quotient", "density", "density_rank", "complexity", "opportunity"]
    table = stacked(parts, {name: types[name] for name in [*order, "related_present", "nearest_present"]})
    table = table.with_columns(pl.col("opportunity").round(DIGITS))
    return like(quotients, table.sort("region", "year", "density_rank", category, nulls_last=True))


def _ranks(values: Floats) -> Floats:
    """Return each value's rank in its row, largest first; ties share the best rank, NaN has none."""
    ranks = np.full(values.shape, np.nan)
    for place, row in enumerate(values):
        known = ~np.isnan(row)
        larger = np.sort(row[known])
        ranks[place, known] = larger.size + 1 - np.searchsorted(larger, row[known], "right")
    return ranks


def _opportunity(had: Floats, near: Floats, raw: Floats) -> Floats:
    without = (had == 0).astype(np.float64)
    weighted = near * (raw / near.sum(axis=1))[:, np.newaxis]
    opportunity: Floats = without @ weighted
    return opportunity


def _related(had: Floats, near: Floats, percentile: float) -> Floats:
    pairs = near[np.triu_indices(near.shape[0], k=1)]
    cutoff = np.percentile(pairs, percentile) if pairs.size else np.inf
    related: Floats = np.nan_to_num(had) @ ((near >= cutoff) & (near > 0)).astype(np.float64)
    return related


def _nearest(wanted: NDArray[np.bool_], had: Floats, near: Floats, names: list[str]) -> pl.Series:
    """Return the codes of the nearest categories that the region has, for each option wanted, in their order."""
    order = np.argsort(-near, axis=1, kind="stable")
    some = np.take_along_axis(near, order, axis=1) > 0
    found = [np.empty((0, NEAREST), dtype=np.int64)]
    for options, row in zip(wanted, had == 1, strict=True):
        option = np.nonzero(options)[0]
        has = row[order[option]] & some[option]
        nearest = np.full((option.size, NEAREST), len(names))
        for number in range(NEAREST):
            first = has.argmax(axis=1)[:, np.newaxis]
            there = np.take_along_axis(has, first, axis=1)[:, 0]
            nearest[there, number] = np.take_along_axis(order[option], first, axis=1)[there, 0]
            np.put_along_axis(has, first, False, axis=1)
        found.append(nearest)
    codes = pl.Series([*names, None], dtype=pl.String)
    columns = [codes.gather(places) for places in np.concatenate(found).T]
    return pl.select(pl.concat_str(*map(pl.lit, columns), separator=",", ignore_nulls=True)).to_series()
