"""Whether an industry clusters more than its plants' sizes explain: Ellison-Glaeser, coagglomeration, cluster index."""

from typing import Any

import narwhals as nw
import numpy as np
from narwhals.typing import IntoFrame

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.inequality import counts, positive, shares
from cluster_observatory.statistics.matrices import Floats, Matrix, like, matrix
from cluster_observatory.statistics.portfolios import (
    by_year,
    checked,
    pair_columns,
    pair_types,
    region_persons,
    stacked,
    yearly,
)

MEASURES = {
    "raw_concentration": "float",
    "expected_raw_concentration": "float",
    "plant_herfindahl": "float",
    "plant_herfindahl_estimated": "boolean",
    "ellison_glaeser": "float",
    "ellison_glaeser_z": "float",
}


def ellison_glaeser(
    cells: IntoFrame,
    *,
    category: str = "industry",
    plants: IntoFrame | None = None,
    region_totals: IntoFrame | None = None,
) -> Any:
    """Return Ellison and Glaeser's index of each ``category`` and year, with its test, in the caller's kind of frame.

    With s the shares of the regions in the category's persons, x their shares in
    all persons, and z the shares of the plants in the category's persons:

        raw_concentration (G)      = sum of (s - x)²
        plant_herfindahl (H)       = sum of z²
        expected_raw_concentration = (1 - sum of x²) H
        ellison_glaeser            = (G - expected) / ((1 - sum of x²) (1 - H))
        ellison_glaeser_z          = (G - expected) / square root of var(G)
        var(G) = 2 {H² [X2 - 2 X3 + X2²] - sum of z⁴ [X2 - 4 X3 + 3 X2²]},  Xk = sum of x^k

    0 is what plants that choose their regions at random would give; above 0.05
    is usually called concentrated, below 0.02 not.  z is compared with the
    normal distribution.

    Takes one row per (region, ``category``, year) with ``persons``, and the plants
    in one of two ways.  ``plants``, in the same kind of frame, has one row per
    plant with ``category``, year and ``persons``.  Without it the cells need
    ``local_units``, and the plants of a cell are taken to be of one size: then H
    is the least it can be, ``ellison_glaeser`` the most, and
    ``plant_herfindahl_estimated`` is true.

    Returns ``category``, year, ``regions_compared`` (count) and the measures (no
    unit).  A region counts in a category where it has a value of persons (and, to
    estimate H, at least one local unit or nobody employed): s and x are shares
    among those.  Index and test are missing where H is not known or 1, where nobody is
    employed, or for a single region.  Raises BadTable as `portfolios.checked`
    does, and where there are neither plants nor local units.

    Ellison & Glaeser (1997), doi:10.1086/262098; var(G) as in the R package REAT.
    """
    figures = _figures(cells, category, plants is None)
    sizes = {} if plants is None else _plant_sums(plants, category)
    everywhere = [(year, persons) for year, persons, _ in figures]
    parts = []
    for (year, cells_of_year, region), (_, _, units) in zip(
        region_persons(region_totals, everywhere), figures, strict=True
    ):
        persons = np.where(np.isnan(region)[:, np.newaxis], np.nan, cells_of_year.values)
        if units is not None:
            persons = np.where((persons == 0) | (units >= 1), persons, np.nan)
            squares, fourths = _sums_of_equal_plants(persons, units)
        else:
            known = [sizes.get((name, year), (np.nan, np.nan)) for name in cells_of_year.columns]
            squares, fourths = np.array(known).T
        overall = shares(np.where(np.isnan(persons), np.nan, region[:, np.newaxis]))
        parts.append(
            {
                category: cells_of_year.columns,
                "year": year,
                "regions_compared": counts(persons),
                "plant_herfindahl_estimated": units is not None,
            }
            | _index(shares(persons), overall, squares, fourths)
        )
    types = {category: "text", "year": "integer", "regions_compared": "integer"} | MEASURES
    return like(cells, stacked(parts, types))


def coagglomeration(cells: IntoFrame, *, category: str = "industry", region_totals: IntoFrame | None = None) -> Any:
    """Return Ellison and Glaeser's coagglomeration of each pair of categories in each year.

        coagglomeration = sum of (s - x)(s' - x) / (1 - sum of x²)

    over the regions with a value of both: s and s' are their shares in the two
    categories, x in all persons.  Above 0 the two gather in the same regions.

    Takes what `concentration.concentration` takes.  Returns ``category``,
    ``other_category`` (with the name of the category: ``other_industry``), year,
    ``regions_compared`` (count) and ``coagglomeration`` (no unit), each pair once,
    the first code before the other.  Missing where the two share no region with
    persons of both, or one region alone.  Raises BadTable as `portfolios.checked` does.

    The formula is quoted from memory of Ellison, Glaeser & Kerr (2010),
    doi:10.1257/aer.100.3.1195, and not verified against published values.
    """
    parts = []
    for year, figures, region in region_persons(region_totals, list(yearly(cells, "persons", category=category))):
        known = ~np.isnan(figures.values) & ~np.isnan(region)[:, np.newaxis]
        weight = known.astype(np.float64)
        persons = np.where(known, figures.values, 0.0)
        size = np.nan_to_num(region)[:, np.newaxis] * weight
        common = positive(persons.T @ weight)  # persons of the first where the other has a value too
        region_sum = positive(size.T @ weight)
        own = persons.T @ size / (common * region_sum)
        squares = (size**2).T @ weight / region_sum**2
        together = persons.T @ persons / (common * common.T)
        value = (together - own - own.T + squares) / positive(1 - squares)
        parts.append(pair_columns(figures, category, year, weight.T @ weight, {"coagglomeration": value}))
    return like(cells, stacked(parts, pair_types(category, "coagglomeration")))


