"""`observatory backup`: the community in one file."""

from pathlib import Path

import click

from cluster_observatory.commands import community
from cluster_observatory.commands.options import examples, home_option


@click.command(short_help="Write the community into one file.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@examples("""  observatory backup community-2026-11-26.zip""")
def backup(file: Path, home: Path) -> None:
    """Write the database, the files of people and the key of the site into FILE, while the site runs.

    FILE is whole or not there at all.  It holds all that the site knows of persons and the key that protects it: keep
    it as safe as the site.  Editions are not in it: `observatory build` makes them anew.
    """
    with community.faults_of_the_database():
        from cluster_observatory.web.base import backups, times  # noqa: PLC0415 - only with the extra [web]

        saved = backups.save(file, now=times.now())
    for fault in saved.faults:
        click.echo(f"Warning: {fault}", err=True)
    click.echo(f"{file}: {saved.rows:,} rows, {saved.files:,} files, {_key(saved.has_key)}.")


def _key(is_there: bool) -> str:
    return "the key of the site" if is_there else "without the key of the site, which is a setting: keep it elsewhere"
