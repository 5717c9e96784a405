"""How specialised a region is

Does a region do a little of everything, or much of one thing? Of the shares s of
n industries in the persons employed in the region, and t in those of all regions:

    Herfindahl           sum of s²
    Krugman              sum of |s - t|, or of |s - s'| between two regions
    Hachman              1 / sum of s²/t
    specialisation Gini  Gini's coefficient of the region's location quotients s/t
    Theil                sum of s ln(n s)
    entropy              - sum of s log2 s

Krugman, Hachman and the Gini compare the region with all regions, itself among
them; the others with a world in which all industries are equally large. All depend
on how finely industries are told apart. What is missing is left out on both sides,
so a region of which little is published is compared on that little.

Sources: Krugman (1991), *Geography and Trade*; Hachman as in the R package
EconGeo. The values called *textbook* are those that the R package REAT prints.
"""

import math

import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.diversity import diversity, krugman_between


def test_the_textbook_gini_of_five_industries(table, answers):
    """All regions together have 30,000, 15,000, 10,000, 60,000 and 50,000."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AA01   | A        | 2021 | 700
        AA01   | B        | 2021 | 600
        AA01   | C        | 2021 | 500
        AA01   | D        | 2021 | 10000
        AA01   | E        | 2021 | 40000
        AA02   | A        | 2021 | 29300
        AA02   | B        | 2021 | 14400
        AA02   | C        | 2021 | 9500
        AA02   | D        | 2021 | 50000
        AA02   | E        | 2021 | 10000
    """)

    found = answers(diversity(cells), "specialisation_gini", "categories_compared", "persons")

    assert found["AA01"] == (pytest.approx(0.6222222, abs=5e-8), 5, 51800)


def test_the_textbook_krugman_of_two_regions_that_share_nothing(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AA01   | A        | 2021 | 20
        AA01   | B        | 2021 | 10
        AA01   | C        | 2021 | 70
        AA01   | D        | 2021 | 0
        AA01   | E        | 2021 | 0
        AA02   | A        | 2021 | 0
        AA02   | B        | 2021 | 0
        AA02   | C        | 2021 | 0
        AA02   | D        | 2021 | 60
        AA02   | E        | 2021 | 40
    """)

    assert answers(krugman_between(cells, "AA01", "AA02"), "krugman", "categories_compared") == {(): (2, 5)}


def test_each_measure_of_a_region_with_two_industries(table, answers):
    """DE11 has 3/4 and 1/4, all regions have 1/2 and 1/2."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 30
        DE11   | C30      | 2021 | 10
        FR10   | C29      | 2021 | 20
        FR10   | C30      | 2021 | 40
    """)

    one = answers(diversity(cells), "herfindahl", "herfindahl_normalised", "krugman", "hachman")
    two = answers(diversity(cells), "specialisation_gini", "theil", "entropy")

    assert one["DE11"] == (10 / 16, 2 * (10 / 16 - 1 / 2), 1 / 2, 1 / (9 / 8 + 1 / 8))
    theil = 3 / 4 * math.log(3 / 2) + 1 / 4 * math.log(1 / 2)
    assert two["DE11"] == (1 / 4, theil, 3 / 4 * math.log2(4 / 3) + 1 / 4 * 2)


def test_a_region_like_all_regions_is_not_special(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 30
        DE11   | C30      | 2021 | 10
        FR10   | C29      | 2021 | 60
        FR10   | C30      | 2021 | 20
    """)

    found = answers(diversity(cells), "krugman", "hachman", "specialisation_gini")

    assert found == {"DE11": (0, 1, 0), "FR10": (0, 1, 0)}


def test_what_is_missing_is_left_out_on_both_sides(table, answers):
    """Of DE11 only C29 and C30 are known: there all regions have 50 and 50, whatever they have in C31.

    FR10's own shares are of 140.
    """
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 30
        DE11   | C30      | 2021 | 10
        DE11   | C31      | 2021 |
        FR10   | C29      | 2021 | 20
        FR10   | C30      | 2021 | 40
        FR10   | C31      | 2021 | 80
    """)

    found = answers(diversity(cells), "krugman", "categories_compared")
    between = answers(krugman_between(cells, "DE11", "FR10"), "krugman", "categories_compared")

    fr10 = abs(20 / 140 - 50 / 180) + abs(40 / 140 - 50 / 180) + abs(80 / 140 - 80 / 180)
    assert found == {"DE11": (0.5, 2), "FR10": (fr10, 3)}
    assert between == {(): (abs(30 / 40 - 20 / 60) + abs(10 / 40 - 40 / 60), 2)}


def test_a_region_of_one_industry_and_one_where_nobody_works(table, answers):
    """C31, where nobody works anywhere, counts as an industry but has no quotient."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 30
        FR10   | C29      | 2021 | 0
        FR10   | C30      | 2021 | 0
        FI20   | C29      | 2021 | 10
        FI20   | C30      | 2021 | 10
        FI20   | C31      | 2021 | 0
    """)

    found = answers(
        diversity(cells), "herfindahl", "herfindahl_normalised", "krugman", "hachman", "specialisation_gini"
    )

    assert found == {
        "DE11": (1, None, 0, 1, 0),
        "FR10": (None, None, None, None, None),
        "FI20": (1 / 2, (1 / 2 - 1 / 3) / (2 / 3), 0.6, 1 / (0.25 / 0.8 + 0.25 / 0.2), 2 * 0.9375 / (4 * 1.5625)),
    }


def test_only_years_that_have_both_regions_are_compared(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2020 | 30
        DE11   | C29      | 2021 | 30
        FR10   | C29      | 2021 | 20
        FR10   | C29      | 2022 | 20
        DE11   | C30      | 2022 | 0
    """)

    assert answers(krugman_between(cells, "DE11", "FR10"), "krugman") == {2021: 0, 2022: None}


def test_an_unknown_region_is_answered_with_those_there_are(table):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2020 | 30
        FR10   | C29      | 2020 | 20
    """)

    with pytest.raises(NotFound, match=r"There is no region 'DE12' in the table.*: DE11, FR10"):
        krugman_between(cells, "FR10", "DE12")


def test_a_negative_figure_is_refused(table):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2020 | -3
    """)

    with pytest.raises(BadTable, match=r"persons is -\d+\.0; expected 0 or more, or nothing where not known"):
        diversity(cells)


def test_an_empty_table_has_an_empty_answer(table, answers):
    nothing = table("""
        region | industry | year | persons
        -------+----------+------+--------
    """)

    assert answers(diversity(nothing), "krugman") == {}
