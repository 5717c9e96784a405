"""Growth and share in manufacturing

The growth on the year before and the share in manufacturing are two rates that
Eurostat publishes beside the figures they rest on (V91290 and V94310).
Recomputed, they say whether a table was read as it was meant.

The compound annual growth rate is the steady rate that leads from one figure
to another:

    compound_growth = ((last figure / first figure) ^ (1 / years) - 1) * 100

It assumes that the two figures speak of the same territory, so between two
editions of NUTS there is none, and it says nothing of the years between. A
rate from a handful of people is large and means little: read it beside
``change``, the difference. Formula and difference are those of the U.S. Cluster
Mapping project, which counts from the earliest available year; that we take
the earliest *comparable* one is our own choice.
"""

import pytest

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.growth import annual_growth, compound_growth, share_in_manufacturing


def test_growth_is_the_change_on_the_year_before_in_per_cent(table, answers):
    """A year is compared with the one before it and no other; from nobody employed nothing grows."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2019 | 200
        DE11   | C29      | 2020 | 210
        DE11   | C29      | 2022 | 220
        DE11   | C30      | 2019 | 0
        DE11   | C30      | 2020 | 10
        DE11   | C31      | 2019 |
        DE11   | C31      | 2020 | 10
    """)

    assert answers(annual_growth(cells), "growth") == {
        ("C29", 2019): None,
        ("C29", 2020): 5,
        ("C29", 2022): None,
        ("C30", 2019): None,
        ("C30", 2020): None,
        ("C31", 2019): None,
        ("C31", 2020): None,
    }


def test_there_is_no_growth_from_one_edition_of_nuts_to_another(table, answers):
    """The same code can mean another territory."""
    cells = table("""
        region | industry | year | persons | nuts_edition
        -------+----------+------+---------+-------------
        DE11   | C29      | 2019 | 200     | 2013
        DE11   | C29      | 2020 | 210     | 2016
        DE11   | C29      | 2021 | 105     | 2016
    """)

    assert answers(annual_growth(cells), "growth") == {2019: None, 2020: None, 2021: -50}


