"""Bounds of gaps

A figure that is confidential or missing is not unknown altogether. An industry
is at most what its section leaves beside the figures published, and at least
what it leaves if all others are as large as they can be; the same holds for a
region within the region above it. Both are drawn, again and again, until
nothing changes:

    part  <= whole - the least that the other parts can be
    part  >= whole - the most that the other parts can be    (and never below 0)

What a part is of is read from the codes: C29 of C, DE11 of DE1, or of DE where
DE1 is not in the table. Assumed is that the measure adds up and that no gap is
negative. A whole says nothing of the least its parts can be where the table
lacks some of them: France counts persons outside its regions, and Eurostat's
regional tables have one division of section S.

Published figures are rounded, so sums are off by a few units; a bound can be
off by as much. Figures count as contradictory only beyond that. How far a
figure can be off (half a unit, 0.05 for wages) is a parameter: the source does
not say it. Bounds of this kind are those of the attacker in statistical
disclosure control: Hundepool et al. (2012), doi:10.1002/9781118348239.
"""

import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.bounds import bounds

BOUNDS = ("persons_low", "persons_high", "gap")


def test_a_gap_lies_between_what_the_others_leave_at_least_and_at_most(table, answers):
    """Of construction in Slovenia, buildings and civil engineering are withheld in both regions.

    In SI03 they are 60 - 15 = 45 together, and civil engineering is at most 30
    (the country's), so buildings are at least 45 - 30 = 15.
    """
    cells = table("""
        region | industry | year | persons | persons_flags
        -------+----------+------+---------+--------------
        SI     | F        | 2014 | 100     |
        SI     | F41      | 2014 | 50      |
        SI     | F42      | 2014 | 30      |
        SI     | F43      | 2014 | 20      |
        SI03   | F        | 2014 | 60      |
        SI03   | F41      | 2014 |         | c
        SI03   | F42      | 2014 |         | c
        SI03   | F43      | 2014 | 15      |
        SI04   | F        | 2014 | 40      |
        SI04   | F41      | 2014 |         | bc
        SI04   | F42      | 2014 |         |
        SI04   | F43      | 2014 | 5       |
    """)

    assert answers(bounds(cells), *BOUNDS) == {
        ("SI", "F"): (100, 100, "published"),
        ("SI", "F41"): (50, 50, "published"),
        ("SI", "F42"): (30, 30, "published"),
        ("SI", "F43"): (20, 20, "published"),
        ("SI03", "F"): (60, 60, "published"),
        ("SI03", "F41"): (15, 45, "confidential"),
        ("SI03", "F42"): (0, 30, "confidential"),
        ("SI03", "F43"): (15, 15, "published"),
        ("SI04", "F"): (40, 40, "published"),
        ("SI04", "F41"): (5, 35, "confidential"),
        ("SI04", "F42"): (0, 30, "missing"),
        ("SI04", "F43"): (5, 5, "published"),
    }


