"""What an industry is: NACE Rev. 2, sections to classes, and the aggregates that stand beside them in Eurostat's files.

An industry has two codes: the one the classification writes (29.10) and the one
Eurostat writes (C2910: section letter, then digits without a dot).  The second
is the key everywhere in the observatory.
"""

from dataclasses import dataclass
from functools import cache

import polars as pl

from cluster_observatory.errors import NotFound
from cluster_observatory.taxonomy import lists


@dataclass(frozen=True)
class Activity:
    """One NACE Rev. 2 activity; division and group are None where the activity is coarser than they are."""

    industry: str
    nace: str
    level: int
    parent: str | None
    section: str
    division: str | None
    group: str | None
    label: str
    origin: str


def table() -> pl.DataFrame:
    """Return all 996 activities, one a row, in the order of the classification.

    Columns: industry (C2910), nace (29.10), level (1 section, 2 division,
    3 group, 4 class), parent, section, division, group (industry codes; parent
    is null for a section, division and group are null above their level), label
    (English), origin.
    """
    return _table().clone()


def find(code: str) -> Activity:
    """Return the activity with that code, written either way (C2910 or 29.10).

    Raises NotFound, with the codes that come near, where NACE Rev. 2 has none such.
    """
    wanted = code.strip().upper()
    if wanted in _by_code():
        return _by_code()[wanted]
    if wanted in _aggregates()["code"]:
        raise NotFound(f"{code!r} is an aggregate of Eurostat's files, not a NACE Rev. 2 activity.")
    raise NotFound(
        f"{code!r} is no NACE Rev. 2 activity; expected a code such as C29 or 29.10.{lists.nearest(wanted, _by_code())}"
    )


def aggregates() -> pl.DataFrame:
    """Return the codes in Eurostat's files that are sums over activities, or no activity at all.

    Columns: code, label (empty text where the meaning is not established), origin.
    """
    return _aggregates().clone()


@cache
def _table() -> pl.DataFrame:
    activities = lists.read("activities").with_columns(level=pl.col("level").cast(pl.Int64))
    divisions = activities.filter(level=2)
    section_of = dict(zip(divisions["nace"], divisions["parent"], strict=True))
    level, digits = pl.col("level"), pl.col("nace").str.replace(".", "", literal=True)
    return (
        activities.with_columns(
            section=pl.when(level == 1)
            .then("nace")
            .otherwise(pl.col("nace").str.head(2).replace_strict(section_of, default=None))
        )
        .with_columns(
            industry=pl.when(level == 1).then("nace").otherwise(pl.col("section") + digits),
            division=pl.when(level >= 2).then(pl.col("section") + digits.str.head(2)),
            group=pl.when(level >= 3).then(pl.col("section") + digits.str.head(3)),
        )
        .with_columns(
            parent=pl.when(level == 2).then("section").when(level == 3).then("division").when(level == 4).then("group")
        )
        .select("industry", "nace", "level", "parent", "section", "division", "group", "label", "origin")
    )


@cache
def _aggregates() -> pl.DataFrame:
    return lists.read("activity_aggregates")


@cache
def _by_code() -> dict[str, Activity]:
    activities = [Activity(**row) for row in _table().iter_rows(named=True)]
    return {code: activity for activity in activities for code in (activity.nace, activity.industry)}
