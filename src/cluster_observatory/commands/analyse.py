"""`observatory analyse`: a method profile on the caller's own table, with no lake and no site."""

import csv
import io
from pathlib import Path
from secrets import token_hex

import click
import polars as pl

from cluster_observatory.commands.options import examples, home_option
from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.analysis import analyse as analyse_cells

NUMBERS = {"year": pl.Int64, "persons": pl.Float64, "wages": pl.Float64}


@click.command(short_help="Run a profile on your own table.")
@click.argument("cells", type=click.Path(path_type=Path))
@click.option("--profile", required=True, help="Whose rules give the stars: eco1_2007 or eocic2019.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Where to write: a name ending in .csv or .parquet."
)
@home_option
@examples("""  observatory analyse cells.csv --profile eco1_2007 --out stars.csv
  observatory analyse cells.parquet --profile eocic2019 --out stars.parquet""")
def analyse(cells: Path, profile: str, out: Path, home: Path) -> None:
    """Compute location quotients and stars for your own cells.

    CELLS is a CSV or Parquet file with one row per region, industry and year
    and the columns

    \b
      region     text, any codes
      industry   text, any codes; 01.10 stays 01.10
      year       whole number
      persons    persons employed; empty where not known
      wages      million EUR, for profiles that look at wages (eocic2019)

    Other columns are carried along.  Totals are sums over the cells that have
    a value.  Nothing is read from --home or written there.

    Text is written as it came: a cell that a spreadsheet takes for a formula
    (=, +, -, @) is not made harmless.
    """
    if out.suffix not in (".csv", ".parquet"):
        raise click.UsageError(f"--out must end in .csv or .parquet, found {out.name!r}.")
    if out.is_dir():
        raise click.UsageError(f"--out {out} is a folder; name a file in it.")
    if not out.parent.is_dir():
        raise NotFound(f"There is no folder {out.parent} to write {out.name} into.")
    table = _read(cells)
    result = analyse_cells(table, profile)
    _refuse_overflow(result, [name for name in result.columns if name not in table.columns])
    _write(result, out)
    starred = result.filter(pl.col("stars") > 0).height
    click.echo(f"{out}: {result.height:,} rows, {starred:,} of them with a star under {profile}.")


def _refuse_overflow(result: pl.DataFrame, computed: list[str]) -> None:
    for name in computed:
        if result.schema[name].is_float():
            beyond = result.filter(~pl.col(name).is_finite()).sort("region", "industry", "year").head(1)
            for row in beyond.iter_rows(named=True):
                raise BadTable(
                    f"At region={row['region']!r}, industry={row['industry']!r}, year={row['year']}: {name} comes out "
                    f"as {row[name]}; expected a number. The persons or wages are too large to add up: see their unit."
                )


def _write(result: pl.DataFrame, out: Path) -> None:
    draft = out.with_name(f".{token_hex(8)}.draft")
    try:
        with draft.open("xb") as handle:
            if out.suffix == ".csv":
                result.write_csv(handle)
            else:
                result.write_parquet(handle)
        draft.replace(out)
    except pl.exceptions.PolarsError as error:
        raise BadTable(f"The result cannot be written as {out.suffix}: {error}. Try the other ending.") from error
    finally:
        draft.unlink(missing_ok=True)


def _read(file: Path) -> pl.DataFrame:
    if not file.is_file():
        raise NotFound(f"There is no file {file}.")
    if file.suffix == ".parquet":
        try:
            return pl.read_parquet(file)
        except pl.exceptions.PolarsError as error:
            raise BadTable(f"{file.name} is not a Parquet file that can be read: {error}") from error
    return _typed(_read_text(file), file.name)


def _read_text(file: Path) -> pl.DataFrame:
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTable(f"{file.name} is not UTF-8 text (byte {error.start}). Save it as CSV in UTF-8.") from error
    lines = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(lines, [])
        rows = [(lines.line_num, row) for row in lines if row]
    except csv.Error as error:
        raise BadTable(f"{file.name}, line {lines.line_num}: {error}.") from error
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise BadTable(f"{file.name} has the column {', '.join(repeated)} more than once.")
    for number, row in rows:
        if len(row) != len(header):
            raise BadTable(f"{file.name}, line {number}: expected {len(header)} cells, found {len(row)}.")
    columns = {name: [row[place] or None for _, row in rows] for place, name in enumerate(header)}
    return pl.DataFrame(columns, schema=dict.fromkeys(header, pl.String)).with_columns(
        pl.Series("line of the file", [number for number, _ in rows], dtype=pl.Int64)
    )


def _typed(cells: pl.DataFrame, name: str) -> pl.DataFrame:
    for column, kind in NUMBERS.items():
        if column not in cells.columns:
            continue
        cast = pl.col(column).str.strip_chars().cast(kind, strict=False)
        wrong = cells.filter(cast.is_null() & pl.col(column).is_not_null()).head(1)
        if wrong.height:
            line, value = wrong["line of the file"].item(), wrong[column].item()
            raise BadTable(f"{name}, line {line}, column {column}: expected a number, found {value!r}.")
        cells = cells.with_columns(cast)
    return cells.drop("line of the file")
