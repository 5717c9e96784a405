"""What shape each published table has: key, columns, types, units; and the check of a frame against it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import polars as pl

from cluster_observatory.errors import BadTable, NotFound

TYPES = {"text": pl.String, "integer": pl.Int64, "float": pl.Float64, "boolean": pl.Boolean}


@dataclass(frozen=True)
class Column:
    """One column: its type, unit and meaning, and whether it may be empty."""

    name: str
    type: str
    description: str
    unit: str = ""
    missing: bool = False
    minimum: float | None = None
    maximum: float | None = None

    def read(self, value: str | int | float | bool) -> str | int | float | bool:
        """Return a value as the column's type, reading text; raises BadTable where it is not of that type."""
        readers = {"text": str, "integer": int, "float": float, "boolean": _read_boolean}
        try:
            return readers[self.type](value)  # type: ignore[operator,no-any-return]
        except ValueError as error:
            raise BadTable(f"{self.name}={value!r}: expected a value of type {self.type}.") from error


def _read_boolean(value: str | bool) -> bool:
    words = {"true": True, "false": False, True: True, False: False}
    if value not in words:
        raise ValueError(value)
    return words[value]


@dataclass(frozen=True)
class Shape:
    """One table: its key and its columns, in order."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    method: str = ""
    sorted_by: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Return the column of that name; raises NotFound where the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        names = ", ".join(column.name for column in self.columns)
        raise NotFound(f"The table {self.name} has no column {name!r}. It has: {names}.")


@cache
def shapes() -> dict[str, Shape]:
    """Return every shape by its name, in the order of their names."""
    folder = resources.files("cluster_observatory.tables") / "definitions"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return {shape.name: shape for shape in (_shape(tomllib.loads(file.read_text("utf-8"))) for file in files)}


def shape(name: str) -> Shape:
    """Return the shape of that name; raises NotFound with the names there are."""
    if name not in shapes():
        raise NotFound(f"There is no table {name!r}. The tables are: {', '.join(shapes())}.")
    return shapes()[name]


def _shape(definition: dict) -> Shape:  # type: ignore[type-arg]
    columns = tuple(Column(name=name, **facts) for name, facts in definition.pop("columns").items())
    definition["key"] = tuple(definition["key"])
    definition["sorted_by"] = tuple(definition.get("sorted_by", definition["key"]))
    return Shape(columns=columns, **definition)


def fit(frame: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    """Return the frame with just the shape's columns, in order, cast to its types and sorted by its key.

    Raises BadTable where a column lacks, a key repeats, or a value is missing,
    below the minimum or above the maximum that the shape allows; the message
    names table, column and the first row met.
    """
    absent = [column.name for column in shape.columns if column.name not in frame.columns]
    if absent:
        raise BadTable(f"The table {shape.name} lacks {', '.join(absent)}; it has {', '.join(frame.columns)}.")
    frame = frame.select(pl.col(column.name).cast(TYPES[column.type]) for column in shape.columns)
    for column in shape.columns:
        _check_column(frame, shape, column)
    repeated = frame.filter(pl.struct(shape.key).is_duplicated()).head(1)
    if repeated.height:
        raise BadTable(f"The table {shape.name} holds a key twice: {_row(repeated.select(shape.key))}.")
    return frame.sort(shape.sorted_by)


def _check_column(frame: pl.DataFrame, shape: Shape, column: Column) -> None:
    value = pl.col(column.name)
    faults = {}
    if not column.missing:
        faults["is empty, but may not be"] = value.is_null()
    if column.type == "float":
        faults["is not a finite number"] = value.is_nan() | value.is_infinite()
    if column.minimum is not None:
        faults[f"is below {column.minimum}"] = value < column.minimum
    if column.maximum is not None:
        faults[f"is above {column.maximum}"] = value > column.maximum
    for fault, condition in faults.items():
        found = frame.filter(condition).head(1)
        if found.height:
            met = _row(found.select(*dict.fromkeys([*shape.key, column.name])))
            raise BadTable(f"In the table {shape.name}, {column.name} {fault}: {met}.")


def _row(frame: pl.DataFrame) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in frame.row(0, named=True).items())
