"""How concentrated an industry is

Is an industry spread over the regions, or is it in a few of them? Seven numbers,
of the shares s of n regions in the persons employed in it:

    Herfindahl             sum of s²
    normalised Herfindahl  (Herfindahl - 1/n) / (1 - 1/n)
    locational Gini        Gini's coefficient of the regions' location quotients
    Theil                  sum of s ln(n s)
    between, within        its parts between countries and within them
    mean log deviation     mean of ln(mean / persons)
    entropy                - sum of s log2 s

Only the locational Gini asks whether an industry is where people work anyway;
the others find every industry concentrated where regions differ in size. All
depend on how finely the map is drawn: compare years and industries on one map,
never two maps. The country of a region is the first two letters of its code.

Sources: Krugman (1991), *Geography and Trade*; Theil (1967), *Economics and
Information Theory*. The values called *textbook* are those that the R package
REAT prints for its examples. Its function `theil()` is the mean logarithmic
deviation; Theil's T here is that of the Python package inequality.
"""

import math

import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.concentration import concentration


def test_the_textbook_gini_of_five_regions(table, answers):
    """The regions' location quotients are what is compared: 500 of 20,000, 500 of 15,000, ..."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AA01   | C29      | 2021 | 500
        AA02   | C29      | 2021 | 500
        AA03   | C29      | 2021 | 1000
        AA04   | C29      | 2021 | 7000
        AA05   | C29      | 2021 | 1000
    """)
    everything = table("""
        region | year | region_persons
        -------+------+---------------
        AA01   | 2021 | 20000
        AA02   | 2021 | 15000
        AA03   | 2021 | 20000
        AA04   | 2021 | 40000
        AA05   | 2021 | 5000
    """)

    found = answers(concentration(cells, region_totals=everything), "locational_gini", "regions_compared", "persons")

    assert found == {(): (pytest.approx(0.4068966, abs=5e-8), 5, 10000)}


def test_the_textbook_herfindahl_and_mean_logarithmic_deviation(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AA01   | C10      | 2021 | 20
        AA02   | C10      | 2021 | 50
        AA03   | C10      | 2021 | 20
        AA04   | C10      | 2021 | 10
        AA01   | C11      | 2021 | 10
        AA02   | C11      | 2021 | 10
        AA03   | C11      | 2021 | 10
        AA04   | C11      | 2021 | 20
        AA05   | C11      | 2021 | 50
    """)

    found = answers(concentration(cells), "herfindahl", "herfindahl_normalised", "mean_log_deviation")

    assert found["C10"][:2] == (0.34, (0.34 - 1 / 4) / (1 - 1 / 4))
    assert found["C11"][2] == pytest.approx(0.2326302, abs=5e-8)


def test_theil_is_the_part_between_countries_and_the_part_within_them(table, answers):
    """Austria has 4 of 8 persons in two of three regions, Germany the other 4 in one."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 1
        AT22   | C29      | 2021 | 3
        DE11   | C29      | 2021 | 4
    """)

    found = answers(concentration(cells), "theil_between", "theil_within", "theil", "entropy")

    between = 1 / 2 * math.log(1 / 2 * 3 / 2) + 1 / 2 * math.log(1 / 2 * 3 / 1)
    within = 1 / 8 * math.log(2 * 1 / 4) + 3 / 8 * math.log(2 * 3 / 4)
    whole = 1 / 8 * math.log(3 / 8) + 3 / 8 * math.log(9 / 8) + 1 / 2 * math.log(3 / 2)
    assert found == {(): (between, within, whole, 1 / 8 * 3 + 3 / 8 * math.log2(8 / 3) + 1 / 2)}
    assert between + within == pytest.approx(whole, rel=1e-12)


def test_a_region_without_a_value_is_left_out_and_one_where_nobody_works_counts(table, answers):
    """Missing is no 0: C29 is shared by two regions of two, C30 by two of three.

    A logarithm of nobody does not exist, so C30 has no mean logarithmic deviation.
    """
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 10
        AT12   | C29      | 2021 | 10
        DE11   | C29      | 2021 |
        AT11   | C30      | 2021 | 10
        AT12   | C30      | 2021 | 10
        DE11   | C30      | 2021 | 0
    """)

    found = answers(concentration(cells), "regions_compared", "herfindahl", "theil", "mean_log_deviation")

    assert found == {"C29": (2, 0.5, 0, 0), "C30": (3, 0.5, math.log(3 / 2), None)}


