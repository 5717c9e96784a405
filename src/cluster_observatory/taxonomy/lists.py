"""How the lists of this room are read, and what comes near a code that is not in them."""

from collections.abc import Iterable
from difflib import get_close_matches
from importlib import resources

import polars as pl


def read(name: str) -> pl.DataFrame:
    """Return the list data/<name>.csv with every column as text, so that 01.10 stays 01.10; empty cells are ""."""
    file = resources.files("cluster_observatory.taxonomy") / "data" / f"{name}.csv"
    return pl.read_csv(file.read_bytes(), infer_schema=False).fill_null("")


def nearest(code: str, known: Iterable[str]) -> str:
    """Return a sentence that names up to three known codes like the one given, or nothing where none is like it."""
    near = get_close_matches(code, sorted(known), n=3, cutoff=0.6)
    return f" Did you mean {', '.join(near)}?" if near else ""
