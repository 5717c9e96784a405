"""What a catalogue has to look up in an edition: years, sources, and the day on which it was laid down."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

import polars as pl

from cluster_observatory.errors import BadTable
from cluster_observatory.publication.catalogue import MEND, Edition


@dataclass(frozen=True)
class Facts:
    """The first and last year of a table, if it has years, and the providers' tables that its rows name."""

    years: tuple[int, ...]
    datasets: tuple[str, ...]


def facts(edition: Edition, table: str) -> Facts:
    """Return what a table's rows say of it; raises BadTable for a damaged one."""
    return _facts(edition.folder, table)


@lru_cache(maxsize=4096)
def _facts(folder: Path, table: str) -> Facts:
    edition = Edition(folder)
    rows = edition.table(table)
    try:
        columns = rows.collect_schema().names()
        years = (
            rows.select(low=pl.col("year").min(), high=pl.col("year").max()).collect() if "year" in columns else None
        )
        named = rows.select(pl.col("dataset").unique()).collect()["dataset"].to_list() if "dataset" in columns else []
    except (pl.exceptions.PolarsError, OSError) as error:
        message = f"The table {table} of the edition {edition.name} cannot be read: it is damaged. {MEND}"
        raise BadTable(message) from error
    known = () if years is None else tuple(int(year) for year in years.row(0) if year is not None)
    codes = {code for words in named if words for code in words.split(" / ")}
    return Facts(known, tuple(sorted(codes)))


def laid_down(edition: Edition) -> date:
    """Return the day on which an edition was laid down here (UTC); the manifest has none, so that builds are equal."""
    return datetime.fromtimestamp((edition.folder / "manifest.json").stat().st_mtime, UTC).date()
