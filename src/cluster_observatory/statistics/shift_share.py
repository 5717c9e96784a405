"""Shift-share: how much of a region's change comes from the whole economy, from its industries and from itself."""

from collections.abc import Sequence

import narwhals as nw
from narwhals.typing import FrameT

from cluster_observatory.statistics.gaps import addable
from cluster_observatory.statistics.growth import refuse_years
from cluster_observatory.statistics.inputs import checked

PARTS = ("national_part", "mix_part", "regional_part", "competitive_part", "allocation_part")
SPAN = ("first_year", "last_year")
ENDS = ("first_persons", "last_persons")


@nw.narwhalify
def shift_share(
    cells: FrameT,
    *,
    first: int,
    last: int,
    category: str = "industry",
    region_totals: FrameT | None = None,
    reference: FrameT | None = None,
) -> FrameT:
    """Return the change of persons between two years in every region and category, split into its parts.

    With e the persons of the first year, g the rate by which the persons of the
    whole economy changed, g_i that of the category and g_ri that of the cell:

        national_part    = e * g
        mix_part         = e * (g_i - g)
        regional_part    = e * (g_ri - g_i)
        competitive_part = e* * (g_ri - g_i)
        allocation_part  = (e - e*) * (g_ri - g_i)
        e*               = persons(region) * persons(category) / persons, all of the first year

    The first three (Dunn) add up to the change, the last two (Esteban-Marquillas)
    to the regional part: exactly, as each is rounded to a sixteen-millionth of a
    person, while no part reaches 2**29 (536,870,912) persons; beyond, as closely as
    a floating-point number of that size can say.

    Takes one row per region, ``category`` and year with ``persons`` and, where
    known, ``nuts_edition`` and ``modelled_share``.  Sums go over the cells with a
    value in both years.  So the categories must cover the economy once; where they
    overlap, as emerging industries do, or are a part of it, ``region_totals``
    (region, year, ``region_persons``, see `specialisation.totals`) gives the
    persons of the regions and, summed, of the whole economy.  ``reference``
    (``category``, year, ``persons``) gives the nation's own figures where they are
    not the sum of the regions; the whole economy is their sum unless there are
    ``region_totals``.  Both are of the same kind of frame.

    Returns one row for every region and category with a row of either year:
    region, ``category``, ``first_year``, ``last_year``, ``first_persons``,
    ``last_persons``, ``change`` and the five parts (persons), and, where the
    cells have them, ``nuts_edition`` (of the last year, else of the first) and
    ``modelled_share`` (the larger of the two years').

    The change and its parts are missing where either year is, or the two are of
    different or unknown editions of NUTS; the parts that need them, where a figure
    of ``reference`` or ``region_totals`` is missing or 0.  Where nobody was
    employed at first, whoever came is the regional part, and there is no rate to
    split it by: its competitive and allocation parts are missing.  NaN counts as
    missing.

    Raises NotPossible where ``first`` is not before ``last``, NotFound where a frame
    has no row of either year, and BadTable for what `inputs.checked` refuses:
    repeated or empty keys, infinite figures, negative persons.

    Dunn (1960), Papers of the Regional Science Association 6; Esteban-Marquillas
    (1972), Regional and Urban Economics 2.
    """
    ends = _ends(cells, ("region", category), first, last)
    known = ends.filter(~nw.col("change").is_null())
    if reference is None:
        categories = _sums(known, category)
    else:
        categories = _ends(reference, (category,), first, last).filter(~nw.col("change").is_null())
    if region_totals is None:
        regions = _sums(known, "region")
    else:
        regions = _ends(region_totals, ("region",), first, last, "region_persons").filter(~nw.col("change").is_null())
    whole = categories if region_totals is None else regions
    whole = whole.select(nw.col("first_persons").sum().alias("first_whole"), nw.col("last_persons").sum())
    whole = whole.select("first_whole", last_whole="last_persons")
    categories = categories.select(category, first_category="first_persons", last_category="last_persons")
    joined = ends.join(categories, on=category, how="left").join(whole, how="cross")
    joined = joined.join(regions.select("region", first_region="first_persons"), on="region", how="left")
    kept = [name for name in ("nuts_edition", "modelled_share") if name in ends.collect_schema()]
    split = joined.with_columns(*_dunn()).with_columns(_competitive())
    split = split.with_columns(allocation_part=nw.col("regional_part") - nw.col("competitive_part"))
    years = {"first_year": nw.lit(first, nw.Int64()), "last_year": nw.lit(last, nw.Int64())}
    return split.with_columns(**years).select("region", category, *SPAN, *ENDS, "change", *PARTS, *kept)


