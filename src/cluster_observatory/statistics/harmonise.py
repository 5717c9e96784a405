"""One series through changing classifications: figures of any edition of NUTS in the regions of one of them."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import polars as pl
from narwhals.typing import FrameT, IntoFrame, IntoFrameT

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.inputs import checked
from cluster_observatory.statistics.matrices import collected, like
from cluster_observatory.taxonomy import routes

MEASURES = ("persons", "local_units", "wages")
FLAGS = ("converted", "converted_share", "other_weight", "known_share", "incomplete")
GRAIN = 2.0**32  # finer than a billionth: sums of multiples of it are exact, in any order, up to two million
SHOWN = 8
SAME_MAKEUP = 0.01  # two cross-walks differ by less for the same border, drawn anew


def convert(
    cells: IntoFrameT,
    flows: IntoFrame,
    *,
    target: int,
    weight: str = "population_2018",
    measures: Sequence[str] = MEASURES,
    category: str = "industry",
    smallest_share: float = routes.SMALLEST_SHARE,
    leave_out: bool = False,
) -> IntoFrameT:
    """Return the cells in the regions of the target edition of NUTS, every year alike.

        value(region) = sum over sources of value(source) * share(source, region)
        share(source, region) = weight(source, region) / sum of weight(source, any region)

    What was recoded or merged is carried over whole; what was divided is spread
    in proportion to the weight, which is a model.  Totals over regions are kept,
    to floating-point rounding.

    Takes one row per region, ``category`` and year with ``nuts_edition`` (the
    edition of the region's code) and the measures, as many as there are, in any
    unit that adds up; the first of them must be there.  Takes the flows of
    `taxonomy.versions.flows`, in any kind of frame, and spreads by ``weight``
    and leaves out slivers as `taxonomy.routes.shares` says.

    Returns, sorted, region, ``category``, year, nuts_edition (the target) and
    the measures, and beside them source_edition (year), ``converted`` (whether
    part of it comes of a region that was divided), ``converted_share`` (which
    share of the first measure does; missing where that is missing or 0),
    ``other_weight`` (whether a division used another weight than asked for),
    ``known_share`` (share of the region, by weight, whose sources have the first
    measure), ``incomplete`` (whether any measure is the sum of only some of its
    sources) and ``break_in_series`` (whether this is the region's first year
    whose sources make it up in another way than those of its year before: a
    change of the series that may be one of borders).  Other columns are dropped.
    Cells of the target edition come through untouched.

    A missing value counts for nothing in a sum and shows in ``known_share``, and
    so does a source that has no row; where no source has a value the measure is
    missing.  NaN is missing.

    Raises BadTable for a column that lacks, a cell that stands twice, a region
    that one year gives in two editions at once, a value that is infinite and a
    first measure below 0; NotFound for an unknown weight or target and for
    regions that no flow leads from, unless ``leave_out`` says to drop those.
    """
    keys = ["region", category, "year", "nuts_edition"]
    frame, present = checked_measures(cells, keys, measures)
    frame = frame.select(
        "region", category, *(nw.col(name).cast(nw.Int64()) for name in ("year", "nuts_edition")), *present
    )
    places = collected(frame.select("region", "nuts_edition", "year").unique())
    shares = routes.shares(collected(flows), target, weight=weight, smallest_share=smallest_share)
    shares = shares.rename({"from_region": "region", "from_edition": "nuts_edition", "to_region": "region_to"})
    shares = pl.concat([shares, _unmoved(places, shares, target)])
    lost = places.join(shares, on=["region", "nuts_edition"], how="anti").select("region", "nuts_edition").unique()
    if lost.height and not leave_out:
        raise NotFound(_lost(lost, target))
    ways = places.join(shares, on=["region", "nuts_edition"])
    _refuse_two_editions(ways)
    spread_out: Any = spread(frame, nw.from_native(like(cells, shares)), ["region", "nuts_edition"], present)
    breaks = _breaks(ways)
    if breaks.height:
        spread_out = spread_out.join(nw.from_native(like(cells, breaks)), on=["region", "year"], how="left")
    else:
        spread_out = spread_out.with_columns(break_in_series=nw.lit(False))
    joined = spread_out.with_columns(
        nuts_edition=nw.lit(target).cast(nw.Int64()), source_edition=nw.col("nuts_edition")
    )
    columns = ["region", category, "year", "nuts_edition", *present, "source_edition", *FLAGS, "break_in_series"]
    result: IntoFrameT = joined.select(*columns).sort("region", category, "year").to_native()
    return result


def _unmoved(places: pl.DataFrame, shares: pl.DataFrame, target: int) -> pl.DataFrame:
    """Return the shares of regions of the target edition that no flow names: they are what they are."""
    kept = places.filter(nuts_edition=target).select("region", "nuts_edition").unique().sort("region")
    return kept.join(shares, on=["region", "nuts_edition"], how="anti").select(
        *("region", "nuts_edition"),
        region_to="region",
        share=pl.lit(1.0),
        divided=pl.lit(False),
        other_weight=pl.lit(False),
        part=pl.lit(1.0),
        sources=pl.lit(1, pl.Int64),
    )


def checked_measures(cells: IntoFrame, keys: Sequence[str], measures: Sequence[str]) -> tuple[Any, list[str]]:
    """Return the cells, checked by `inputs.checked`, and those of the measures that they have.

    Raises BadTable where the first measure lacks or is negative; the others may do either.
    """
    if not measures:
        raise BadTable("No measure was named; expected one or more, for instance persons.")
    frame: Any = nw.from_native(cells)
    frame = checked(frame, keys, measures, required=measures[:1], signed=measures[1:])
    return frame, [name for name in measures if name in frame.collect_schema().names()]


def spread(cells: FrameT, shares: FrameT, moved: Sequence[str], measures: Sequence[str]) -> FrameT:
    """Return the cells under the codes they went to, with the measures summed and `FLAGS` beside them.

    Takes cells with a key of some columns, of which ``moved`` find their share,
    and the shares: ``moved``, the new code under the first of those names with
    ``_to`` behind it, share, divided, other_weight, part and sources.
    """
    first = measures[0]
    code = f"{moved[0]}_to"
    keys = [name for name in cells.collect_schema().names() if name not in (*measures, moved[0])]
    joined = cells.join(shares, on=list(moved), how="inner").with_columns(
        modelled=nw.when(nw.col("divided")).then(_addable(nw.col(first) * nw.col("share"))),
        known_part=nw.when(~nw.col(first).is_null()).then(_addable(nw.col("part"))),
        divided_sources=nw.col("divided").cast(nw.Int64()),
        other_weights=nw.col("other_weight").cast(nw.Int64()),
        **{f"part_of_{name}": _part(name) for name in measures},
    )
    summed = joined.group_by(code, *keys).agg(
        *(nw.col(f"part_of_{name}").sum().alias(f"sum_of_{name}") for name in measures),
        *(nw.col(f"part_of_{name}").count().alias(f"known_{name}") for name in measures),
        *(nw.col(name).sum() for name in ("modelled", "known_part")),
        *(nw.col(name).max() for name in ("divided_sources", "other_weights", "sources")),
    )
    value = {name: nw.when(nw.col(f"known_{name}") > 0).then(nw.col(f"sum_of_{name}")) for name in measures}
    partial = [(nw.col(f"known_{name}") > 0) & (nw.col(f"known_{name}") < nw.col("sources")) for name in measures]
    modelled = nw.when(nw.col("divided_sources") > 0).then(nw.coalesce(nw.col("modelled"), nw.lit(0.0))).otherwise(0.0)
    whole = nw.when(nw.col(f"known_{first}") > 0, nw.col(f"sum_of_{first}") > 0).then(nw.col(f"sum_of_{first}"))
    known = nw.when(nw.col(f"known_{first}") > 0).then(nw.col("known_part")).otherwise(0.0)
    return summed.select(
        nw.col(code).alias(moved[0]),
        *keys,
        *(expression.alias(name) for name, expression in value.items()),
        converted=nw.col("divided_sources") > 0,
        converted_share=modelled / whole,
        other_weight=nw.col("other_weights") > 0,
        known_share=nw.when(nw.col(f"known_{first}") < nw.col("sources")).then(known).otherwise(1.0),
        incomplete=nw.any_horizontal(*partial, ignore_nulls=True),
    )


def _part(name: str) -> nw.Expr:
    untouched = ~nw.col("divided") & (nw.col("sources") == 1)
    return nw.when(untouched).then(nw.col(name)).otherwise(_addable(nw.col(name) * nw.col("share")))


def _addable(value: nw.Expr) -> nw.Expr:
    """Return the value rounded so finely that its sums do not depend on the order of rows."""
    return (value * GRAIN).round() / GRAIN


def _lost(lost: pl.DataFrame, target: int) -> str:
    named = [f"{region} ({edition})" for region, edition in lost.sort("nuts_edition", "region").head(SHOWN).iter_rows()]
    more = f" and {lost.height - SHOWN} more" if lost.height > SHOWN else ""
    return (
        f"No flow leads to NUTS {target} from {', '.join(named)}{more}. Read a cross-walk (sources.crosswalks), add "
        "the edition (docs/how-to/add-a-nuts-edition.md), or leave these regions out with leave_out=True."
    )


def _refuse_two_editions(ways: pl.DataFrame) -> None:
    found = ways.group_by("region_to", "year").agg(editions=pl.col("nuts_edition").unique().sort())
    found = found.filter(pl.col("editions").list.len() > 1).sort("region_to", "year").head(1)
    if found.height:
        region, year, editions = found.row(0)
        raise BadTable(
            f"The figures of {year} for {region} come in NUTS {' and '.join(map(str, editions))} at once and "
            "would count people twice; expected one edition of a region in a year. Keep one of them."
        )


def _breaks(ways: pl.DataFrame) -> pl.DataFrame:
    """Return for every region and year of the result whether its sources are others than in its year before."""
    place = ["region_to", "year"]
    years = ways.select(*place, "nuts_edition").unique()
    before = pl.col("year", "nuts_edition").shift().over("region_to", order_by="year").name.suffix("_before")
    changed = years.with_columns(before).filter(pl.col("nuts_edition") != pl.col("nuts_edition_before"))
    made = ways.select(*place, "region", "share", "divided")
    now = changed.select(place).join(made, on=place)
    then = changed.select(*place, "year_before").join(
        made, left_on=["region_to", "year_before"], right_on=place, suffix="_then"
    )
    both = pl.concat([now, then.select(*place, "region", -pl.col("share"), "divided")])
    moved = (
        both.sort(*place, "region", "share")
        .group_by(*place, "region")
        .agg(pl.col("share").sum(), pl.col("divided").any())
    )
    broken = moved.group_by(place).agg(
        break_in_series=(pl.col("share").abs().max() > SAME_MAKEUP) & pl.col("divided").any()
    )
    return (
        years.join(broken, on=place, how="left")
        .select("year", region="region_to", break_in_series=pl.col("break_in_series").fill_null(False))
        .sort("region", "year")
    )
