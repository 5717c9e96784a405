"""The indicators of industrial change stand in two frameworks, and what is not at hand is told."""

import polars as pl
import pytest

from cluster_observatory.errors import NotFound
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.taxonomy.industrial_change import FRAMEWORKS, dimensions, framework, indicators

SIX = [
    "service_innovation",
    "entrepreneurship",
    "key_enabling_technologies",
    "digitalisation",
    "creativity",
    "eco_innovation",
]


def test_every_indicator_says_what_it_is_and_where_it_comes_from():
    table = indicators()
    told = ["code", "name", "unit", "numerator", "selection", "nuts_level", "licence", "geography", "confidence"]

    assert table.select((pl.col(told) == "").sum()).sum_horizontal().item() == 0
    assert table["code"].is_unique().all()
    assert set(table["direction"]) == {1, -1}
    assert set(table["confidence"]) == {"A", "B", "C"}
    assert table.filter(pl.col("selection").str.contains(r"^\w+\?\w+=[^;]+;\w+=[^;]+").not_()).is_empty()
    assert table.filter((pl.col("divisor") == "") & (pl.col("factor") != 1)).is_empty()
    assert table.filter(pl.col("selection").str.contains(pl.col("year").cast(pl.String)).not_()).is_empty()


def test_every_indicator_stands_in_a_framework_and_what_is_no_stand_in_differs_from_it():
    placed = pl.concat([framework(name)["code"] for name in FRAMEWORKS])

    assert set(indicators()["code"]) <= set(placed)
    stands_in = indicators().filter(pl.col("note").str.starts_with("Stands in"))
    assert set(stands_in["confidence"]) == {"C"}


def test_change_has_six_dimensions_and_the_conditions_stand_beside_it():
    table = framework("industrial_change")

    assert table.filter(parent="industrial_change")["code"].to_list() == SIX
    tops = table.filter(parent="")
    assert dict(tops.select("code", "kind").rows()) == {
        "gdp_per_head": "other",
        "framework_conditions": "aggregate",
        "industrial_change": "aggregate",
    }


def test_the_ecosystem_has_six_dimensions_and_sixteen_named_sub_dimensions_of_which_five_are_empty():
    table = dimensions("res")
    below = table.filter(pl.col("parent") != "")

    six = below.filter(parent="res")
    assert six.height == 6
    sub = below.filter(pl.col("parent") != "res")
    assert sub.height == 16
    assert sub.filter(indicators=0)["code"].to_list() == [
        "res_entrepreneurial_culture",
        "res_public_transfer",
        "res_private_finance",
        "res_finance_framework",
        "res_public_demand",
    ]
    assert table.filter((pl.col("indicators") == 0) != (pl.col("why_empty") != "")).is_empty()


def test_a_dimension_without_an_indicator_is_no_part_of_what_is_scored():
    empty = set(dimensions("res").filter(indicators=0)["code"])

    assert not empty & set(framework("res")["code"])
    assert set(framework("res").filter(kind="aggregate")["code"]) | empty == set(dimensions("res")["code"])


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_framework_is_read_by_the_engine_as_it_is(name):
    table = framework(name)

    read = read_framework(table)

    assert set(read.indicators) == set(table.filter(kind="indicator")["code"])
    assert set(read.aggregates) == set(table.filter(kind="aggregate")["code"])
    assert read.denominators == ()
    levels = {one.code: one.level for one in read.elements}
    assert levels == dict(table.filter(pl.col("kind") != "other").select("code", "level").rows())


def test_a_level_is_one_above_the_highest_below_it():
    depth = {name: dict(framework(name).select("code", "level").rows()) for name in FRAMEWORKS}

    found = [depth["industrial_change"][code] for code in ("designs", "creativity", "framework_conditions")]
    assert (*found, depth["industrial_change"]["industrial_change"]) == (1, 2, 2, 3)
    assert [depth["res"][code] for code in ("market_size", "res_private_demand", "res_demand", "res")] == [1, 2, 3, 4]


def test_the_particles_are_turned_by_their_source_and_early_leavers_are_not():
    directions = dict(indicators().select("code", "direction").rows())

    assert directions["fine_particulates"] == 1
    assert [code for code, direction in directions.items() if direction == -1] == ["early_school_leavers"]


@pytest.mark.parametrize("ask", [framework, dimensions])
def test_an_unknown_framework_is_refused_with_those_that_are_known(ask):
    with pytest.raises(NotFound, match=r"no framework 'industrial'; expected industrial_change or res. Did you mean"):
        ask("industrial")