def litzenberger_sternberg(cells: IntoFrame, areas: IntoFrame, *, category: str = "industry") -> Any:
    """Return Litzenberger and Sternberg's cluster index of each region, ``category`` and year.

        cluster_index = (e/a) / (E/A) * (e/p) / (E/P) / ((e/b) / (E/B))

    e are persons employed and b local units of the category in the region, a its
    area and p its population; capitals are the sums over all regions.  1 is the
    average; many plants count for the index, large plants do not.

    Takes one row per (region, ``category``, year) with ``persons`` and
    ``local_units``, and ``areas`` with region, ``area`` and ``population`` (any
    unit).  Returns region, ``category``, year and ``cluster_index`` (no unit).
    Sums are over the rows with a value of both, and over the regions of
    ``areas`` with a value of both.  The index is 0 where nobody is employed and
    missing where a figure it needs is missing or would be divided by while 0.
    Raises BadTable as `portfolios.checked` does.

    Litzenberger & Sternberg (2006), Geographische Zeitschrift 94 (2), 209-224.
    """
    table = checked(areas, ("region",), "area", "population").drop_nulls()
    known = {region: (area, population) for region, area, population in table.iter_rows()}
    whole = positive(table.select("area", "population").to_numpy().sum(axis=0))
    parts = []
    for year, rows in by_year(checked(cells, ("region", category, "year"), "persons", "local_units")):
        persons, units = (matrix(rows, "region", category, name) for name in ("persons", "local_units"))
        both = ~np.isnan(persons.values) & ~np.isnan(units.values)
        share = shares(np.where(both, persons.values, np.nan))
        plant_share = shares(np.where(both, units.values, np.nan))
        place = np.array([known.get(region, (np.nan, np.nan)) for region in persons.rows]) / whole
        area, population = positive(place).T[:, :, np.newaxis]
        somewhere = share / (area * population)
        index = np.where(share == 0, somewhere, somewhere * positive(plant_share))
        row = np.searchsorted(persons.rows, rows["region"].to_list())
        column = np.searchsorted(persons.columns, rows[category].to_list())
        parts.append(
            {
                "region": rows["region"],
                category: rows[category],
                "year": year,
                "cluster_index": index[row, column],
            }
        )
    return like(
        cells, stacked(parts, {"region": "text", category: "text", "year": "integer", "cluster_index": "float"})
    )


def _figures(cells: IntoFrame, category: str, local_units: bool) -> list[tuple[int, Matrix, Floats | None]]:
    """Return each year with its persons and, where wanted, its local units."""
    if not local_units:
        return [(year, persons, None) for year, persons in yearly(cells, "persons", category=category)]
    if "local_units" not in nw.from_native(cells).collect_schema().names():
        raise BadTable(
            "The table has no column local_units, and no plants were given; expected one of them, as the index needs "
            "the sizes of plants. Add local_units, or give plants with a row for each plant."
        )
    table = checked(cells, ("region", category, "year"), "persons", "local_units")
    return [
        (year, matrix(rows, "region", category, "persons"), matrix(rows, "region", category, "local_units").values)
        for year, rows in by_year(table)
    ]


def _plant_sums(plants: IntoFrame, category: str) -> dict[tuple[str, int], tuple[float, float]]:
    """Return the sums of the squared and of the fourth powers of the plants' shares, by category and year."""
    table = checked(plants, (category, "year"), "persons", unique=False).drop_nulls()
    sums = {}
    for (name, year), rows in table.group_by(category, "year"):
        share = shares(np.sort(rows["persons"].to_numpy()))
        sums[name, int(year)] = (np.sum(share**2), np.sum(share**4))
    return sums  # type: ignore[return-value]


def _sums_of_equal_plants(persons: Floats, units: Floats) -> tuple[Floats, Floats]:
    share, number = shares(persons), np.where(units >= 1, units, 1.0)
    some = np.where(counts(share) > 0, 1.0, np.nan)
    return some * np.nansum(share**2 / number, axis=0), some * np.nansum(share**4 / number**3, axis=0)


def _index(share: Floats, overall: Floats, squares: Floats, fourths: Floats) -> dict[str, Floats]:
    some = np.where((counts(share) > 0) & (counts(overall) > 0), 1.0, np.nan)
    raw = some * np.nansum((share - overall) ** 2, axis=0)
    second, third = np.nansum(overall**2, axis=0), np.nansum(overall**3, axis=0)
    expected = (1 - second) * squares
    variance = 2 * (squares**2 * (second - 2 * third + second**2) - fourths * (second - 4 * third + 3 * second**2))
    index = (raw - expected) / (positive(1 - second) * positive(1 - squares))
    return {
        "raw_concentration": raw,
        "expected_raw_concentration": some * expected,
        "plant_herfindahl": squares,
        "ellison_glaeser": index,
        "ellison_glaeser_z": np.where(np.isnan(index), np.nan, (raw - expected) / np.sqrt(positive(variance))),
    }
