"""Reads the panel of 101 indicators of readiness for Industry 4.0 by NUTS-2 region and what its columns are."""

import polars as pl

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.scoreboards import observations as shape
from cluster_observatory.sources.scoreboards.observations import HOW_TO_MEND, plain
from cluster_observatory.sources.unpacking import unpack

DATASET = "i40"

_KEY = ("NUTS2", "YEAR")
_UNITS = {
    "PC_EMP_FTE": "% of employment, full-time equivalents",
    "PC_EMP_HC": "% of employment, persons",
    "PC_EMP": "% of employment",
    "PC_GDP": "% of GDP",
    "PC_POP": "% of population",
    "PC": "%",
    "THS": "thousand persons",
    "NR": "persons",
    "FTE": "full-time equivalents",
    "HC": "persons",
}
_DESCRIPTION = ("ColumnName", "DataType", "Description")


def read_panel(data: bytes, name: str, *, largest: int = shape.LARGEST) -> pl.DataFrame:
    """Return every cell of the panel as an observation (`observations.OBSERVATIONS`), line by line.

    Regions carry the codes of several editions of NUTS, as the panel has them.
    Groups of countries (EU28, EFTA) and what lies in no region (ATZZ, FRXX, codes
    that no edition has, such as FR01) stay, told apart by ``level_used``.  Gaps are
    null and flagged ``m``.  Nothing tells whether a 0 is a true one.

    Raises SourceChanged for headings that lack, two columns of one code, and as
    `observations.observations` does.
    """
    table = shape.words(data, name, separator="\t", largest=largest)
    shape.require(table, _KEY, name)
    columns = [column for column in table.columns if column not in (*_KEY, "line")]
    codes = [shape.code(DATASET, column) for column in columns]
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        raise SourceChanged(f"{name}, line 1: two columns would be called {repeated[0]}. {HOW_TO_MEND}")
    cells = (
        table.unpivot(index=["line", *_KEY], on=columns, variable_name="indicator")
        .sort("line", maintain_order=True)
        .select(
            "line",
            "value",
            region="NUTS2",
            year="YEAR",
            indicator=pl.col("indicator").replace_strict(columns, codes, return_dtype=pl.String),
            dataset=pl.lit(DATASET),
            reference_year="YEAR",
        )
    )
    return shape.observations(cells, name)


def panel_indicators(columns: bytes, name: str, *, largest: int = shape.LARGEST) -> pl.DataFrame:
    """Return what the description of columns says of each indicator, one a row (`observations.DESCRIPTIONS`).

    The unit is the one that the column's name carries, since the descriptions of
    numbers of persons partly speak of percentages.  ``source`` is Eurostat with the
    code of its table where the name begins with one.  Raises SourceChanged for
    headings that lack, an empty description and two columns of one code.
    """
    # Some lines of this file end in a tab too many.
    lines = b"\n".join(line.rstrip(b"\t\r ") for line in unpack(columns, name, largest=largest).splitlines())
    table = shape.words(lines, name, separator="\t", largest=largest)
    shape.require(table, _DESCRIPTION, name)
    rows: list[dict[str, object]] = []
    for line, column, description in table.select("line", "ColumnName", "Description").iter_rows():
        if not column or not description:
            raise SourceChanged(f"{name}, line {line}: found {column!r} described as {description!r}. {HOW_TO_MEND}")
        if column in _KEY:
            continue
        rows.append(
            {
                "indicator": shape.code(DATASET, column),
                "title": plain(description).rstrip(" ."),
                "group": column.partition("_")[0] if column.isupper() else _table_of(column),
                "unit": _unit(column),
                "source": f"Eurostat ({_table_of(column)})" if _table_of(column) else None,
                "reference_year": "the year of the observation",
                "geographical_level": "NUTS 2",
                "description": plain(description),
                "column": column,
                "dataset": DATASET,
            }
        )
    return shape.descriptions(rows, name)


def _table_of(column: str) -> str | None:
    """Return the table of Eurostat that a column's name begins with: what stands before the first capital."""
    head = column[: next((place for place, letter in enumerate(column) if letter.isupper()), len(column))]
    return head.rstrip("_") or None


def _unit(column: str) -> str:
    parts = [part.partition("_")[2] for part in f"_{column}".split("__") if part.startswith("UNIT_")]
    parts += [column.partition("_UNIT_")[2].partition("__")[0]] if "_UNIT_" in column else []
    for part in parts:
        if part in _UNITS:
            return _UNITS[part]
    return "average tone" if "_TONE_" in column else "count"
