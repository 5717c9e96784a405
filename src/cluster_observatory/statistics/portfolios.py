"""Each year's figures as a matrix of regions by industries, checked before anything is computed from them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats, Matrix, collected
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
    if [table.schema[name] for name in key] != [pl.String, pl.String, pl.Int64] or _has_no_value(table, key):
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
    """Return the key and the measures of any engine's frame in memory, the measures as floats, sorted by the key.

    NaN is a missing value.  Raises BadTable where a column lacks, a code is no
    text or a year no whole number, a key is empty or, where it should be
    ``unique``, stands twice, or a measure is infinite or, unless it is
    ``signed``, negative; the message names the first row met.
    """
    columns = [*key, *measures]
    require_columns(frame, columns)
    table = collected(frame, *columns).with_columns(pl.col(name).cast(pl.Float64) for name in measures)
    table = _with_codes(table, key)
    _refuse(table, key, pl.any_horizontal(pl.col(*key).is_null()), "an empty key", "a code and a year in every row")
    if unique:  # the rows are sorted by the key, so that two of one key are neighbours
        again = pl.all_horizontal(pl.col(*key) == pl.col(*key).shift())
        _refuse(table, key, again, "a key twice", "one row for each; drop the others")
    for name in measures:
        impossible = pl.col(name).is_infinite() | ((pl.col(name) < 0) & (not signed))
        expected = f"a finite number{'' if signed else ' from 0'}, or none where it is not known"
        _refuse(table, [*key, name], impossible, f"an impossible {name}", expected)
    return table


def require_columns(frame: IntoFrame, names: Sequence[str]) -> None:
    """Raise BadTable where the frame lacks one of the columns."""
    found = nw.from_native(frame).collect_schema().names()
    absent = [name for name in names if name not in found]
    if absent:
        raise BadTable(f"The table lacks the column {', '.join(absent)}; it has {', '.join(found)}. Add or rename it.")


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


def _has_no_value(table: pl.DataFrame, key: Sequence[str]) -> bool:
    return any(table[name].null_count() for name in key)


def _places(codes: pl.Series) -> tuple[list[str], NDArray[np.int64]]:
    """Return the codes in their order, and for each row the place of its own among them."""
    listed = codes.unique().sort()
    return listed.to_list(), codes.cast(pl.Enum(listed)).to_physical().cast(pl.Int64).to_numpy()


def _with_codes(table: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """Return the table sorted by its key, categories of a fixed list as text."""
    listed = [name for name in key if table.schema[name] in (pl.Categorical, pl.Enum)]
    if listed:
        table = table.with_columns(pl.col(listed).cast(pl.String)).sort(key)
    for name in key:
        kind = table.schema[name]
        if not (kind.is_integer() if name == "year" else kind == pl.String):
            expected = "a whole number" if name == "year" else "text, as 01.10 would become 1.1"
            raise BadTable(f"The column {name} is of the type {kind}; expected {expected}. Cast it.")
    return table


def texts(codes: Sequence[str], places: NDArray[np.int64]) -> pl.Series:
    """Return the code of each place as a column."""
    return pl.Series(codes, dtype=pl.String).gather(places)


def _refuse(table: pl.DataFrame, shown: Sequence[str], condition: pl.Expr, met: str, expected: str) -> None:
    found = table.filter(condition).head(1)
    if found.height:
        row = ", ".join(f"{name}={value!r}" for name, value in found.select(shown).row(0, named=True).items())
        raise BadTable(f"The table holds {met}: {row}; expected {expected}.")
