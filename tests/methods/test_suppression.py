"""Hiding what would tell of few firms

A count of one or two firms is confidential, in a cell as in a total. It would still
follow from the totals where it alone is hidden in its row or column. So further cells
are hidden, until every confidential cell lies on a closed path of hidden cells:

    |       | C10     | C29     | total |           |       | C10  | C29  | total |
    |-------|---------|---------|-------|           |-------|------|------|-------|
    | AT11  | 2 → 3   | 7 → 6   | 9     |           | AT11  | c    | c    | 9     |
    | DE11  | 5 → 4   | 8 → 9   | 13    |           | DE11  | c    | c    | 13    |
    | total | 7       | 15      | 22    |           | total | 7    | 15   | 22    |

One more here and one less there changes no total, and no cell falls below 1: who
knows every published figure, and even that no 0 was hidden, cannot tell which it is.
That cells under three firms are hidden and that 0 is published is the usual practice
of official statistics. Which hidden cell is small is not told. Only one table is
protected: not the same firms by NUTS 2 and NUTS 3, by division and section, nor what
one year tells of the next, nor sums of money, nor a group of cells together. A whole
must be named in one call with all its parts, or it would give them away.

Source: the problem and its methods in Castro (2012), Recent advances in optimization
techniques for statistical tabular data protection, *European Journal of Operational
Research* 216. The choice of cells by shortest paths is ours.
"""

import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.demography import business_rates
from cluster_observatory.statistics.suppression import suppressed

COUNTS = {"births": "integer", "active": "integer", "deaths": "integer"}


def test_a_small_cell_is_hidden_with_three_that_keep_it_from_being_known(table, answers):
    cells = table(
        """
        region | industry | year | births
        -------+----------+------+-------
        AT11   | C10      | 2020 | 2
        AT11   | C29      | 2020 | 7
        DE11   | C10      | 2020 | 5
        DE11   | C29      | 2020 | 8
    """,
        **COUNTS,
    )

    found = answers(suppressed(cells, ["births"]), "births", "flags")

    assert found == {
        ("AT11", "C10"): (None, "c"),
        ("AT11", "C29"): (None, "c"),
        ("AT11", "TOTAL"): (9, ""),
        ("DE11", "C10"): (None, "c"),
        ("DE11", "C29"): (None, "c"),
        ("DE11", "TOTAL"): (13, ""),
        ("TOTAL", "C10"): (7, ""),
        ("TOTAL", "C29"): (15, ""),
        ("TOTAL", "TOTAL"): (22, ""),
    }


def test_of_the_cells_that_can_protect_the_smallest_are_hidden_but_no_empty_one(table, answers):
    """C10 of AT11 is protected by C29 (3), not by C28 (90) and not by C30, which has nobody to hide."""
    cells = table(
        """
        region | industry | year | births
        -------+----------+------+-------
        AT11   | C10      | 2020 | 1
        AT11   | C28      | 2020 | 90
        AT11   | C29      | 2020 | 3
        AT11   | C30      | 2020 | 0
        DE11   | C10      | 2020 | 4
        DE11   | C28      | 2020 | 80
        DE11   | C29      | 2020 | 5
        DE11   | C30      | 2020 | 0
        FR10   | C10      | 2020 | 60
        FR10   | C28      | 2020 | 70
        FR10   | C29      | 2020 | 50
        FR10   | C30      | 2020 | 9
    """,
        **COUNTS,
    )

    found = answers(suppressed(cells, ["births"]), "flags")

    assert {cell for cell, flag in found.items() if flag} == {
        *(("AT11", "C10"), ("AT11", "C29"), ("DE11", "C10"), ("DE11", "C29")),
    }


def test_four_single_firms_do_not_protect_one_another(table, answers):
    """In a square of ones each sum of two would give away one and one; larger cells are hidden with them."""
    cells = table(
        """
        region | industry | year | births
        -------+----------+------+-------
        AT11   | C10      | 2020 | 1
        AT11   | C29      | 2020 | 1
        AT11   | C30      | 2020 | 8
        DE11   | C10      | 2020 | 1
        DE11   | C29      | 2020 | 1
        DE11   | C30      | 2020 | 7
        FR10   | C10      | 2020 | 9
        FR10   | C29      | 2020 | 9
        FR10   | C30      | 2020 | 9
    """,
        **COUNTS,
    )

    found = answers(suppressed(cells, ["births"]), "flags")

    assert found["AT11", "C30"] == "c"
    assert found["DE11", "C30"] == "c"


