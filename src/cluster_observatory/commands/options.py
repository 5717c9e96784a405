"""Options that several commands take, and how long work shows itself."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import cleandoc
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from cluster_observatory import settings


def _remember(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path:
    home = value or settings.home()
    os.environ["OBSERVATORY_HOME"] = str(home)  # the site reads its settings from the environment
    return home


home_option = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    callback=_remember,
    help="Folder of snapshots, editions and outlines  [default: OBSERVATORY_HOME or the user's data folder]",
)

from_option = click.option(
    "--from",
    "folder",
    type=click.Path(path_type=Path),
    help="Folder that holds the provider's files already, named as the provider names them.",
)

crosswalk_option = click.option(
    "--crosswalk",
    "crosswalks",
    multiple=True,
    type=click.Path(path_type=Path),
    help="File with what went from which region to which between editions of NUTS; may be given several times.",
)

scoreboards_option = click.option(
    "--scoreboards",
    type=click.Path(path_type=Path),
    help="Folder with the files of published scoreboards, in it or below; their names are in the list of sources.",
)

outlines_option = click.option(
    "--outlines",
    type=click.Path(path_type=Path),
    help="Folder with outlines of regions from GISCO (GeoJSON or TopoJSON).",
)


def examples(text: str) -> Callable[[Any], Any]:
    """Add examples to the end of a command's help, one a line, as they are typed."""

    def add(command: Any) -> Any:
        command.__doc__ = f"{cleandoc(command.__doc__)}\n\n\b\nExamples:\n{text}"
        return command

    return add


@contextmanager
def steps_shown() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that shows steps as a bar on the terminal, or as lines where there is none.

    Lines are one for each tenth of the same work, so that a log stays short.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        said: set[tuple[str, int]] = set()

        def say(doing: str, done: int, of: int) -> None:
            tenth = 10 * done // of if of else 0
            if (doing, tenth) not in said:
                said.add((doing, tenth))
                click.echo(f"[{done}/{of}] {doing}", err=True)

        yield say
        return
    columns = (TextColumn("{task.description:<36}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=console) as bars:
        task = bars.add_task("Starting", total=None)
        yield lambda doing, done, of: bars.update(task, description=doing, completed=done, total=of)


@contextmanager
def bytes_shown() -> Iterator[Callable[[str, int, int | None], None]]:
    """Give a function that shows the bytes received of each file as a bar, or as lines where there is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        said: set[str] = set()

        def say(name: str, received: int, announced: int | None) -> None:
            if name not in said:
                said.add(name)
                click.echo(f"Receiving {name}", err=True)

        yield say
        return
    with Progress(TextColumn("{task.description:<36}"), BarColumn(), DownloadColumn(), console=console) as bars:
        tasks: dict[str, Any] = {}

        def show(name: str, received: int, announced: int | None) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=announced)
            bars.update(tasks[name], completed=received, total=announced)

        yield show
