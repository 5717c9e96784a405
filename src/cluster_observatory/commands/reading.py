"""The files that somebody names as input: CSV as text, line by line accountable, or Parquet."""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from cluster_observatory.errors import BadTable, NotFound


def read_table(file: Path, numbers: Mapping[str, pl.DataType | type[pl.DataType]] | None = None) -> pl.DataFrame:
    """Return the table in a CSV or Parquet file; cells of a CSV are text but for those of ``numbers``, by column.

    Raises NotFound where there is no such file, and BadTable, naming the line,
    where it cannot be read or a cell of ``numbers`` is none.
    """
    if not file.is_file():
        raise NotFound(f"There is no file {file}.")
    if file.suffix == ".parquet":
        try:
            return pl.read_parquet(file)
        except pl.exceptions.PolarsError as error:
            raise BadTable(f"{file.name} is not a Parquet file that can be read: {error}") from error
    return _typed(*_read_text(file), file.name, numbers or {})


def read_text(file: Path) -> str:
    """Return the text of a file in UTF-8; raises NotFound where there is none, BadTable where it is not UTF-8."""
    if not file.is_file():
        raise NotFound(f"There is no file {file}.")
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTable(f"{file.name} is not UTF-8 text (byte {error.start}). Save it in UTF-8.") from error


def _read_text(file: Path) -> tuple[pl.DataFrame, list[int]]:
    """Return the cells as text, and the line of the file in which each row ends."""
    lines = csv.reader(io.StringIO(read_text(file)), strict=True)
    try:
        header = next(lines, [])
        rows = [(lines.line_num, row) for row in lines if row]
    except csv.Error as error:
        raise BadTable(f"{file.name}, line {lines.line_num}: {error}.") from error
    repeated = sorted(name for name, times in Counter(header).items() if times > 1)
    if repeated:
        raise BadTable(f"{file.name} has the column {', '.join(repeated)} more than once.")
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        raise BadTable(f"{file.name} has one column, {header[0]!r}; expected commas between columns, not ; or tabs.")
    for number, row in rows:
        if len(row) != len(header):
            raise BadTable(f"{file.name}, line {number}: expected {len(header)} cells, found {len(row)}.")
    columns = {name: [row[place] or None for _, row in rows] for place, name in enumerate(header)}
    return pl.DataFrame(columns, schema=dict.fromkeys(header, pl.String)), [number for number, _ in rows]


def _typed(
    cells: pl.DataFrame, lines: list[int], name: str, numbers: Mapping[str, pl.DataType | type[pl.DataType]]
) -> pl.DataFrame:
    for column, kind in numbers.items():
        if column not in cells.columns:
            continue
        cast = pl.col(column).str.strip_chars().cast(kind, strict=False)
        wrong = cells.select(cast.is_null() & pl.col(column).is_not_null()).to_series()
        if wrong.any():
            first = wrong.arg_max() or 0
            raise BadTable(
                f"{name}, line {lines[first]}, column {column}: expected a number, found {cells[column][first]!r}."
            )
        cells = cells.with_columns(cast)
    return cells