def test_a_small_total_is_hidden_too_and_years_stand_by_themselves(table, answers):
    """In 2019 a single cell is its own total; everything would tell of the same two firms."""
    cells = table(
        """
        region | industry | year | births
        -------+----------+------+-------
        AT11   | C10      | 2019 | 2
        AT11   | C10      | 2020 | 3
    """,
        **COUNTS,
    )

    found = answers(suppressed(cells, ["births"]), "births", "flags")

    places = [("AT11", "C10"), ("AT11", "TOTAL"), ("TOTAL", "C10"), ("TOTAL", "TOTAL")]
    assert found == {(*place, 2019): (None, "c") for place in places} | {(*place, 2020): (3, "") for place in places}


def test_counts_named_together_are_hidden_together(table, answers):
    """One death in AT11's C10 hides its births too, and no rate gives them away; alone, all births are shown."""
    cells = table(
        """
        region | industry | year | active | births | deaths
        -------+----------+------+--------+--------+-------
        AT11   | C10      | 2020 | 20     | 5      | 1
        AT11   | C29      | 2020 | 30     | 7      | 4
        DE11   | C10      | 2020 | 40     | 5      | 3
        DE11   | C29      | 2020 | 50     | 8      | 6
    """,
        **COUNTS,
    )

    together = answers(business_rates(suppressed(cells, ["active", "births", "deaths"])), "births", "death_rate")

    assert together["AT11", "C10"] == (None, None)
    assert together["AT11", "TOTAL"] == (12, 10)
    assert answers(suppressed(cells, ["births"]), "births")["AT11", "C10"] == 5


def test_a_cell_without_a_row_has_nobody(table, answers):
    """DE11 has no C10, so that the smallest protection is one of FR10's cells."""
    cells = table(
        """
        region | industry | year | births
        -------+----------+------+-------
        AT11   | C10      | 2020 | 1
        AT11   | C29      | 2020 | 30
        DE11   | C29      | 2020 | 4
        FR10   | C10      | 2020 | 40
        FR10   | C29      | 2020 | 50
    """,
        **COUNTS,
    )

    found = answers(suppressed(cells, ["births"]), "births")

    assert ("DE11", "C10") not in found
    assert {cell for cell, births in found.items() if births is None} == {
        *(("AT11", "C10"), ("AT11", "C29"), ("FR10", "C10"), ("FR10", "C29")),
    }


@pytest.mark.parametrize("engine", ["polars", "duckdb", "pandas"], indirect=True)
def test_counts_that_are_missing_not_whole_or_already_added_up_are_refused(table):
    header = "region | industry | year | births\n---\n"

    with pytest.raises(
        BadTable, match="region='AT11', industry='C10', year=2020: births is None; expected a whole numb"
    ):
        suppressed(table(f"{header}AT11 | C10 | 2020 | ", births="float"), ["births"])
    with pytest.raises(BadTable, match=r"births is 1\.5; expected a whole number in every row"):
        suppressed(table(f"{header}AT11 | C10 | 2020 | 1.5", births="float"), ["births"])
    with pytest.raises(BadTable, match="births is -1"):
        suppressed(table(f"{header}AT11 | C10 | 2020 | -1", births="float"), ["births"])
    with pytest.raises(BadTable, match="The table has the region TOTAL; expected cells without their totals"):
        suppressed(table(f"{header}TOTAL | C10 | 2020 | 7", births="float"), ["births"])


@pytest.mark.parametrize("engine", ["polars", "duckdb", "pandas"], indirect=True)
def test_nothing_given_is_nothing_hidden(table, answers):
    cells = table("region | industry | year | births\n---", **COUNTS)

    assert answers(suppressed(cells, ["births"]), "births") == {}
