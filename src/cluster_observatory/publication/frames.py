"""The tables of an edition in memory, read once: an edition never changes, so neither do they."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import polars as pl

from cluster_observatory.errors import BadTable
from cluster_observatory.publication.catalogue import MEND, Edition


def frame(edition: Edition, table: str) -> pl.DataFrame:
    """Return a whole table of the edition; raises NotFound where it has none, BadTable for a damaged one."""
    return _collected(edition.folder, table)


@lru_cache(maxsize=40)
def _collected(folder: Path, table: str) -> pl.DataFrame:
    return Edition(folder).rows(table)


def part(
    edition: Edition, table: str, columns: Sequence[str] | None = None, **conditions: str | int | bool
) -> pl.DataFrame:
    """Return the rows of a table where every named column equals the given value, and of them some columns or all.

    Only those rows and columns are read from the file, and nothing is kept: for tables
    too large to lie in memory.  Raises NotFound where the edition has no such table,
    BadTable for a damaged one, or one without such a column.
    """
    wanted = [pl.col(name) == value for name, value in conditions.items()]
    rows = edition.table(table).filter(*wanted)
    try:
        return (rows if columns is None else rows.select(columns)).collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        message = f"The table {table} of the edition {edition.name} cannot be read: it is damaged. {MEND}"
        raise BadTable(message) from error
