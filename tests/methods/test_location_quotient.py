"""Location quotient, focus and share

How specialised a region is in an industry: its share of the region's persons
employed, divided by the same share over all regions. 1 is Europe's share, 2 is
twice that. *Focus* is the share in the region; the *European share* is the
region's share in all persons employed in the industry; the *average wage* is
wages and salaries per person employed.
"""

import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.specialisation import location_quotient, specialisation, totals


def test_a_quotient_of_two_is_twice_the_share_of_all_regions(table, answers):
    """Shares are taken over the cells that have a value; FR10 C31 is confidential and left out of every total."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 200
        DE11   | C30      | 2021 | 100
        FR10   | C29      | 2021 | 100
        FR10   | C30      | 2021 | 600
        FR10   | C31      | 2021 |
    """)

    assert answers(location_quotient(cells), "location_quotient") == {
        ("DE11", "C29"): (200 / 300) / (300 / 1000),
        ("DE11", "C30"): (100 / 300) / (700 / 1000),
        ("FR10", "C29"): (100 / 700) / (300 / 1000),
        ("FR10", "C30"): (600 / 700) / (700 / 1000),
        ("FR10", "C31"): None,
    }


def test_focus_and_european_share_come_with_their_denominators(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 200
        DE11   | C30      | 2021 | 100
        FR10   | C29      | 2021 | 100
        FR10   | C30      | 2021 | 600
    """)

    measured = specialisation(cells)

    assert answers(measured, "focus", "european_share", "region_persons", "reference_persons") == {
        ("DE11", "C29"): (200 / 300, 200 / 300, 300, 1000),
        ("DE11", "C30"): (100 / 300, 100 / 700, 300, 1000),
        ("FR10", "C29"): (100 / 700, 100 / 300, 700, 1000),
        ("FR10", "C30"): (600 / 700, 600 / 700, 700, 1000),
    }


def test_every_year_stands_by_itself(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2020 | 1
        DE11   | C30      | 2020 | 1
        FR10   | C29      | 2020 | 1
        FR10   | C30      | 2020 | 1
        DE11   | C29      | 2021 | 3
        DE11   | C30      | 2021 | 1
        FR10   | C29      | 2021 | 1
        FR10   | C30      | 2021 | 3
    """)

    assert answers(specialisation(cells), "location_quotient", "rank") == {
        ("DE11", "C29", 2020): (1, 1),
        ("DE11", "C30", 2020): (1, 1),
        ("FR10", "C29", 2020): (1, 1),
        ("FR10", "C30", 2020): (1, 1),
        ("DE11", "C29", 2021): (1.5, 1),
        ("DE11", "C30", 2021): (0.5, 2),
        ("FR10", "C29", 2021): (0.5, 2),
        ("FR10", "C30", 2021): (1.5, 1),
    }


def test_nobody_employed_is_a_quotient_of_nothing_and_a_missing_value_is_none(table, answers):
    """Zero is an observation: it has a quotient, a rank, and is among the regions compared. A missing value is none."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C12      | 2021 | 0
        DE11   | C30      | 2021 | 100
        FR10   | C12      | 2021 | 50
        FR10   | C30      | 2021 | 50
        ITC4   | C12      | 2021 |
        ITC4   | C30      | 2021 | 10
    """)

    assert answers(specialisation(cells), "location_quotient", "focus", "rank", "regions_compared") == {
        ("DE11", "C12"): (0, 0, 2, 2),
        ("DE11", "C30"): (1 / (160 / 210), 1, 1, 3),
        ("FR10", "C12"): (0.5 / (50 / 210), 0.5, 1, 2),
        ("FR10", "C30"): (0.5 / (160 / 210), 0.5, 3, 3),
        ("ITC4", "C12"): (None, None, None, 2),
        ("ITC4", "C30"): (1 / (160 / 210), 1, 1, 3),
    }


def test_nothing_is_divided_by_zero(table, answers):
    """Where an industry employs nobody anywhere, or a region nobody at all, there is no quotient."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | B05      | 2021 | 0
        DE11   | C30      | 2021 | 100
        FI20   | B05      | 2021 | 0
        FI20   | C30      | 2021 | 0
    """)

    assert answers(specialisation(cells), "location_quotient", "focus", "european_share", "rank") == {
        ("DE11", "B05"): (None, 0, None, None),
        ("DE11", "C30"): (1, 1, 1, 1),
        ("FI20", "B05"): (None, None, None, None),
        ("FI20", "C30"): (None, None, 0, None),
    }


