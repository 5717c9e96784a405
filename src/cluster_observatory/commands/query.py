"""`observatory query`: read a published table from the terminal."""

from pathlib import Path

import click
import polars as pl
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from cluster_observatory.commands.options import examples, home_option
from cluster_observatory.publication import catalogue
from cluster_observatory.tables.shapes import Shape, shape

MOST_ON_SCREEN = 50
MOST_UPRIGHT = 3  # as many rows are shown with a line for each column
WIDE = Console(width=10_000)


@click.command(short_help="Read a published table.")
@click.argument("words", metavar="[TABLE] [COLUMN=VALUE]...", nargs=-1)
@click.option("--where", "where", multiple=True, metavar="COLUMN=VALUE", help="Keep the rows where it holds.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@home_option
@examples("""  observatory query
  observatory query specialisation --where region=DE11 industry=C29 year=2014
  observatory query stars --where region=PT11 year=2014 profile=eocic2019 --format csv > stars.csv""")
def query(words: tuple[str, ...], where: tuple[str, ...], form: str, home: Path) -> None:
    """Read a published table; without a name, list the tables with their columns and units.

    Several conditions may follow --where; all must hold.  On the screen at most
    50 rows are shown; csv and json give all of them.
    """
    conditions = dict(_condition(text) for text in [*where, *(word for word in words if "=" in word)])
    names = [word for word in words if "=" not in word]
    edition = catalogue.current(home)
    if not names:
        _list_tables(edition)
        return
    if len(names) > 1:
        raise click.UsageError(f"One table at a time: {', '.join(names)}.")
    rows = edition.rows(names[0], **conditions)
    if form == "csv":
        click.echo(rows.write_csv(), nl=False)
    elif form == "json":
        click.echo(rows.write_json())
    else:
        _show(names[0], rows)


def _condition(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not (column and equals):
        raise click.UsageError(f"Expected COLUMN=VALUE after --where, found {text!r}.")
    return column, value


def _list_tables(edition: catalogue.Edition) -> None:
    console = Console()
    for name in edition.tables:
        described = shape(name)
        listed = Table(
            "column", "type", "unit", "description", title=f"{name}: {described.description}", title_justify="left"
        )
        for column in described.columns:
            key = " (key)" if column.name in described.key else ""
            listed.add_row(column.name + key, column.type, column.unit, column.description)
        console.print(listed)
    console.print(f"Edition {edition.name}" + (": the figures are INVENTED." if edition.invented else "."))


def _show(name: str, rows: pl.DataFrame) -> None:
    heading = f"{name}: {rows.height:,} {'row' if rows.height == 1 else 'rows'}"
    if rows.height <= MOST_UPRIGHT:
        _show_upright(heading, shape(name), rows)
        return
    listed = Table(title=heading, title_justify="left")
    for column in map(shape(name).column, rows.columns):
        number = column.type in ("integer", "float")
        heading = f"{column.name}\n{column.unit}" if column.unit else column.name
        listed.add_column(heading, justify="right" if number else "left", no_wrap=True)
    for row in rows.head(MOST_ON_SCREEN).iter_rows():
        listed.add_row(*(_as_text(value) for value in row))
    console = Console()
    wide = Console(width=max(console.width, Measurement.get(WIDE, WIDE.options, listed).maximum))
    wide.print(listed)
    if rows.height > MOST_ON_SCREEN:
        console.print(f"{rows.height - MOST_ON_SCREEN:,} more rows; --format csv or json gives all.")


def _show_upright(heading: str, described: Shape, rows: pl.DataFrame) -> None:
    listed = Table(
        "column",
        *(f"row {number}" for number in range(1, rows.height + 1)),
        "unit",
        title=heading,
        title_justify="left",
    )
    for column in map(described.column, rows.columns):
        listed.add_row(column.name, *(_as_text(value) for value in rows[column.name]), column.unit)
    Console().print(listed)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) or abs(value) >= 10_000 else f"{value:.4f}"
    return str(value)