def test_what_can_be_computed_has_one_value_and_helps_the_next(table, answers):
    """SI04 employs 45 - 25 = 20 in hotels, so SI03 40 - 20 = 20, and 55 - 20 = 35 in restaurants.

    The section of the country is not even there: it is the sum of its parts.
    """
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | I55      | 2014 | 40
        SI     | I56      | 2014 | 60
        SI03   | I        | 2014 | 55
        SI04   | I        | 2014 | 45
        SI04   | I56      | 2014 | 25
    """)

    assert answers(bounds(cells), *BOUNDS) == {
        ("SI", "I"): (100, 100, "missing"),
        ("SI", "I55"): (40, 40, "published"),
        ("SI", "I56"): (60, 60, "published"),
        ("SI03", "I"): (55, 55, "published"),
        ("SI03", "I55"): (20, 20, "missing"),
        ("SI03", "I56"): (35, 35, "missing"),
        ("SI04", "I"): (45, 45, "published"),
        ("SI04", "I55"): (20, 20, "missing"),
        ("SI04", "I56"): (25, 25, "published"),
    }


def test_where_the_table_lacks_parts_of_a_whole_there_is_no_lower_bound(table, answers):
    """Section S has three divisions, of which one is here; Italy has more regions than one."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        IT     | S        | 2014 | 900
        IT     | S95      | 2014 |
        ITC1   | S        | 2014 |
        ITC1   | S95      | 2014 |
    """)

    found = answers(bounds(cells), "persons_low", "persons_high")

    assert found["IT", "S95"] == (0, 900)
    assert found["ITC1", "S"] == (0, 900)


def test_a_region_with_persons_outside_its_parts_says_nothing_of_the_least_they_employ(table, answers):
    """In industry F the country has 20 more than its regions. In I that could be so too."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | F        | 2014 | 120
        SI03   | F        | 2014 | 60
        SI04   | F        | 2014 | 40
        SI     | I        | 2014 | 100
        SI03   | I        | 2014 | 70
    """)

    found = answers(bounds(cells), "persons_low", "persons_high", "contradictory")

    assert found["SI04", "I"] == (0, 30, False)


def test_nothing_bounds_a_gap_that_nothing_stands_above(table, answers):
    """A region of another country, and a row that is not there, in a code that is no part of anything."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | F        | 2014 | 100
        HR     | F        | 2014 |
        SI     | X99      | 2014 | 1
    """)

    found = answers(bounds(cells), *BOUNDS)

    assert found["HR", "F"] == (0, None, "missing")
    assert found["HR", "X99"] == (0, None, "missing")


def test_parts_that_exceed_the_whole_are_contradictory_and_fall_back_to_the_whole(table, answers):
    """80 and 40 of 100: the third is between 0 and 100, and every figure of the sum is marked.

    In SI04 the parts are 1 more than the whole: that is rounding.
    """
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI03   | F        | 2014 | 100
        SI03   | F41      | 2014 | 80
        SI03   | F42      | 2014 | 40
        SI03   | F43      | 2014 |
        SI04   | F        | 2014 | 100
        SI04   | F41      | 2014 | 60
        SI04   | F42      | 2014 | 41
        SI04   | F43      | 2014 |
    """)

    assert answers(bounds(cells), "persons_low", "persons_high", "contradictory") == {
        ("SI03", "F"): (100, 100, True),
        ("SI03", "F41"): (80, 80, True),
        ("SI03", "F42"): (40, 40, True),
        ("SI03", "F43"): (0, 100, True),
        ("SI04", "F"): (100, 100, False),
        ("SI04", "F41"): (60, 60, False),
        ("SI04", "F42"): (41, 41, False),
        ("SI04", "F43"): (0, 0, False),
    }


def test_parts_that_fall_short_of_the_whole_are_contradictory_where_all_of_them_are_here(table, answers):
    """Construction has no fourth division. Regions may fall short: persons can be outside them all."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | F        | 2014 | 150
        SI03   | F        | 2014 | 100
        SI03   | F41      | 2014 | 50
        SI03   | F42      | 2014 | 20
        SI03   | F43      | 2014 | 10
        SI04   | F        | 2014 | 40
        SI04   | F41      | 2014 | 20
        SI04   | F42      | 2014 | 10
        SI04   | F43      | 2014 | 9
    """)

    found = answers(bounds(cells), "contradictory")

    assert [key for key, contradictory in found.items() if contradictory] == [
        ("SI03", "F"),
        ("SI03", "F41"),
        ("SI03", "F42"),
        ("SI03", "F43"),
    ]


