"""`observatory build`: from snapshots to a published edition."""

from pathlib import Path

import click

from cluster_observatory import settings
from cluster_observatory.commands.options import (
    crosswalk_option,
    examples,
    from_option,
    home_option,
    scoreboards_option,
    steps_shown,
)
from cluster_observatory.pipeline import refresh as refreshing
from cluster_observatory.pipeline.build import Input
from cluster_observatory.pipeline.build import build as build_edition
from cluster_observatory.pipeline.crosswalks import crosswalk_input, crosswalk_snapshots
from cluster_observatory.pipeline.scoreboard_files import scoreboard_inputs, scoreboard_snapshots
from cluster_observatory.publication import catalogue


@click.command(short_help="Build an edition from snapshots.")
@from_option
@crosswalk_option
@scoreboards_option
@click.option("--accept-shrinkage", is_flag=True, help="Publish also with far fewer figures than the last edition.")
@home_option
@examples("""  observatory build
  observatory build --from ~/eurostat-files
  observatory build --from ~/eurostat-files --crosswalk ~/nuts/cross_walks.csv.gz
  observatory build --from ~/eurostat-files --scoreboards ~/scoreboard-files""")
def build(
    folder: Path | None, crosswalks: tuple[Path, ...], scoreboards: Path | None, accept_shrinkage: bool, home: Path
) -> None:
    """Build an edition from the newest snapshots, or from the files in a folder, and publish it in one rename.

    The same files give the same edition, byte for byte.  A build that is
    stopped leaves the last edition in place.  A cross-walk lets regions that were
    divided take part in the one series through all editions of NUTS; the files of
    published scoreboards give the indicators of industrial change.
    """
    inputs = refreshing.inputs_from_folder(folder) if folder else refreshing.inputs_from_snapshots(home)
    inputs += [crosswalk_input(file) for file in crosswalks] or crosswalk_snapshots(home)
    inputs += scoreboard_inputs(scoreboards) if scoreboards else scoreboard_snapshots(home)
    report(publish(home, inputs, accept_shrinkage=accept_shrinkage))


def publish(home: Path, inputs: list[Input], *, accept_shrinkage: bool = False) -> catalogue.Edition:
    """Build an edition from the inputs, showing progress, and return it."""
    with steps_shown() as progress:
        largest = int(settings.number("LARGEST_FILE"))
        build_edition(home, inputs, largest=largest, progress=progress, accept_shrinkage=accept_shrinkage)
    return catalogue.current(home)


def report(edition: catalogue.Edition) -> None:
    """Say on the terminal what was published and what the checks found."""
    rows = sum(table["rows"] for table in edition.manifest["tables"])
    click.echo(f"Edition {edition.name}: {len(edition.tables)} tables, {rows:,} rows, in {edition.folder}")
    for outcome in edition.manifest["checks"]:
        click.echo(f"  {outcome['outcome']:>12}  {outcome['name']}: {outcome['measured']}")
    if edition.invented:
        click.echo("The figures of this edition are invented.")
