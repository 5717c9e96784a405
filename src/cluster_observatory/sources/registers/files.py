"""Reads a register of firms from a CSV or Parquet file, or from a folder of them."""

from pathlib import Path

import polars as pl

from cluster_observatory.errors import NotFound, SourceChanged

COLUMNS = {
    **dict.fromkeys(("firm", "region", "industry"), pl.String),
    "year": pl.Int64,
    "employees": pl.Int64,
    "turnover": pl.Int64,
    "born": pl.Int64,
    "ended": pl.Int64,
    "event": pl.String,
}
MAY_BE_EMPTY = ("employees", "turnover", "ended", "event")
ADVICE = "see docs/how-to/analyse-a-register.md"


def read_register(path: Path) -> pl.LazyFrame:
    """Return a register of firms, one row per firm and year, not read yet: what is asked of it decides what is read.

    Takes a CSV or Parquet file, or a folder of files of one of the two kinds (one
    a year, for example), which are taken as one table.  Columns: firm, region and
    industry (text), year, employees (count), turnover (whole units of one currency),
    born and ended (years) and event (text); further columns are kept as they are.
    In CSV an empty cell is a missing value.  Whole numbers stay whole numbers:
    Parquet may hold them in any width, and a firm may be a number there.

    Raises NotFound where there is no such file, and SourceChanged, naming the
    file, where a column lacks, a column of Parquet is of another type, or a cell
    of CSV is not what its column holds.  What the rows say is looked at by the
    methods (`statistics.registers.refuse_register`).
    """
    files = _files(path)
    if files[0].suffix == ".parquet":
        return _parquet(files)
    return pl.concat([_csv(file) for file in files], how="diagonal")


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        for ending in (".parquet", ".csv"):
            found = sorted(path.glob(f"*{ending}"))
            if found:
                return found
        raise NotFound(
            f"The folder {path} has neither .parquet nor .csv files; expected those of a register: {ADVICE}."
        )
    if not path.is_file() or path.suffix not in (".parquet", ".csv"):
        raise NotFound(f"There is no register {path}; expected a .parquet or .csv file or a folder of them: {ADVICE}.")
    return [path]


def _parquet(files: list[Path]) -> pl.LazyFrame:
    for file in files:
        schema = pl.read_parquet_schema(file)
        _refuse_columns(file, list(schema))
        for name, expected in COLUMNS.items():
            kind = schema[name]
            text = kind in (pl.String, pl.Categorical, pl.Enum)
            empty = name in MAY_BE_EMPTY and kind == pl.Null
            right = text if expected == pl.String else kind.is_integer()
            if not (right or empty or (name == "firm" and kind.is_integer())):
                words = "text" if expected == pl.String else "whole numbers"
                raise SourceChanged(
                    f"{file}: the column {name} holds {kind}; expected {words}. Write it anew: {ADVICE}."
                )
    return pl.scan_parquet(files)


def _csv(file: Path) -> pl.LazyFrame:
    header = pl.read_csv(file, n_rows=0, infer_schema=False).columns
    _refuse_columns(file, header)
    table = pl.read_csv(file, infer_schema=False)
    for name, kind in COLUMNS.items():
        if kind != pl.String:
            unread = table[name].is_not_null() & table[name].cast(kind, strict=False).is_null()
            if unread.any():
                row = unread.arg_max() or 0
                raise SourceChanged(
                    f"{file}, line {row + 2}: {name} is {table[name][row]!r}; expected a whole number or an empty cell."
                )
    return table.with_columns(pl.col(name).cast(kind) for name, kind in COLUMNS.items()).lazy()


def _refuse_columns(file: Path, found: list[str]) -> None:
    absent = [name for name in COLUMNS if name not in found]
    if absent:
        raise SourceChanged(f"{file} lacks {', '.join(absent)}; it has {', '.join(found)}. Add or rename it: {ADVICE}.")
