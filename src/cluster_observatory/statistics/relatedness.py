"""Which industries are found in the same regions: proximity, relatedness density, co-location."""

from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
from narwhals.typing import IntoFrame

from cluster_observatory.errors import NotFound
from cluster_observatory.statistics.inequality import positive
from cluster_observatory.statistics.matrices import Floats, Matrix, like
from cluster_observatory.statistics.portfolios import pair_columns, pair_types, stacked, texts, yearly

Measure = Literal["conditional", "probability", "association", "cosine", "jaccard"]
Basis = Literal["persons", "share"]

THRESHOLD = 1.0  # a region has an industry from this location quotient on
FEWEST = 3  # regions for a correlation: two points always lie on a line
GRAIN = 2.0**40  # sums of a thousand multiples of 1/GRAIN up to 1 are exact, in any order
FLAT = 1e-12  # share of an industry's own spread below which its values count as equal


def proximity(
    quotients: IntoFrame,
    *,
    category: str = "industry",
    measure: Measure = "conditional",
    threshold: float = THRESHOLD,
) -> Any:
    """Return how near each two categories are in each year, in the caller's kind of frame.

    A region *has* a category where its location quotient is ``threshold`` or more.
    With C the regions that have both and U those that have one of them:

        conditional   C / max(U, U')     the smaller of the two chances to have one, given the other
        probability   C / (S/T S'/(T - S) + S'/T S/(T - S')) / (T/2)
        association   (C/T) / (S/T S'/T)
        cosine        C / square root of (S S')
        jaccard       C / (S + S' - C)

    where S is the sum of a category's C with all others, and T the sum of all S.
    The first is the proximity of the product space; the others are those of the R
    package EconGeo: 1 is what chance would give in the second and the third.

    Takes one row per (region, ``category``, year) with ``location_quotient``, as
    `specialisation.specialisation` returns it.  Returns ``category``,
    ``other_category`` (with the name of the category: ``other_industry``), year,
    ``regions_compared`` (regions where both quotients are known),
    ``regions_with_both`` (C) and ``proximity``: each pair once, the first code
    before the other, nothing beside itself.

    Categories that no region has and regions that have none are dropped first.
    A missing quotient is no 0: in *conditional* U counts the regions where the
    other one is known; the others count only what is known to be there.  Raises
    NotFound for an unknown measure, and BadTable as `portfolios.checked` does.

    Hidalgo, Klinger, Barabási & Hausmann (2007), doi:10.1126/science.1144581; van
    Eck & Waltman (2009), doi:10.1002/asi.21075; Steijn (2017) for *probability*.
    """
    parts = []
    for year, figures, had in presence(quotients, category, threshold):
        values = {"regions_with_both": co_occurrence(had), "proximity": proximity_matrix(had, measure)}
        parts.append(pair_columns(figures, category, year, known_in_both(had), values))
    types = pair_types(category, "regions_with_both", "proximity") | {"regions_with_both": "integer"}
    return like(quotients, stacked(parts, types))


def relatedness_density(
    quotients: IntoFrame,
    *,
    category: str = "industry",
    measure: Measure = "conditional",
    threshold: float = THRESHOLD,
) -> Any:
    """Return how much of what is near each category each region has, in the caller's kind of frame.

        density(region, i) = sum of proximity(i, j) over the j that it has / sum over all j

    Takes what `proximity` takes.  Returns region, ``category``, year,
    ``location_quotient`` (ratio), ``present`` (whether the region has it; missing
    where its quotient is) and ``density`` (share, from 0 to 1), also for a cell
    that the table lacks.  With *conditional* proximity a category is next to
    itself (proximity 1), as in the Python package ecomplexity; with the other
    measures it does not count for itself, as in EconGeo.

    Regions that have no category and categories that no region has are dropped
    first and not returned.  Categories whose quotient is missing in the region
    are left out of both sums.  The density is missing where nothing known is near.

    Hidalgo, Klinger, Barabási & Hausmann (2007), doi:10.1126/science.1144581.
    """
    parts = []
    for year, figures, had in presence(quotients, category, threshold):
        density = density_matrix(had, proximity_matrix(had, measure))
        parts.append(cell_columns(figures, category, year, had) | {"density": density.ravel()})
    return like(quotients, stacked(parts, cell_types(category) | {"density": "float"}))


def colocation(cells: IntoFrame, *, category: str = "industry", basis: Basis = "persons") -> Any:
    """Return the correlation over regions of each two categories in each year, in the caller's kind of frame.

    Pearson's correlation of ``persons``, or of the shares in each region's
    persons.  Every industry is larger in a larger region, so of *persons* nearly
    all correlate: averages of 0.25 to 0.45 say nothing.  *share* takes the size
    away; location quotients, a multiple of the shares, would give the same.

    Takes one row per (region, ``category``, year) with ``persons``.  Returns
    ``category``, ``other_category`` (with the name of the category:
    ``other_industry``), year, ``regions_compared`` (regions with a value of both)
    and ``correlation`` (from -1 to 1), each pair once, the first code before the
    other.  Missing over fewer than 3 regions, and where one of the two is the same
    everywhere.  Raises NotFound for an unknown basis, and BadTable as
    `portfolios.checked` does.

    As LC-Emp of Delgado, Porter & Stern (2016), doi:10.1093/jeg/lbv017, which
    counts persons, and for establishments their number.
    """
    if basis not in ("persons", "share"):
        raise NotFound(f"There is no basis {basis!r}. The bases are: persons, share.")
    parts = []
    for year, figures in yearly(cells, "persons", category=category):
        values = figures.values
        if basis == "share":
            values = values / positive(np.nansum(values, axis=1))[:, np.newaxis]
        known = (~np.isnan(values)).astype(np.float64)
        regions = known.T @ known
        correlation = np.where(regions >= FEWEST, _correlations(values), np.nan)
        parts.append(pair_columns(figures, category, year, regions, {"correlation": correlation}))
    return like(cells, stacked(parts, pair_types(category, "correlation")))


