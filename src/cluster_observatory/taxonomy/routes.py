"""Which share of a region goes to which region of another edition of NUTS, by way of others where it must."""

import polars as pl

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.taxonomy.versions import WEIGHTS

SMALLEST_SHARE = 0.001
WHOLE = 1 - 1e-9

_SOURCE = ["from_region", "from_edition"]
_PAIR = [*_SOURCE, "to_edition"]


def shares(
    flows: pl.DataFrame, target: int, *, weight: str = "population_2018", smallest_share: float = SMALLEST_SHARE
) -> pl.DataFrame:
    """Return how every region of every edition is spread over the regions of the target edition of NUTS.

        share(source, region) = weight(source, region) / sum of weight(source, any region)

    Takes flows as `versions.flows` gives them; a weight that has no column is
    not known.  A region whose flows lack the
    weight, or have nothing but 0, is spread by area, and where that lacks too in
    equal shares.  Flows of less than ``smallest_share`` of the largest of their
    region are left out, the others scaled up: borders that were drawn anew move
    a handful of people and would mark every region as modelled.

    Where no flow leads from a region to the target edition, shares are
    multiplied over other editions: over the fewest, then over the one nearest
    to the target.  A region that cannot be followed whole is left out.

    Returns from_region, from_edition, to_region, ``share`` (0 to 1; those of a
    source sum to 1), ``divided`` (whether the source goes to several regions),
    ``other_weight`` (whether a weight was used that was not asked for), ``part``
    (which share of the target region the source makes up, by weight, by area, or
    in equal parts) and ``sources`` (of how many sources of that edition the
    target region is made).  Every region of the target edition is its own source.

    Raises NotFound where the weight is unknown or nothing leads to the target,
    BadTable where a column lacks, a flow stands twice or a weight is negative or not finite.
    """
    if weight not in WEIGHTS:
        raise NotFound(f"There is no weight {weight!r}. The weights are: {', '.join(WEIGHTS)}.")
    if not 0 <= smallest_share < 1:
        raise BadTable(f"smallest_share is {smallest_share}; expected 0 or more and less than 1.")
    flows = _complete(flows)
    _check(flows)
    between = flows.filter(pl.col("from_edition") != pl.col("to_edition"))
    there = pl.concat(
        [
            flows.filter(to_edition=target).select(region="to_region"),
            flows.filter(from_edition=target).select(region="from_region"),
        ]
    ).unique()
    if not there.height:
        editions = sorted(set(flows["to_edition"]))
        raise NotFound(f"No flow leads to NUTS {target}; the editions are {', '.join(map(str, editions))}.")
    found = _followed(_direct(between, weight, smallest_share), there, target)
    return _with_parts(_without_slivers(found, _SOURCE, smallest_share), flows, weight)


def _complete(flows: pl.DataFrame) -> pl.DataFrame:
    absent = [name for name in (*_PAIR, "to_region") if name not in flows.columns]
    if absent:
        raise BadTable(f"The flows lack {', '.join(absent)}; they have {', '.join(flows.columns)}.")
    unknown = [pl.lit(None, pl.Float64).alias(name) for name in WEIGHTS if name not in flows.columns]
    return flows.with_columns(pl.col("from_edition", "to_edition").cast(pl.Int64), *unknown)


def _check(flows: pl.DataFrame) -> None:
    twice = flows.filter(pl.struct(*_PAIR, "to_region").is_duplicated()).head(1)
    wrong = flows.filter(pl.any_horizontal((pl.col(*WEIGHTS) < 0) | ~pl.col(*WEIGHTS).is_finite())).head(1)
    for found, fault in ((twice, "stands twice"), (wrong, "has a weight that is negative or no finite number")):
        if found.height:
            row = found.row(0, named=True)
            raise BadTable(
                f"The flow from {row['from_region']} of NUTS {row['from_edition']} to {row['to_region']} of NUTS "
                f"{row['to_edition']} {fault}; expected each flow once, with weights of 0 or more."
            )


