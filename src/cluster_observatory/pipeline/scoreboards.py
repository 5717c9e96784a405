"""The scoreboards of an edition: what each value is and comes from, scores, ranks and between which they stay."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from cluster_observatory.sources.scoreboards import supply
from cluster_observatory.statistics.scoreboard.boards import Mark, State, words
from cluster_observatory.statistics.scoreboard.dominance import CONFIDENCE, pairwise_dominance, rank_certainty
from cluster_observatory.statistics.scoreboard.factors import Choice, Factor
from cluster_observatory.statistics.scoreboard.framework import Framework, read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import Course, Recipe, as_data, preset, run
from cluster_observatory.statistics.scoreboard.replications import Replications
from cluster_observatory.statistics.scoreboard.robustness import uncertainty
from cluster_observatory.statistics.scoreboard.scores import scores
from cluster_observatory.statistics.scoreboard.usual_factors import usual_factors
from cluster_observatory.tables.shapes import fit, shape
from cluster_observatory.taxonomy import industrial_change, regions

SCOREBOARDS = ("industrial_change", "res")
EDITION = 2021
"""Edition of NUTS in whose regions scoreboards are made."""

LEAST_SHARE = 0.5  # of a framework's indicators: with fewer at hand there is no scoreboard
REPLICATIONS, SEED = 1000, 1
CHOICES: tuple[Factor, ...] = (
    Choice("treat", ("winsorise_then_transform", "none"), option="method"),
    Choice("normalise", ("minmax", "zscore", "percentile_rank"), option="method"),
)
DOUBTS = (
    f"{REPLICATIONS} replications, seed {SEED}: outliers treated or not, scale, weights by a quarter, "
    "one indicator or none left out where there are four or more"
)
"""What is uncertain in the observatory's own scoreboards; the weights and the indicators are in `usual_factors`."""

MARKS = {
    **{"n": Mark.COUNTRY, "u": Mark.NUTS1, "g": Mark.CAPITAL, "o": Mark.FORMER, "b": Mark.BREAK},
    **{"c": Mark.CONFIDENTIAL, "e": Mark.ESTIMATED, "i": Mark.IMPUTED, "0": Mark.PERHAPS_MINIMUM},
}
"""What the letters of `sources.scoreboards.observations.FLAGS` mean on a board."""

BY_THE_SOURCE = "the source"


@dataclass(frozen=True)
class Scored:
    """A scoreboard that was made: its values in the wanted regions, and the course of its recipe."""

    name: str
    values: pl.DataFrame
    course: Course

    @property
    def framework(self) -> Framework:
        """Return the framework of what is scored."""
        return self.course.final.framework

    @property
    def year(self) -> int:
        """Return the year of the scoreboard."""
        return int(self.course.final.board.years[0] or 0)


def scored(cells: Mapping[str, pl.DataFrame]) -> list[Scored]:
    """Return every scoreboard of which at least half of the indicators are at hand.

    Takes, by dataset, what the readers give (`sources.scoreboards.files.read_scoreboards`
    and, of Eurostat's tables, `eurostat.tsv.read_tsv`).
    """
    codes = supply.at_hand(cells)
    if not codes:
        return []
    observed = supply.of_regions(supply.indicator_values(cells, codes), scoreboard_regions(), EDITION)
    found = []
    for name in SCOREBOARDS:
        table = industrial_change.framework(name)
        whole = read_framework(table)
        lacking = [code for code in whole.indicators if code not in codes]
        if len(lacking) > (1 - LEAST_SHARE) * len(whole.indicators):
            continue
        framework = whole.without(*lacking)
        values = observed.filter(pl.col("indicator").is_in(list(framework.indicators)))
        found.append(Scored(name, values, run(preset(name), _state(values, framework))))
    return found


def scoreboard_tables(boards: list[Scored]) -> dict[str, pl.DataFrame]:
    """Return the tables of the scoreboards, none where there is no scoreboard."""
    if not boards:
        return {}
    replicated = {one.name: _replicated(one) for one in boards}
    tables = {
        "scoreboards": pl.concat([_described(one) for one in boards]),
        "scoreboard_indicators": pl.concat([_indicators(one) for one in boards]),
        "scoreboard_values": pl.concat([_values(one) for one in boards]),
        "scoreboard_scores": pl.concat([_scores(one, replicated[one.name]) for one in boards]),
        "scoreboard_ties": pl.concat([_ties(one, replicated[one.name]) for one in boards]),
    }
    return {name: fit(table, shape(name)) for name, table in tables.items()}


def scoreboard_regions() -> list[str]:
    """Return the codes of the regions of level 2 in which scoreboards are made."""
    table = regions.table().filter(nuts_edition=EDITION, level=2)
    return [code for code in table["region"] if not regions.is_no_region(code)]


def _state(values: pl.DataFrame, framework: Framework) -> State:
    """Return the state in which a scoreboard begins, with the marks that the flags of its values tell."""
    wide = values.pivot("indicator", index="region", values="value").rename({"region": "unit"})
    year = values["year"].max()
    state = read_state(wide.with_columns(year=pl.lit(year, pl.Int64)), framework)
    flags = values.pivot("indicator", index="region", values="flags").sort("region")
    board = state.board
    told = np.column_stack([_marks(flags[code]) for code in framework.indicators])
    imputed = (told & Mark.IMPUTED) > 0
    board = replace(
        board,
        marks=board.marks | told,
        imputed_by=np.where(imputed, len(board.methods), board.imputed_by),
        methods=(*board.methods, BY_THE_SOURCE),
    )
    return replace(state, board=board)


