"""Growth over the last years

    growth = ((persons(year) / persons(start)) ** (1 / (year - start)) - 1) * 100

in per cent a year. The start is the earliest year, at most five before, in
which somebody was employed and the edition of NUTS was the same. The profile
`panorama2016` compares regions by it; that its stars for growth go by these
years is not verified.
"""

from cluster_observatory.statistics.recent_growth import recent_growth


def test_growth_is_taken_from_the_earliest_of_the_last_five_years(table, answers):
    """121 after two years at 100 is 10 % a year. 2014 is six years before 2020 and no longer counts."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2014 | 1
        DE11   | C29      | 2018 | 100
        DE11   | C29      | 2020 | 121
    """)

    assert answers(recent_growth(cells), "growth") == {2014: None, 2018: (100 ** (1 / 4) - 1) * 100, 2020: 10}


def test_growth_from_nobody_and_of_what_is_not_known_is_missing(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2019 | 0
        DE11   | C29      | 2020 | 10
        DE11   | C30      | 2019 | 10
        DE11   | C30      | 2020 |
        DE11   | C31      | 2019 | 10
        DE11   | C31      | 2020 | 0
    """)

    assert answers(recent_growth(cells), "growth") == {
        ("C29", 2019): None,
        ("C29", 2020): None,
        ("C30", 2019): None,
        ("C30", 2020): None,
        ("C31", 2019): None,
        ("C31", 2020): -100,
    }


def test_growth_starts_anew_with_an_edition_of_nuts(table, answers):
    cells = table("""
        region | industry | year | persons | nuts_edition
        -------+----------+------+---------+-------------
        DE11   | C29      | 2010 | 50      | 2006
        DE11   | C29      | 2011 | 100     | 2010
        DE11   | C29      | 2012 | 110     | 2010
    """)

    assert answers(recent_growth(cells), "growth") == {2010: None, 2011: None, 2012: 10}