def _direct(flows: pl.DataFrame, weight: str, smallest_share: float) -> pl.DataFrame:
    """Return the shares of every source in every edition that a flow leads to."""
    flows = flows.sort(*_PAIR, "to_region")
    usable = {
        name: pl.col(name).is_not_null().all().over(_PAIR) & (pl.col(name).sum().over(_PAIR) > 0)
        for name in (weight, "area")
    }
    used = pl.when(usable[weight]).then(weight).when(usable["area"]).then("area").otherwise(1.0)
    spread = flows.with_columns(used=used, other_weight=~usable[weight])
    spread = spread.with_columns(share=pl.col("used") / pl.col("used").sum().over(_PAIR))
    spread = _without_slivers(spread, _PAIR, smallest_share)
    other = pl.col("other_weight") & (pl.len().over(_PAIR) > 1)
    return spread.select(*_PAIR, "to_region", "share", other_weight=other)


def _without_slivers(spread: pl.DataFrame, source: list[str], smallest_share: float) -> pl.DataFrame:
    largest = pl.col("share").max().over(source)
    kept = spread.filter((pl.col("share") >= smallest_share * largest) & (pl.col("share") > 0))
    return kept.with_columns(share=pl.col("share") / pl.col("share").sum().over(source))


def _followed(direct: pl.DataFrame, there: pl.DataFrame, target: int) -> pl.DataFrame:
    """Return the shares in the target edition of every source that can be followed there whole."""
    columns = [*_SOURCE, "to_region", "share", "other_weight"]
    found = there.select(
        from_region="region",
        from_edition=pl.lit(target, pl.Int64),
        to_region="region",
        share=pl.lit(1.0),
        other_weight=pl.lit(False),
    ).sort("from_region")
    while True:
        onward = found.rename({"from_region": "to_region", "from_edition": "to_edition", "to_region": "end"})
        steps = direct.join(found, on=_SOURCE, how="anti").join(
            onward, on=["to_region", "to_edition"], how="left", suffix="_onward"
        )
        steps = steps.filter(pl.col("end").is_not_null().all().over(_PAIR))
        if not steps.height:
            return found.select(columns).sort(columns[:3])
        distance = (pl.col("to_edition") - target).abs()
        steps = steps.filter(distance == distance.min().over(_SOURCE))
        steps = steps.filter(pl.col("to_edition") == pl.col("to_edition").max().over(_SOURCE))
        reached = (
            steps.sort(*_PAIR, "to_region", "end")
            .group_by(*_SOURCE, "end", maintain_order=True)
            .agg(
                share=(pl.col("share") * pl.col("share_onward")).sum(),
                other_weight=(pl.col("other_weight") | pl.col("other_weight_onward")).any(),
            )
            .rename({"end": "to_region"})
        )
        found = pl.concat([found, reached.select(found.columns)])


def _with_parts(found: pl.DataFrame, flows: pl.DataFrame, weight: str) -> pl.DataFrame:
    target = ["to_region", "from_edition"]
    sizes = flows.group_by(_PAIR).agg(
        pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()).alias(f"{name}_size")
        for name in dict.fromkeys((weight, "area"))
    )
    sizes = sizes.group_by(_SOURCE).agg(pl.col("^.*_size$").max())
    joined = found.join(sizes, on=_SOURCE, how="left").sort(*target, "from_region")
    part = pl.lit(1.0) / pl.len().over(target)
    for name in ("area", weight):
        inflow = pl.col(f"{name}_size") * pl.col("share")
        whole = pl.when(inflow.is_not_null().all().over(target)).then(inflow.sum().over(target))
        part = pl.when(whole > 0).then(inflow / whole).otherwise(part)
    joined = joined.with_columns(
        divided=pl.col("share") < WHOLE, part=part, sources=pl.len().over(target).cast(pl.Int64)
    )
    return joined.select(*_SOURCE, "to_region", "share", "divided", "other_weight", "part", "sources").sort(
        *_SOURCE, "to_region"
    )
