"""A region on the scoreboard of industrial change: dimension by dimension, beside its peers and Europe's median."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cluster_observatory.publication import labels
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame
from cluster_observatory.web.atlas import numbers, territories

BOARD = "industrial_change"


@dataclass(frozen=True)
class Dimension:
    """A region's score in one dimension (0 to 100), its rank, and what it is compared with."""

    code: str
    name: str
    score: float | None
    rank: int | None
    ranked: int
    rank_low: float | None
    rank_high: float | None
    tied_with: int | None
    median: float | None
    peers: tuple[float, ...] = ()
    peers_mean: float | None = None
    deviations: float | None = None
    standing: str | None = None
    bottleneck: bool = False
    indicators: int = 0
    imputed_share: float = 0.0
    copied_share: float = 0.0
    only: str = field(default="")

    @property
    def written(self):
        """Return the score with one decimal."""
        return numbers.decimal(self.score, 1)

    @property
    def median_written(self):
        """Return Europe's median with one decimal."""
        return numbers.decimal(self.median, 1)

    @property
    def peers_written(self):
        """Return the peers' mean with one decimal."""
        return numbers.decimal(self.peers_mean, 1)

    @property
    def difference_written(self):
        """Return the score less the peers' mean, with its sign."""
        return numbers.NONE if self.difference is None else numbers.signed(self.difference, 1)

    @property
    def difference(self):
        """Return the score less the peers' mean."""
        return None if self.score is None or self.peers_mean is None else self.score - self.peers_mean

    @property
    def ranks(self):
        """Return between which ranks it stays, as "11 to 29"; empty where nothing is uncertain or known."""
        if self.rank_low is None or self.rank_high is None or self.rank_low == self.rank_high:
            return ""
        return _("{low} to {high}").format(low=round(self.rank_low), high=round(self.rank_high))

    @property
    def own_at(self):
        """Return where the region's dot stands on a line of 100 per cent."""
        return _at(self.score)

    @property
    def mean_at(self):
        """Return where the peers' mean stands."""
        return _at(self.peers_mean)

    @property
    def median_at(self):
        """Return where Europe's median stands."""
        return _at(self.median)

    @property
    def peers_at(self):
        """Return where each peer's dot stands."""
        return [_at(score) for score in self.peers]

    @property
    def is_modelled(self):
        """Return whether any value it rests on is imputed or copied from a region above."""
        return self.imputed_share > 0 or self.copied_share > 0

    @property
    def cautions(self):
        """Return what to know before quoting the score: a single indicator, imputed and copied values."""
        found = []
        if self.only:
            found.append(_("rests on one indicator: {name}").format(name=self.only))
        if self.imputed_share > 0:
            found.append(_("{share} imputed").format(share=_share(self.imputed_share)))
        if self.copied_share > 0:
            found.append(
                _("{share} taken from the country or the larger region").format(share=_share(self.copied_share))
            )
        return found

    @property
    def in_words(self):
        """Return the row of the dot plot as a sentence, for those who do not see it."""
        parts = [_("{name}: {score}").format(name=self.name, score=self.written)]
        if self.peers_mean is not None:
            parts.append(_("mean of the peers {value}").format(value=self.peers_written))
        if self.median is not None:
            parts.append(_("Europe’s median {value}").format(value=self.median_written))
        return "; ".join(parts)


def _at(score):
    return "" if score is None else f"{score:.1f}%"


def _share(value):
    return numbers.share_in_text(min(value, 1.0))


def name_of(code, given):
    """Return the name of an aggregate in the visitor's language, the given one where it has none."""
    return labels.name("dimension", code, get_language(), given)


def scored_code(edition, region):
    """Return the code under which a region is on the scoreboard, None where it is not."""
    return territories.known_as(region, _scores(edition.folder)) if has_board(edition) else None


def has_board(edition):
    """Return whether the edition has the scoreboard with all that is asked of it."""
    return {"scoreboard_scores", "scoreboard_values", "scoreboard_indicators"} <= set(edition.tables)


def of_region(edition, code, peers, stood):
    """Return the region's dimensions in the order of the framework, and after them what it has beside its index.

    `code` is what `scored_code` says, `peers` the codes compared with, and `stood` the
    rows of `publication.standing.against` by code.
    """
    found = [_dimension(edition, code, element, peers, stood) for element in _elements(edition.folder)]
    return [one for one in found if one is not None]


def whole(edition, code, peers, stood):
    """Return the region's score on the whole scoreboard, or None."""
    top = _top(edition.folder)
    return _dimension(edition, code, top, peers, stood) if top else None


def _dimension(edition, code, element, peers, stood):
    row = _scores(edition.folder).get(code, {}).get(element["code"])
    if row is None:
        return None
    beside = stood.get(element["code"], {})
    known = (_scores(edition.folder).get(peer, {}).get(element["code"]) for peer in peers)
    only = _only_indicator(edition.folder).get(element["code"]) if row["indicators"] == 1 else None
    return Dimension(
        code=element["code"],
        name=name_of(element["code"], element["name"]),
        score=row["score"],
        rank=row["rank"],
        ranked=row["regions_ranked"],
        rank_low=row["rank_low"],
        rank_high=row["rank_high"],
        tied_with=row["tied_with"],
        median=_medians(edition.folder).get(element["code"]),
        peers=tuple(found["score"] for found in known if found and found["score"] is not None),
        peers_mean=beside.get("peers_mean"),
        deviations=beside.get("deviations"),
        standing=beside.get("standing"),
        bottleneck=bool(beside.get("bottleneck")),
        indicators=row["indicators"],
        imputed_share=row["imputed_share"] or 0.0,
        copied_share=row["copied_share"] or 0.0,
        only=labels.name("indicator", only["code"], get_language(), only["name"]) if only else "",
    )


@lru_cache(maxsize=4)
def _scores(folder: Path):
    """Return for each region its rows of the scoreboard by code."""
    found = {}
    rows = frame(Edition(folder), "scoreboard_scores").filter(pl.col("scoreboard") == BOARD)
    for row in rows.iter_rows(named=True):
        found.setdefault(row["region"], {})[row["code"]] = row
    return found


@lru_cache(maxsize=4)
def _medians(folder: Path):
    rows = frame(Edition(folder), "scoreboard_scores").filter(pl.col("scoreboard") == BOARD)
    return dict(rows.group_by("code").agg(pl.col("score").median()).iter_rows())


@lru_cache(maxsize=4)
def elements(folder: Path):
    """Return every indicator and aggregate of the scoreboard by code, as the edition describes it."""
    rows = frame(Edition(folder), "scoreboard_indicators").filter(pl.col("scoreboard") == BOARD)
    return {row["code"]: row for row in rows.iter_rows(named=True)}


def _top(folder):
    known = elements(folder).values()
    return max(known, key=lambda row: row["level"], default=None)


def _elements(folder):
    """Return the dimensions, and after them what the framework has beside its index."""
    top = _top(folder)
    aggregates = [row for row in elements(folder).values() if row["kind"] == "aggregate" and row is not top]
    below = [row for row in aggregates if top and row["parent"] == top["code"]]
    beside = [row for row in aggregates if row["parent"] is None]
    return below + beside


@lru_cache(maxsize=4)
def _only_indicator(folder: Path):
    """Return the indicator of every aggregate that has a single one, as the edition describes it."""
    below = {}
    for row in elements(folder).values():
        below.setdefault(row["parent"], []).append(row)
    return {code: rows[0] for code, rows in below.items() if len(rows) == 1}
