"""The catalogue of a published edition: its manifest, its tables, and rows of a table by condition."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.lake import shelves
from cluster_observatory.tables.shapes import Shape, shape

MEND = "`observatory check` says what else is; `observatory build` lays it down anew."


@dataclass(frozen=True)
class Edition:
    """One published edition: a folder with manifest.json and tables/*.parquet, never changed once laid down."""

    folder: Path

    @property
    def name(self) -> str:
        """Return the edition's name, the start of the checksum of its contents."""
        return self.folder.name

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return the manifest: sources, classifications, profiles, software, tables, checks."""
        try:
            manifest: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text("utf-8"))
            tables = [table["name"] for table in manifest["tables"]]
        except (ValueError, KeyError, TypeError) as error:
            raise BadTable(f"The manifest of the edition {self.name} is damaged. {MEND}") from error
        if not tables:
            raise BadTable(f"The manifest of the edition {self.name} names no table. {MEND}")
        return manifest

    @property
    def invented(self) -> bool:
        """Return whether the figures are invented, so that every page must say so."""
        return bool(self.manifest["invented"])

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the edition's tables."""
        return tuple(table["name"] for table in self.manifest["tables"])

    def source(self, dataset: str) -> dict[str, Any] | None:
        """Return the manifest's entry of a provider's table, or None where the edition rests on no such table."""
        return next((source for source in self.manifest["sources"] if source["dataset"] == dataset), None)

    def table(self, name: str) -> pl.LazyFrame:
        """Return a published table, lazily; raises NotFound with the names there are."""
        if name not in self.tables:
            raise NotFound(f"The edition {self.name} has no table {name!r}. Its tables are: {', '.join(self.tables)}.")
        return pl.scan_parquet(self.folder / "tables" / f"{name}.parquet")

    def rows(self, name: str, **conditions: str | int | float | bool) -> pl.DataFrame:
        """Return the rows of a table where every named column equals the given value.

        Values may come as text (from a command line or an address); they are read
        as the column's type.  Raises NotFound for an unknown table or column and
        BadTable for a value that is not of the column's type.
        """
        frame = self.table(name)
        described = shape(name)
        for column, value in conditions.items():
            frame = frame.filter(pl.col(column) == _typed(described, column, value))
        try:
            return frame.collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise BadTable(
                f"The table {name} of the edition {self.name} cannot be read: it is damaged. {MEND}"
            ) from error


def _typed(described: Shape, column: str, value: str | int | float | bool) -> pl.Expr:
    return pl.lit(described.column(column).read(value))


def current(home: Path) -> Edition:
    """Return the edition that is published now; raises NotFound where none was built yet."""
    folder = shelves.current_edition(home)
    if folder is None:
        raise NotFound(f"There is no edition under {home}. Build one with `observatory build` or `observatory demo`.")
    return Edition(folder)


def editions(home: Path) -> list[Edition]:
    """Return every edition laid down under the home folder, oldest first."""
    return [Edition(folder) for folder in shelves.editions(home)]
