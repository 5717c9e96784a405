"""`observatory serve`: the site, for one machine."""

import os
import re
import socket
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from cluster_observatory.commands import community
from cluster_observatory.commands.options import examples, home_option
from cluster_observatory.errors import NotPossible
from cluster_observatory.publication import catalogue

port_option = click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port."
)
host_option = click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; OBSERVATORY_ALLOWED_HOSTS names the hosts answered to.",
)


LIMITS = {
    "ident": None,
    "max_request_header_size": 64 * 1024,
    "max_request_body_size": 21 * 1024 * 1024,
    "channel_timeout": 30,
    "connection_limit": 500,
    "outbuf_high_watermark": 1024**3,
    "clear_untrusted_proxy_headers": False,  # OBSERVATORY_PROXIES says whether they are believed
}
"""What the server tells of itself, bytes of a request, seconds of silence, connections at once, bytes that wait.

So much has a request with a file; the site itself takes less at every other address (web/base/request_sizes.py).
Answers larger than one megabyte wait for their reader in a temporary file.  Whoever reads slowly would else keep a
thread of the server for as long as it takes, and a few such readers the whole site.
"""


@click.command(short_help="Serve the site.")
@host_option
@port_option
@click.option(
    "--draw-ahead",
    is_flag=True,
    help="Draw the pages of all regions after the start, so that no visitor waits for one.",
)
@home_option
@examples("""  observatory serve
  observatory serve --port 8080 --home ~/observatory
  observatory serve --draw-ahead""")
def serve(host: str, port: int, draw_ahead: bool, home: Path) -> None:
    """Serve the current edition and the community as a site, until stopped with Ctrl-C.

    The community's database is brought up to date first, and the work in the background, such as sending letters, is
    done in the same process.
    """
    edition = catalogue.current(home)
    server = site(host, port)
    community.bring_up_to_date()
    community.start_worker()
    click.echo(community.where_letters_go())
    click.echo(f"Edition {edition.name} at {address(server)}  (Ctrl-C stops)")
    run(server, draw_ahead=draw_ahead)


def site(host: str, port: int) -> Any:
    """Return a server of the site, bound but not running yet.

    Raises NotFound where the packages of the site are not installed, and
    NotPossible where the address is taken.
    """
    community.prepare()
    from waitress import create_server  # noqa: PLC0415 - only with the extra [web]

    from cluster_observatory.web.wsgi import application  # noqa: PLC0415 - only with the extra [web]

    try:
        # Some may draw or typeset for a second; the others answer meanwhile.
        threads = max(16, 4 * (os.cpu_count() or 2))
        return create_server(application, host=host, port=port, threads=threads, **LIMITS)
    except (OSError, socket.gaierror) as error:
        raise NotPossible(
            f"Cannot listen on {host}:{port}: {error.strerror or error}. "
            "Choose another with --port; --port 0 takes any free one."
        ) from error


def address(server: Any) -> str:
    """Return the address at which a browser on this machine finds the server."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(server.effective_host, server.effective_host)
    named = f"[{host}]" if ":" in host else host
    return f"http://{named}:{server.effective_port}/"


def run(server: Any, *, draw_ahead: bool = False) -> None:
    """Serve until stopped; the first visitor finds the map drawn already, and with `draw_ahead` every region too."""
    threading.Thread(target=visit, args=(address(server), draw_ahead), daemon=True).start()
    server.run()


def visit(front_page: str, draw_ahead: bool) -> None:
    """Open the first page of a running server, and with `draw_ahead` the page of every region, one after another."""
    with suppress(OSError):  # whoever comes next will see what is wrong
        _opened(front_page)
        if not draw_ahead:
            return
        for path in dict.fromkeys(re.findall(r'href="/(regions/[^"/]+/)"', _opened(f"{front_page}regions/"))):
            began = time.monotonic()
            _opened(front_page + path)
            time.sleep(time.monotonic() - began)  # as much time is left to visitors
        click.echo("The pages of all regions are drawn.")


def _opened(page: str) -> str:
    with urllib.request.urlopen(page, timeout=60) as answer:
        return str(answer.read().decode())
