"""`observatory refresh`: read the sources and lay their bytes down as dated snapshots."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from cluster_observatory import settings
from cluster_observatory.commands.options import (
    bytes_shown,
    crosswalk_option,
    examples,
    from_option,
    home_option,
    outlines_option,
    scoreboards_option,
)
from cluster_observatory.lake.snapshots import Snapshot
from cluster_observatory.pipeline import refresh as refreshing
from cluster_observatory.pipeline.crosswalks import take_crosswalks
from cluster_observatory.pipeline.scoreboard_files import take_scoreboards
from cluster_observatory.sources import gisco
from cluster_observatory.sources.datasets import needed
from cluster_observatory.sources.gisco import Outlines


@click.command(short_help="Read the sources into dated snapshots.")
@click.argument("tables", nargs=-1)
@from_option
@outlines_option
@crosswalk_option
@scoreboards_option
@click.option("--again", is_flag=True, help="Read also what was read today already.")
@home_option
@examples("""  observatory refresh
  observatory refresh sbs_r_nuts2021
  observatory refresh --from ~/eurostat-files --outlines ~/gisco-files""")
def refresh(
    tables: tuple[str, ...],
    folder: Path | None,
    outlines: Path | None,
    crosswalks: tuple[Path, ...],
    scoreboards: Path | None,
    again: bool,
    home: Path,
) -> None:
    """Download TABLES (all that the edition needs, where none is named) from Eurostat, and outlines from GISCO.

    The tables of business demography (bd_hgnace2_r3, bd_hgnace_r) are large and
    read only where they are named.

    The bytes are laid down unchanged, dated, with their origin and checksum.
    What breaks off goes on where it stopped when run again; what fails does not
    keep the rest away.  --from, --outlines, --crosswalk and --scoreboards take
    files already at hand, and nothing is downloaded then.
    """
    if folder or outlines or crosswalks or scoreboards:
        if tables:
            raise click.UsageError("Name tables or --from/--outlines/--crosswalk/--scoreboards, not both.")
        laid_down = refreshing.take_from(home, folder, largest=_largest()) if folder else []
        laid_down += refreshing.take_outlines(home, outlines) if outlines else []
        for file in crosswalks:
            laid_down += take_crosswalks(home, file)
        laid_down += take_scoreboards(home, scoreboards) if scoreboards else []
    else:
        which = () if tables else gisco.all_outlines()
        laid_down = read_from_eurostat(home, tables or needed(), outlines=which, again=again)
    for snapshot in laid_down:
        click.echo(f"{snapshot.origin.dataset}  {snapshot.origin.bytes:,} bytes  {snapshot.folder}")


def read_from_eurostat(
    home: Path,
    codes: Iterable[str] = (),
    *,
    outlines: Iterable[Outlines] = (),
    again: bool = False,
    timeout: float | None = None,
    attempts: int = 5,
) -> list[Snapshot]:
    """Download the named tables, or all, showing progress, and return their snapshots."""
    with bytes_shown() as progress:
        return refreshing.refresh(
            home,
            codes or needed(),
            eurostat=settings.setting("EUROSTAT"),
            gisco_base=settings.setting("GISCO"),
            outlines=outlines,
            today=datetime.now(UTC).date(),
            timeout=timeout or settings.number("TIMEOUT"),
            largest=_largest(),
            attempts=attempts,
            again=again,
            progress=progress,
        )


def _largest() -> int:
    return int(settings.number("LARGEST_FILE"))
