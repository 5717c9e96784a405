"""`observatory restore`: the community from a backup."""

from pathlib import Path

import click

from cluster_observatory import settings
from cluster_observatory.commands import community
from cluster_observatory.commands.options import examples, home_option


@click.command(short_help="Restore the community from a backup.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@home_option
@examples("""  observatory restore community-2026-11-26.zip --home new-home""")
def restore(file: Path, home: Path) -> None:
    """Restore FILE, a backup, into an empty database and a home folder without files of people.

    The database may be another than the backup's, PostgreSQL instead of SQLite.  Everything is checked before anything
    is written, and the audit trail afterwards.  Everyone signs in anew.
    """
    with community.faults_of_the_database():
        from cluster_observatory.web.base import backups  # noqa: PLC0415 - only with the extra [web]

        restored = backups.restore(file, replace_key=not settings.setting("SECRET_KEY"))
    click.echo(
        f"{restored.rows:,} rows and {restored.files:,} files as of {restored.made_at[:16]}; the trail verifies."
    )
    if not restored.has_key:
        click.echo("The key is not in the backup: set OBSERVATORY_SECRET_KEY as it was, or second factors are lost.")
