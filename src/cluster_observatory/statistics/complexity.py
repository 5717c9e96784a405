"""How complex regions and industries are: the economic complexity index and its counterpart for products."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from narwhals.typing import IntoFrame
from scipy.linalg import eigh

from cluster_observatory.statistics.inequality import positive
from cluster_observatory.statistics.matrices import Floats, like
from cluster_observatory.statistics.portfolios import stacked
from cluster_observatory.statistics.relatedness import (
    THRESHOLD,
    cell_columns,
    cell_types,
    density_matrix,
    presence,
    proximity_matrix,
)

FEWEST = 3  # regions and categories for a second eigenvector that says something
APART = 1e-9  # eigenvalues nearer than this count as one
DIGITS = 9  # what the last bits of an eigenvector may differ in from one machine to another


@dataclass(frozen=True)
class Complexity:
    """Complexity of regions and of categories, and of the latter before scaling with the deviation of that scale."""

    regions: Floats
    categories: Floats
    raw: Floats
    deviation: float


def region_complexity(quotients: IntoFrame, *, category: str = "industry", threshold: float = THRESHOLD) -> Any:
    """Return the economic complexity of each region in each year, in the caller's kind of frame.

    A region *has* a category where its location quotient is ``threshold`` or
    more: M = 1.  D are the numbers of categories of the regions (diversity), U the
    numbers of regions of the categories (ubiquity).  Product complexity is the
    eigenvector to the second largest eigenvalue of

        U⁻¹ Mᵀ D⁻¹ M

    and economic complexity the mean of the product complexities of what the
    region has.  Its sign is such that it rises with diversity; economic
    complexity is scaled to mean 0 and standard deviation 1 over the regions, and
    product complexity with the same mean and deviation, so that one stays the
    mean of the other.

    Takes what `relatedness.proximity` takes.  Returns region, year, ``diversity``
    (count), ``economic_complexity`` (standard deviations, to nine decimals) and
    ``economic_complexity_rank`` (largest first).  Regions that have no category
    and categories that no region has are dropped first and not returned.  A
    region is not known to have a category whose quotient is missing: many gaps
    make a region look less diverse than it is.

    The index is missing for a whole year where it is not defined: fewer than 3
    regions or categories are left, they fall apart into parts with nothing in
    common, the second eigenvalue is not single (as where all have the same), or
    complexity does not correlate with diversity.

    High is not advanced: of employment in Europe the index rises from services in
    capitals to clothing and coal (see the method page).

    Hidalgo & Hausmann (2009), doi:10.1073/pnas.0900943106, as in the Python package
    ecomplexity; implementations that iterate reflections or take the standard
    deviation of a sample give other numbers.
    """
    parts = []
    for year, figures, had in presence(quotients, category, threshold):
        complexity = complexities(had).regions
        larger = np.sort(complexity[~np.isnan(complexity)])
        rank = np.where(np.isnan(complexity), np.nan, larger.size + 1 - np.searchsorted(larger, complexity, "right"))
        parts.append(
            {
                "region": figures.rows,
                "year": year,
                "diversity": np.nansum(had, axis=1),
                "economic_complexity": complexity,
                "economic_complexity_rank": rank,
            }
        )
    types = {"region": "text", "year": "integer", "diversity": "integer", "economic_complexity": "float"}
    return like(quotients, stacked(parts, types | {"economic_complexity_rank": "integer"}))


def industry_complexity(quotients: IntoFrame, *, category: str = "industry", threshold: float = THRESHOLD) -> Any:
    """Return the product complexity of each ``category`` in each year, in the caller's kind of frame.

    What it takes, its formula and its missing values are those of
    `region_complexity`.  Returns ``category``, year, ``ubiquity`` (regions that
    have it, count) and ``product_complexity`` (in standard deviations of the
    regions' economic complexity, to nine decimals).
    """
    parts = [
        {
            category: figures.columns,
            "year": year,
            "ubiquity": np.nansum(had, axis=0),
            "product_complexity": complexities(had).categories,
        }
        for year, figures, had in presence(quotients, category, threshold)
    ]
    types = {category: "text", "year": "integer", "ubiquity": "integer", "product_complexity": "float"}
    return like(quotients, stacked(parts, types))


def product_space(quotients: IntoFrame, *, category: str = "industry", threshold: float = THRESHOLD) -> Any:
    """Return density and complexity of each region and ``category`` in one table, in the caller's kind of frame.

    What `relatedness.relatedness_density` returns with *conditional* proximity,
    with ``economic_complexity`` of the region and ``product_complexity`` of the
    ``category`` added: one pass over the table in place of three.  What it takes,
    drops and raises is what they do; see there, and `region_complexity`.
    """
    parts = []
    for year, figures, had in presence(quotients, category, threshold):
        complexity = complexities(had)
        measures = {
            "density": density_matrix(had, proximity_matrix(had, "conditional")).ravel(),
            "economic_complexity": np.repeat(complexity.regions, had.shape[1]),
            "product_complexity": np.tile(complexity.categories, had.shape[0]),
        }
        parts.append(cell_columns(figures, category, year, had) | measures)
    measured = dict.fromkeys(("density", "economic_complexity", "product_complexity"), "float")
    return like(quotients, stacked(parts, cell_types(category) | measured))


def complexities(had: Floats) -> Complexity:
    """Return the complexity of rows and columns of a matrix of 1, 0 and NaN; NaN throughout where it is not defined."""
    some = np.nan_to_num(had)
    undefined = Complexity(np.full(some.shape[0], np.nan), *(np.full(some.shape[1], np.nan),) * 2, np.nan)
    if min(some.shape) < FEWEST:
        return undefined
    diversity, ubiquity = some.sum(axis=1), some.sum(axis=0)
    balanced = some / np.sqrt(diversity[:, np.newaxis] * ubiquity)
    wide = some.shape[1] > some.shape[0]
    square = balanced @ balanced.T if wide else balanced.T @ balanced
    last = square.shape[0] - 1
    values, vectors = eigh(square, subset_by_index=[last - 2, last])
    if min(values[2] - values[1], values[1] - values[0]) < APART:
        return undefined
    second = balanced.T @ vectors[:, 1] / np.sqrt(values[1]) if wide else vectors[:, 1]
    raw = second / np.sqrt(ubiquity)
    mean_had = some @ raw / diversity
    centred = mean_had - mean_had.mean()
    deviation = np.sqrt(np.mean(centred**2))
    spread = diversity - diversity.mean()
    slope = np.mean(centred * spread) / positive(deviation * np.sqrt(np.mean(spread**2)))
    if not abs(slope) > APART:
        return undefined
    sign = np.sign(slope)
    return Complexity(
        np.round(sign * centred / deviation, DIGITS) + 0.0,
        np.round(sign * (raw - mean_had.mean()) / deviation, DIGITS) + 0.0,
        sign * raw,
        float(deviation),
    )
