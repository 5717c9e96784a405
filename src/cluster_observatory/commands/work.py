"""`observatory work`: what the site does in the background."""

from pathlib import Path

import click

from cluster_observatory.commands.community import prepare
from cluster_observatory.commands.options import examples, home_option
from cluster_observatory.errors import DatabaseRefused


@click.command(short_help="Send letters and do what is due, beside a server.")
@home_option
@examples("""  observatory work
  observatory work --home /srv/observatory""")
def work(home: Path) -> None:
    """Send the letters of the site and do what time brings due, until stopped with Ctrl-C.

    `observatory serve` does this by itself; beside another server, such as gunicorn, run this as a service of its own.
    Several may run at once.  SIGTERM ends it after the present task; nothing is lost when it is killed.
    """
    prepare()
    from cluster_observatory.web.base import health, tasks, times  # noqa: PLC0415 - only with the extra [web]

    if obstacle := health.faults(times.now()).get("database"):
        raise DatabaseRefused(f"The community's database is not ready. {obstacle}")
    click.echo("At work  (Ctrl-C stops)")
    tasks.work()
