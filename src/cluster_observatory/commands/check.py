"""`observatory check`: are the snapshots and the edition still what was laid down?"""

from pathlib import Path

import click

from cluster_observatory.commands.options import examples, home_option
from cluster_observatory.errors import CheckFailed
from cluster_observatory.pipeline.verify import faults
from cluster_observatory.publication import catalogue


@click.command(short_help="Verify checksums and shapes.")
@home_option
@examples("  observatory check")
def check(home: Path) -> None:
    """Verify every snapshot and edition against its checksums, and every table against its shape."""
    found = faults(home)
    for fault in found:
        click.echo(fault, err=True)
    if found:
        raise CheckFailed(f"{len(found)} faults. Read the sources again with `observatory refresh` and build anew.")
    edition = catalogue.current(home)
    click.echo(f"Edition {edition.name}: {len(edition.tables)} tables, all as laid down.")
    for outcome in edition.manifest["checks"]:
        click.echo(f"  {outcome['outcome']:>12}  {outcome['name']}: {outcome['measured']}")
