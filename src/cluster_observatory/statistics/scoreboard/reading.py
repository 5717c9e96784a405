"""From the caller's table of units to the state in which a recipe begins."""

import itertools
from typing import Any

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats, collected
from cluster_observatory.statistics.scoreboard.boards import Board, Mark, State
from cluster_observatory.statistics.scoreboard.framework import Framework, in_our_words

COINR = {"uCode": "unit", "uName": "name", "Time": "year"}
"""Columns of COINr's iData, and what they are called here."""

LATEST = 1_000_000
CODES = (pl.String, pl.Categorical, pl.Enum)


def read_state(table: IntoFrame, framework: Framework) -> State:
    """Return the state in which a recipe begins: the indicators' values, denominators, groups and weights.

    Takes a frame of any engine with one row per unit (``unit``, text) and, for
    several years, ``year`` (whole number), a column for each indicator and
    denominator (numbers; empty, NA or NaN where not known) and for each group (text;
    empty or NA where not known).
    Other columns are left alone; COINr's iData is taken as it is.  Rows are sorted
    by unit and year.

    Raises BadTable, naming column and unit, where a column lacks, a number is text
    (such as 1,5) or infinite, a unit or year is empty, or a unit stands twice in a
    year, and where there is no row.
    """
    found = in_our_words(collected(table), COINR, "The table")
    if "unit" not in found.columns:
        raise BadTable(f"The table has the columns {', '.join(found.columns)}; expected unit, or uCode, among them.")
    absent = [
        name
        for name in (*framework.indicators, *framework.denominators, *framework.groups)
        if name not in found.columns
    ]
    if absent:
        raise BadTable(
            f"The table lacks {', '.join(absent)}, which the table of indicators names. Add it, or drop the row."
        )
    taken = [code for code in framework.aggregates if code in found.columns]
    if taken:
        raise BadTable(
            f"The table has the column {taken[0]}, which is an aggregate. Rename the column or the aggregate."
        )
    kind = found["unit"].dtype
    if not (isinstance(kind, CODES) or kind.is_integer()):
        raise BadTable(f"The column unit holds {kind}; expected text.")
    if found.is_empty():
        raise BadTable("The table has no rows; expected one per unit.")
    units = [_key(value) for value in found["unit"]]
    years = _years(found, units)
    found = found.with_columns(pl.Series("unit", units), pl.Series("year", years, dtype=pl.Int64))
    found = found.sort("unit", "year")
    rows = list(zip(found["unit"], found["year"], strict=True))
    for one, after in itertools.pairwise(rows):
        if one == after:
            year = "" if one[1] is None else f" in {one[1]}"
            raise BadTable(f"The unit {one[0]} stands twice{year}; expected one row per unit and year.")
    values = np.column_stack([_numbers(found, code) for code in framework.indicators])
    missing = np.isnan(values)
    board = Board(
        units=tuple(unit for unit, _ in rows),
        years=tuple(year for _, year in rows),
        codes=framework.indicators,
        values=values,
        marks=np.where(missing, np.uint16(Mark.MISSING), np.uint16(0)),
        imputed_by=np.zeros(values.shape, np.uint8),
    )
    return State(
        framework=framework,
        board=board,
        denominators={code: _numbers(found, code) for code in framework.denominators},
        groups={name: tuple(_label(value) for value in found[name]) for name in _groups(framework, found)},
        weights={one.code: one.weight for one in framework.elements},
    )


def _groups(framework: Framework, found: pl.DataFrame) -> tuple[str, ...]:
    """Return the columns that tell groups apart: those the framework names, else every text column beside the key."""
    if framework.groups:
        return framework.groups
    texts = [name for name, kind in found.schema.items() if kind == pl.String]
    taken = {"unit", "name", *framework.indicators, *framework.denominators}
    return tuple(name for name in texts if name not in taken)


def _key(value: Any) -> str:
    text = "" if value is None else str(value).strip()
    if not text:
        raise BadTable("A row of the table has no unit; expected a code in every row.")
    return text


def _label(value: Any) -> str | None:
    text = "" if value is None else str(value).strip()
    return text if text and text != "NA" else None


def _years(found: pl.DataFrame, units: list[str]) -> list[int | None]:
    if "year" not in found.columns:
        return [None] * len(units)
    years = []
    for unit, value in zip(units, _numbers(found, "year", units), strict=True):
        if value != value or abs(value) > LATEST or value != int(value):
            raise BadTable(f"The unit {unit} has no whole number as its year; expected one in every row.")
        years.append(int(value))
    return list(years)


def _numbers(found: pl.DataFrame, code: str, units: list[str] | None = None) -> Floats:
    """Return a column as float64 with NaN where it is empty."""
    column = found[code]
    if column.dtype == pl.String:
        texts = column.str.strip_chars().replace(["", "NA"], [None, None])
        numbers = texts.cast(pl.Float64, strict=False)
        wrong = numbers.is_null() & texts.is_not_null()
        if wrong.any():
            place = wrong.arg_max() or 0
            raise BadTable(
                f"{code} of the unit {(units or found['unit'])[place]} is {texts[place]!r}; "
                "expected a number with a decimal point, or nothing where not known."
            )
    elif column.dtype.is_numeric() or isinstance(column.dtype, pl.Boolean | pl.Null):
        numbers = column.cast(pl.Float64)
    else:
        raise BadTable(f"The column {code} holds {column.dtype}; expected numbers.")
    values: Floats = numbers.fill_null(float("nan")).to_numpy().astype(np.float64)
    infinite = np.isinf(values)
    if infinite.any():
        place = int(np.argmax(infinite))
        raise BadTable(f"{code} of the unit {(units or found['unit'])[place]} is infinite; expected a number.")
    return values
