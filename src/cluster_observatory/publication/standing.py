"""How a region stands on a scoreboard against peers that somebody chose, computed from a published edition."""

from collections.abc import Sequence

import polars as pl

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame
from cluster_observatory.statistics.scoreboard.standing import against_peers

COLUMNS = pl.Schema(
    {
        **{"code": pl.String, "level": pl.Int64, "own": pl.Float64, "peers_mean": pl.Float64},
        **{"difference": pl.Float64, "deviations": pl.Float64, "standing": pl.String, "bottleneck": pl.Boolean},
        **{"gain": pl.Float64, "place": pl.Int64, "peers_compared": pl.Int64},
    }
)


def against(edition: Edition, scoreboard: str, region: str, peers: Sequence[str]) -> pl.DataFrame:
    """Return how a region stands against some peers in every indicator and aggregate that it has a score in.

    Columns, as in the table region_standing: code, level, own, peers_mean, difference,
    deviations, standing, bottleneck, and gain and place (`statistics.scoreboard.standing.against_peers`), with
    peers_compared.  The bottleneck is the code farthest below its peers among those just
    below the index; none where the region is below them in none.  Peers without a
    score are left out.  With the structural peers of the table peers the answer is the
    one published in region_standing.

    Empty where the region has no score or no peer has one.  Raises NotFound where the
    edition has no scoreboards.
    """
    scores = _scores(edition, scoreboard).filter(pl.col("unit").is_in([region, *peers]))
    there = set(scores["unit"])
    others = [peer for peer in dict.fromkeys(peers) if peer in there and peer != region]
    if region not in there or not others:
        return pl.DataFrame(schema=COLUMNS)
    pairs = pl.DataFrame({"unit": region, "peer": others})
    levels = scores.select("code", "level").unique()
    below = _below_the_index(edition, scoreboard)
    stood = against_peers(scores.select("unit", "code", "score"), pairs)
    held_back = against_peers(scores.filter(pl.col("code").is_in(below)).select("unit", "code", "score"), pairs)
    bottleneck = held_back.filter(pl.col("bottleneck") & (pl.col("deviations") < 0))["code"]
    found: pl.DataFrame = (
        stood.join(levels, on="code")
        .filter(pl.col("score").is_not_null())
        .with_columns(bottleneck=pl.col("code").is_in(bottleneck.implode()))
        .rename({"score": "own"})
        .select(*COLUMNS)
        .sort("code")
    )
    return found


def _scores(edition: Edition, scoreboard: str) -> pl.DataFrame:
    """Return the score of every region in every aggregate and indicator: unit, code, level, score."""
    aggregates = frame(edition, "scoreboard_scores").filter(pl.col("scoreboard") == scoreboard)
    indicators = frame(edition, "scoreboard_values").filter(pl.col("scoreboard") == scoreboard)
    return pl.concat(
        [
            indicators.select("code", unit="region", level=pl.lit(1, pl.Int64), score="used"),
            aggregates.select("code", "level", unit="region", score="score"),
        ],
        how="diagonal",
    )


def _below_the_index(edition: Edition, scoreboard: str) -> list[str]:
    """Return the codes just below the highest aggregate of a scoreboard."""
    described = frame(edition, "scoreboard_indicators").filter(pl.col("scoreboard") == scoreboard)
    top = described.filter(pl.col("level") == pl.col("level").max())["code"]
    return described.filter(pl.col("parent").is_in(top.implode()))["code"].to_list()
