"""Peers of units: who may be one, ties, and what is refused."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.scoreboard.peers import nearest_by_structure, nearest_by_value


def regions(**columns):
    number = len(next(iter(columns.values())))
    return pl.DataFrame({"unit": ["DE11", "FR10", "IT10", "ES10", "PT10"][:number], **columns})


def test_every_unit_has_its_peers_where_none_is_named():
    found = nearest_by_value(regions(gdp_per_head=[1.0, 2.0, 4.0]), number=1)

    assert found.select("unit", "peer").rows() == [("DE11", "FR10"), ("FR10", "DE11"), ("IT10", "FR10")]


def test_equal_distances_go_by_code_even_where_decimals_are_not_exact():
    """0.3 - 0.2 is less than 0.2 - 0.1 in binary numbers."""
    found = nearest_by_value(regions(gdp_per_head=[0.2, 0.1, 0.3]), unit="DE11")

    assert found["peer"].to_list() == ["FR10", "IT10"]


def test_of_many_equally_near_the_first_codes_are_peers():
    table = pl.DataFrame({"unit": [f"AA{number:02}" for number in range(60)], "gdp_per_head": 1.0})

    found = nearest_by_value(table, unit="AA30", number=40)

    assert found["peer"].to_list() == [f"AA{number:02}" for number in range(41) if number != 30]


def test_units_with_too_little_in_common_are_no_candidates():
    table = regions(a=[1.0, 5.0, 2.0], b=[3.0, None, 1.0])
    groups = {"first": ["a"], "second": ["b"]}

    assert nearest_by_structure(table, groups, unit="DE11")["peer"].to_list() == ["IT10"]
    assert nearest_by_structure(table, groups, unit="DE11", least_overlap=0.5)["peer"].to_list() == ["IT10", "FR10"]


def test_the_order_of_rows_changes_nothing():
    table = regions(a=[1.0, 5.0, 2.0, 9.0, 4.0], b=[3.0, None, 1.0, 1.0, 2.0])
    groups = {"first": ["a"], "second": ["b"]}

    found = nearest_by_structure(table, groups, least_overlap=0.5)

    assert nearest_by_structure(table[::-1], groups, least_overlap=0.5).equals(found)


def test_distance_is_the_same_both_ways():
    generator = np.random.default_rng(1)
    table = pl.DataFrame(
        {"unit": [f"AA{number:02}" for number in range(30)]} | {name: generator.normal(size=30) for name in "abcd"}
    )
    found = nearest_by_structure(table, {"first": ["a", "b", "c"], "second": ["d"]}, number=29)

    distances = {(unit, peer): distance for unit, peer, distance in found.select("unit", "peer", "distance").rows()}
    assert len(distances) == 30 * 29
    assert all(distances[peer, unit] == distance for (unit, peer), distance in distances.items())


def test_logarithms_bring_large_units_nearer():
    table = regions(size=[100.0, 1.0, 3000.0, 200.0])
    plain = nearest_by_structure(table, {"size": ["size"]}, unit="IT10")
    logged = nearest_by_structure(table, {"size": ["size"]}, unit="DE11", logarithms=["size"])

    assert plain["peer"].to_list() == ["ES10", "DE11", "FR10"]
    assert logged["peer"].to_list() == ["ES10", "IT10", "FR10"]


def test_a_constant_variable_parts_nobody():
    found = nearest_by_structure(regions(a=[1.0, 1.0, 1.0]), {"first": ["a"]}, unit="DE11")

    assert found.select("peer", "distance", "share_first").rows() == [("FR10", 0.0, None), ("IT10", 0.0, None)]


def test_a_named_country_counts_before_the_letters_of_the_code():
    table = pl.DataFrame({"unit": ["AA1", "AA2", "BB1"], "country": ["X", "Y", "X"], "gdp_per_head": [1.0, 2.0, 3.0]})

    assert nearest_by_value(table, unit="AA1", among="same_country")["peer"].to_list() == ["BB1"]
    assert nearest_by_value(table, unit="AA1", among="other_countries")["peer"].to_list() == ["AA2"]
    assert nearest_by_value(table.drop("country"), unit="AA1", among="same_country")["peer"].to_list() == ["AA2"]


def test_a_unit_alone_in_its_country_has_no_rows_among_all_and_is_refused_by_name():
    table = regions(gdp_per_head=[1.0, 2.0])

    assert nearest_by_value(table, among="same_country").is_empty()
    with pytest.raises(NotPossible, match="DE11 has no peers: of 1 other units 0 pass among = same_country"):
        nearest_by_value(table, unit="DE11", among="same_country")


def test_a_small_unit_has_peers_but_is_none():
    table = regions(gdp_per_head=[1.0, 2.0, 3.0]).with_columns(population=pl.Series([5.0, 50.0, 50.0]))

    found = nearest_by_value(table, least_population=10, number=5)

    assert found.select("unit", "peer").rows() == [
        ("DE11", "FR10"),
        ("DE11", "IT10"),
        ("FR10", "IT10"),
        ("IT10", "FR10"),
    ]


@pytest.mark.parametrize(
    ("table", "options", "error", "words"),
    [
        (regions(a=[1.0, 2.0]), {"unit": "DE1"}, NotFound, "no unit 'DE1'. Near ones: DE11"),
        (regions(a=[1.0, 2.0]), {"method": "gowers"}, NotFound, "Did you mean gower?"),
        (regions(a=[1.0, 2.0]), {"scale": "rank"}, NotFound, "scale is 'rank'"),
        (regions(a=[1.0, 2.0]), {"among": "europe"}, NotFound, "among is 'europe'"),
        (regions(a=[1.0, 2.0]), {"number": 0}, BadTable, "number is 0"),
        (regions(a=[1.0, 2.0]), {"least_overlap": 2}, BadTable, "least_overlap is 2"),
        (regions(a=[1.0, 2.0]), {"least_population": 5}, BadTable, "lacks population"),
        (regions(a=[1.0, 0.0]), {"logarithms": ["a"]}, BadTable, "a of the unit FR10 is 0"),
        (regions(a=[1.0, 2.0]), {"logarithms": ["b"]}, NotFound, "A name in logarithms is 'b'"),
        (regions(a=[None, None]).cast({"a": pl.Float64}), {}, BadTable, "a has no value in any unit"),
        (regions(a=["x", "y"]), {}, BadTable, "a holds String"),
        (regions(a=[1.0, float("inf")]), {}, BadTable, "a is inf"),
        (regions(b=[1.0, 2.0]), {}, BadTable, "lacks a"),
        (pl.DataFrame({"unit": ["A", "A"], "a": [1.0, 2.0]}), {}, BadTable, "2 rows have the same key"),
    ],
)
def test_what_is_no_table_or_option(table, options, error, words):
    with pytest.raises(error) as refused:
        nearest_by_structure(table, {"first": ["a"]}, **options)

    assert words in str(refused.value)


def test_a_unit_without_the_value_cannot_be_asked_for_but_does_not_hinder_others():
    table = regions(gdp_per_head=[1.0, None, 3.0])

    assert nearest_by_value(table)["unit"].to_list() == ["DE11", "IT10"]
    with pytest.raises(NotPossible, match="FR10 has no gdp_per_head"):
        nearest_by_value(table, unit="FR10")
