"""What stands beside a score: rank, how much of it was there, and how much was filled in or copied."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from cluster_observatory.statistics.scoreboard.boards import Mark
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import read_recipe, run
from cluster_observatory.statistics.scoreboard.scores import score, scores

RECIPE = read_recipe(
    """
    [[steps]]
    step = "impute"
    method = "mean"
    [[steps]]
    step = "normalise"
    method = "none"
    [[steps]]
    step = "aggregate"
    """,
    "plain.toml",
)
INDICATORS = pl.DataFrame(
    {
        "code": ["roads", "trains", "degrees", "access", "all"],
        "parent": ["access", "access", "all", "all", None],
        "weight": [3, 1, 1, 1, 1],
    }
)
TABLE = pl.DataFrame(
    {
        "unit": ["A", "B", "C"],
        "roads": [1.0, 2.0, None],
        "trains": [1.0, 2.0, 4.0],
        "degrees": [5.0, 4.0, 4.0],
    }
)


def test_a_score_says_how_much_of_its_weight_was_imputed():
    found = score(TABLE, INDICATORS, RECIPE)

    of_c = {row["code"]: row for row in found.filter(unit="C").iter_rows(named=True)}
    assert "year" not in found.columns
    assert of_c["access"]["score"] == pytest.approx((3 * 1.5 + 4) / 4)
    assert (of_c["access"]["indicators"], of_c["access"]["indicators_available"]) == (2, 1)
    assert (of_c["access"]["imputed_share"], of_c["all"]["imputed_share"]) == (0.75, 0.375)
    assert (of_c["roads"]["marks"], of_c["roads"]["imputed_by"]) == (
        "missing in the source; imputed",
        "mean of the units",
    )
    assert set(found.filter(unit="A")["imputed_share"]) == {0.0}


def test_ranks_are_within_the_year_and_equal_scores_share_the_best():
    later = TABLE.with_columns(year=pl.lit(2021), degrees=pl.Series([4.0, None, 9.0]))
    panel = pl.concat([TABLE.with_columns(year=pl.lit(2020)), later], how="diagonal")

    found = score(panel, INDICATORS, RECIPE)

    ranked = found.filter(code="degrees").select("unit", "year", "rank", "units_ranked").rows()
    assert ranked == [
        ("A", 2020, 1, 3),
        ("A", 2021, 3, 3),
        ("B", 2020, 2, 3),
        ("B", 2021, 2, 3),
        ("C", 2020, 2, 3),
        ("C", 2021, 1, 3),
    ]


def test_a_unit_without_a_score_has_no_rank_and_does_not_count():
    nothing = TABLE.with_columns(pl.when(pl.col("unit") != "C").then(pl.col("roads", "trains", "degrees")))
    plain = replace(RECIPE, steps=RECIPE.steps[1:])

    found = score(nothing, INDICATORS, plain).filter(code="all")

    assert found.select("unit", "rank", "units_ranked", "indicators_available").rows() == [
        ("A", 1, 2, 3),
        ("B", 1, 2, 3),
        ("C", None, 2, 0),
    ]
    assert found["imputed_share"].to_list() == [0.0, 0.0, None]


def test_a_value_copied_from_above_is_told_with_its_weight():
    state = read_state(TABLE, read_framework(INDICATORS))
    marks = state.board.marks.copy()
    marks[0, state.board.place("trains")] |= np.uint16(Mark.COUNTRY)
    state = replace(state, board=replace(state.board, marks=marks))

    found = scores(run(RECIPE, state)).filter(unit="A")

    assert dict(found.select("code", "copied_share").rows()) == {
        "roads": 0.0,
        "trains": 1.0,
        "degrees": 0.0,
        "access": 0.25,
        "all": 0.125,
    }
    assert found.filter(code="trains")["marks"].item() == "value of the country"
    assert "value of the country" in found.filter(code="all")["marks"].item()


def test_where_nothing_is_normalised_the_best_of_an_indicator_is_by_its_direction():
    state = read_state(TABLE, read_framework(INDICATORS.with_columns(direction=pl.Series([-1, 1, 1, 1, 1]))))

    found = scores(run(replace(RECIPE, steps=RECIPE.steps[:1]), state)).filter(code="roads")

    assert dict(found.select("unit", "rank").rows()) == {"A": 1, "C": 2, "B": 3}


def test_what_weighs_nothing_in_the_whole_still_has_shares_within_itself():
    weightless = INDICATORS.with_columns(weight=pl.Series([3, 1, 1, 0, 1]))

    found = score(TABLE, weightless, RECIPE).filter(unit="C", code="access")

    assert found["imputed_share"].item() == 0.75
