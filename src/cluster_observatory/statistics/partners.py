"""With whom a region could work in a topic: who is strong in it too, and who has what it lacks around it."""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from cluster_observatory.errors import NotFound
from cluster_observatory.statistics.matrices import Floats, Matrix, collected, like, matrix
from cluster_observatory.statistics.portfolios import checked, stacked, yearly
from cluster_observatory.statistics.relatedness import THRESHOLD, presence, proximity_matrix

Mode = Literal["matching", "complementary", "both"]

MODES: dict[str, dict[str, float]] = {
    "matching": {"same_strength": 2, "shared": 1, "likeness": 1},
    "complementary": {"added": 2, "capabilities": 1},
}
"""The parts of each score with their weights; the first part of each must be known."""

CHANCE = 1.0  # proximity from which two industries meet more often than chance would have it
KNOWN = 0.5  # share of what is related that must be known in both regions
AHEAD = 0.75  # share of the candidates behind from which a part speaks for a candidate
NAMED = 5  # industries or dimensions named as reasons
FLOATS = ("own_quotient", "quotient", "same_strength", "shared", "added", "given", "likeness", "capabilities")
TEXTS = ("region", "partner", "shares", "adds", "gives", "lends")


def partner_parts(
    cells: IntoFrame,
    region: str,
    topic: str | Mapping[str, float],
    *,
    strengths: IntoFrame | None = None,
    scores: IntoFrame | None = None,
    category: str = "industry",
    threshold: float = THRESHOLD,
) -> Any:
    """Return what speaks for each other region as a partner in a topic, in the caller's kind of frame.

    Takes one row per (region, ``category``, year) with ``location_quotient`` and
    ``persons``; ``topic``, a code, or codes with weights for a topic made of several
    categories; ``strengths`` (region, year, ``location_quotient``), the quotients of
    the topic, where they are not those of the cells (of a cluster, or drawn towards
    1 as they are uncertain); ``scores`` (region, code, ``score``) of dimensions.

    With phi(i) the proximity of category i to the topic (measure *probability* of
    `relatedness.proximity`, mean over the topic's categories by weight), R the
    categories with phi above 1, what chance would give, whose quotients are known in
    both regions, and has(r, i) whether the quotient is ``threshold`` or more, a row
    per (partner, year) has

        same_strength  q / (1 + q) of the smaller of both quotients in the topic
        shared         sum over R of phi(i) has(region, i) has(partner, i)         / sum of phi
        added          sum over R of phi(i) (1 - has(region, i)) has(partner, i)   / sum of phi
        given          sum over R of phi(i) has(region, i) (1 - has(partner, i))   / sum of phi
        likeness       sum over i of the smaller of both shares in persons, shares in what both know
        capabilities   sum of (score(partner) - score(region)) / number, over the dimensions
                       in which the region is below the median of all regions; only of those
                       in which the partner is at or above it

    ``added`` is the relatedness density that the region would gain from the partner's
    capabilities.  Beside them ``own_quotient`` and ``quotient`` (region's and
    partner's, in the topic), and the first five reasons as codes with commas between:
    ``shares``, ``adds``, ``gives`` (categories, the nearest to the topic first) and
    ``lends`` (dimensions, the largest difference first).

    A missing figure is no 0: it is left out of both regions.  ``same_strength`` is
    missing where either is below the threshold or unknown; ``shared``, ``added`` and
    ``given`` where less than half of what is related is known in both;
    ``capabilities`` where no such dimension is known of both, and 0 where there is none.  A year
    without the region has no rows.  Raises NotFound for a topic that no year has, and
    BadTable as `portfolios.checked` does.

    Complementarity after Balland & Boschma (2021), doi:10.1080/00343404.2020.1861240,
    whose formula is taken from its definition: the paper is not at hand.  Proximity
    as in Steijn (2017); likeness as Finger & Kreinin (1979), doi:10.2307/2231506.
    """
    weights = {topic: 1.0} if isinstance(topic, str) else dict(topic)
    years = {year: (figures, had) for year, figures, had in presence(cells, category, threshold)}
    jobs = list(yearly(cells, "persons", category=category))
    if not any(weights.keys() & set(persons.columns) for _year, persons in jobs):
        raise NotFound(f"No year has a category of the topic {', '.join(weights)}. Give codes of {category}.")
    quotients = _quotients(cells, weights, strengths, category)
    gaps = _Capabilities(scores, region)
    parts = []
    for year, persons in jobs:
        if year not in years or region not in years[year][0].rows:
            continue
        figures, had = years[year]
        own = figures.rows.index(region)
        others = np.array([place for place in range(len(figures.rows)) if place != own], dtype=np.int64)
        names = [figures.rows[place] for place in others]
        mine = quotients.get((region, year), np.nan)
        theirs = np.array([quotients.get((name, year), np.nan) for name in names])
        smaller = np.where((theirs >= threshold) & (mine >= threshold), np.minimum(theirs, mine), np.nan)
        parts.append(
            {
                "region": [region] * len(names),
                "partner": names,
                "year": year,
                "own_quotient": np.full(len(names), mine),
                "quotient": theirs,
                "same_strength": smaller / (1 + smaller),
                **_around(figures, had, own, others, weights),
                "likeness": _likeness(persons, region, names),
                **gaps.of(names),
            }
        )
    types = {"region": "text", "partner": "text", "year": "integer"} | dict.fromkeys(FLOATS, "float")
    return like(cells, stacked(parts, types | dict.fromkeys(TEXTS[2:], "text")))


