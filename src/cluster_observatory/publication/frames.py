"""The tables of an edition in memory, read once: an edition never changes, so neither do they."""

from functools import lru_cache
from pathlib import Path

import polars as pl

from cluster_observatory.publication.catalogue import Edition


def frame(edition: Edition, table: str) -> pl.DataFrame:
    """Return a whole table of the edition; raises NotFound where it has none, BadTable for a damaged one."""
    return _collected(edition.folder, table)


@lru_cache(maxsize=40)
def _collected(folder: Path, table: str) -> pl.DataFrame:
    return Edition(folder).rows(table)
