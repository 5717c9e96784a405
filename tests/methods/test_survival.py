"""Which firms are still there one to five years after their birth

Of the firms born in the year t - n, in per cent (Eurostat's V97041 to V97045):

    survival rate at the age n = firms born in t - n with a row of t / those whose fate is known

A cohort are the firms born in a year, in the region and industry of their first
row; a firm that moves stays with its cohort. A firm that ended in t was still
active in t. Not followed are firms of which neither a row of t nor an end before t
is known, and those that were merged, split or taken over by then: nothing is put in
the place of a missing row. Without such firms the rate is that of all births.

What Eurostat quotes for the European Union: 80 % after 1 year, 58.5 % after 3 (2020),
44 to 46 % after 5.

Source: Eurostat and OECD (2007), *Manual on Business Demography Statistics*. That a
cohort keeps the class of its birth is our reading, not verified in the manual.
"""

import pytest

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.survival import survival

WHOLE = {"born": "integer", "ended": "integer", "employees": "integer"}


def test_who_has_a_row_survived_and_who_ended_before_did_not(table, answers):
    """Of four firms born in 2018 one ends in that year, one in 2019 and one in 2020; the end is in the last row."""
    register = table(
        """
        firm | region | industry | year | born | ended | event
        -----+--------+----------+------+------+-------+------
        a    | AT11   | C29      | 2018 | 2018 |       |
        a    | AT11   | C29      | 2019 | 2018 |       |
        a    | AT11   | C29      | 2020 | 2018 |       |
        b    | AT11   | C29      | 2018 | 2018 |       |
        b    | AT11   | C29      | 2019 | 2018 |       |
        b    | AT11   | C29      | 2020 | 2018 | 2020  |
        c    | AT11   | C29      | 2018 | 2018 |       |
        c    | AT11   | C29      | 2019 | 2018 | 2019  |
        d    | AT11   | C29      | 2018 | 2018 | 2018  |
        e    | AT11   | C29      | 2018 | 1990 |       |
        e    | AT11   | C29      | 2019 | 1990 |       |
        f    | AT11   | C29      | 2020 | 2020 |       |
        """,
        **WHOLE,
    )

    found = survival(register)

    assert answers(found, "births", "followed_1", "survivors_1", "survival_rate_1") == {
        2018: (4, 4, 3, 75),
        2020: (1, None, None, None),
    }
    assert answers(found, "survivors_2", "survival_rate_2", "survival_rate_3") == {
        2018: (2, 50, None),
        2020: (None, None, None),
    }


def test_a_firm_that_moves_stays_with_its_cohort(table, answers):
    register = table(
        """
        firm | region | industry | year | born | ended | event
        -----+--------+----------+------+------+-------+------
        a    | AT11   | C29      | 2018 | 2018 |       |
        a    | DE11   | C30      | 2019 | 2018 |       |
        b    | DE11   | C30      | 2018 | 2018 | 2018  |
        """,
        **WHOLE,
    )

    found = answers(survival(register, checked=True), "births", "survivors_1", "survival_rate_1")

    assert found == {("AT11", "C29"): (1, 1, 100), ("DE11", "C30"): (1, 0, 0)}


def test_a_gap_is_not_followed_and_never_filled(table, answers):
    """Of firm a nothing is known in 2019, but it is there in 2020; of firm b nothing after 2018, not even an end.

    Firm e ended in 2019, so that it should have a row of that year; it was gone in 2020.
    """
    register = table(
        """
        firm | region | industry | year | born | ended | event
        -----+--------+----------+------+------+-------+------
        a    | AT11   | C29      | 2018 | 2018 |       |
        a    | AT11   | C29      | 2020 | 2018 |       |
        b    | AT11   | C29      | 2018 | 2018 |       |
        c    | AT11   | C29      | 2018 | 2018 | 2018  |
        d    | AT11   | C29      | 2018 | 2018 | 2019  |
        d    | AT11   | C29      | 2019 | 2018 | 2019  |
        e    | AT11   | C29      | 2018 | 2018 | 2019  |
        """,
        **WHOLE,
    )

    found = answers(
        survival(register), "births", "followed_1", "survivors_1", "followed_2", "survivors_2", "survival_rate_2"
    )

    assert found == {(): (5, 2, 1, 4, 1, 25)}


def test_a_restructured_firm_is_followed_until_then(table, answers):
    """Firm a is taken over at the age of two; firm b was made by a split, which is no birth."""
    register = table(
        """
        firm | region | industry | year | born | ended | event
        -----+--------+----------+------+------+-------+----------
        a    | AT11   | C29      | 2018 | 2018 |       |
        a    | AT11   | C29      | 2019 | 2018 |       |
        a    | AT11   | C29      | 2020 | 2018 | 2020  | takeover
        b    | AT11   | C29      | 2018 | 2018 |       | split_off
        b    | AT11   | C29      | 2019 | 2018 |       |
        c    | AT11   | C29      | 2018 | 2018 | 2019  | birth
        c    | AT11   | C29      | 2019 | 2018 | 2019  | death
        d    | AT11   | C29      | 2021 | 1999 |       |
        """,
        **WHOLE,
    )

    found = survival(register)

    assert answers(found, "births", "followed_1", "survivors_1") == {(): (2, 2, 2)}
    assert answers(found, "followed_2", "survivors_2", "followed_3", "survivors_3") == {(): (1, 0, 1, 0)}


@pytest.mark.parametrize("engine", ["polars", "duckdb", "pandas"], indirect=True)
def test_a_single_year_has_no_survival(table):
    register = table(
        """
        firm | region | industry | year | born | ended | event
        -----+--------+----------+------+------+-------+------
        a    | AT11   | C29      | 2018 | 2018 |       |
        """,
        **WHOLE,
    )

    with pytest.raises(NotPossible, match="The register has the years 2018 to 2018; survival needs 2 years or more"):
        survival(register)
