"""Growth and share in manufacturing

Two rates that Eurostat publishes beside the figures they rest on (V91290 and
V94310). Recomputed, they say whether a table was read as it was meant.
"""

import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.growth import annual_growth, share_in_manufacturing


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