@nw.narwhalify
def region_shift_share(parts: FrameT) -> FrameT:
    """Return the shift-share of whole regions: the sums of what `shift_share` returned, over its categories.

    Returns region, ``first_year``, ``last_year``, ``first_persons``,
    ``last_persons``, ``change``, the five parts and ``undivided_part`` (persons),
    ``categories`` (cells that are in the sums) and ``categories_left_out`` (cells
    without a change or without its parts, count).  ``undivided_part`` is the regional
    part of the cells that nobody was employed in at first: competitive, allocation
    and undivided part add up to the regional one, and the first three to the
    change, exactly.  A region none of whose cells has parts has no figures.

    The categories must not overlap: a person of two emerging industries would
    count twice.
    """
    whole = ~nw.col("change").is_null() & ~nw.col("mix_part").is_null()
    added = parts.select(
        "region",
        *SPAN,
        *(nw.when(whole).then(nw.col(name)).alias(name) for name in (*ENDS, "change", *PARTS)),
        undivided_part=nw.when(whole & nw.col("competitive_part").is_null()).then(nw.col("regional_part")),
    )
    figures = [*ENDS, "change", *PARTS, "undivided_part"]
    sums = added.group_by("region", *SPAN).agg(
        nw.col(*figures).sum(), nw.col("change").count().alias("categories"), nw.len().alias("rows")
    )
    known = nw.col("categories") > 0
    return sums.select(
        "region",
        *SPAN,
        *(nw.when(known).then(nw.col(name)).alias(name) for name in figures),
        "categories",
        categories_left_out=nw.col("rows") - nw.col("categories"),
    )


def _ends(frame: FrameT, place: Sequence[str], first: int, last: int, measure: str = "persons") -> FrameT:
    """Return the persons of both years side by side, and their change where they can be compared."""
    frame = checked(frame, (*place, "year"), (measure, "modelled_share"), required=(measure,))
    refuse_years(frame, first, last, needed=(first, last))
    columns = frame.collect_schema()
    kept: list[str] = [name for name in ("nuts_edition", "modelled_share") if name in columns]
    frame = frame.select(*place, "year", *kept, persons=addable(nw.col(measure)))
    before, after = (
        frame.filter(nw.col("year") == year).select(
            *place, *(nw.col(name).alias(f"{end}_{name}") for name in ("persons", *kept))
        )
        for end, year in (("first", first), ("last", last))
    )
    pairs = nw.concat([before.select(*place), after.select(*place)]).unique()
    joined = pairs.join(before, on=list(place), how="left").join(after, on=list(place), how="left")
    change = nw.col("last_persons") - nw.col("first_persons")
    found = {}
    if "nuts_edition" in kept:
        change = nw.when(nw.col("first_nuts_edition") == nw.col("last_nuts_edition")).then(change)
        found["nuts_edition"] = nw.coalesce("last_nuts_edition", "first_nuts_edition")
    if "modelled_share" in kept:
        found["modelled_share"] = nw.max_horizontal("first_modelled_share", "last_modelled_share")
    return joined.select(*place, *ENDS, change=change, **found)


def _sums(known: FrameT, place: str) -> FrameT:
    return known.group_by(place).agg(nw.col(*ENDS).sum())


def _dunn() -> list[nw.Expr]:
    """Return the parts so that each is rounded and the last takes what is left: their sum is the change to the bit."""
    comparable = ~nw.col("change").is_null()
    persons = nw.when(comparable).then(nw.col("first_persons"))
    as_whole = addable(persons * (nw.col("last_whole") / _positive("first_whole") - 1))
    rate = nw.col("last_category") / _positive("first_category") - 1
    # A category that is new everywhere has no rate; nobody can have grown at it.
    as_category = addable(nw.when(persons == 0).then(nw.lit(0.0)).otherwise(persons * rate))
    return [
        as_whole.alias("national_part"),
        (as_category - as_whole).alias("mix_part"),
        (nw.col("change") - as_category).alias("regional_part"),
    ]


def _competitive() -> nw.Expr:
    persons = nw.when(~nw.col("change").is_null()).then(_positive("first_persons"))
    beyond = nw.col("last_persons") / persons - nw.col("last_category") / _positive("first_category")
    expected = nw.col("first_region") * nw.col("first_category") / _positive("first_whole")
    return addable(expected * beyond).alias("competitive_part")


def _positive(column: str) -> nw.Expr:
    return nw.when(nw.col(column) > 0).then(nw.col(column))