def presence(quotients: IntoFrame, category: str, threshold: float) -> Iterator[tuple[int, Matrix, Floats]]:
    """Yield each year's quotients and 1 where a region has a category, 0 where not, NaN where its quotient is missing.

    Without the regions that have none and the categories that no region has.
    """
    for year, figures in yearly(quotients, "location_quotient", category=category):
        had = np.where(np.isnan(figures.values), np.nan, figures.values >= threshold)
        rows, columns = (np.nonzero(np.nansum(had, axis=axis))[0] for axis in (1, 0))
        kept = Matrix(
            [figures.rows[place] for place in rows],
            [figures.columns[place] for place in columns],
            figures.values[np.ix_(rows, columns)],
        )
        yield year, kept, had[np.ix_(rows, columns)]


def cell_columns(figures: Matrix, category: str, year: int, had: Floats) -> dict[str, Any]:
    """Return the columns of a table of cells, by region and category: their keys, quotients and presence."""
    row, column = (axis.ravel() for axis in np.indices(had.shape))
    keys = {"region": texts(figures.rows, row), category: texts(figures.columns, column), "year": year}
    return keys | {"location_quotient": figures.values.ravel(), "present": had.ravel()}


def cell_types(category: str) -> dict[str, str]:
    """Return the types of the columns of `cell_columns`."""
    types = {"region": "text", category: "text", "year": "integer"}
    return types | {"location_quotient": "float", "present": "boolean"}


def co_occurrence(had: Floats) -> Floats:
    """Return in how many regions each two categories are, on the diagonal each one."""
    some = np.nan_to_num(had).astype(np.float32)  # counts up to 16 million are exact in it
    together: Floats = (some.T @ some).astype(np.float64)
    return together


def known_in_both(had: Floats) -> Floats:
    """Return in how many regions each two categories are known."""
    return co_occurrence(np.where(np.isnan(had), np.nan, 1.0))


def proximity_matrix(had: Floats, measure: Measure) -> Floats:
    """Return the proximity of each two categories; on the diagonal 1 if *conditional*, else 0."""
    both = co_occurrence(had)
    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "conditional":
            missing = np.isnan(had)
            with_other_known = np.tile(np.diag(both)[:, np.newaxis], len(both))
            if missing.any():
                with_other_known -= np.nan_to_num(had).T @ missing
            return _numbers(both / np.maximum(with_other_known, with_other_known.T))
        np.fill_diagonal(both, 0)
        mine = both.sum(axis=0)[:, np.newaxis]
        yours, total = mine.T, both.sum()
        if measure == "probability":
            chance = mine / total * (yours / (total - mine)) + yours / total * (mine / (total - yours))
            near = both / (chance * total / 2)
        elif measure == "association":
            near = both / total / (mine / total * (yours / total))
        elif measure == "cosine":
            near = both / np.sqrt(mine * yours)
        elif measure == "jaccard":
            near = both / (mine + yours - both)
        else:
            known_measures = "conditional, probability, association, cosine, jaccard"
            raise NotFound(f"There is no measure {measure!r}. The measures are: {known_measures}.")
    return _numbers(near)


def _numbers(values: Floats) -> Floats:
    """Return the values with 0 where 0 was divided by 0."""
    return np.where(np.isnan(values), 0.0, values)


def density_matrix(had: Floats, near: Floats) -> Floats:
    """Return the relatedness density of each region and category."""
    grained = np.round(near * GRAIN) / GRAIN
    missing = np.isnan(had)
    reach = grained.sum(axis=0) - (missing @ grained if missing.any() else 0.0)
    density: Floats = (np.nan_to_num(had) @ grained) / positive(reach)
    return density


def _correlations(values: Floats) -> Floats:
    """Return the correlation of each two columns over the rows where both have a value."""
    known = ~np.isnan(values)
    weight = known.astype(np.float64)
    number = positive(weight.sum(axis=0))
    mean = np.nansum(values, axis=0) / number
    spread = np.sqrt(np.nansum((values - mean) ** 2, axis=0) / number)
    flat = spread <= FLAT * np.abs(mean)
    scaled = np.where(known, (values - mean) / positive(np.where(flat, 0.0, spread)), 0.0)
    scaled = np.nan_to_num(scaled)
    common = positive(weight.T @ weight)
    total, square = scaled.T @ weight, (scaled**2).T @ weight
    covariance = scaled.T @ scaled - total * total.T / common
    variance = square - total**2 / common
    variance = np.where(variance > FLAT * common, variance, np.nan)
    return np.clip(covariance / np.sqrt(variance * variance.T), -1, 1)
