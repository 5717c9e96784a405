"""Rows of a published table by conditions: counted, page by page, whole, or in batches of bounded size."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.publication.catalogue import MEND, Edition
from cluster_observatory.publication.frames import frame
from cluster_observatory.tables.shapes import TYPES, Column, shapes

BATCH = 25_000
"""Rows of a batch; of the widest table some 15 MB."""

IN_MEMORY = 5_000_000
"""Tables of so many cells or fewer are kept in memory; of larger ones only the rows asked for are read."""

LARGEST = 2**63 - 1
LISTED = 40
"""Names that a refusal lists at most."""

MOST_VALUES = 200
"""Values that one column may be asked for."""


@dataclass(frozen=True)
class Extract:
    """The rows of a table that fit the conditions, and the columns asked for; made by `extract`."""

    edition: Edition
    table: str
    columns: tuple[str, ...]
    condition: pl.Expr | None

    @property
    def rows_of_table(self) -> int:
        """Return how many rows the whole table has."""
        rows: int = _entry(self.edition, self.table)["rows"]
        return rows

    @property
    def is_whole(self) -> bool:
        """Return whether it is every row and column of the table."""
        return self.condition is None and self.columns == _names(self.edition.folder, self.table)

    def places(self) -> npt.NDArray[np.int64]:
        """Return the places in the table of the rows that fit, in order."""
        if self.condition is None:
            return np.arange(self.rows_of_table)
        numbered = self._scan().with_row_index("place").filter(self.condition).select("place")
        return self._collected(numbered)["place"].to_numpy().astype(np.int64)

    def at(self, places: npt.NDArray[np.int64]) -> pl.DataFrame:
        """Return the rows at the places, some of those that `places` returned, in order."""
        if not len(places):
            return self._collected(self._scan().select(self.columns).head(0))
        first, last = int(places[0]), int(places[-1])
        return self._collected(self._filtered(self._scan().slice(first, last - first + 1)))

    def whole(self) -> pl.DataFrame:
        """Return all rows that fit."""
        return self._collected(self._filtered(self._scan()))

    def batches(self) -> Iterator[pl.DataFrame]:
        """Return the rows that fit, in order, from `BATCH` rows of the table at a time; empty batches are left out."""
        places = self.places()
        if not len(places):
            return
        for start in range(int(places[0]), int(places[-1]) + 1, BATCH):
            batch = self._collected(self._filtered(self._scan().slice(start, BATCH)))
            if batch.height:
                yield batch

    def datasets(self) -> list[str]:
        """Return the providers' tables that the rows which fit rest on, where the table says so."""
        if "dataset" not in _names(self.edition.folder, self.table):
            return []
        rows = self._scan() if self.condition is None else self._scan().filter(self.condition)
        found = self._collected(rows.select(pl.col("dataset").unique()))["dataset"]
        return sorted(found.drop_nulls())

    def _scan(self) -> pl.LazyFrame:
        cells = self.rows_of_table * len(_names(self.edition.folder, self.table))
        if self.table in shapes() and cells <= IN_MEMORY:
            return frame(self.edition, self.table).lazy()
        return self.edition.table(self.table)

    def _filtered(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        return (rows if self.condition is None else rows.filter(self.condition)).select(self.columns)

    def _collected(self, rows: pl.LazyFrame) -> pl.DataFrame:
        try:
            return rows.collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise _damaged(self.edition, self.table) from error


def extract(
    edition: Edition, table: str, conditions: Mapping[str, Sequence[str]], columns: Sequence[str] = ()
) -> Extract:
    """Return the rows where each column named has one of the values given as text, and the columns asked for, or all.

    Raises NotFound for a table or column that is not there, with near ones;
    NotPossible for a value that is not of the column's type, for a column of
    decimal numbers, which are hardly ever equal to what one writes, and for more
    than `MOST_VALUES` values of a column.
    """
    names = described(edition, table)
    unknown = next((name for name in (*conditions, *columns) if name not in names), None)
    if unknown is not None:
        raise NotFound(f"The table {table} has no column “{unknown[:40]}”. {_near(unknown, names)}")
    wanted = [_equals(names[name], values) for name, values in conditions.items()]
    condition = pl.all_horizontal(wanted) if wanted else None
    return Extract(edition, table, tuple(dict.fromkeys(columns)) or tuple(names), condition)


def described(edition: Edition, table: str) -> dict[str, Column]:
    """Return the columns of a published table by name; raises NotFound where the edition has no such table."""
    _entry(edition, table)
    shape = shapes().get(table)
    known = {column.name: column for column in shape.columns} if shape else {}
    typed = _typed(edition.folder, table)
    return {name: known.get(name) or Column(name, type_, "", missing=True) for name, type_ in typed}


def key(table: str) -> tuple[str, ...]:
    """Return the columns that tell the rows of a table apart, none where they are not known."""
    return shapes()[table].key if table in shapes() else ()


def description(table: str) -> str:
    """Return what a table holds, in a sentence; empty where it is not known."""
    return shapes()[table].description if table in shapes() else ""


def _entry(edition: Edition, table: str) -> dict[str, Any]:
    for entry in edition.manifest["tables"]:
        if entry["name"] == table:
            return dict(entry)
    raise NotFound(
        f"The edition {edition.name} has no table “{table[:40]}”. {_near(table, edition.tables)}",
    )


def _names(folder: Path, table: str) -> tuple[str, ...]:
    return tuple(name for name, _type in _typed(folder, table))


@lru_cache(maxsize=256)
def _typed(folder: Path, table: str) -> tuple[tuple[str, str], ...]:
    edition = Edition(folder)
    try:
        schema = edition.table(table).collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _damaged(edition, table) from error
    words = {type_: word for word, type_ in TYPES.items()}
    return tuple((name, words.get(type_.base_type(), "text")) for name, type_ in schema.items())


def _equals(column: Column, asked: Sequence[str]) -> pl.Expr:
    if column.type == "float":
        raise NotPossible(
            f"Rows cannot be chosen by {column.name}, a decimal number; choose by columns of text or whole numbers."
        )
    if len(asked) > MOST_VALUES:
        raise NotPossible(f"{len(asked)} values of {column.name} are too many; ask for at most {MOST_VALUES} at once.")
    return pl.col(column.name).is_in([_read(column, value) for value in asked])


def _read(column: Column, value: str) -> str | int | float | bool:
    is_plain = column.type != "integer" or (value.isascii() and value.removeprefix("-").isdigit() and len(value) < 20)
    try:
        read = column.read(value) if is_plain else None
    except BadTable:
        read = None
    if read is None or (isinstance(read, int) and abs(read) > LARGEST):
        kinds = {"integer": "a whole number", "boolean": "true or false"}
        raise NotPossible(f"{column.name}={value[:40]!r} is not {kinds.get(column.type, column.type)}.")
    return read


def _near(asked: str, known: Sequence[str] | Mapping[str, object]) -> str:
    near = difflib.get_close_matches(asked[:40], list(known), n=3, cutoff=0.5)
    if near:
        return f"Near it: {', '.join(near)}."
    listed = list(known)[:LISTED]
    return f"There are: {', '.join(listed)}{' and others' if len(known) > LISTED else ''}."


def _damaged(edition: Edition, table: str) -> BadTable:
    return BadTable(f"The table {table} of the edition {edition.name} cannot be read: it is damaged. {MEND}")
