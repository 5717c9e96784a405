"""One series from NACE Rev. 2 to NACE Rev. 2.1: figures of industries under their new codes."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame, IntoFrameT

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.harmonise import FLAGS, MEASURES, SHOWN, checked_measures, spread
from cluster_observatory.statistics.matrices import collected, like

SPREADS = ("share", "classes", "equal")

_COLUMNS = ("from_industry", "to_industry", "classes", "share")
_EXACT = 1e-6


def convert_activities(
    cells: IntoFrameT,
    changes: IntoFrame,
    *,
    by: str = "share",
    measures: Sequence[str] = MEASURES,
    leave_out: bool = False,
) -> IntoFrameT:
    """Return the cells under the codes of NACE Rev. 2.1.

        value(new) = sum over old of value(old) * share(old, new)

    What kept its content, under whatever letter, is carried over whole.  What was
    divided is spread, which is a model: by the measured ``share`` of persons where
    the changes know it for every successor, else in proportion to the classes of
    Rev. 2 that go there (``by="share"``); always by classes; or in equal parts.
    Totals over industries of one level are kept, to floating-point rounding.

    Takes one row per region, industry (NACE Rev. 2 as Eurostat writes it) and year
    with the measures, the first of which must be there, and ``nuts_edition`` where
    it is known; and the changes of `taxonomy.versions.activity_changes`, or a
    table of from_industry, to_industry, classes and share of the caller's own.
    Sections, divisions and groups are each converted by themselves: where there
    are divisions, convert these and add them up to sections.

    Returns, sorted, region, industry (Rev. 2.1), year, nuts_edition where given,
    the measures and ``converted``, ``converted_share``, ``other_weight`` (whether
    a division was spread by something else than a measured share), ``known_share``
    (share of the old industries, each counting once, that have the first measure)
    and ``incomplete``, as `harmonise.convert` describes them.  The code alone does
    not say which classification it is of: J58 is a code of both.

    Raises BadTable as `harmonise.convert` does, and for changes that hold a row
    twice or shares that are negative, not finite or do not sum to 1; NotFound for
    an unknown ``by`` and for industries that the changes do not know, unless
    ``leave_out`` says to drop those.
    """
    if by not in SPREADS:
        raise NotFound(f"There is no way {by!r} to spread an industry. The ways are: {', '.join(SPREADS)}.")
    there: Any = nw.from_native(cells)
    keys = ["industry", "region", "year", *({"nuts_edition"} & set(there.collect_schema().names()))]
    frame, present = checked_measures(cells, keys, measures)
    frame = frame.select(*keys, *present)
    shares = _shares(collected(changes), by).rename({"from_industry": "industry", "to_industry": "industry_to"})
    met = collected(frame.select("industry").unique())
    lost = met.join(shares, on="industry", how="anti")["industry"].sort().to_list()
    if lost and not leave_out:
        raise NotFound(
            f"It is not known what became of {', '.join(lost[:SHOWN])}{' …' if len(lost) > SHOWN else ''} in NACE "
            "Rev. 2.1. Expected sections, divisions and groups of division 45 of NACE Rev. 2; give changes of your "
            "own, or leave these out with leave_out=True."
        )
    moved: Any = spread(frame, nw.from_native(like(cells, shares)), ["industry"], present)
    order = ["region", "industry", *keys[2:]]
    result: IntoFrameT = moved.select(*order, *present, *FLAGS).sort(*order).to_native()
    return result


def _shares(changes: pl.DataFrame, by: str) -> pl.DataFrame:
    absent = [name for name in _COLUMNS if name not in changes.columns]
    if absent:
        raise BadTable(f"The changes lack {', '.join(absent)}; they have {', '.join(changes.columns)}.")
    changes = changes.select(*_COLUMNS[:2], pl.col(*_COLUMNS[2:]).cast(pl.Float64)).sort(_COLUMNS[:2])
    _check(changes)
    old, new = "from_industry", "to_industry"
    measured = pl.col("share").is_not_null().all().over(old) & (by == "share")
    classes = pl.col("classes").is_not_null().all().over(old) & (pl.col("classes").sum().over(old) > 0)
    used = pl.when(measured).then("share").when(classes & (by != "equal")).then("classes").otherwise(1.0)
    spread_out = changes.with_columns(used=used, other_weight=~measured & (pl.len().over(old) > 1))
    spread_out = spread_out.filter(pl.col("used") > 0)
    return spread_out.select(
        old,
        new,
        "other_weight",
        share=pl.col("used") / pl.col("used").sum().over(old),
        divided=pl.len().over(old) > 1,
        part=1 / pl.len().over(new),
        sources=pl.len().over(new).cast(pl.Int64),
    )


def _check(changes: pl.DataFrame) -> None:
    pair = ["from_industry", "to_industry"]
    total = pl.col("share").sum().over("from_industry")
    faults = {
        "stands twice": pl.struct(pair).is_duplicated(),
        "has a share or classes that are negative or no finite number": pl.any_horizontal(
            (pl.col("share", "classes") < 0) | ~pl.col("share", "classes").is_finite()
        ),
        "is of an industry whose shares do not sum to 1": (
            pl.col("share").is_not_null().all().over("from_industry") & ((total - 1).abs() > _EXACT)
        ),
    }
    for fault, condition in faults.items():
        found = changes.filter(condition).head(1)
        if found.height:
            old, new, *_ = found.row(0)
            raise BadTable(f"The change of {old} to {new} {fault}; expected each once, with shares that sum to 1.")
