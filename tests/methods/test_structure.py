"""Structural indicators

What a region's industry, cluster or emerging industry looks like: persons
employed, local units, enterprises, wages, turnover and value added, and what
follows from them.

    average_wage        = wages * 1000 / persons
    average_size        = persons / local_units
    labour_productivity = value_added * 1000 / persons
    focus               = persons / persons of the region
    european_share      = persons / persons of the category in all regions

Enterprises, turnover and value added are national in the public data. For a
region they are *modelled*: the country's figure per person employed, times the
region's persons. That assumes that a person employed brings as much everywhere
in the country, so a modelled productivity is the country's own in each of its
regions and compares countries, never regions. Every modelled figure is flagged
and can be switched off.

Assumed too: persons and the figure beside them speak of the same units. A
country's ratio counts enterprises by their seat, a region's persons are those
of its local units.

The indicators are those of the European cluster database of 2020 (EOCIC), from
memory; the formulas are the natural ones and **not verified** against it. The
national ratio is the observatory's own. The ten emerging industries overlap:
nothing here adds them up.
"""

import narwhals as nw
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.structure import cluster_figures, structural_indicators

GERMANY = """
    country | industry | year | persons | enterprises | turnover | value_added
    --------+----------+------+---------+-------------+----------+------------
    DE      | C29      | 2014 | 1000    | 20          | 400.0    | 100.0
"""
TWO_REGIONS = """
    region | industry | year | persons
    -------+----------+------+--------
    DE11   | C29      | 2014 | 300
    DE12   | C29      | 2014 | 100
"""
RATIOS = ("average_wage", "average_size", "labour_productivity", "focus", "european_share", "location_quotient")


def test_indicators_follow_from_what_is_published(table, answers):
    cells = table("""
        region | industry | year | persons | local_units | wages | value_added
        -------+----------+------+---------+-------------+-------+------------
        DE11   | C29      | 2014 | 200     | 10          | 8.0   | 12.0
        DE11   | C30      | 2014 | 100     | 50          | 2.0   | -1.0
        FR10   | C29      | 2014 | 200     | 4           | 6.0   | 10.0
    """)

    found = structural_indicators(cells)

    assert answers(found, "average_wage", "average_size", "labour_productivity") == {
        ("DE11", "C29"): (40, 20, 60),
        ("DE11", "C30"): (20, 2, -10),
        ("FR10", "C29"): (30, 50, 50),
    }
    assert answers(found, "focus", "european_share", "location_quotient") == {
        ("DE11", "C29"): (2 / 3, 1 / 2, (2 / 3) / (4 / 5)),
        ("DE11", "C30"): (1 / 3, 1, (1 / 3) / (1 / 5)),
        ("FR10", "C29"): (1, 1 / 2, 1 / (4 / 5)),
    }


def test_a_modelled_figure_is_the_countrys_per_person_employed(table, answers):
    """Germany has 0.02 enterprises, 0.4 million EUR of turnover and 0.1 of value added to a person.

    The productivity of both regions is therefore Germany's: 100 thousand EUR.
    """
    found = structural_indicators(table(TWO_REGIONS), national=table(GERMANY))

    assert answers(found, "enterprises", "turnover", "value_added", "labour_productivity") == {
        "DE11": (6, 120, 30, 100),
        "DE12": (2, 40, 10, 100),
    }
    assert answers(found, "enterprises_modelled", "turnover_modelled", "value_added_modelled") == {
        "DE11": (True, True, True),
        "DE12": (True, True, True),
    }


def test_what_the_region_publishes_is_used_and_not_flagged(table, answers):
    cells = table("""
        region | industry | year | persons | enterprises | turnover | value_added
        -------+----------+------+---------+-------------+----------+------------
        DE11   | C29      | 2014 | 300     |             | 90.0     |
        DE12   | C29      | 2014 | 100     | 7           | 0.0      | 5.0
    """)

    found = structural_indicators(cells, national=table(GERMANY))

    assert answers(found, "enterprises", "turnover", "value_added", "labour_productivity") == {
        "DE11": (6, 90, 30, 100),
        "DE12": (7, 0, 5, 50),
    }
    assert answers(found, "enterprises_modelled", "turnover_modelled", "value_added_modelled") == {
        "DE11": (True, False, True),
        "DE12": (False, False, False),
    }


def test_modelled_figures_can_be_switched_off(table, answers):
    found = structural_indicators(table(TWO_REGIONS), national=table(GERMANY), modelled=False)

    assert answers(found, "turnover", "turnover_modelled", "labour_productivity") == {
        "DE11": (None, False, None),
        "DE12": (None, False, None),
    }


