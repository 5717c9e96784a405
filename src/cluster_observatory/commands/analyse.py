"""`observatory analyse`: a method profile on the caller's own table, with no lake and no site."""

from contextlib import suppress
from pathlib import Path

import click
import polars as pl

from cluster_observatory.commands.further_tables import TABLES, further_tables
from cluster_observatory.commands.options import examples, home_option
from cluster_observatory.commands.reading import read_table, read_text
from cluster_observatory.commands.tables_folder import check_folder, make_room, write_tables
from cluster_observatory.commands.writing import check_writable, written
from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.analysis import analyse as analyse_cells
from cluster_observatory.statistics.profiles import Profile, adjusted, profile_names, read_profile
from cluster_observatory.statistics.profiles import profile as known_profile

FIGURES = (
    *("persons", "wages", "establishments", "local_units", "enterprises", "turnover", "value_added"),
    *("modelled_share", "persons_low", "persons_high", "split_deviation", "sme_performance", "innovation_leaders"),
)
NUMBERS = {"year": pl.Int64, **dict.fromkeys(FIGURES, pl.Float64)}


@click.command(short_help="Run a profile on your own table.")
@click.argument("cells", type=click.Path(path_type=Path))
@click.option(
    "--profile",
    required=True,
    help=f"Whose rules give the stars: {', '.join(profile_names())}, or a file ending in .toml with your own.",
)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Set a parameter of the profile anew.")
@click.option(
    "--totals",
    type=click.Path(path_type=Path),
    help="The reference area's own totals (industry, year, persons), where they are not the sum of the regions.",
)
@click.option(
    "--region-totals",
    type=click.Path(path_type=Path),
    help="All persons employed in each region (region, year, persons), where the cells are not the whole economy.",
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Where to write: a name ending in .csv or .parquet."
)
@click.option(
    "--tables",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for further tables: sweep, structure, concentration, relatedness, complexity, shift-share.",
)
@click.option(
    "--resamples", type=click.IntRange(1, 10_000), default=100, show_default=True, help="How often to resample."
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the resampling.")
@home_option
@examples("""  observatory analyse cells.csv --profile eco1_2007 --out stars.csv
  observatory analyse cells.parquet --profile eocic2019 --out stars.parquet
  observatory analyse cells.csv --profile uscm --totals national.csv --out stars.csv
  observatory analyse cells.csv --profile eocic2020 --set specialisation.top_percent=10 --out stars.csv""")
def analyse(
    cells: Path,
    profile: str,
    settings: tuple[str, ...],
    totals: Path | None,
    region_totals: Path | None,
    out: Path,
    tables: Path | None,
    resamples: int,
    seed: int,
    home: Path,
) -> None:
    """Compute location quotients and stars for your own cells, and how sure they are.

    CELLS is a CSV or Parquet file with one row per region, industry and year
    and the columns

    \b
      region          text, any codes
      industry        text, any codes; 01.10 stays 01.10
      year            whole number
      persons         persons employed; empty where not known
      wages           million EUR, for profiles that look at wages
      establishments  count, for uscm, and for every profile to say how sure a star is

    Other columns are carried along.  Totals are sums over the cells that have
    a value, unless --totals or --region-totals give them.  Nothing is read from --home or written there.

    Text is written as it came: a cell that a spreadsheet takes for a formula
    (=, +, -, @) is not made harmless.
    """
    check_writable(out)
    if tables is not None:
        check_folder(tables, TABLES, out.suffix, [out, cells, totals, region_totals])
    rules = adjusted(_profile(profile), dict(_parameter(text) for text in settings))
    table = read_table(cells, NUMBERS)
    whole = {"reference": _optional(totals), "region_totals": _optional(region_totals)}
    result = analyse_cells(table, rules, resamples=resamples, seed=seed, **whole)
    _refuse_overflow(result, [name for name in result.columns if name not in table.columns])
    if tables is not None:
        make_room(tables, TABLES, out.suffix)
    written(result, out)
    _warn_of_sums(table, whole["region_totals"])
    starred = result.filter(pl.col("stars") > 0).height
    click.echo(f"{out}: {result.height:,} rows, {starred:,} of them with a star under {rules.name}.")
    if tables is not None:
        write_tables(tables, further_tables(result, rules, **whole), out.suffix)
    if rules.status == "reconstructed":
        click.echo(f"{rules.name} is reconstructed. Not verified:", err=True)
        for doubt in rules.unverified:
            click.echo(f"- {doubt}", err=True)


def _warn_of_sums(cells: pl.DataFrame, region_totals: pl.DataFrame | None) -> None:
    if region_totals is None:
        return
    sums = cells.group_by("region", "year").agg(pl.col("persons").sum().alias("cells"))
    over = sums.join(region_totals, on=["region", "year"]).filter(pl.col("cells") > pl.col("persons") * (1 + 1e-9))
    if over.height:
        click.echo(
            f"In {over.height:,} regions and years the cells add up to more persons than --region-totals: "
            "do industries overlap, or are the totals too small?",
            err=True,
        )


def _optional(file: Path | None) -> pl.DataFrame | None:
    return read_table(file, NUMBERS) if file else None


def _profile(name: str) -> Profile:
    if not name.endswith(".toml"):
        return known_profile(name)
    return read_profile(read_text(Path(name)), Path(name).name)


def _parameter(text: str) -> tuple[str, float | str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise click.UsageError(f"Expected NAME=VALUE after --set, found {text!r}.")
    for kind in (int, float):
        with suppress(ValueError):
            return name, kind(value)
    return name, value


def _refuse_overflow(result: pl.DataFrame, computed: list[str]) -> None:
    for name in computed:
        if result.schema[name].is_float():
            beyond = result.filter(~pl.col(name).is_finite()).sort("region", "industry", "year").head(1)
            for row in beyond.iter_rows(named=True):
                raise BadTable(
                    f"At region={row['region']!r}, industry={row['industry']!r}, year={row['year']}: {name} comes out "
                    f"as {row[name]}; expected a number. The persons or wages are too large to add up: see their unit."
                )