def test_where_all_regions_are_alike_nothing_is_concentrated(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 7
        AT12   | C29      | 2021 | 7
        DE11   | C29      | 2021 | 7
    """)

    measures = ("herfindahl_normalised", "locational_gini", "theil", "theil_between", "theil_within")
    found = answers(concentration(cells), *measures, "mean_log_deviation", "entropy")

    assert found == {(): (0, 0, 0, 0, 0, 0, math.log2(3))}


def test_nobody_employed_and_nothing_known_have_no_measure(table, answers):
    """In one region alone nothing can be spread: its share is 1, and the normalised index is not defined."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C28      | 2021 | 5
        AT11   | C29      | 2021 | 0
        AT12   | C29      | 2021 | 0
        AT11   | C30      | 2021 |
    """)

    measures = ("persons", "herfindahl", "herfindahl_normalised", "locational_gini", "theil", "theil_within")
    found = answers(concentration(cells), *measures, "mean_log_deviation", "entropy")

    assert found == {
        "C28": (5, 1, None, 0, 0, 0, 0, 0),
        "C29": (0, *[None] * 7),
        "C30": (None, *[None] * 7),
    }


def test_the_gini_leaves_out_a_region_of_no_size(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 10
        AT12   | C29      | 2021 | 20
        DE11   | C29      | 2021 | 0
    """)
    everything = table("""
        region | year | region_persons
        -------+------+---------------
        AT11   | 2021 | 100
        AT12   | 2021 | 100
        DE11   | 2021 | 0
    """)

    found = answers(concentration(cells, region_totals=everything), "locational_gini", "regions_compared")

    assert found == {(): (2 * (1 * (10 - 15) + 2 * (20 - 15)) / (4 * 15), 3)}


def test_years_stand_by_themselves_and_clusters_are_taken_like_industries(table, answers):
    cells = table("""
        region | cluster | year | persons
        -------+---------+------+--------
        AT11   | 4       | 2020 | 1
        AT12   | 4       | 2020 | 1
        AT11   | 4       | 2021 | 1
        AT12   | 4       | 2021 | 3
    """)

    assert answers(concentration(cells, category="cluster"), "herfindahl") == {2020: 0.5, 2021: 0.625}


def test_no_number_is_a_missing_value(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 10
        AT12   | C29      | 2021 | NaN
    """)

    assert answers(concentration(cells), "regions_compared", "herfindahl") == {(): (1, 1)}


def test_an_empty_table_has_an_empty_answer(table, answers):
    nothing = table("""
        region | industry | year | persons
        -------+----------+------+--------
    """)

    assert answers(concentration(nothing), "herfindahl") == {}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("AT12 | C29 | 2021 | -1", r"region='AT12', industry='C29', year=2021: persons is -1\.0; expected 0 or more"),
        ("AT12 | C29 | 2021 | inf", "region='AT12', industry='C29', year=2021: persons is inf; expected a number"),
        ("AT11 | C29 | 2021 | 7", "region='AT11', industry='C29', year=2021: 2 rows have the same key"),
        ("     | C29 | 2021 | 7", "industry='C29', year=2021: region is empty; expected a value"),
    ],
)
def test_impossible_figures_are_refused_with_the_row_met(table, row, message):
    cells = table(f"""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 10
        {row}
    """)

    with pytest.raises(BadTable, match=f"At {message}"):
        concentration(cells)


def test_a_table_without_the_figure_and_codes_that_are_numbers_are_refused(table):
    """As a number 01.10 would become 1.1."""
    without = table("""
        region | industry | year
        -------+----------+-----
        AT11   | C29      | 2021
    """)
    words = table("region | industry | year | persons\n---\nAT11 | C29 | 2021 | many", persons="text")
    numbers = table(
        """
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | 01.10    | 2021 | 10
        """,
        industry="float",
    )

    with pytest.raises(BadTable, match="The table lacks persons; it has region, industry, year"):
        concentration(without)
    with pytest.raises(BadTable, match=r"The column industry holds Float64; expected text, as 01\.10 would become"):
        concentration(numbers)
    with pytest.raises(BadTable, match="The column persons holds String; expected numbers"):
        concentration(words)
