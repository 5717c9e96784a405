"""The formats of files that are given out, and a table written in one of them."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from cluster_observatory.errors import NotFound
from cluster_observatory.publication.exports import delimited, jsonstat, parquet, workbook
from cluster_observatory.publication.exports.about import About


@dataclass(frozen=True)
class Format:
    """One format: its name for people, media type, ending of file names, and who writes it."""

    name: str
    media_type: str
    ending: str
    write: Callable[[pl.DataFrame, About], bytes]


FORMATS = {
    "csv": Format("CSV", "text/csv; charset=utf-8; header=present", "csv", delimited.write),
    "xlsx": Format(
        "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", workbook.write
    ),
    "parquet": Format("Parquet", "application/vnd.apache.parquet", "parquet", parquet.write),
    "json": Format("JSON-stat", "application/json", "json", jsonstat.write),
    "csvw": Format("CSV on the Web", "application/csvm+json", "csv-metadata.json", delimited.write_metadata),
}
"""Every format by the name that addresses use; csvw is what CSV on the Web says of the CSV, not the figures."""


def write(form: str, table: pl.DataFrame, about: About) -> bytes:
    """Return the table as a file; raises NotFound for an unknown format, NotPossible for a table too large for it."""
    if form not in FORMATS:
        raise NotFound(f"There is no format “{form[:40]}”. The formats are: {', '.join(FORMATS)}.")
    return FORMATS[form].write(table, about)
