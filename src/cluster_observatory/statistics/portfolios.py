"""Each year's figures as a matrix of regions by industries, checked before anything is computed from them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from cluster_observatory.statistics.inputs import checked_in_memory, require_columns
from cluster_observatory.statistics.matrices import Floats, Matrix
from cluster_observatory.tables.shapes import TYPES


def yearly(cells: IntoFrame, measure: str, *, category: str = "industry") -> Iterator[tuple[int, Matrix]]:
    """Yield each year, in order, with the measure as a matrix of regions by categories; NaN where it is missing.

    Takes one row per (region, ``category``, year).  Raises BadTable as `checked` does.
    """
    key = ("region", category, "year")
    require_columns(cells, [*key, measure])
    chosen = nw.from_native(cells).select(*key, measure)
    eager = chosen.collect(backend="polars") if isinstance(chosen, nw.LazyFrame) else chosen
    table = eager.to_polars()
    usual = [table.schema[name] for name in key] == [pl.String, pl.String, pl.Int64]
    if not usual or not table.schema[measure].is_numeric() or any(table[name].null_count() for name in key):
        table = checked(cells, key, measure)
    # Places in place of codes: to sort a table takes longer than all else, and a matrix has no order of rows.
    regions, region = _places(table["region"])
    names, name = _places(table[category])
    years = table["year"].to_numpy()
    values = table[measure].cast(pl.Float64).fill_null(np.nan).to_numpy()
    for year in table["year"].unique().sort():
        rows = np.nonzero(years == year)[0]
        cell = region[rows] * len(names) + name[rows]
        filled = np.bincount(cell, minlength=len(regions) * len(names)).reshape(len(regions), len(names))
        if filled.max() > 1 or (values[rows] < 0).any() or np.isinf(values[rows]).any():
            checked(cells, key, measure)  # which says what is wrong with the first row met
        whole = np.full(filled.size, np.nan)
        whole[cell] = values[rows]
        kept = [np.nonzero(filled.any(axis=axis))[0] for axis in (1, 0)]
        yield (
            int(year),
            Matrix(
                [regions[place] for place in kept[0]],
                [names[place] for place in kept[1]],
                whole.reshape(filled.shape)[np.ix_(*kept)],
            ),
        )


def by_year(table: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield each year of the table, in order, with its rows as they stand."""
    for (year,), rows in sorted(table.group_by("year", maintain_order=True), key=lambda part: int(part[0][0])):
        yield int(year), rows


def checked(
    frame: IntoFrame, key: Sequence[str], *measures: str, unique: bool = True, signed: bool = False
) -> pl.DataFrame:
    """Return the key and the measures of any engine's frame in memory, sorted by the key, with codes as plain text.

    NaN is a missing value.  Raises BadTable as `inputs.checked` does; only
    ``signed`` measures may be negative, and the key may stand twice if not ``unique``.
    """
    table = checked_in_memory(frame, key, measures, signed=measures if signed else (), unique=unique)
    kinds = {name: pl.Int64 if name == "year" else pl.String for name in key}
    return table.cast(kinds).sort(key, maintain_order=True)  # type: ignore[arg-type]


def region_persons(
    region_totals: IntoFrame | None, figures: Sequence[tuple[int, Matrix]]
) -> Iterator[tuple[int, Matrix, Floats]]:
    """Yield each year and matrix with the persons employed in each of its regions.

    They are the sums over the matrix, or those of ``region_totals`` (region,
    year, ``region_persons``), where the matrix is not the whole economy; NaN
    where that has none.  Raises BadTable as `checked` does.
    """
    if region_totals is None:
        for year, cells in figures:
            yield year, cells, np.nansum(cells.values, axis=1)
        return
    totals = checked(region_totals, ("region", "year"), "region_persons").drop_nulls()
    known = {(region, int(year)): persons for region, year, persons in totals.iter_rows()}
    for year, cells in figures:
        yield year, cells, np.array([known.get((region, year), np.nan) for region in cells.rows])


def stacked(parts: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> pl.DataFrame:
    """Return the parts, columns by name, one below the other, with the named types; NaN is a missing value."""
    schema = {name: TYPES[kind] for name, kind in types.items()}
    frames = [pl.DataFrame(schema=schema)]
    for part in parts:
        height = max(len(column) for column in part.values() if not isinstance(column, int | bool))
        filled = {name: [value] * height if isinstance(value, int | bool) else value for name, value in part.items()}
        known = pl.DataFrame(filled).with_columns(pl.col(pl.Float64).fill_nan(None))
        frames.append(known.select(pl.col(name).cast(kind) for name, kind in schema.items()))
    return pl.concat(frames)


def pair_columns(
    figures: Matrix, category: str, year: int, compared: Floats, measures: dict[str, Floats]
) -> dict[str, Any]:
    """Return the columns of a table of pairs, each once, from square matrices in the order of the codes."""
    first, second = np.triu_indices(len(figures.columns), k=1)
    values = {name: square[first, second] for name, square in measures.items()}
    keys = {category: texts(figures.columns, first), f"other_{category}": texts(figures.columns, second), "year": year}
    return keys | {"regions_compared": compared[first, second]} | values


def pair_types(category: str, *measures: str) -> dict[str, str]:
    """Return the types of the columns of `pair_columns`."""
    keys = {category: "text", f"other_{category}": "text", "year": "integer", "regions_compared": "integer"}
    return keys | dict.fromkeys(measures, "float")


def _places(codes: pl.Series) -> tuple[list[str], NDArray[np.int64]]:
    """Return the codes in their order, and for each row the place of its own among them."""
    listed = codes.unique().sort()
    return listed.to_list(), codes.cast(pl.Enum(listed)).to_physical().cast(pl.Int64).to_numpy()


def texts(codes: Sequence[str], places: NDArray[np.int64]) -> pl.Series:
    """Return the code of each place as a column."""
    return pl.Series(codes, dtype=pl.String).gather(places)