def test_a_gap_of_which_region_and_industry_say_different_things_is_contradictory(table, answers):
    """By its section F41 of SI03 is 30 - 10 - 10 = 10, by its country 50 - 10 = 40; in 2015 it is rounding."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | F41      | 2014 | 50
        SI04   | F41      | 2014 | 10
        SI03   | F        | 2014 | 30
        SI03   | F42      | 2014 | 10
        SI03   | F43      | 2014 | 10
        SI     | F41      | 2015 | 50
        SI04   | F41      | 2015 | 39
        SI03   | F        | 2015 | 30
        SI03   | F42      | 2015 | 10
        SI03   | F43      | 2015 | 10
    """)

    found = answers(bounds(cells), "persons_low", "persons_high", "contradictory")

    assert found["SI03", "F41", 2014] == (0, 50, True)
    assert found["SI03", "F41", 2015] == (10, 11, False)


def test_figures_that_differ_by_rounding_do_not_push_the_bounds_on(table, answers):
    """Rows say 100 + 100, columns 101 + 100: one person too many must not go round until nothing is left."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | I        | 2014 | 200
        SI     | I55      | 2014 | 101
        SI     | I56      | 2014 | 100
        SI03   | I        | 2014 | 100
        SI04   | I        | 2014 | 100
    """)

    found = answers(bounds(cells), "persons_low", "persons_high")

    for gap in ("SI03", "I55"), ("SI03", "I56"), ("SI04", "I55"), ("SI04", "I56"):
        low, high = found[gap]
        assert (low, high) in ((0, 100), (1, 100))


def test_any_measure_can_be_bounded_with_its_own_flags_and_rounding(table, answers):
    """Wages of one decimal: 0.3 too much is more than rounding, unless the caller says otherwise."""
    cells = table("""
        region | industry | year | wages | wages_flags
        -------+----------+------+-------+------------
        SI03   | I        | 2014 | 10.0  |
        SI03   | I55      | 2014 | 10.3  |
        SI03   | I56      | 2014 |       | c
        SI04   | I        | 2014 | 10.0  |
        SI04   | I55      | 2014 | 7.5   |
        SI04   | I56      | 2014 |       | N
    """)

    found = answers(bounds(cells, measure="wages"), "wages_low", "wages_high", "gap", "contradictory")
    lenient = answers(bounds(cells, measure="wages", rounding=0.1), "wages_low", "wages_high", "contradictory")

    assert found["SI03", "I56"] == (0, 10.0, "confidential", True)
    assert found["SI04", "I56"] == (2.5, 2.5, "confidential", False)
    assert lenient["SI03", "I56"] == (0, 0, False)


def test_an_empty_table_has_no_bounds(table, answers):
    nothing = table("""
        region | industry | year | persons
        -------+----------+------+--------
    """)

    assert answers(bounds(nothing), "persons_low", "persons_high") == {}


def test_in_one_region_without_employment_every_gap_is_nothing(table, answers):
    alone = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI03   | I        | 2014 | 0
        SI03   | I55      | 2014 |
        SI03   | I56      | 2014 |
    """)

    assert answers(bounds(alone), "persons_low", "persons_high") == {"I": (0, 0), "I55": (0, 0), "I56": (0, 0)}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("SI03 | I | 2014 | -1", r"At region='SI03', industry='I', year=2014: persons is -1\.0; expected 0 or more"),
        ("SI03 | I | 2014 | inf", "persons is inf; expected a number"),
        ("SI   | I | 2014 | 5", "At region='SI', industry='I', year=2014: 2 rows have the same key"),
        ("     | I | 2014 | 5", "At industry='I', year=2014: region is empty"),
    ],
)
def test_cells_that_cannot_be_are_refused(table, row, message):
    cells = table(f"""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | I        | 2014 | 100
        {row}
    """)

    with pytest.raises(BadTable, match=message):
        bounds(cells)


def test_a_value_that_is_no_number_is_missing_and_a_column_that_lacks_is_named(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | I        | 2014 | nan
    """)

    assert answers(bounds(cells), *BOUNDS) == {(): (0, None, "missing")}
    with pytest.raises(BadTable, match="The table lacks local_units; it has region, industry, year, persons"):
        bounds(cells, measure="local_units")
