"""From one edition of a classification to another: what became of a region, and of an activity.

The observatory's own list of changes of NUTS (data/region_changes.csv) knows
what was recoded or merged whole, and 2021 to 2024 by area.  What became of
regions that were divided before 2021 takes a cross-walk (`sources.crosswalks`),
which comes first wherever it speaks.
"""

from functools import cache

import polars as pl

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.taxonomy import lists, regions

WEIGHTS = ("population_2018", "population_2011", "artificial_surface", "area")
FLOWS = {
    "from_region": pl.String,
    "to_region": pl.String,
    "from_edition": pl.Int64,
    "to_edition": pl.Int64,
    "level": pl.Int64,
    **dict.fromkeys(sorted(WEIGHTS), pl.Float64),
}
LISTED_LEVELS = (0, 2)
SAME_TERRITORY = ("recoded", "")

_SOURCE = ("from_region", "from_edition", "to_edition")


def changes() -> pl.DataFrame:
    """Return the changes from each edition of NUTS to the next, at level 2 and for countries.

    Columns: from_region, to_region (null where it is not known what part of a
    region went where, or where it is no region any more), from_edition,
    to_edition, kind (recoded, merged, grown, divided, left), area (square kilometres
    of what went from one to the other, of generalised outlines; null where not
    needed), origin.  A region that is not listed stayed what it was.
    """
    return _changes().clone()


def flows(*crosswalks: pl.DataFrame) -> pl.DataFrame:
    """Return what went from which region to which, between editions of NUTS: the given cross-walks, then our own list.

    Columns: from_region, to_region, from_edition, to_edition, level, area
    (square kilometres), artificial_surface, population_2011, population_2018;
    a weight that is not known is null.  Of several cross-walks the first that
    names a region and both editions is taken for it; our own list (`changes`,
    with every region that stayed what it was, and the way back where nothing
    was divided) speaks only where none of them does.
    """
    found = pl.DataFrame(schema=FLOWS)
    for more in (*crosswalks, _own()):
        absent = [name for name in FLOWS if name not in more.columns]
        if absent:
            raise BadTable(
                f"A cross-walk lacks {', '.join(absent)}; it has {', '.join(more.columns)}. "
                "Read the file with sources.crosswalks.read_crosswalk."
            )
        known = more.select(pl.col(name).cast(kind) for name, kind in FLOWS.items())
        found = pl.concat([found, known.join(found, on=_SOURCE, how="anti")])
    return found.filter(pl.col("to_region").is_not_null()).sort(*FLOWS)


def with_unchanged(listed: pl.DataFrame) -> pl.DataFrame:
    """Return the flows with one more for every region that the list does not name: it stayed what it was.

    Takes the columns of `flows`; a region whose ``to_region`` is null is named,
    so it gets none.  For the levels and editions that occur among the flows.
    Raises NotFound where they start from an edition that `taxonomy.regions` does
    not have: which regions it had is not known then.
    """
    unknown = sorted(set(listed["from_edition"]) - set(regions.editions()))
    if unknown:
        raise NotFound(
            f"The regions of NUTS {', '.join(map(str, unknown))} are not known, so unchanged ones cannot be added; the "
            f"editions are {', '.join(map(str, regions.editions()))}. List every region in the cross-walk."
        )
    pairs = listed.select("from_edition", "to_edition", "level").unique()
    known = regions.table().select("level", from_region="region", from_edition="nuts_edition")
    same = pairs.join(known, on=["from_edition", "level"]).with_columns(to_region="from_region")
    return pl.concat([listed, same.join(listed, on=_SOURCE, how="anti")], how="diagonal")


def activity_changes() -> pl.DataFrame:
    """Return what became of the sections, divisions and groups of vehicle trade of NACE Rev. 2 in NACE Rev. 2.1.

    Columns: from_industry, to_industry (Eurostat's codes), level, kind (same,
    renamed: another letter before the number, merged, divided), classes (how many
    classes of Rev. 2 go there, parts of a class as fractions), share (of the
    persons employed that go there, measured, 0 to 1; null where not known),
    confidence (A the title is the same in both, B from titles of groups and
    classes, C partly a default), note ("" where none), origin.  Whether single
    classes moved between divisions of the same title was not checked.
    """
    return _activity_changes().clone()


@cache
def _changes() -> pl.DataFrame:
    return lists.read("region_changes").with_columns(
        pl.col("to_region").replace({"": None}),
        pl.col("from_edition", "to_edition").cast(pl.Int64),
        pl.col("area").replace({"": None}).cast(pl.Float64),
    )


@cache
def _own() -> pl.DataFrame:
    """Return the flows of our own list in both directions."""
    listed = changes().with_columns(level=pl.col("from_region").str.len_chars().cast(pl.Int64) - 2)
    every = (
        listed.select("from_edition", "to_edition").unique().join(pl.DataFrame({"level": LISTED_LEVELS}), how="cross")
    )
    known = regions.table().select("level", from_region="region", from_edition="nuts_edition")
    same = every.join(known, on=["from_edition", "level"]).with_columns(to_region="from_region", kind=pl.lit(""))
    there = pl.concat([listed, same.join(listed, on=_SOURCE, how="anti")], how="diagonal")
    measured = pl.col("area").is_not_null()
    # What was merged cannot be taken apart again without weights; a region that grew is not named on its own side.
    whole = pl.col("kind").is_in(SAME_TERRITORY) & (pl.col("to_region").len().over("to_region", "to_edition") == 1)
    back = there.filter(whole | measured).rename(
        {
            "from_region": "to_region",
            "to_region": "from_region",
            "from_edition": "to_edition",
            "to_edition": "from_edition",
        }
    )
    flows = pl.concat([there, back], how="diagonal_relaxed")
    return flows.select(
        (pl.col(name) if name in flows.columns else pl.lit(None).alias(name)).cast(kind) for name, kind in FLOWS.items()
    )


@cache
def _activity_changes() -> pl.DataFrame:
    return lists.read("activity_changes").with_columns(
        pl.col("level").cast(pl.Int64),
        classes=pl.col("classes").cast(pl.Float64),
        share=pl.col("share").replace({"": None}).cast(pl.Float64),
    )
