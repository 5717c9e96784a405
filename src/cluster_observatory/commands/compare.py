"""`observatory compare`: which stars changed between two editions, profiles or years, and why."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from cluster_observatory.commands.options import examples, home_option
from cluster_observatory.commands.writing import check_writable, written
from cluster_observatory.publication.comparison import KINDS, Comparison, sides
from cluster_observatory.publication.comparison import compare as compare_sides

SHOWN = 20


@click.command(short_help="Say which stars changed, and why.")
@click.argument("first")
@click.argument("last")
@click.option(
    "--of", "kind", type=click.Choice(list(KINDS)), default="sectors", show_default=True, help="What to compare."
)
@click.option("--profile", help="The profile of a side that names none  [default: eocic2019]")
@click.option("--year", type=int, help="The year of a side that names none  [default: the newest that both have]")
@click.option("--out", type=click.Path(path_type=Path), help="Write every change: a name ending in .csv or .parquet.")
@home_option
@examples("""  observatory compare 2013 2014
  observatory compare eocic2019 eco1_2007 --year 2014 --of clusters
  observatory compare 3f2a 9b10 --profile eocic2020 --out changes.csv
  observatory compare 3f2a:2013:eocic2019 9b10:2014:eccp2021""")
def compare(
    first: str, last: str, kind: str, profile: str | None, year: int | None, out: Path | None, home: Path
) -> None:
    """Compare two results, FIRST and LAST: each an edition, a profile or a year, or several of these with colons.

    Every star gained or lost has one cause: the data (figures revised, or of
    another year), the classification (a region that only one side has, or that
    changed its borders) or the method (another profile, or another version of
    the software).  Gains and losses add up to the difference exactly.
    """
    if out is not None:
        check_writable(out)
    one, other = sides(home, first, last, year=year, profile_name=profile)
    found = compare_sides(one, other, kind)
    if out is not None:
        written(found.changes, out)
    _show(found, kind)
    if out is not None:
        click.echo(f"{out}: {found.changes.height:,} changes.")


def _show(found: Comparison, kind: str) -> None:
    console = Console()
    console.print(f"Stars of {kind}\n  from {found.first.words}\n  to   {found.last.words}\n")
    causes = ("data", "classification", "method")
    sums = {name: sum(found.summary[name]) for name in found.summary.columns if name != "criterion"}
    by_criterion = _table("criterion", "first", "gained", "lost", "last")
    for row in [*found.summary.iter_rows(named=True), {"criterion": "all", **sums}]:
        gained, lost = (sum(row[f"{change}_{cause}"] for cause in causes) for change in ("gained", "lost"))
        _add(by_criterion, row["criterion"], row["first"], gained, lost, row["last"])
    by_cause = _table("cause", "gained", "lost")
    for cause in causes:
        _add(by_cause, cause, sums[f"gained_{cause}"], sums[f"lost_{cause}"])
    console.print(by_criterion)
    console.print(by_cause)
    newest = found.changes["nuts_edition"].max()
    listed = Table("region", "name", "category", "criterion", "change", "cause")
    for row in found.changes.head(SHOWN).iter_rows(named=True):
        code = row["region"] if row["nuts_edition"] == newest else f"{row['region']} (NUTS {row['nuts_edition']})"
        listed.add_row(code, row["name"], row["category"], row["criterion"], row["change"], row["cause"])
    if found.changes.height:
        console.print(listed)
    if found.changes.height > SHOWN:
        console.print(f"{found.changes.height - SHOWN:,} more changes; --out writes all.")


def _table(first: str, *numbers: str) -> Table:
    table = Table(first)
    for heading in numbers:
        table.add_column(heading, justify="right")
    return table


def _add(table: Table, first: str, *numbers: int) -> None:
    table.add_row(first, *(f"{number:,}" for number in numbers))
