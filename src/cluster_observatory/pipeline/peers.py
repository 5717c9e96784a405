"""The peers of every region, and how it stands among them."""

import polars as pl

from cluster_observatory.pipeline.scoreboards import EDITION, Scored
from cluster_observatory.statistics.harmonise import convert
from cluster_observatory.statistics.scoreboard.peers import nearest_by_structure, nearest_by_value
from cluster_observatory.statistics.scoreboard.scores import scores
from cluster_observatory.statistics.scoreboard.standing import against_peers
from cluster_observatory.tables.shapes import fit, shape
from cluster_observatory.taxonomy import activities

PEERS = 15
WELL_FILLED = 0.9
GDP = "gdp_per_head_pps"
STRUCTURE, ABROAD, BY_GDP = "structure", "structure abroad", "gdp per head"


def peer_tables(
    structure: pl.DataFrame, context: pl.DataFrame | None, flows: pl.DataFrame, boards: list[Scored]
) -> dict[str, pl.DataFrame]:
    """Return the tables ``peers`` and, where there are scoreboards, ``region_standing``.

    Structure is the shares of the sections and of the divisions of manufacturing in the
    persons employed, and how large local units are, in the last well filled year of
    the table ``structure``, brought to the edition of NUTS of the scoreboards.  Regions
    that no flow leads from have no structural peers.
    """
    shares, variables = _structure(structure, flows)
    found = []
    for basis, among in ((STRUCTURE, "all"), (ABROAD, "other_countries")):
        near = nearest_by_structure(shares, variables, number=PEERS, among=among)
        reasons = [
            pl.format("{} {} %", pl.lit(group), (100 * pl.col(f"share_{group}")).round(0).cast(pl.Int64))
            for group in variables
        ]
        found.append(_peers(near, basis, pl.concat_str(reasons, separator=", ")))
    if context is not None and (output := _output(context)) is not None:
        found.append(_peers(nearest_by_value(output, value=GDP, number=PEERS), BY_GDP, pl.lit(None, pl.String)))
    peers = pl.concat(found)
    tables = {"peers": fit(peers, shape("peers"))}
    if boards and not peers.is_empty():
        tables["region_standing"] = fit(pl.concat([_standing(one, peers) for one in boards]), shape("region_standing"))
    return tables


def _structure(structure: pl.DataFrame, flows: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, list[str]]]:
    """Return the variables of every region, and their groups."""
    coded = activities.table().select("industry", "section", activity_level="level")
    wanted = (pl.col("activity_level") == 1) | ((pl.col("activity_level") == 2) & (pl.col("section") == "C"))
    cells = structure.filter(pl.col("level") == 2).join(coded, on="industry").filter(wanted)
    known = cells.drop_nulls("persons").group_by("year").len()
    year = known.filter(pl.col("len") >= WELL_FILLED * pl.col("len").max())["year"].max()
    cells = cells.filter(pl.col("year") == year)
    moved = convert(
        cells.select("region", "industry", "year", "nuts_edition", "persons", "local_units"),
        flows,
        target=EDITION,
        leave_out=True,
    ).join(coded, on="industry")
    sections = moved.filter(pl.col("activity_level") == 1)
    whole = sections.group_by("region").agg(total=pl.col("persons").sum(), units=pl.col("local_units").sum())
    wide = (
        moved.join(whole.filter(pl.col("total") > 0), on="region")
        .with_columns(share=pl.col("persons") / pl.col("total"))
        .pivot("industry", index="region", values="share")
    )
    sizes = whole.filter(pl.col("total") > 0, pl.col("units") > 0).select(
        "region", average_size=pl.col("total") / pl.col("units"), persons_employed=pl.col("total").log()
    )
    table = wide.join(sizes, on="region", how="left").rename({"region": "unit"}).sort("unit")
    there = [name for name in table.columns if name not in ("unit", "average_size", "persons_employed")]
    filled = [name for name in sorted(there) if table[name].null_count() < table.height]
    variables = {
        "sectors": [name for name in filled if len(name) == 1],
        "manufacturing": [name for name in filled if len(name) > 1],
        "size": ["average_size", "persons_employed"],
    }
    return table, {group: names for group, names in variables.items() if names}


def _output(context: pl.DataFrame) -> pl.DataFrame | None:
    """Return GDP per head of every region in the last year with a value of most regions, or None."""
    rows = context.filter((pl.col("indicator") == GDP) & (pl.col("level") == 2)).drop_nulls("value")
    if rows.is_empty():
        return None
    counted = rows.group_by("year").len()
    year = counted.filter(pl.col("len") >= WELL_FILLED * pl.col("len").max())["year"].max()
    return rows.filter(pl.col("year") == year).select("value", unit="region").rename({"value": GDP})


def _peers(near: pl.DataFrame, basis: str, reasons: pl.Expr) -> pl.DataFrame:
    return near.select(pl.lit(basis).alias("basis"), "peer", "place", "distance", region="unit", reasons=reasons)


def _standing(one: Scored, peers: pl.DataFrame) -> pl.DataFrame:
    """Return each region beside its structural peers: dimensions beside dimensions, indicators beside indicators."""
    found = scores(one.course).select("unit", "code", "level", "score")
    scored = found["unit"].unique()
    pairs = peers.filter((pl.col("basis") == STRUCTURE) & pl.col("region").is_in(scored.implode())).select(
        "peer", unit="region"
    )
    levels = one.framework.levels
    parts = []
    for level in (1, *levels):
        rows = found.filter(pl.col("level") == level)
        if rows.is_empty():
            continue
        stood = against_peers(rows.select("unit", "code", "score"), pairs)
        parts.append(stood.with_columns(level=pl.lit(level, pl.Int64)))
    whole: pl.DataFrame = pl.concat(parts).filter(pl.col("score").is_not_null())
    below_top = max(levels) - 1
    return whole.select(
        pl.lit(one.name).alias("scoreboard"),
        "code",
        "level",
        "peers_mean",
        "difference",
        "deviations",
        "standing",
        region="unit",
        own="score",
        bottleneck=pl.col("bottleneck") & (pl.col("level") == below_top),
    )
