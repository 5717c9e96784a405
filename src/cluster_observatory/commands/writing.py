"""Results written to a file that somebody names: whole or not at all."""

from io import BytesIO
from pathlib import Path
from secrets import token_hex

import click
import polars as pl

from cluster_observatory.errors import BadTable, NotFound


def check_writable(out: Path, option: str = "--out") -> None:
    """Refuse a name that is neither .csv nor .parquet, a folder, or in a folder that is not there or not writable."""
    if out.suffix not in (".csv", ".parquet"):
        raise click.UsageError(f"{option} must end in .csv or .parquet, found {out.name!r}.")
    if out.is_dir():
        raise click.UsageError(f"{option} {out} is a folder; name a file in it.")
    if not out.parent.is_dir():
        raise NotFound(f"There is no folder {out.parent} to write {out.name} into.")
    draft = _draft(out)
    draft.touch(exist_ok=False)
    draft.unlink()


def written(result: pl.DataFrame, out: Path) -> None:
    """Write the table to the file by way of a draft, so that the file is there whole or not at all."""
    draft, whole = _draft(out), BytesIO()  # what Polars writes itself it reports in words of its own, a full disk too
    try:
        if out.suffix == ".csv":
            result.write_csv(whole)
        else:
            result.write_parquet(whole)
        with draft.open("xb") as handle:
            handle.write(whole.getbuffer())
        draft.replace(out)
    except pl.exceptions.PolarsError as error:
        raise BadTable(f"The result cannot be written as {out.suffix}: {error}. Try the other ending.") from error
    finally:
        draft.unlink(missing_ok=True)


def _draft(out: Path) -> Path:
    return out.with_name(f".{token_hex(8)}.draft")
