"""The command `observatory`: its subcommands, and how an error ends it."""

import sys

import click

from cluster_observatory import __version__
from cluster_observatory.commands.analyse import analyse
from cluster_observatory.commands.appoint import appoint
from cluster_observatory.commands.backup import backup
from cluster_observatory.commands.build import build
from cluster_observatory.commands.check import check
from cluster_observatory.commands.compare import compare
from cluster_observatory.commands.demo import demo
from cluster_observatory.commands.migrate import migrate
from cluster_observatory.commands.query import query
from cluster_observatory.commands.refresh import refresh
from cluster_observatory.commands.restore import restore
from cluster_observatory.commands.score import score
from cluster_observatory.commands.serve import serve
from cluster_observatory.commands.work import work
from cluster_observatory.errors import MACHINE_REFUSED, ObservatoryError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="observatory")
def observatory() -> None:
    """The open observatory of industrial clusters: official statistics in, traceable editions and an atlas out.

    \b
    Begin with:
      observatory demo                     build an edition and look at it
      observatory query                    list the published tables
      observatory analyse cells.csv --profile eocic2019 --out stars.csv
      observatory score data.csv indicators.csv --recipe asem --out scores.csv

    A wrong call ends with exit code 2; every other kind of error has a code of
    its own, listed in docs/reference/errors.md.
    """


for command in (
    refresh,
    build,
    serve,
    query,
    compare,
    analyse,
    score,
    check,
    demo,
    migrate,
    backup,
    restore,
    work,
    appoint,
):
    observatory.add_command(command)


def main() -> None:
    """Run the command line; an error raised on purpose is printed without a traceback, with the code of its kind."""
    try:
        observatory()
    except ObservatoryError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except MemoryError:
        click.echo("Error: There is not enough memory for this. Take fewer rows, regions or industries.", err=True)
        sys.exit(MACHINE_REFUSED)
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        click.echo(f"Error: {named}{error.strerror or error}. Check the place, its permissions and its room.", err=True)
        sys.exit(MACHINE_REFUSED)