def test_a_modelled_figure_never_becomes_a_measured_one(table, answers):
    """The indicators of indicators are the same, flags and all; switched off, the modelled ones go."""
    once = structural_indicators(table(TWO_REGIONS), national=table(GERMANY))

    again = structural_indicators(once, national=table(GERMANY))
    without = structural_indicators(once, modelled=False)

    assert answers(again, "turnover", "turnover_modelled") == {"DE11": (120, True), "DE12": (40, True)}
    assert answers(without, "turnover", "turnover_modelled") == {"DE11": (None, False), "DE12": (None, False)}


def test_without_a_national_figure_of_that_category_and_year_nothing_is_modelled(table, answers):
    """France has none, Germany none of 2015, none of C30, and none per person where nobody is employed."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2015 | 300
        DE11   | C30      | 2014 | 300
        DE11   | C31      | 2014 | 300
        DE11   | C32      | 2014 | 300
        FR10   | C29      | 2014 | 300
    """)
    national = table("""
        country | industry | year | persons | turnover
        --------+----------+------+---------+---------
        DE      | C29      | 2014 | 1000    | 400.0
        DE      | C31      | 2014 | 0       | 400.0
        DE      | C32      | 2014 |         | 400.0
    """)

    found = answers(structural_indicators(cells, national=national), "turnover", "turnover_modelled", "value_added")

    assert set(found.values()) == {(None, False, None)}


def test_missing_is_never_zero_and_nothing_is_divided_by_zero(table, answers):
    cells = table("""
        region | industry | year | persons | local_units | wages | value_added
        -------+----------+------+---------+-------------+-------+------------
        DE11   | C29      | 2014 |         | 10          | 8.0   | 12.0
        DE12   | C29      | 2014 | 0       | 0           | 0.0   | 0.0
        DE13   | C30      | 2014 | 20      | 0           | 1.0   | 1.0
        FR10   | C29      | 2014 | 100     |             |       |
        FR10   | C30      | 2014 | 0       | 5           | -1.0  | 1.0
    """)

    assert answers(structural_indicators(cells, national=table(GERMANY)), *RATIOS[:5], "turnover") == {
        ("DE11", "C29"): (None, None, None, None, None, None),
        ("DE12", "C29"): (None, None, None, None, 0, 0),
        ("FR10", "C29"): (None, None, None, 1, 1, None),
        ("DE13", "C30"): (50, None, 50, 1, 1, None),
        ("FR10", "C30"): (None, 0, None, 0, 0, None),
    }


def test_categories_that_overlap_are_shares_of_the_given_totals(table, answers):
    """Both emerging industries hold the same 60 persons of a region of 100: shares of 100, not of 120."""
    cells = table("""
        region | cluster | year | persons
        -------+---------+------+--------
        DE11   | E02     | 2014 | 60
        DE11   | E09     | 2014 | 60
    """)
    region_totals = table("""
        region | year | region_persons
        -------+------+---------------
        DE11   | 2014 | 100
        FR10   | 2014 | 100
    """)

    found = structural_indicators(cells, category="cluster", region_totals=region_totals)

    assert answers(found, "focus", "location_quotient") == {"E02": (0.6, 2), "E09": (0.6, 2)}


def test_a_single_region_holds_all_of_europe(table, answers):
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        DE11   | C29      | 2014 | 100     | 4
    """)

    assert answers(structural_indicators(cells), "european_share", "location_quotient", "average_size") == {
        (): (1, 1, 25)
    }


def test_an_empty_table_gives_an_empty_table_with_every_indicator(table, answers):
    found = structural_indicators(table("region | industry | year | persons\n---"), national=table(GERMANY))

    assert answers(found, *RATIOS, "turnover", "turnover_modelled") == {}


def test_what_else_the_cells_have_is_kept_and_equal_figures_stay_equal(table, answers):
    cells = table("""
        region | industry | year | persons | local_units | modelled_share
        -------+----------+------+---------+-------------+---------------
        DE11   | C29      | 2014 | 100     | 4           | 0.5
        FR10   | C29      | 2014 | 100     | 4           | 1.0
    """)

    assert answers(structural_indicators(cells), "modelled_share", "european_share", "average_size") == {
        "DE11": (0.5, 0.5, 25),
        "FR10": (1.0, 0.5, 25),
    }


def test_not_a_number_counts_as_missing(table, answers):
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        DE11   | C29      | 2014 | 100     | nan
        FR10   | C29      | 2014 | nan     | 4
    """)

    assert answers(structural_indicators(cells), "persons", "average_size", "european_share") == {
        "DE11": (100, None, 1),
        "FR10": (None, None, None),
    }


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("DE11 | C29 | 2014 | 1 | 2", "'DE11', industry='C29', year=2014: 2 rows have the same key"),
        (
            "DE12 | C29 | 2014 | -5 | 2",
            "'DE12', industry='C29', year=2014: persons is -5.0; expected 0 or more",
        ),
        ("DE12 | C29 | 2014 | 1 | inf", "wages is inf; expected a number, or nothing where not known"),
        ("DE12 | C29 | 2014 | 1 | -inf", "wages is -inf; expected a number, or nothing where not known"),
        ("DE12 |     | 2014 | 1 | 2", "At region='DE12', year=2014: industry is empty; expected a value in every row"),
    ],
)
def test_bad_rows_are_refused_with_the_first_one_met(table, row, fault):
    cells = table(f"""
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        DE11   | C29      | 2014 | 100     | 1.0
        {row}
    """)

    with pytest.raises(BadTable, match=fault):
        structural_indicators(cells)


