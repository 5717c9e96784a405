"""The regional innovation index: the mean of the indicators a region has, times a factor of its country, and its group.

The Commission publishes neither the weights nor the factors.  That the index of
the Regional Innovation Scoreboard 2023 is made like this, and all that is
estimated here, was inferred from its own database: see
tests/recorded/test_ris_2023.py.
"""

from typing import Any

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.inequality import positive
from cluster_observatory.statistics.inputs import checked_in_memory
from cluster_observatory.statistics.matrices import Floats, like, matrix

GROUPS = (("Leader", 125.0), ("Strong", 100.0), ("Moderate", 70.0), ("Emerging", 0.0))
"""The performance groups, each with the least index of its regions, in % of the European Union's in the same year."""

EUROPEAN = "EU"
WHOLE = 0.02  # so near a whole number must an inferred number of indicators be: rounding moves it by less

_PLACE = ("region", "year")


def innovation_index(
    values: IntoFrame, weights: IntoFrame, factors: IntoFrame, missing: IntoFrame | None = None
) -> Any:
    """Return the innovation index of each region and year, in the caller's kind of frame.

        index = factor(country, year) * n / (n - m) * sum of weight * value

    n indicators, of which m are missing: the mean of the normalised indicators that
    a region has, relative to that of all in the European Union of the base year.

    Takes one row per (region, indicator, year) with ``value`` (normalised, relative to
    the European Union of the base year = 100; 0 or more, missing where not known),
    the indicators' ``weight`` (`indicator_weights`), the ``country_factor`` of each
    (country, year) (`country_factors`), and ``missing_indicators`` of each (region,
    year) (`missing_indicators`) where a value that is not known may be the minimum,
    0, as well: m of them are missing and the others 0.  Without it all are missing.
    The country is the first two letters of the region.

    Returns region, year and ``innovation_index`` (in the values' unit); missing where
    the factor or m is, or all are missing.  Raises BadTable where indicators and
    weights are not the same, more are missing than are not known, and as
    `inputs.checked_in_memory` does.

    Inferred from the database of the Regional Innovation Scoreboard 2023.
    """
    places, known, weight = _weighted(values, weights)
    unknown = np.isnan(known).sum(axis=1).astype(np.float64)
    lacking = unknown
    if missing is not None:
        told = checked_in_memory(missing, _PLACE, ("missing_indicators",))
        lacking = _beside(places, told, _PLACE, "missing_indicators")
        _refuse_more(places, lacking, unknown)
    factor = _beside(_with_country(places), _factors(factors), ("country", "year"), "country_factor")
    over_all = weight.size / positive(weight.size - lacking)
    index = factor * over_all * (np.nan_to_num(known) @ weight)
    return like(values, places.with_columns(innovation_index=pl.Series(index)))


def indicator_weights(values: IntoFrame, published: IntoFrame) -> Any:
    """Return the weight of each indicator in a published index, in the caller's kind of frame.

    A weight is the normalised indicator's share in the European Union's sum of all,
    in the base year: what makes values relative to 100 add up to an index relative
    to 100.  The weights are those, adding up to 1, that leave the least

        sum over country and year of |P X w|²,  P = I - y y' / y'y

    where X are the values of the regions that have all, y their published index: by
    them the regions of a country differ as their indices do, whatever its factor.

    Takes what `innovation_index` takes for values, and ``innovation_index`` of each
    (region, year) as published.  Returns indicator and ``weight``.  Raises BadTable
    where the regions with all indicators are too few to tell the weights apart.
    """
    places, known, names = _panel(values)
    index = _published(places, published)
    residual = [
        X - np.outer(y, y @ X) / (y @ y)
        for X, y in _complete_countries(places, known, index)
        if y.size > 1  # a country of one region tells nothing: any weights fit, with their factor
    ]
    square = np.concatenate(residual) if residual else np.zeros((1, len(names)))
    number = len(names)
    condition = np.ones((number + 1, number + 1))
    condition[:number, :number] = square.T @ square / max(np.square(square).max(), np.finfo(float).tiny)
    condition[number, number] = 0
    if np.linalg.matrix_rank(condition) <= number:
        raise BadTable(
            f"The {square.shape[0]} regions and years with all {number} indicators do not tell the weights apart; "
            "expected more of them, several to a country, that differ in every indicator."
        )
    weight = np.linalg.solve(condition, np.eye(number + 1)[number])[:number]
    return like(values, {"indicator": names, "weight": weight}, {"indicator": "text", "weight": "float"})