def partner_ranking(parts: IntoFrame, mode: Mode = "both") -> Any:
    """Return the partners that come into question with their score and rank, in the caller's kind of frame.

    Takes what `partner_parts` returns for one region and topic.  A part's place is the
    share of the candidates that it leaves behind, ties counting half.  The score is
    the weighted mean of the places of the parts known:

        matching        2 same_strength + shared + likeness
        complementary   2 added + capabilities
        both            the mean of the two scores

    Candidates are, within a year, the partners whose first part is known; of *both*,
    whose two first parts are.  Partners that add nothing are none for *complementary*
    and *both*.  Returns the rows of the candidates, sorted by year, ``rank`` and
    code, with ``score`` (0 to 1), ``rank`` (ties share the best), ``candidates`` (how
    many), ``parts_known`` and ``parts_ahead`` (in how many parts the candidate is in
    the best quarter: how far the parts agree).  Raises NotFound for an unknown mode.

    The weights and the use of places are the observatory's own choice.
    """
    if mode not in (*MODES, "both"):
        raise NotFound(f"There is no mode {mode!r}. The modes are: {', '.join((*MODES, 'both'))}.")
    chosen = tuple(MODES) if mode == "both" else (mode,)
    table = collected(parts)
    if "added" in (next(iter(MODES[name])) for name in chosen):
        table = table.filter(pl.col("added") > 0)
    table = table.drop_nulls([next(iter(MODES[name])) for name in chosen])
    names = [part for name in chosen for part in MODES[name]]
    places = {
        part: (pl.col(part).rank("average") - 0.5).over("year") / pl.col(part).count().over("year") for part in names
    }
    placed = table.with_columns(**{f"{part}_place": place for part, place in places.items()})
    ahead = [(pl.col(f"{part}_place") >= AHEAD).fill_null(False).cast(pl.Int64) for part in names]
    known = [pl.col(part).is_not_null().cast(pl.Int64) for part in names]
    scored = placed.with_columns(
        score=pl.mean_horizontal(_score(MODES[name]) for name in chosen),
        candidates=pl.len().over("year").cast(pl.Int64),
        parts_known=pl.sum_horizontal(known),
        parts_ahead=pl.sum_horizontal(ahead),
    )
    ranked = scored.with_columns(
        rank=pl.col("score").round(12).rank("min", descending=True).over("year").cast(pl.Int64)
    ).select(*table.columns, "score", "rank", "candidates", "parts_known", "parts_ahead")
    return like(parts, ranked.sort("year", "rank", "partner"))


def _score(weights: Mapping[str, float]) -> pl.Expr:
    known = [pl.when(pl.col(f"{part}_place").is_not_null()).then(weight) for part, weight in weights.items()]
    weighted = [pl.col(f"{part}_place") * weight for part, weight in weights.items()]
    return pl.sum_horizontal(weighted) / pl.sum_horizontal(known)


def _quotients(
    cells: IntoFrame, weights: Mapping[str, float], strengths: IntoFrame | None, category: str
) -> dict[tuple[str, int], float]:
    """Return the quotient of the topic by region and year; that of several categories only where it was given."""
    if strengths is None and len(weights) > 1:
        return {}
    if strengths is None:
        table = checked(cells, ("region", category, "year"), "location_quotient").filter(
            pl.col(category).is_in(list(weights))
        )
    else:
        table = checked(strengths, ("region", "year"), "location_quotient")
    rows = table.drop_nulls().select("region", "year", "location_quotient").iter_rows()
    return {(name, year): quotient for name, year, quotient in rows}