def test_ranks_run_from_the_largest_quotient_and_ties_share_the_best(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 10
        AT11   | C30      | 2021 | 10
        AT12   | C29      | 2021 | 20
        AT12   | C30      | 2021 | 20
        AT13   | C29      | 2021 | 90
        AT13   | C30      | 2021 | 10
        AT21   | C29      | 2021 | 1
        AT21   | C30      | 2021 | 9
    """)

    ranks = answers(specialisation(cells), "rank")

    assert {region: ranks[region, "C29"] for region in ("AT13", "AT11", "AT12", "AT21")} == {
        "AT13": 1,
        "AT11": 2,
        "AT12": 2,
        "AT21": 4,
    }


def test_the_average_wage_is_in_thousand_euro_for_each_person_employed(table, answers):
    """Wages are in million EUR. Without persons, or with either figure missing or wages negative, there is none."""
    cells = table("""
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        DE11   | C29      | 2021 | 200     | 12.5
        DE11   | C30      | 2021 | 0       | 0.0
        FR10   | C29      | 2021 | 100     |
        FR10   | C30      | 2021 |         | 4.0
        FR10   | C31      | 2021 | 10      | -0.1
    """)

    assert answers(specialisation(cells), "average_wage") == {
        ("DE11", "C29"): 62.5,
        ("DE11", "C30"): None,
        ("FR10", "C29"): None,
        ("FR10", "C30"): None,
        ("FR10", "C31"): None,
    }


def test_clusters_are_measured_against_the_whole_economy(table, answers):
    """Traded clusters are about half of all jobs. Their denominators are given: the totals over all industries."""
    industries = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 200
        DE11   | G47      | 2021 | 200
        FR10   | C29      | 2021 | 100
        FR10   | G47      | 2021 | 500
        FI20   | G47      | 2021 | 500
    """)
    clusters = table("""
        region | cluster | year | persons
        -------+---------+------+--------
        DE11   | 4       | 2021 | 200
        FR10   | 4       | 2021 | 100
    """)

    measured = specialisation(clusters, category="cluster", region_totals=totals(industries))

    assert answers(measured, "location_quotient", "region_persons", "reference_persons") == {
        "DE11": ((200 / 400) / (300 / 1500), 400, 1500),
        "FR10": ((100 / 600) / (300 / 1500), 600, 1500),
    }
    assert answers(
        location_quotient(clusters, category="cluster", region_totals=totals(industries)), "location_quotient"
    ) == {
        "DE11": (200 / 400) / (300 / 1500),
        "FR10": (100 / 600) / (300 / 1500),
    }


def test_what_was_measured_before_is_measured_anew(table, answers):
    cells = table("""
        region | industry | year | persons | rank | location_quotient
        -------+----------+------+---------+------+------------------
        DE11   | C29      | 2021 | 200     | 7    | 70
        FR10   | C29      | 2021 | 100     | 8    | 80
    """)

    assert answers(specialisation(specialisation(cells)), "rank", "location_quotient") == {
        "DE11": (1, 1),
        "FR10": (1, 1),
    }


@pytest.mark.parametrize("kind", ["uint8", "int16", "decimal"])
def test_numbers_of_any_kind_are_measured_alike(table, answers, kind):
    """What fits into 8 or 16 bits need not fit when it is added up or multiplied; decimals are numbers too."""
    narrow = kind if kind != "uint8" else "int16"
    cells = table(
        """
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        DE11   | C29      | 2021 | 200     | 610
        DE11   | C30      | 2021 | 100     | 0
        FR10   | C29      | 2021 | 100     | 32
        """,
        persons=kind,
        wages=narrow,
    )
    region_totals = table(
        """
        region | year | region_persons
        -------+------+---------------
        DE11   | 2021 | 200
        FR10   | 2021 | 200
        """,
        region_persons=kind,
    )

    assert answers(specialisation(cells), "location_quotient", "average_wage", "reference_persons") == {
        ("DE11", "C29"): ((200 / 300) / (300 / 400), 3050, 400),
        ("DE11", "C30"): ((100 / 300) / (100 / 400), 0, 400),
        ("FR10", "C29"): (1 / (300 / 400), 320, 400),
    }
    assert answers(location_quotient(cells, region_totals=region_totals), "location_quotient") == {
        ("DE11", "C29"): 1 / (300 / 400),
        ("DE11", "C30"): (100 / 200) / (100 / 400),
        ("FR10", "C29"): (100 / 200) / (300 / 400),
    }
    assert answers(totals(cells), "region_persons") == {"DE11": 300, "FR10": 100}


def test_a_column_that_is_needed_on_the_way_is_refused(table):
    cells = table("""
        region | industry | year | persons | category_persons
        -------+----------+------+---------+-----------------
        DE11   | C29      | 2021 | 200     | 7
    """)

    with pytest.raises(BadTable, match="The table has the column category_persons,"):
        specialisation(cells)