def country_factors(values: IntoFrame, published: IntoFrame, weights: IntoFrame) -> Any:
    """Return the factor by which a country's indices are multiplied, in the caller's kind of frame.

        factor(country, year) = sum of y * p / sum of p²

    y the published indices and p = sum of weight * value, of the country's regions
    that have all indicators.  Takes what `indicator_weights` takes, and the weights.
    Returns country, year, ``country_factor`` (ratio) and ``regions_compared`` (count);
    the factor is missing where no region has all indicators.  Raises BadTable as
    `innovation_index` does.
    """
    places, known, weight = _weighted(values, weights)
    index = _published(places, published)
    plain = known @ weight  # NaN where an indicator is not known
    both = ~np.isnan(plain * index)
    sums = (
        _with_country(places)
        .with_columns(
            product=pl.Series(np.where(both, plain * index, 0.0)),
            square=pl.Series(np.where(both, plain**2, 0.0)),
            both=pl.Series(both),
        )
        .group_by("country", "year")
        .agg(pl.col("product", "square").sum(), regions_compared=pl.col("both").sum().cast(pl.Int64))
        .sort("country", "year")
    )
    factor = sums["product"].to_numpy() / positive(sums["square"].to_numpy())
    return like(
        values, sums.select("country", "year", country_factor=pl.Series(factor), regions_compared="regions_compared")
    )


def missing_indicators(values: IntoFrame, published: IntoFrame, weights: IntoFrame, factors: IntoFrame) -> Any:
    """Return how many of the values that are not known are missing, in the caller's kind of frame.

        m = n - factor * n * sum of weight * value / published index

    A source that writes 0 both for the minimum and for what is missing does not tell
    them apart, but its index does: what is the minimum lowers it, what is missing
    does not.  Takes what `country_factors` takes, and the factors.

    Returns region, year, ``unknown_indicators`` (count) and ``missing_indicators`` (count,
    of them; the others are the minimum).  The latter is missing where the factor or
    the index is, or m is not within 0.02 of a whole number from 0 to the unknown.
    Raises BadTable as `innovation_index` does.
    """
    places, known, weight = _weighted(values, weights)
    index = positive(_published(places, published))
    unknown = np.isnan(known).sum(axis=1)
    factor = _beside(_with_country(places), _factors(factors), ("country", "year"), "country_factor")
    inferred = weight.size * (1 - factor * (np.nan_to_num(known) @ weight) / index)
    whole = np.rint(inferred)
    told = (np.abs(inferred - whole) <= WHOLE) & (whole >= 0) & (whole <= unknown)
    lacking = np.where(unknown == 0, 0.0, np.where(told, whole, np.nan))
    found = places.with_columns(
        unknown_indicators=pl.Series(unknown.astype(np.int64)),
        missing_indicators=pl.Series(lacking).fill_nan(None).cast(pl.Int64),
    )
    return like(values, found)


def performance_group(index: IntoFrame, *, european: str = EUROPEAN) -> Any:
    """Return the performance group of each region and year, in the caller's kind of frame.

        relative = 100 * index / index of the European Union in the same year

    Leader from 125, Strong from 100, Moderate from 70, Emerging below (`GROUPS`).
    Each group is divided into thirds of its regions in that year, best first, ties in
    the better one: ``Leader +``, ``Leader``, ``Leader -``.  The thirds are written
    from memory and not verified: no published ones have been compared.

    Takes one row per (region, year) with ``innovation_index`` (0 or more), among them
    the European Union's under the code ``european``.  Returns region, year,
    ``innovation_index``, ``relative_index`` (%), ``performance_group`` and
    ``performance_subgroup`` of the regions, which the European Union is none of; the
    last three are missing where the index is.  Raises BadTable where a year has no
    index of the European Union above 0, and as `inputs.checked_in_memory` does.

    European Commission, Regional Innovation Scoreboard 2023.
    """
    table = checked_in_memory(index, _PLACE, ("innovation_index",))
    whole = table.filter(pl.col("region") == european).select("year", whole="innovation_index")
    lacking = table.join(whole.filter(pl.col("whole") > 0), on="year", how="anti")
    if not lacking.is_empty():
        raise BadTable(
            f"The year {lacking['year'][0]} has no innovation_index of {european!r} above 0; expected one in every "
            "year, to which its regions are compared."
        )
    relative = pl.col("relative_index")
    group: pl.Expr = pl.lit(None, dtype=pl.String)
    for name, least in reversed(GROUPS):
        group = pl.when(relative >= least).then(pl.lit(name)).otherwise(group)
    better = relative.rank("min", descending=True).over("year", "performance_group") - 1
    third = 3 * better / relative.count().over("year", "performance_group")
    sign = pl.when(third < 1).then(pl.lit(" +")).when(third < 2).then(pl.lit("")).otherwise(pl.lit(" -"))
    found = (
        table.filter(pl.col("region") != european)
        .join(whole, on="year", how="left", maintain_order="left")
        .with_columns(relative_index=100 * pl.col("innovation_index") / pl.col("whole"))
        .with_columns(performance_group=group)
        .with_columns(performance_subgroup=pl.col("performance_group") + sign)
    )
    return like(index, found.drop("whole"))