def _around(
    figures: Matrix, had: Floats, own: int, others: NDArray[np.int64], weights: Mapping[str, float]
) -> dict[str, Any]:
    """Return what of the related industries both have, and what either has that the other lacks, with their codes."""
    members = [code for code in weights if code in figures.columns]
    near = proximity_matrix(had, "probability")[[figures.columns.index(code) for code in members]]
    shares = np.array([weights[code] for code in members])
    to_topic = shares @ near / shares.sum() if members else np.zeros(len(figures.columns))
    to_topic = np.where(to_topic > CHANCE, to_topic, 0.0)
    mine, theirs = had[own], had[others]
    known = ~np.isnan(mine) & ~np.isnan(theirs)
    reach = known @ to_topic
    reach = np.where(reach >= KNOWN * to_topic.sum(), reach, np.nan)
    reach = np.where(reach > 0, reach, np.nan)
    both = {
        "shared": ("shares", known & (mine == 1) & (theirs == 1)),
        "added": ("adds", known & (mine == 0) & (theirs == 1)),
        "given": ("gives", known & (mine == 1) & (theirs == 0)),
    }
    found: dict[str, Any] = {}
    order = np.argsort(-to_topic, kind="stable")
    order = order[to_topic[order] > 0]
    for part, (reasons, there) in both.items():
        found[part] = (there @ to_topic) / reach
        found[reasons] = [
            "" if np.isnan(whole) else ",".join([figures.columns[place] for place in order if row[place]][:NAMED])
            for row, whole in zip(there, reach, strict=True)
        ]
    return found


def _likeness(persons: Matrix, region: str, names: list[str]) -> Floats:
    """Return how far the shares of the industries in the persons of both regions overlap, over what both know."""
    own = persons.values[persons.rows.index(region)]
    theirs = persons.values[[persons.rows.index(name) for name in names]]
    known = ~np.isnan(own) & ~np.isnan(theirs)
    with np.errstate(divide="ignore", invalid="ignore"):
        mine = np.where(known, own, 0.0)
        mine = mine / mine.sum(axis=1, keepdims=True)
        yours = np.where(known, theirs, 0.0)
        yours = yours / yours.sum(axis=1, keepdims=True)
    return np.asarray(np.minimum(mine, yours).sum(axis=1))


class _Capabilities:
    """What other regions do better in the dimensions in which a region is below the median."""

    def __init__(self, scores: IntoFrame | None, region: str) -> None:
        self.board: Matrix | None = None
        if scores is None:
            return
        board = matrix(checked(scores, ("region", "code"), "score"), "region", "code", "score")
        known = np.nonzero(~np.isnan(board.values).all(axis=0))[0]
        if region not in board.rows or not known.size:
            return
        board = Matrix(board.rows, [board.columns[place] for place in known], board.values[:, known])
        median = np.nanmedian(board.values, axis=0)
        own = board.values[board.rows.index(region)]
        self.weak = own < median
        difference = np.where(board.values >= median, board.values - own, 0.0)
        self.gain = np.where(np.isnan(board.values), np.nan, difference)[:, self.weak]
        self.board = board

    def of(self, names: list[str]) -> dict[str, Any]:
        """Return the mean gain over the weak dimensions known of each partner, and the codes that make it up."""
        if self.board is None:
            return {"capabilities": np.full(len(names), np.nan), "lends": [""] * len(names)}
        codes = [code for code, weak in zip(self.board.columns, self.weak, strict=True) if weak]
        place = {name: number for number, name in enumerate(self.board.rows)}
        mean, lends = [], []
        for name in names:
            gain = self.gain[place[name]] if name in place else np.full(len(codes), np.nan)
            known = gain[~np.isnan(gain)]
            nothing_lacks = name in place and not codes
            mean.append(0.0 if nothing_lacks else known.mean() if known.size else np.nan)
            order = np.argsort(-np.nan_to_num(gain), kind="stable")
            lends.append(",".join([codes[number] for number in order if gain[number] > 0][:NAMED]))
        return {"capabilities": np.array(mean), "lends": lends}
