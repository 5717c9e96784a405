"""Tables as JSON-stat 2.0: a cube of dimensions, of which the last is the measure.

https://json-stat.org/full/
"""

import json
import math
from typing import Any

import polars as pl

from cluster_observatory.errors import NotPossible
from cluster_observatory.publication.exports.about import About
from cluster_observatory.publication.exports.bounds import TooLarge, at_most

MOST_CELLS = 2_000_000
"""Cells of a cube, filled or not."""

MOST_VALUES = 1_000_000
MEASURE = "measure"
GEOGRAPHY, TIME = ("region", "country"), ("year",)
LABELS = {"region": ("name", "region_name"), "industry": ("label", "industry_name"), "cluster": ("cluster_name",)}
"""Columns that name the categories of a dimension, where the table has one."""


def write(table: pl.DataFrame, about: About) -> bytes:
    """Return the table as a JSON-stat dataset; raises NotPossible where it is no cube, TooLarge for a large one.

    The dimensions are the columns of `about.key` and one of the measures, which are
    all numbers and booleans (1 and 0).  Text beside the key has no place in a cube:
    names become labels, `flags` the status of the cells, a text that is the same in
    every row stands in `extension`, and what is left out is named there.
    """
    dimensions = [name for name in about.key if name in table.columns]
    measures = [name for name, type_ in table.schema.items() if name not in dimensions and _is_measure(type_)]
    _check(table, dimensions, measures)
    order = {name: table[name].unique().sort().to_list() for name in dimensions}
    sizes = [len(order[name]) for name in dimensions] + [len(measures)]
    if math.prod(sizes) > MOST_CELLS:
        raise TooLarge(
            f"As a cube the table has {math.prod(sizes):,} cells, of at most {MOST_CELLS:,}. "
            "Ask for fewer rows or columns, or take it as CSV or Parquet."
        )
    positions = _positions(table, order, len(measures))
    values = {
        position + place: value
        for place, name in enumerate(measures)
        for position, value in zip(positions, _numbers(table[name]), strict=True)
        if value is not None
    }
    dataset = {
        "version": "2.0",
        "class": "dataset",
        "label": about.title,
        "source": "; ".join(f"{source.producer}, {source.title} ({source.dataset})" for source in about.sources),
        "updated": about.updated,
        "note": [about.description, f"Licence: {about.licence}", f"Cite as: {about.citation}"],
        "href": about.address,
        "id": [*dimensions, MEASURE],
        "size": sizes,
        "role": _roles(dimensions),
        "dimension": {name: _dimension(table, about, name, order[name]) for name in dimensions}
        | {MEASURE: _measures(about, measures)},
        "value": _values(values, math.prod(sizes)),
        "status": _status(table, positions, measures),
        "extension": _extension(table, about, dimensions, measures),
    }
    filled = {name: part for name, part in dataset.items() if part not in ("", {}, None)}
    return json.dumps(filled, ensure_ascii=False, allow_nan=False).encode()


def _is_measure(type_: Any) -> bool:
    return bool(type_.is_numeric() or type_ == pl.Boolean)


def _check(table: pl.DataFrame, dimensions: list[str], measures: list[str]) -> None:
    at_most(MOST_VALUES, table.height, table.width, "JSON-stat")
    if not table.height:
        raise NotPossible("No row fits, and a cube has at least one. Take it as CSV, Excel or Parquet.")
    if not dimensions or not measures:
        raise NotPossible(
            "This table is no cube: JSON-stat needs columns that tell rows apart and at least one of numbers. "
            "Take it as CSV, Excel or Parquet."
        )
    if table.select(pl.struct(dimensions).is_duplicated().any()).item():
        raise NotPossible(
            f"Rows of this table do not differ in {', '.join(dimensions)}, so that it is no cube. Ask for the other "
            "columns of its key as well, or take it as CSV, Excel or Parquet."
        )


def _positions(table: pl.DataFrame, order: dict[str, list[Any]], measures: int) -> list[int]:
    """Return for each row the place of its first measure in the cube, the last dimension running fastest."""
    found = pl.lit(0, pl.Int64)
    for name, categories in order.items():
        places = {category: place for place, category in enumerate(categories)}
        found = found * len(categories) + pl.col(name).replace_strict(places, return_dtype=pl.Int64)
    return table.select(position=found * measures)["position"].to_list()


def _numbers(column: pl.Series) -> list[Any]:
    return column.cast(pl.Int8).to_list() if column.dtype == pl.Boolean else column.to_list()


def _values(values: dict[int, Any], cells: int) -> Any:
    if 2 * len(values) < cells:
        return {str(position): values[position] for position in sorted(values)}
    return [values.get(position) for position in range(cells)]


def _status(table: pl.DataFrame, positions: list[int], measures: list[str]) -> dict[str, str]:
    """Return the flags of each cell: `flags` are of the first measure, `<measure>_flags` of theirs."""
    found = {}
    for place, name in enumerate(measures):
        column = f"{name}_flags" if f"{name}_flags" in table.columns else "flags"
        own = column != "flags" or name in ("persons", "value")
        if own and column in table.columns:
            for position, letters in zip(positions, table[column].to_list(), strict=True):
                if letters:
                    found[str(position + place)] = letters
    return found


def _roles(dimensions: list[str]) -> dict[str, list[str]]:
    roles = {
        "geo": [name for name in dimensions if name in GEOGRAPHY],
        "time": [name for name in dimensions if name in TIME],
        "metric": [MEASURE],
    }
    return {role: names for role, names in roles.items() if names}


def _dimension(table: pl.DataFrame, about: About, name: str, categories: list[Any]) -> dict[str, Any]:
    written = [str(category) for category in categories]
    labels = dict(zip(written, written, strict=True))
    for column in LABELS.get(name, ()):
        if column in table.columns:
            named = table.select(pl.col(name).cast(pl.String), column).unique(subset=name, keep="first")
            labels |= {code: label for code, label in named.iter_rows() if label}
    described = about.column(name).description
    return {"label": _words(name), "category": {"index": written, "label": labels}} | (
        {"note": [described]} if described else {}
    )


def _measures(about: About, measures: list[str]) -> dict[str, Any]:
    return {
        "label": "Measure",
        "category": {
            "index": measures,
            "label": {name: _words(name) for name in measures},
            "note": {name: [about.column(name).description] for name in measures if about.column(name).description},
            "unit": {name: {"label": about.column(name).unit} for name in measures if about.column(name).unit},
        },
    }


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _extension(table: pl.DataFrame, about: About, dimensions: list[str], measures: list[str]) -> dict[str, Any]:
    labels = {column for columns in LABELS.values() for column in columns}
    text = [
        name for name in table.columns if name not in {*dimensions, *measures, *labels} and not name.endswith("flags")
    ]
    constant = {name: table[name][0] for name in text if table[name].n_unique() == 1}
    return {
        "edition": about.edition,
        "invented": about.invented,
        "licence": about.licence,
        "citation": about.citation,
        "flags": {letter: name for letter, name, _description in about.flags},
        "same_in_every_row": constant,
        "left_out": [name for name in text if name not in constant],
    }
