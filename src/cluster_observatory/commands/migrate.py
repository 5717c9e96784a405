"""`observatory migrate`: the community's database, brought up to date with the software."""

from pathlib import Path

import click

from cluster_observatory.commands import community
from cluster_observatory.commands.options import examples, home_option


@click.command(short_help="Bring the community's database up to date.")
@home_option
@examples("""  observatory migrate
  OBSERVATORY_DATABASE_URL=postgresql://observatory@db/observatory observatory migrate""")
def migrate(home: Path) -> None:
    """Bring the community's database up to date with this software, after an installation or an upgrade.

    `observatory serve` does so itself; where another server runs the site it is done before that server starts.
    """
    steps = community.bring_up_to_date()
    click.echo(f"{steps} steps taken; the database is up to date." if steps else "The database was up to date.")
