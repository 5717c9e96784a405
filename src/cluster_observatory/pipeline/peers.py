"""The peers of every region, and how it stands among them."""

import polars as pl

from cluster_observatory.pipeline.scoreboards import EDITION, Scored, scoreboard_regions
from cluster_observatory.sources.scoreboards.supply import codes_of
from cluster_observatory.statistics.harmonise import convert
from cluster_observatory.statistics.scoreboard.peers import nearest_by_structure, nearest_by_value
from cluster_observatory.statistics.scoreboard.scores import scores
from cluster_observatory.statistics.scoreboard.standing import against_peers
from cluster_observatory.tables.shapes import fit, shape
from cluster_observatory.taxonomy import activities

PEERS = 15
WELL_FILLED = 0.9
USUAL = 0.95  # a section that so many regions publish is of the structure, and all must publish it to be compared
GDP = "gdp_per_head_pps"
PAIRS = {
    **{"basis": pl.String, "year": pl.Int64, "peer": pl.String, "place": pl.Int64, "distance": pl.Float64},
    **{"reasons": pl.String, "region": pl.String},
}
STRUCTURE, ABROAD, BY_GDP = "structure", "structure abroad", "gdp per head"


def peer_tables(
    structure: pl.DataFrame, context: pl.DataFrame | None, flows: pl.DataFrame, boards: list[Scored]
) -> dict[str, pl.DataFrame]:
    """Return the tables ``peers`` and, where there are scoreboards, ``region_standing``.

    Structure is the shares of the usual sections and of the divisions of manufacturing
    in the persons employed in these sections, and how large local units are, in the
    last well filled year of the table ``structure``, brought to the edition of NUTS
    of the scoreboards.  Regions that no flow leads from, and those of which a usual
    section is not published, have no structural peers; those that were divided since
    the figures of GDP have none by GDP.
    """
    shares, variables, year = _structure(structure, flows)
    found = [pl.DataFrame(schema=PAIRS)]
    for basis, among in ((STRUCTURE, "all"), (ABROAD, "other_countries")) if variables else ():
        near = nearest_by_structure(shares, variables, number=PEERS, among=among)
        reasons = [_reasons(row, tuple(variables)) for row in near.iter_rows(named=True)]
        found.append(_peers(near.with_columns(reasons=pl.Series(reasons, dtype=pl.String)), basis, year))
    if context is not None and (output := _output(context)) is not None:
        table, output_year = output
        near = nearest_by_value(table, value=GDP, number=PEERS)
        found.append(_peers(near.with_columns(reasons=pl.lit(None, pl.String)), BY_GDP, output_year))
    peers = pl.concat(found)
    tables = {"peers": fit(peers, shape("peers"))}
    if boards and not peers.is_empty():
        tables["region_standing"] = fit(pl.concat([_standing(one, peers) for one in boards]), shape("region_standing"))
    return tables


def _reasons(row: dict[str, float | None], groups: tuple[str, ...]) -> str | None:
    """Return the groups with their shares of the squared distance, least first."""
    shares = {group: row[f"share_{group}"] for group in groups}
    known = sorted((share, group) for group, share in shares.items() if share is not None)
    return ", ".join(f"{group} {100 * share:.0f} %" for share, group in known) or None


