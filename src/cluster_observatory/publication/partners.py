"""The possible partners of a region in a topic, found among the figures of an edition."""

from collections.abc import Callable, Collection
from functools import lru_cache
from pathlib import Path

import polars as pl

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame, part
from cluster_observatory.statistics.partners import MODES, Mode, partner_parts, partner_ranking

__all__ = ["BOARD", "MODES", "Mode", "ranked"]

BOARD = "industrial_change"
"""The scoreboard whose dimensions are the capabilities."""

KnownAs = Callable[[str, Collection[str]], str | None]

BESIDE = ("persons", "region_persons", "flags", "location_quotient", "modelled")
"""Of the figures of the topic, what stands beside the parts."""


def ranked(
    edition: Edition, region: str, cluster: str | None, sector: str | None, year: int, mode: Mode, known_as: KnownAs
) -> pl.DataFrame:
    """Return the partners of a region in a sector (NACE division) or a cluster or emerging industry, best first.

    Columns are those of `statistics.partners.partner_ranking`, the partner as
    ``partner``, and of the topic's figures ``persons``, ``region_persons``, ``flags``,
    ``location_quotient`` and whether persons are ``modelled``.  The ``quotient`` by which
    parts are judged is drawn towards 1 as it is uncertain.  What is related is found
    among the divisions: a cluster is related to what its divisions are, by the number
    of its classes in each.  Dimensions are those of the newest year of the scoreboard;
    ``known_as(region, known)`` gives the code that a region has there, or None.

    Empty where the region has no figures in the year.
    """
    return _ranked(edition.folder, region, cluster, sector, year, mode, known_as)


@lru_cache(maxsize=256)
def _ranked(
    folder: Path, region: str, cluster: str | None, sector: str | None, year: int, mode: Mode, known_as: KnownAs
) -> pl.DataFrame:
    edition = Edition(folder)
    cells = _cells(folder, year)
    figures = _topic_figures(edition, cluster, sector, year)
    quotient = "location_quotient_shrunk" if "location_quotient_shrunk" in figures.columns else "location_quotient"
    strengths = figures.select("region", "year", location_quotient=pl.col(quotient))
    weights = {sector: 1.0} if sector else _weights(edition, cluster or "", cells)
    scores = _scores(folder, year, known_as)
    parts = partner_parts(cells, region, weights, strengths=strengths, scores=scores)
    beside = figures.select(pl.col("region").alias("partner"), *(name for name in BESIDE if name in figures.columns))
    found: pl.DataFrame = partner_ranking(parts, mode).join(beside, on="partner", how="left", maintain_order="left")
    return found


@lru_cache(maxsize=8)
def _cells(folder: Path, year: int) -> pl.DataFrame:
    rows = frame(Edition(folder), "specialisation").filter(pl.col("year") == year)
    return rows.select("region", "industry", "year", "location_quotient", "persons")


def _topic_figures(edition: Edition, cluster: str | None, sector: str | None, year: int) -> pl.DataFrame:
    table, column = ("specialisation", "industry") if sector else ("cluster_specialisation", "cluster")
    return frame(edition, table).filter((pl.col(column) == (sector or cluster)) & (pl.col("year") == year))


def _weights(edition: Edition, cluster: str, cells: pl.DataFrame) -> dict[str, float]:
    """Return the divisions of a cluster with how many of its classes lie in each."""
    members = frame(edition, "cluster_members").filter(pl.col("cluster") == cluster)
    counted = members.group_by(division=pl.col("industry").str.slice(0, 3)).len()
    known = counted.filter(pl.col("division").is_in(cells["industry"].unique().implode())).sort("division")
    return {division: float(count) for division, count in known.iter_rows()}


@lru_cache(maxsize=8)
def _scores(folder: Path, year: int, known_as: KnownAs) -> pl.DataFrame | None:
    """Return the newest scores of the dimensions under the codes of the figures, or None where there are none."""
    edition = Edition(folder)
    if not {"scoreboard_scores", "scoreboard_indicators"} <= set(edition.tables):
        return None
    dimensions = part(edition, "scoreboard_indicators", ["code"], scoreboard=BOARD, parent=BOARD)["code"]
    scores = part(edition, "scoreboard_scores", ["region", "year", "code", "score"], scoreboard=BOARD).filter(
        pl.col("code").is_in(dimensions.implode()) & (pl.col("year") == pl.col("year").max())
    )
    there = frozenset(scores["region"])
    names = {name: known_as(name, there) for name in _cells(folder, year)["region"].unique()}
    pairs = [(name, scored) for name, scored in names.items() if scored is not None]
    if scores.is_empty() or not pairs:
        return None
    codes = pl.DataFrame(pairs, schema=["named", "region"], orient="row")
    return scores.join(codes, on="region").select(pl.col("named").alias("region"), "code", "score")
