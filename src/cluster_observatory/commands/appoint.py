"""`observatory appoint`: the first administrator of the community, whom nobody on the site could appoint."""

from pathlib import Path

import click

from cluster_observatory.commands.community import prepare
from cluster_observatory.commands.options import examples, home_option

OFFICES = ("moderator", "initiative_owner", "editor", "auditor", "data_protection", "administrator")


@click.command(short_help="Give someone an office, such as the first administrator.")
@click.argument("email")
@click.argument("office", type=click.Choice(OFFICES))
@home_option
@examples("""  observatory appoint somebody@example.org administrator
  observatory appoint somebody@example.org moderator --home /srv/observatory""")
def appoint(email: str, office: str, home: Path) -> None:
    """Give the person with the address EMAIL the OFFICE.

    They must have an account: sign up on the site first.  To act in the office they need a second factor.
    Further people are appointed by an administrator on the site.
    """
    prepare()
    from cluster_observatory.web.base import times  # noqa: PLC0415 - only with the extra [web]
    from cluster_observatory.web.people import actions  # noqa: PLC0415

    actions.appoint_by_host(email=email, office=office, now=times.now())
    click.echo(f"{email} holds the office {office} now, and can act in it once their account has a second factor.")