def _structure(structure: pl.DataFrame, flows: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, list[str]], int]:
    """Return the variables of every region, their groups, and the year that they are of."""
    coded = activities.table().select("industry", "section", activity_level="level")
    wanted = (pl.col("activity_level") == 1) | ((pl.col("activity_level") == 2) & (pl.col("section") == "C"))
    cells = structure.filter(pl.col("level") == 2).join(coded, on="industry").filter(wanted)
    known = cells.drop_nulls("persons").group_by("year").len()
    year = int(known.filter(pl.col("len") >= WELL_FILLED * pl.col("len").max())["year"].max())  # type: ignore[arg-type]
    moved: pl.DataFrame = convert(
        cells.filter(pl.col("year") == year).select(
            "region", "industry", "year", "nuts_edition", "persons", "local_units"
        ),
        flows,
        target=EDITION,
        leave_out=True,
    ).join(coded, on="industry")
    sections = moved.filter(pl.col("activity_level") == 1)
    number = moved["region"].n_unique()
    counted = sections.group_by("industry").agg(pl.col("persons").count())
    usual = counted.filter(pl.col("persons") >= USUAL * number)["industry"].sort().to_list()
    whole = (
        sections.filter(pl.col("industry").is_in(usual))
        .group_by("region")
        .agg(
            *(pl.col(name).sum() for name in ("persons", "local_units")),
            *(pl.col(name).count().alias(f"{name}_known") for name in ("persons", "local_units")),
        )
        .filter(pl.col("persons_known") == len(usual), pl.col("persons") > 0)
    )
    divided = pl.col("local_units_known") == len(usual)
    sizes = whole.select(
        "region",
        total="persons",
        average_size=pl.when(divided & (pl.col("local_units") > 0)).then(pl.col("persons") / pl.col("local_units")),
        persons_employed=pl.col("persons").log(),
    )
    compared = moved.filter((pl.col("activity_level") == 2) | pl.col("industry").is_in(usual))
    table = (
        compared.join(sizes, on="region")
        .with_columns(share=pl.col("persons") / pl.col("total"))
        .pivot("industry", index=["region", "average_size", "persons_employed"], values="share")
        .rename({"region": "unit"})
        .sort("unit")
    )
    filled = [name for name in sorted(table.columns) if table[name].null_count() < table.height]
    shares = [name for name in filled if name in set(compared["industry"])]
    variables: dict[str, list[str]] = {
        "sectors": [name for name in shares if len(name) == 1],
        "manufacturing": [name for name in shares if len(name) > 1],
        "size": [name for name in ("average_size", "persons_employed") if name in filled],
    }
    return table, {group: names for group, names in variables.items() if names}, year


def _output(context: pl.DataFrame) -> tuple[pl.DataFrame, int] | None:
    """Return GDP per head of the regions of the scoreboards in the last year with a value of most, or None."""
    rows = context.filter((pl.col("indicator") == GDP) & (pl.col("level") == 2)).drop_nulls("value")
    if rows.is_empty():
        return None
    counted = rows.group_by("year").len()
    year = int(counted.filter(pl.col("len") >= WELL_FILLED * pl.col("len").max())["year"].max())  # type: ignore[arg-type]
    values = dict(rows.filter(pl.col("year") == year).select("region", "value").rows())
    found = {}
    for unit in scoreboard_regions():
        code = next((code for code in codes_of(unit) if code in values), None)
        if code is not None:
            found[unit] = values[code]
    return pl.DataFrame({"unit": list(found), GDP: list(found.values())}), year


def _peers(near: pl.DataFrame, basis: str, year: int) -> pl.DataFrame:
    return near.select(
        pl.lit(basis).alias("basis"),
        pl.lit(year, pl.Int64).alias("year"),
        *("peer", "place", "distance", "reasons"),
        region="unit",
    )


def _standing(one: Scored, peers: pl.DataFrame) -> pl.DataFrame:
    """Return each region beside its structural peers, and its bottleneck among what is just below the index."""
    found = scores(one.course).select("unit", "code", "level", "score")
    scored = found["unit"].unique()
    pairs = peers.filter((pl.col("basis") == STRUCTURE) & pl.col("region").is_in(scored.implode())).select(
        "peer", unit="region"
    )
    stood = against_peers(found.select("unit", "code", "score"), pairs).drop("bottleneck")
    below = list(one.framework.children(one.framework.index))
    held_back = (
        against_peers(found.filter(pl.col("code").is_in(below)).select("unit", "code", "score"), pairs)
        .filter(pl.col("bottleneck") & (pl.col("deviations") < 0))
        .select("unit", "code", bottleneck=pl.lit(True))
    )
    standing: pl.DataFrame = (
        stood.join(found.select("unit", "code", "level"), on=["unit", "code"])
        .join(held_back, on=["unit", "code"], how="left")
        .filter(pl.col("score").is_not_null())
        .select(
            pl.lit(one.name).alias("scoreboard"),
            "code",
            "level",
            "peers_mean",
            "difference",
            "deviations",
            "standing",
            region="unit",
            own="score",
            bottleneck=pl.col("bottleneck").fill_null(False),
        )
    )
    return standing
