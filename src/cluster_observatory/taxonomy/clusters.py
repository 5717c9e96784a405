"""What a cluster is: the 51 traded clusters, the 16 local clusters, the ten emerging industries, and their classes.

A NACE class belongs to at most one traded or local cluster.  Emerging
industries overlap: each class counts in every one that lists it, so they are
never summed.
"""

from dataclasses import dataclass
from functools import cache

import polars as pl

from cluster_observatory.errors import NotFound
from cluster_observatory.taxonomy import activities, lists


@dataclass(frozen=True)
class Cluster:
    """One cluster; kind is traded, local or emerging, name_us is None where the United States have no such cluster."""

    cluster: str
    kind: str
    name: str
    name_us: str | None
    note: str
    origin: str


def table() -> pl.DataFrame:
    """Return all 77 clusters, one a row: cluster, kind, name, name_us (null where none), note ("" if none), origin."""
    return _table().clone()


def members() -> pl.DataFrame:
    """Return the NACE Rev. 2 classes of every cluster, one membership a row.

    Columns: cluster, industry (C2910), nace (29.10), confidence (A read in the
    source, B filled from the U.S. definition, C uncertain or derived), note ("" where
    none), origin.  417 memberships are traded, 158 local (all C: derived through
    a concordance, not official), 281 emerging.
    """
    return _members().clone()


def find(code: str) -> Cluster:
    """Return the cluster with that code (4, 101, E05); raises NotFound, with the codes that come near."""
    wanted = code.strip().upper()
    if wanted not in _by_code():
        raise NotFound(
            f"{code!r} is no cluster; expected 1 to 51 (traded), 101 to 116 (local) or E01 to E10 (emerging)."
            f"{lists.nearest(wanted, _by_code())}"
        )
    return _by_code()[wanted]


@cache
def _table() -> pl.DataFrame:
    return lists.read("clusters").with_columns(name_us=pl.col("name_us").replace({"": None}))


@cache
def _members() -> pl.DataFrame:
    codes = activities.table().select("nace", "industry")
    return (
        lists.read("cluster_members")
        .join(codes, on="nace", how="left", maintain_order="left")
        .select("cluster", "industry", "nace", "confidence", "note", "origin")
    )


@cache
def _by_code() -> dict[str, Cluster]:
    return {row["cluster"]: Cluster(**row) for row in _table().iter_rows(named=True)}