def _marks(flags: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
    met = {text: sum(mark for letter, mark in MARKS.items() if letter in text) for text in flags.unique()}
    return np.array([met[text] for text in flags], np.uint16)


def _described(one: Scored) -> pl.DataFrame:
    recipe: Recipe = one.course.recipe
    final = one.course.final
    return pl.DataFrame(
        {
            "scoreboard": one.name,
            "name": recipe.title,
            "status": recipe.status,
            "source": recipe.source,
            "unverified": "; ".join(recipe.unverified) or None,
            "recipe": json.dumps(as_data(recipe), ensure_ascii=False),
            "latest_year": one.year,
            "regions": len(final.board.units),
            "replications": REPLICATIONS,
        },
        schema_overrides={"unverified": pl.String},
    )


def _indicators(one: Scored) -> pl.DataFrame:
    there = {element.code for element in one.framework.elements}
    table = industrial_change.framework(one.name).filter(pl.col("code").is_in(there))
    text = [name for name, kind in table.schema.items() if kind == pl.String]
    empty = table.with_columns(pl.when(pl.col(text) != "").then(pl.col(text)))
    selection, divisor = pl.col("selection").str.split("?"), pl.col("divisor").str.split("?")
    return empty.select(
        pl.lit(one.name).alias("scoreboard"),
        *("code", "name", "kind", "parent", "level", "direction", "weight", "unit", "numerator"),
        denominator="relative_to",
        dataset=selection.list.get(0, null_on_oob=True),
        filters=selection.list.get(1, null_on_oob=True),
        divisor_dataset=divisor.list.get(0, null_on_oob=True),
        divisor_filters=divisor.list.get(1, null_on_oob=True),
        nuts_level="nuts_level",
        reference_year="reference_year",
        geography="geography",
        licence="licence",
        confidence="confidence",
    )


def _values(one: Scored) -> pl.DataFrame:
    """Return every value of the regions that are scored, as published and as used."""
    before = one.course.states[_aggregation(one.course.recipe)].board
    columns = before.places(one.framework.indicators)
    size = (len(before.units), len(columns))
    used = pl.DataFrame(
        {
            "region": np.repeat(before.units, size[1]),
            "indicator": list(one.framework.indicators) * size[0],
            "used": before.values[:, columns].ravel(),
            "marks": [words(int(mark)) or None for mark in before.marks[:, columns].ravel()],
            "imputed_by": [before.methods[place] or None for place in before.imputed_by[:, columns].ravel()],
        },
        schema_overrides=dict.fromkeys(["region", "marks", "imputed_by"], pl.String),
    ).with_columns(pl.col("used").fill_nan(None))
    known = pl.col("value").is_not_null()
    divisors = _indicators(one).select("divisor_dataset", indicator="code")
    values = one.values.join(divisors, on="indicator", how="left")
    return used.join(values, on=["region", "indicator"], how="left").select(
        pl.lit(one.name).alias("scoreboard"),
        "region",
        pl.lit(one.year, pl.Int64).alias("year"),
        *("value", "used", "marks", "imputed_by"),
        code="indicator",
        level_used=pl.when(known).then("level_used"),
        dataset=pl.when(known).then(pl.concat_str("dataset", "divisor_dataset", separator=" / ", ignore_nulls=True)),
        reference_year=pl.when(known).then("reference_year"),
    )


def _aggregation(recipe: Recipe) -> int:
    """Return the place of the state before the aggregation among those of a course."""
    return [step.name for step in recipe.steps].index("aggregate")


def _replicated(one: Scored) -> dict[str, Replications]:
    """Return the replications of each aggregate."""
    state = one.course.states[0]
    found = {}
    for code in one.framework.aggregates:
        factors = (*CHOICES, *usual_factors(state.framework, code))
        found[code] = uncertainty(one.course.recipe, state, factors, REPLICATIONS, SEED, code=code)
    return found


def _scores(one: Scored, replicated: Mapping[str, Replications]) -> pl.DataFrame:
    found = scores(one.course).filter(pl.col("level") > 1)
    key = ["unit", "year", "code"]
    intervals = pl.concat(
        [
            rank_certainty(made).select("unit", "year", pl.lit(code).alias("code"), "low", "median", "high", "tied")
            for code, made in replicated.items()
        ]
    )
    return found.join(intervals, on=key, how="left").select(
        pl.lit(one.name).alias("scoreboard"),
        *("year", "code", "level", "score", "rank", "indicators", "indicators_available"),
        *("imputed_share", "copied_share"),
        region="unit",
        regions_ranked="units_ranked",
        rank_low="low",
        rank_median="median",
        rank_high="high",
        tied_with="tied",
    )


def _ties(one: Scored, replicated: Mapping[str, Replications]) -> pl.DataFrame:
    """Return the pairs of regions that the replications do not tell apart, at the tops."""
    types = dict.fromkeys(("scoreboard", "code", "region", "other_region"), pl.String)
    rows = [pl.DataFrame(schema={**types, "probability_above": pl.Float64})]
    for code in one.framework.tops:
        made = replicated[code]
        pairs = pairwise_dominance(made.ranks)
        tied = (pairs.above < CONFIDENCE) & (pairs.below < CONFIDENCE)
        np.fill_diagonal(tied, val=False)
        first, second = np.nonzero(tied)
        names = np.array(made.units, dtype=object)
        above = (pairs.above + pairs.level / 2)[first, second]
        rows.append(
            pl.DataFrame(
                {
                    "scoreboard": [one.name] * len(first),
                    "code": [code] * len(first),
                    "region": names[first].tolist(),
                    "other_region": names[second].tolist(),
                    "probability_above": above,
                },
                schema_overrides=types,
            )
        )
    return pl.concat(rows)
