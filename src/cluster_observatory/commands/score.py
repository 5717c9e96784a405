"""`observatory score`: a scoreboard on the caller's own table, with no lake and no site."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import click
import polars as pl

from cluster_observatory.commands.options import examples, home_option, steps_shown
from cluster_observatory.commands.reading import read_table, read_text
from cluster_observatory.commands.score_tables import TABLES, score_tables
from cluster_observatory.commands.tables_folder import check_folder, make_room, write_tables
from cluster_observatory.commands.writing import check_writable, written
from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.dominance import rank_certainty
from cluster_observatory.statistics.scoreboard.factor_reading import read_factors
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import Recipe, preset, preset_names, read_recipe, run
from cluster_observatory.statistics.scoreboard.robustness import uncertainty
from cluster_observatory.statistics.scoreboard.scores import scores
from cluster_observatory.statistics.scoreboard.usual_factors import usual_factors
from cluster_observatory.taxonomy import industrial_change, rci

FRAMEWORKS: dict[str, Callable[[], pl.DataFrame]] = {
    **{name: partial(industrial_change.framework, name) for name in industrial_change.FRAMEWORKS},
    "rci_2022": rci.framework,
}
"""The tables of indicators that are built in, by name."""


@click.command(short_help="Run a scoreboard on your own table.")
@click.argument("data", type=click.Path(path_type=Path))
@click.argument("indicators", type=click.Path(path_type=Path))
@click.option(
    "--recipe",
    required=True,
    help=f"By which steps to score: {', '.join(preset_names())}, or a file ending in .toml with your own.",
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Where to write: a name ending in .csv or .parquet."
)
@click.option(
    "--robustness",
    type=click.IntRange(1, 100_000),
    help="How often to score anew with other choices, for --out-robustness.",
)
@click.option(
    "--out-robustness", type=click.Path(path_type=Path), help="Where to write between which ranks each unit stays."
)
@click.option(
    "--factors",
    type=click.Path(path_type=Path),
    help="A .toml file with the choices that are uncertain; else weights by a quarter, and one indicator left out.",
)
@click.option(
    "--code", default="", help="The aggregate whose ranks --robustness and --tables look at  [default: the index]"
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the draws.")
@click.option(
    "--tables",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for further tables: availability, correlations, coherence, weights, removals, checklist, details.",
)
@home_option
@examples("""  observatory score data.csv indicators.csv --recipe asem --out scores.csv
  observatory score data.csv indicators.csv --recipe ours.toml --out scores.parquet
  observatory score data.csv indicators.csv --recipe asem --out s.csv --robustness 1000 --out-robustness r.csv
  observatory score data.csv indicators.csv --recipe asem --out scores.csv --tables more""")
def score(
    data: Path,
    indicators: Path,
    recipe: str,
    out: Path,
    robustness: int | None,
    out_robustness: Path | None,
    factors: Path | None,
    code: str,
    seed: int,
    tables: Path | None,
    home: Path,
) -> None:
    """Compute the scores and ranks of your own units from your own indicators.

    DATA is a CSV or Parquet file with one row per unit, and per year where there
    are several, and the columns

    \b
      unit         text, any codes (or uCode)
      year         whole number; may lack (or Time)
      an indicator's code, a denominator's: numbers with a decimal point; empty where not known
      a group's name: text

    INDICATORS has one row per indicator and per aggregate, and the columns

    \b
      code         as the column of DATA is called (or iCode)
      parent       the aggregate above it; empty at the top (or Parent)
      direction    1 where more is better, -1 where less is (or Direction)
      weight       within its parent; 1 where the column lacks (or Weight)
      denominator  the column that divides it; empty for none (or Denominator)

    COINr's iData and iMeta are taken as they are.  In place of a file, INDICATORS can
    be a table that is built in: industrial_change, res or rci_2022.  Nothing is read
    from --home or written there.

    Text is written as it came: a cell that a spreadsheet takes for a formula
    (=, +, -, @) is not made harmless.
    """
    _check_outputs(out, robustness, out_robustness, [data, indicators, factors])
    if robustness is None and (factors or (code and tables is None)):
        raise click.UsageError("--factors and --code are for --robustness; expected that, too.")
    if tables is not None:
        _check_tables(tables, out, out_robustness, [data, indicators, Path(recipe), factors])
    rules = _recipe(recipe)
    state = read_state(read_table(data), read_framework(_indicators(indicators)))
    _warn_of_denominators(rules, state)
    course = run(rules, state)
    found = _without_empty_year(scores(course))
    ranks = _ranks(rules, state, robustness, factors, code, seed) if robustness else None
    if tables is not None:
        make_room(tables, TABLES, out.suffix)
    if ranks is not None and out_robustness is not None:
        written(ranks, out_robustness)
    written(found, out)
    click.echo(f"{out}: {found.height:,} rows, {found['unit'].n_unique():,} units under {rules.name}.")
    with suppress(NotPossible):  # of several scoreboards side by side none is the one to speak of
        _say_who_is_first(found, out, code or state.framework.index)
    if ranks is not None:
        click.echo(f"{out_robustness}: {ranks.height:,} rows, {robustness:,} replications.")
    if tables is not None:
        write_tables(tables, score_tables(course, code), out.suffix)
    if rules.status == "reconstructed":
        click.echo(f"{rules.name} is reconstructed. Not verified:", err=True)
        for doubt in rules.unverified:
            click.echo(f"- {doubt}", err=True)


def _check_outputs(out: Path, robustness: int | None, out_robustness: Path | None, inputs: list[Path | None]) -> None:
    if (robustness is None) != (out_robustness is None):
        raise click.UsageError("--robustness and --out-robustness go together; expected both or neither.")
    outputs = [out] if out_robustness is None else [out, out_robustness]
    for one, option in zip(outputs, ("--out", "--out-robustness"), strict=False):
        check_writable(one, option)
        if one.resolve() in [file.resolve() for file in inputs if file is not None]:
            raise click.UsageError(f"{one} is read by this command; name another file to write.")
    if len({one.resolve() for one in outputs}) < len(outputs):
        raise click.UsageError(f"--out and --out-robustness both name {out}; expected two files.")


def _check_tables(folder: Path, out: Path, out_robustness: Path | None, inputs: list[Path | None]) -> None:
    check_folder(folder, TABLES, out.suffix, [out, out_robustness])
    for file in inputs:
        if file is not None and file.is_file() and file.resolve().parent == folder.resolve():
            raise click.UsageError(f"--tables {folder} holds {file.name}, which is read; name another folder.")


def _recipe(name: str) -> Recipe:
    return read_recipe(read_text(Path(name)), Path(name).name) if name.endswith(".toml") else preset(name)


def _indicators(indicators: Path) -> pl.DataFrame:
    built_in = FRAMEWORKS.get(str(indicators))
    return built_in() if built_in and not indicators.exists() else read_table(indicators)


def _ranks(rules: Recipe, state: State, replications: int, factors: Path | None, code: str, seed: int) -> pl.DataFrame:
    chosen = read_factors(read_text(factors), factors.name) if factors else usual_factors(state.framework, code)
    with steps_shown() as show:
        replicated = uncertainty(
            rules,
            state,
            chosen,
            replications,
            seed,
            code=code,
            progress=lambda done, of: show("Scoring anew", done, of),
        )
    named = rank_certainty(replicated).select(
        "unit",
        "year",
        pl.lit(replicated.code).alias("code"),
        score="nominal_score",
        rank="nominal",
        rank_mean="mean",
        rank_median="median",
        rank_low="low",
        rank_high="high",
        replications="replications",
        surely_above="above",
        surely_below="below",
        tied_with="tied",
    )
    return _without_empty_year(named)


def _warn_of_denominators(rules: Recipe, state: State) -> None:
    divided = [one.code for one in state.framework.elements if one.denominator]
    if divided and not any(step.name == "denominate" for step in rules.steps):
        click.echo(
            f"{', '.join(divided)}: nothing is divided by the denominator that the table of indicators names, as "
            f"{rules.name} has no step denominate. Divide beforehand, or write a recipe with that step.",
            err=True,
        )


def _without_empty_year(table: pl.DataFrame) -> pl.DataFrame:
    return table.drop("year") if table["year"].null_count() == table.height else table


def _say_who_is_first(found: pl.DataFrame, out: Path, top: str) -> None:
    of_top = found.filter(pl.col("code") == top)
    if of_top["score"].null_count() == of_top.height:
        click.echo(f"No unit has a score in {top}: see what is missing or not defined in {out}.", err=True)
    for row in of_top.filter(pl.col("rank") == 1).iter_rows(named=True):
        year = f" {row['year']}" if row.get("year") is not None else ""
        click.echo(f"First{year} in {top}: {row['unit']}, {row['score']:.2f}.")