def test_share_in_manufacturing_is_missing_outside_it(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C        | 2021 | 400
        DE11   | C29      | 2021 | 100
        DE11   | C30      | 2021 |
        DE11   | G45      | 2021 | 100
        FI20   | C        | 2021 | 0
        FI20   | C29      | 2021 | 0
        FR10   | C29      | 2021 | 5
    """)

    assert answers(share_in_manufacturing(cells), "share") == {
        ("DE11", "C"): 100,
        ("DE11", "C29"): 25,
        ("DE11", "C30"): None,
        ("DE11", "G45"): None,
        ("FI20", "C"): None,
        ("FI20", "C29"): None,
        ("FR10", "C29"): None,
    }


@pytest.mark.parametrize(
    ("rate", "taken"), [(annual_growth, "previous_persons"), (share_in_manufacturing, "manufacturing_persons")]
)
def test_a_column_that_is_needed_on_the_way_is_refused(table, rate, taken):
    cells = table(f"""
        region | industry | year | persons | {taken}
        -------+----------+------+---------+---------
        DE11   | C29      | 2021 | 105     | 7
    """)

    with pytest.raises(BadTable, match=f"The table has the column {taken},"):
        rate(cells)


YEARS = """
    region | industry | year | persons
    -------+----------+------+--------
    DE11   | C29      | 2010 | 100
    DE11   | C29      | 2011 | 500
    DE11   | C29      | 2012 | 121
    DE11   | C30      | 2011 | 200
    DE11   | C30      | 2012 | 100
    DE11   | C31      | 2010 | 100
    DE11   | C31      | 2012 | 0
    FR10   | C29      | 2010 | 0
    FR10   | C29      | 2012 | 50
    FR10   | C30      | 2010 | 70
    FR10   | C30      | 2012 |
    FR10   | C31      | 2011 | 7
"""


def test_compound_growth_is_the_steady_rate_from_the_first_figure_to_the_last(table, answers):
    """100 persons grow by 10 % a year to 121 in two years. From 0 nothing grows; to 0 all is lost.

    A missing figure, or a year without a row, gives no growth and no difference.
    """
    grown = compound_growth(table(YEARS), first=2010, last=2012)

    assert answers(grown, "first_persons", "last_persons", "change", "compound_growth") == {
        ("DE11", "C29"): (100, 121, 21, 10),
        ("DE11", "C30"): (None, 100, None, None),
        ("DE11", "C31"): (100, 0, -100, -100),
        ("FR10", "C29"): (0, 50, 50, None),
        ("FR10", "C30"): (None, None, None, None),
        ("FR10", "C31"): (None, None, None, None),
    }


def test_growth_can_count_from_the_earliest_year_with_a_figure(table, answers):
    grown = compound_growth(table(YEARS), first=2008, last=2012, earliest=True)

    assert answers(grown, "first_year", "last_year", "compound_growth") == {
        ("DE11", "C29"): (2010, 2012, 10),
        ("DE11", "C30"): (2011, 2012, -50),
        ("DE11", "C31"): (2010, 2012, -100),
        ("FR10", "C29"): (2010, 2012, None),
        ("FR10", "C30"): (None, 2012, None),
        ("FR10", "C31"): (None, 2012, None),
    }


def test_compound_growth_does_not_cross_editions_of_nuts(table, answers):
    """From 2010 there is none; counted from the earliest comparable year it is that since 2011.

    In FR10 the edition of 2012 is not known, so nothing can be compared with it.
    """
    cells = table("""
        region | industry | year | persons | nuts_edition
        -------+----------+------+---------+-------------
        DE11   | C29      | 2010 | 100     | 2006
        DE11   | C29      | 2011 | 110     | 2010
        DE11   | C29      | 2012 | 121     | 2010
        FR10   | C29      | 2010 | 100     | 2006
        FR10   | C29      | 2012 | 121     |
    """)

    across = compound_growth(cells, first=2010, last=2012)
    within = compound_growth(cells, first=2010, last=2012, earliest=True)

    assert answers(across, "first_year", "last_persons", "change", "compound_growth") == {
        "DE11": (None, 121, None, None),
        "FR10": (None, 121, None, None),
    }
    assert answers(within, "first_year", "change", "compound_growth") == {
        "DE11": (2011, 11, 10),
        "FR10": (None, None, None),
    }


def test_any_measure_of_any_category_can_grow(table, answers):
    """Wages can be negative in the source: then there is a difference and no rate."""
    cells = table("""
        region | cluster | year | wages
        -------+---------+------+------
        DE11   | 4       | 2010 | 8.0
        DE11   | 4       | 2013 | 27.0
        DE11   | 21      | 2012 | 1.0
        DE11   | 21      | 2013 | -1.0
        FR10   | 4       | 2010 | -2.0
        FR10   | 4       | 2013 | -1.0
    """)

    grown = compound_growth(cells, first=2010, last=2013, measure="wages", category="cluster", earliest=True)

    assert answers(grown, "first_wages", "last_wages", "change", "compound_growth") == {
        ("DE11", "4"): (8, 27, 19, 50),
        ("DE11", "21"): (1, -1, -2, None),
        ("FR10", "4"): (-2, -1, 1, None),
    }


def test_a_figure_that_is_not_a_number_is_missing(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2010 | 100
        DE11   | C29      | 2012 | nan
        FR10   | C29      | 2010 | nan
        FR10   | C29      | 2012 | 100
    """)

    grown = compound_growth(cells, first=2010, last=2012, earliest=True)

    assert answers(grown, "first_year", "change", "compound_growth") == {
        "DE11": (None, None, None),
        "FR10": (None, None, None),
    }


@pytest.mark.parametrize(
    ("first", "last", "earliest", "error", "fault"),
    [
        (2012, 2012, False, NotPossible, "There is no growth from 2012 to 2012: the first year must be before"),
        (2012, 2010, True, NotPossible, "There is no growth from 2012 to 2010"),
        (2009, 2012, False, NotFound, "The table has no row of the year 2009; it has 2010, 2011, 2012."),
        (2010, 2013, True, NotFound, "The table has no row of the year 2013"),
    ],
)
def test_years_that_are_not_there_or_the_wrong_way_round_are_refused(table, first, last, earliest, error, fault):
    with pytest.raises(error, match=fault):
        compound_growth(table(YEARS), first=first, last=last, earliest=earliest)


def test_an_empty_table_has_no_year_to_grow_from(table):
    with pytest.raises(NotFound, match="The table has no row of the year 2010; it is empty"):
        compound_growth(table("region | industry | year | persons\n---"), first=2010, last=2012)


def test_repeated_cells_do_not_grow(table):
    with pytest.raises(BadTable, match="region='DE11', industry='C29', year=2012: 2 rows have the same key"):
        compound_growth(table(f"{YEARS}    DE11 | C29 | 2012 | 1"), first=2010, last=2012)
