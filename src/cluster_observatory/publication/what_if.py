"""A scoreboard with other weights: scores and ranks from an edition's figures, by the engine's own aggregation."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame, part
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard import boards
from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.framework import Framework, read_framework
from cluster_observatory.statistics.scoreboard.means import each
from cluster_observatory.statistics.scoreboard.options import frozen
from cluster_observatory.statistics.scoreboard.ranking import ranks
from cluster_observatory.statistics.scoreboard.recipe import Recipe, run
from cluster_observatory.statistics.scoreboard.steps import STEPS, Step

TABLES = ("scoreboards", "scoreboard_indicators", "scoreboard_values", "scoreboard_scores")
"""What an edition must have for its scoreboards to be weighed anew."""
ELEMENT = ("code", "name", "kind", "parent", "level", "direction", "weight")
AGGREGATE, WEIGH = "aggregate", "weigh"


@dataclass(frozen=True)
class Scoreboard:
    """A scoreboard of an edition in its latest year, ready to be aggregated anew.

    ``values`` are regions by indicators as they stood before the aggregation (NaN =
    missing, larger is better), in the order of ``regions`` and of
    ``framework.indicators``; ``steps`` are those of the recipe from the aggregation on.
    ``published`` has for every region its score and rank at the top, the ends of its
    rank's interval, and none of these where there is none.
    """

    name: str
    title: str
    year: int
    framework: Framework
    regions: tuple[str, ...]
    values: Floats
    steps: tuple[Step, ...]
    published: pl.DataFrame

    @property
    def index(self) -> str:
        """Return the code of the whole, whose ranks are asked for."""
        return self.framework.index

    @property
    def weights(self) -> dict[str, float]:
        """Return the published weights of everything below the whole, those above before those below them."""
        return {code: self.framework.element(code).weight for code in _below(self.framework, self.index)}

    @property
    def least_available(self) -> dict[str, float] | None:
        """Return the share of its children that each aggregate needs, by code, where plain arithmetic is all there is.

        None where the recipe asks for more than a weighted arithmetic mean of the children that are there,
        so that only the engine can aggregate anew.
        """
        step = self.steps[0]
        plain = (
            len(self.steps) == 1
            and isinstance(step, Aggregate)
            and step.availability == "children"
            and set(each(step.method, self.framework.levels, "method")) == {"arithmetic_mean"}
        )
        if not plain or not isinstance(step, Aggregate):
            return None
        least = each(step.least_available, self.framework.levels, "least_available")
        of_level = dict(zip(self.framework.levels, least, strict=True))
        wanted = {self.index, *_below(self.framework, self.index)}
        elements = (self.framework.element(code) for code in self.framework.aggregates if code in wanted)
        return {one.code: of_level[one.level] for one in elements}


@dataclass(frozen=True)
class Outcome:
    """The whole of a scoreboard under some weights: score and rank of each region, NaN where there is none."""

    scores: Floats
    ranks: Floats


def scoreboard(edition: Edition, name: str) -> Scoreboard:
    """Return a scoreboard of the edition, ready to be aggregated anew.

    Raises NotFound, with the names there are, for an unknown one; NotPossible where its
    weights came from the figures, so that the edition does not tell them.
    """
    return _scoreboard(edition.folder, name)


def names(edition: Edition) -> list[str]:
    """Return the names of the scoreboards that the edition has the figures of."""
    if any(table not in edition.tables for table in TABLES):
        return []
    return sorted(frame(edition, "scoreboards")["scoreboard"])


def datasets(edition: Edition, name: str) -> list[str]:
    """Return the codes of the providers' tables that a scoreboard's indicators come from."""
    rows = part(edition, "scoreboard_indicators", ["dataset", "divisor_dataset"], scoreboard=name)
    return sorted({*rows["dataset"].drop_nulls(), *rows["divisor_dataset"].drop_nulls()})


@lru_cache(maxsize=8)
def _scoreboard(folder: Path, name: str) -> Scoreboard:
    edition = Edition(folder)
    known = names(edition)
    if name not in known:
        there = ", ".join(known) or "none"
        raise NotFound(f"The edition {edition.name} has no scoreboard {name[:40]!r}. Its scoreboards are: {there}.")
    described = part(edition, "scoreboards", scoreboard=name).row(0, named=True)
    entries = json.loads(described["recipe"])
    kinds = [entry["step"] for entry in entries]
    if AGGREGATE not in kinds or WEIGH in kinds:
        raise NotPossible(f"The weights of the scoreboard {name} come from its figures, and the edition has none.")
    framework = read_framework(part(edition, "scoreboard_indicators", ELEMENT, scoreboard=name))
    year = int(described["latest_year"])
    columns = ["region", "code", "used"]
    used = part(edition, "scoreboard_values", columns, scoreboard=name, year=year).pivot(
        "code", index="region", values="used"
    )
    ordered = used.sort("region")
    scores = ["region", "score", "rank", "rank_low", "rank_high"]
    top = part(edition, "scoreboard_scores", scores, scoreboard=name, year=year, code=framework.index)
    return Scoreboard(
        name=name,
        title=described["name"],
        year=year,
        framework=framework,
        regions=tuple(ordered["region"]),
        values=ordered.select(pl.col(framework.indicators).cast(pl.Float64).fill_null(np.nan)).to_numpy(),
        steps=tuple(_step(entry) for entry in entries[kinds.index(AGGREGATE) :]),
        published=ordered.select("region").join(top, on="region", how="left", maintain_order="left"),
    )


def _step(entry: Mapping[str, object]) -> Step:
    options = {name: frozen(value) for name, value in entry.items() if name != "step"}
    return STEPS[str(entry["step"])](**options)


def _below(framework: Framework, code: str) -> Iterator[str]:
    """Yield what is below an element, level by level."""
    children = framework.children(code)
    yield from children
    for child in children:
        yield from _below(framework, child)


def all_zero(board: Scoreboard, weights: Mapping[str, float]) -> str | None:
    """Return the code of the first aggregate below which nothing weighs anything, or None where there is none."""
    aggregates = (code for code in (board.index, *board.weights) if board.framework.children(code))
    return next((code for code in aggregates if not any(weights[one] for one in board.framework.children(code))), None)


def recomputed(board: Scoreboard, weights: Mapping[str, float]) -> Outcome:
    """Return scores and ranks at the top under other weights, in the order of the scoreboard's regions.

    Takes a weight of 0 or more for everything below the whole; weights need not sum to
    1.  The recipe's own steps do it from the aggregation on, so that missing values and
    the least share of children are treated as published.  Ranks are by the unrounded
    score, 1 is best, equal scores share the best rank.

    Raises NotPossible where nothing below an aggregate weighs anything.
    """
    framework = board.framework
    if (bare := all_zero(board, weights)) is not None:
        raise NotPossible(f"Everything below {framework.element(bare).name} weighs 0. Give one of them a weight.")
    size = board.values.shape
    weighed = {one.code: one.weight for one in framework.elements if one.parent is not None} | dict(weights)
    begin = boards.Board(
        units=board.regions,
        years=(board.year,) * len(board.regions),
        codes=framework.indicators,
        values=board.values,
        marks=np.zeros(size, np.uint16),
        imputed_by=np.zeros(size, np.uint16),
    )
    state = boards.State(framework, begin, weights=weighed, oriented=True)
    final = run(Recipe(board.name, board.steps), state).final.board
    scores = final.of(board.index)[:, 0]
    return Outcome(scores, ranks(scores))
