"""A folder for the further tables of a command: no file of the command in their way, the old ones gone, each said."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import polars as pl

from cluster_observatory.commands.writing import written
from cluster_observatory.errors import ObservatoryError

Found = tuple[str, pl.DataFrame | ObservatoryError]
"""The name of a table, and the table or why there is none."""


def check_folder(folder: Path, names: Iterable[str], suffix: str, files: Iterable[Path | None]) -> None:
    """Refuse a folder in which a table would fall on a file that the command reads or writes."""
    if not str(folder).strip() or folder == Path():
        raise click.UsageError("--tables names no folder; expected one for the further tables.")
    taken = [file.resolve() for file in files if file is not None]
    for name in names:
        if (folder / f"{name}{suffix}").resolve() in taken:
            raise click.UsageError(f"--tables {folder} would write {name}{suffix} over a file of this command.")


def make_room(folder: Path, names: Iterable[str], suffix: str) -> None:
    """Make the folder where it is not there, and remove the tables that an earlier call wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}{suffix}").unlink(missing_ok=True)


def write_tables(folder: Path, tables: Iterator[Found], suffix: str) -> None:
    """Write the tables into the folder and say which there are, and why one is not."""
    for name, table in tables:
        file = folder / f"{name}{suffix}"
        if isinstance(table, ObservatoryError):
            click.echo(f"No table {name}: {table}", err=True)
        else:
            written(table, file)
            click.echo(f"{file}: {table.height:,} rows.")
