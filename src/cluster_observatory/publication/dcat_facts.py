"""What a catalogue has to look up in an edition: years, sources, forms of files, the day on which it was laid down."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

import polars as pl

from cluster_observatory.errors import BadTable
from cluster_observatory.publication.catalogue import MEND, Edition
from cluster_observatory.publication.exports import jsonstat, workbook
from cluster_observatory.tables.shapes import shape


@dataclass(frozen=True)
class Facts:
    """The first and last year of a table, if it has years, the providers' tables its rows name, its forms as a file."""

    years: tuple[int, ...]
    datasets: tuple[str, ...]
    forms: tuple[str, ...]


def facts(edition: Edition, table: str) -> Facts:
    """Return what a table's rows say of it; raises BadTable for a damaged one."""
    return _facts(edition.folder, table)


@lru_cache(maxsize=4096)
def _facts(folder: Path, table: str) -> Facts:
    edition = Edition(folder)
    rows = edition.table(table)
    key = shape(table).key
    try:
        schema = rows.collect_schema()
        years = rows.select(low=pl.col("year").min(), high=pl.col("year").max()).collect() if "year" in schema else None
        named = rows.select(pl.col("dataset").unique()).collect()["dataset"].to_list() if "dataset" in schema else []
        sizes = rows.select(pl.len(), *(pl.col(name).n_unique() for name in key)).collect().row(0)
    except (pl.exceptions.PolarsError, OSError) as error:
        message = f"The table {table} of the edition {edition.name} cannot be read: it is damaged. {MEND}"
        raise BadTable(message) from error
    known = () if years is None else tuple(int(year) for year in years.row(0) if year is not None)
    codes = {code for words in named if words for code in words.split(" / ")}
    return Facts(known, tuple(sorted(codes)), _forms(schema, key, *sizes))


def _forms(schema: pl.Schema, key: Sequence[str], rows: int, *categories: int) -> tuple[str, ...]:
    """Return the forms in which the whole table is given: any as CSV and Parquet, others as far as they can hold it."""
    cells = rows * len(schema)
    measures = sum(type_.is_numeric() or type_ == pl.Boolean for name, type_ in schema.items() if name not in key)
    is_cube = bool(key) and 0 < measures * math.prod(categories) <= jsonstat.MOST_CELLS
    return (
        *("csv", "parquet"),
        *(["xlsx"] if cells <= workbook.MOST_CELLS else []),
        *(["json"] if is_cube and cells <= jsonstat.MOST_VALUES else []),
    )


def laid_down(edition: Edition) -> date:
    """Return the day on which an edition was laid down here (UTC); the manifest has none, so that builds are equal."""
    return datetime.fromtimestamp((edition.folder / "manifest.json").stat().st_mtime, UTC).date()