def _panel(values: IntoFrame) -> tuple[pl.DataFrame, Floats, list[str]]:
    """Return the regions and years, their values (rows in that order, NaN where not known) and the columns' names."""
    cells = checked_in_memory(values, ("region", "indicator", "year"), ("value",))
    if cells.is_empty():
        raise BadTable("The table of values has no rows; expected one per region, indicator and year.")
    places = cells.select(_PLACE).unique().sort(_PLACE).with_row_index("place")
    placed = cells.join(places, on=_PLACE).with_columns(pl.col("place").cast(pl.String).str.zfill(12))
    square = matrix(placed, "place", "indicator", "value")
    return places.drop("place"), square.values, square.columns


def _weighted(values: IntoFrame, weights: IntoFrame) -> tuple[pl.DataFrame, Floats, Floats]:
    """Return the regions and years, their values, and the weights of the values' columns."""
    places, known, names = _panel(values)
    told = checked_in_memory(weights, ("indicator",), ("weight",))
    differing = sorted(set(names) ^ set(told["indicator"]))
    if differing:
        raise BadTable(
            f"The indicator {differing[0]!r} has values or a weight alone; expected a weight for each indicator."
        )
    empty = told.filter(pl.col("weight").is_null())
    if not empty.is_empty():
        raise BadTable(f"The indicator {empty['indicator'][0]!r} has no weight; expected a number in every row.")
    return places, known, told.sort("indicator")["weight"].to_numpy()


def _factors(factors: IntoFrame) -> pl.DataFrame:
    return checked_in_memory(factors, ("country", "year"), ("country_factor",))


def _published(places: pl.DataFrame, published: IntoFrame) -> Floats:
    return _beside(places, checked_in_memory(published, _PLACE, ("innovation_index",)), _PLACE, "innovation_index")


def _with_country(places: pl.DataFrame) -> pl.DataFrame:
    return places.with_columns(country=pl.col("region").str.head(2))


def _beside(places: pl.DataFrame, table: pl.DataFrame, key: tuple[str, ...], column: str) -> Floats:
    """Return a column of another table for each place, NaN where it has none."""
    found = places.join(table.select(*key, column), on=key, how="left", maintain_order="left")
    values: Floats = found[column].cast(pl.Float64).fill_null(np.nan).to_numpy()
    return values


def _complete_countries(places: pl.DataFrame, known: Floats, index: Floats) -> list[tuple[Floats, Floats]]:
    """Return values and indices, both relative to 1, of each country and year's regions that have all of them."""
    whole = ~np.isnan(known).any(axis=1) & (index > 0)
    groups = (
        _with_country(places)
        .with_row_index("place")
        .filter(pl.Series(whole))
        .group_by("country", "year", maintain_order=True)
        .agg("place")["place"]
    )
    return [(known[rows.to_numpy()] / 100, index[rows.to_numpy()] / 100) for rows in groups]


def _refuse_more(places: pl.DataFrame, lacking: Floats, unknown: Floats) -> None:
    wrong = np.flatnonzero(lacking > unknown)
    if wrong.size:
        region, year = places.row(int(wrong[0]))
        raise BadTable(
            f"At region={region!r}, year={year}: {lacking[wrong[0]]:g} indicators are missing but "
            f"{unknown[wrong[0]]:g} values are not known; expected as many at most."
        )
