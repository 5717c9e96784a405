"""`observatory demo`: build an edition from the best that is at hand, and serve it."""

import os
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import click

from cluster_observatory.commands import community
from cluster_observatory.commands.build import publish, report
from cluster_observatory.commands.options import examples, from_option, home_option, outlines_option
from cluster_observatory.commands.refresh import read_from_eurostat
from cluster_observatory.commands.serve import address, host_option, port_option, run, site
from cluster_observatory.errors import BadTable, CheckFailed, DownloadFailed, NotFound, NotPossible, SourceChanged
from cluster_observatory.pipeline import refresh as refreshing
from cluster_observatory.publication.catalogue import Edition, current
from cluster_observatory.sources import gisco

SHORT_TIMEOUT = 4.0


@click.command(short_help="Build an edition and look at it.")
@click.option("--once", is_flag=True, help="Ask for the front page, print its address and status, and stop.")
@click.option("--invented", is_flag=True, help="Build from invented figures without asking Eurostat.")
@from_option
@outlines_option
@host_option
@port_option
@home_option
@examples("""  observatory demo
  observatory demo --from ~/eurostat-files --outlines ~/gisco-files
  observatory demo --invented --once""")
def demo(
    once: bool, invented: bool, folder: Path | None, outlines: Path | None, host: str, port: int, home: Path
) -> None:
    """Build an edition from the best that is at hand and serve the site.

    Taken in this order: the folder named with --from; snapshots read before; an
    edition of real figures built before; Eurostat, asked with a short time-out; else Invented Europe, real codes with
    invented figures, and every page says so.  Where the community is empty it gets invented organisations and
    partnerships, which say so too.
    """
    os.environ.setdefault("OBSERVATORY_REQUEST_LOG", "no")
    if outlines:
        refreshing.take_outlines(home, outlines)
    report(_best_at_hand(home, folder, invented))
    server = site(host, 0 if once else port)
    community.bring_up_to_date()
    if community.load_demonstration():
        click.echo("The community has invented organisations now, beside those the newsletter of 2019 names.", err=True)
    if once:
        click.echo(f"{address(server)} {_status_of_front_page(server)}")
        return
    community.start_worker()
    click.echo(f"\n{community.where_letters_go()}")
    click.echo(f"The atlas is at {address(server)}  (Ctrl-C stops)")
    run(server)


def _best_at_hand(home: Path, folder: Path | None, invented: bool) -> Edition:
    if folder:
        return publish(home, refreshing.inputs_from_folder(folder))
    real = None if invented else _real_figures(home)
    if real:
        return real
    click.echo("Building Invented Europe: real codes, invented figures.", err=True)
    return publish(home, refreshing.invented_inputs())


def _real_figures(home: Path) -> Edition | None:
    """Return an edition of real figures, or None, having said why there is none."""
    published = _published(home)
    try:
        if not refreshing.has_snapshots(home) and not published:
            click.echo("Asking Eurostat for real figures ...", err=True)
            read_from_eurostat(home, outlines=gisco.all_outlines(), timeout=SHORT_TIMEOUT, attempts=1)
    except (DownloadFailed, SourceChanged):
        click.echo("Not all could be read; `observatory refresh` says what was met.", err=True)
    if not refreshing.has_snapshots(home):
        return published
    try:
        return publish(home, refreshing.inputs_from_snapshots(home))
    except (SourceChanged, BadTable, CheckFailed) as error:
        click.echo(str(error), err=True)
        return published


def _published(home: Path) -> Edition | None:
    """Return the edition published now, unless its figures are invented."""
    try:
        edition = current(home)
    except NotFound:
        return None
    return None if edition.invented else edition


def _status_of_front_page(server: Any) -> int:
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        with urllib.request.urlopen(address(server), timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        raise NotPossible(f"The front page at {address(server)} answers {error.code} {error.reason}.") from error
