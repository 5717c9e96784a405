"""Why stars change from one result to another: each star gained or lost, with its cause."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import narwhals as nw
from narwhals.typing import FrameT

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.criteria import CRITERIA

CAUSES = ("data", "classification", "method")


@nw.narwhalify
def starred(judged: FrameT, *, category: str = "industry") -> FrameT:
    """Return a row for each star: region, ``category``, ``criterion``.

    Takes the rows of one year and profile as `stars.stars` gives them.
    """
    columns = judged.collect_schema()
    found = [
        judged.filter(nw.col(f"{name}_star").fill_null(False).cast(nw.Boolean())).select(
            "region", category, criterion=nw.lit(name)
        )
        for name in CRITERIA
        if f"{name}_star" in columns
    ]
    if not found:
        raise BadTable(f"The table has no column of stars; expected some like size_star, found {', '.join(columns)}.")
    return nw.concat(found)


@nw.narwhalify
def star_changes(first: FrameT, *steps: FrameT, causes: Sequence[str], category: str = "industry") -> FrameT:
    """Return a row for each star gained or lost from the first result to the last, with its cause.

    Takes the stars (`starred`) of the first result and after each step on the
    way to the last, in the same kind of frame, and the cause that each step
    stands for (`CAUSES`), as many as there are steps.  Returns region,
    ``category``, ``criterion``, ``change`` ("gained" or "lost") and ``cause``: that of the
    last step that changed this star.  A star that was gained on the way and lost
    again did not change.  So every change has one cause, and

        stars(last) = stars(first) + gained - lost

    holds exactly, for each criterion and over all causes.  The cause depends on
    the order of the steps where two of them act on the same star: it is a way to
    tell the change, not the only one.
    """
    if len(steps) != len(causes) or not steps:
        raise BadTable(f"{len(causes)} causes for {len(steps)} steps; expected one cause for each step.")
    key = ["region", category, "criterion"]
    results: list[Any] = [first, *steps]
    held = [f"held_{place}" for place in range(len(results))]
    at = [nw.when(nw.col("place") == place).then(1).otherwise(0).alias(name) for place, name in enumerate(held)]
    placed = [stars.select(*key).with_columns(place=nw.lit(place)) for place, stars in enumerate(results)]
    rows = nw.concat(placed).with_columns(*at).group_by(*key).agg(nw.col(*held).max())
    cause: nw.Expr = nw.when(nw.lit(False)).then(nw.lit(""))
    for (before, after), named in zip(pairwise(held), causes, strict=True):
        cause = nw.when(nw.col(before) != nw.col(after)).then(nw.lit(named)).otherwise(cause)
    change = nw.when(nw.col(held[-1]) == 1).then(nw.lit("gained")).otherwise(nw.lit("lost"))
    changed: FrameT = rows.filter(nw.col(held[0]) != nw.col(held[-1]))
    return changed.select(*key, change=change, cause=cause)