def test_national_figures_and_totals_are_checked_too(table):
    """A country that stands twice would double every region; so would a region's total."""
    twice = GERMANY + "    DE | C29 | 2014 | 1 | 1 | 1.0 | 1.0\n"
    totals = "region | year | region_persons\n---\nDE11 | 2014 | 5\nDE11 | 2014 | 6"

    with pytest.raises(BadTable, match=r"country='DE', industry='C29', year=2014: 2 rows"):
        structural_indicators(table(TWO_REGIONS), national=table(twice))
    with pytest.raises(BadTable, match=r"region='DE11', year=2014: 2 rows"):
        structural_indicators(table(TWO_REGIONS), region_totals=table(totals))


@pytest.mark.parametrize(
    ("column", "fault"),
    [
        ("national_turnover", "The table has the column national_turnover,"),
        ("wages", "The column wages holds String; expected numbers"),
    ],
)
def test_columns_that_are_needed_on_the_way_or_hold_no_numbers_are_refused(table, column, fault):
    cells = table(f"region | industry | year | persons | {column}\n---\nDE11 | C29 | 2014 | 1 | 7", wages="text")

    with pytest.raises(BadTable, match=fault):
        structural_indicators(cells)


def test_a_table_without_persons_is_refused(table):
    with pytest.raises(BadTable, match="The table lacks persons; it has region, industry, year"):
        structural_indicators(table("region | industry | year\n---\nDE11 | C29 | 2014"))


CLASSES = """
    industry | group | division | section
    ---------+-------+----------+--------
    C2910    | C291  | C29      | C
    C2920    | C292  | C29      | C
    C3011    | C301  | C30      | C
"""
MEMBERS = """
    cluster | industry
    --------+---------
    4       | C2910
    4       | C3011
    E10     | C2910
    50      | C2920
    50      | C3011
"""


def test_figures_of_clusters_are_split_and_added_up_as_wages_are(table, answers):
    """Two classes share division 29; 30.11 is measured. E10 holds a class that cluster 4 holds too.

    30.11 has persons employed and no turnover, so no cluster with it has any.
    """
    cells = table("""
        region | industry | year | persons | local_units | turnover
        -------+----------+------+---------+-------------+---------
        DE11   | C29      | 2014 | 100     | 10          | 40.0
        DE11   | C3011    | 2014 | 20      | 1           |
    """)

    found = cluster_figures(cells, table(CLASSES), table(MEMBERS), measures=("local_units", "turnover"))

    assert answers(found, "persons", "local_units", "turnover") == {
        "4": (70, 6, None),
        "50": (70, 6, None),
        "E10": (50, 5, 20),
    }


def test_a_figure_of_other_people_than_the_persons_is_left_out(table, answers):
    """Persons of 29.10 are its own, its local units would come out of division 29: there is no average size."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        DE11   | C29      | 2014 | 100     | 10
        DE11   | C2910    | 2014 | 80      |
    """)

    found = cluster_figures(cells, table(CLASSES), table(MEMBERS))

    assert answers(found, "persons", "local_units") == {"4": (80, None), "50": (20, None), "E10": (80, None)}


def test_figures_of_clusters_ask_for_a_measure_that_is_there(table):
    cells = "region | industry | year | persons\n---\nDE11 | C29 | 2014 | 1"

    with pytest.raises(BadTable, match="The table lacks local_units; it has region"):
        cluster_figures(table(cells), table(CLASSES), table(MEMBERS))
    with pytest.raises(BadTable, match="No measure was named"):
        cluster_figures(table(cells), table(CLASSES), table(MEMBERS), measures=())


def test_a_country_s_clusters_give_the_ratio_for_its_regions(table, answers):
    """The national figures split and added up as the regional ones: 40 million EUR to 100 persons."""
    national = table("""
        region | industry | year | persons | turnover
        -------+----------+------+---------+---------
        DE     | C29      | 2014 | 1000    | 400.0
        DE     | C30      | 2014 | 500     | 200.0
    """)
    cells = table("""
        region | cluster | year | persons
        -------+---------+------+--------
        DE11   | 4       | 2014 | 70
    """)
    summed = nw.from_native(
        cluster_figures(national, table(CLASSES), table(MEMBERS), measures=("turnover",))
    ).with_columns(country=nw.col("region"))

    found = structural_indicators(cells, category="cluster", national=summed.to_native())

    assert answers(found, "turnover", "turnover_modelled") == {(): (28, True)}
