"""Shift-share

Why did a region gain or lose jobs? Shift-share splits the change of every
industry between two years into what the whole economy brought, what the
industry brought, and what is left to the region. With e the persons of the
first year, g the rate of change of the whole economy, g_i that of the industry
and g_ri that of the industry in the region:

    national_part    = e * g
    mix_part         = e * (g_i - g)
    regional_part    = e * (g_ri - g_i)

(Dunn 1960). The regional part also depends on how large the industry happens to
be. Esteban-Marquillas (1972) splits it by the persons e* that the region would
have with the whole economy's mix of industries:

    e*               = persons(region) * persons(industry) / persons
    competitive_part = e* * (g_ri - g_i)
    allocation_part  = (e - e*) * (g_ri - g_i)

Parts are rounded to a sixteen-millionth of a person, so that they add up to the
change to the last bit, in any order and on every engine.

The parts are an account of the change, not its causes, and depend on the two
years and on how finely industries are told apart. Where the persons are
modelled, as those of clusters mostly are, so is all of this: ``modelled_share``
says how much. Emerging industries overlap: give the totals of the regions, and
do not add their parts up.

The textbook example is that of the R package REAT 3.0.3. What we add is our own:
whoever works where nobody did at first is a regional part without competitive
and allocation part.
"""

import narwhals as nw
import pytest

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.shift_share import region_shift_share, shift_share

DUNN = ("national_part", "mix_part", "regional_part")
ESTEBAN = ("competitive_part", "allocation_part")
REGION_A = """
    region | industry | year | persons
    -------+----------+------+--------
    A      | C10      | 2010 | 90
    A      | C20      | 2010 | 20
    A      | C29      | 2010 | 10
    A      | C30      | 2010 | 60
    A      | C10      | 2015 | 100
    A      | C20      | 2015 | 40
    A      | C29      | 2015 | 10
    A      | C30      | 2015 | 55
"""
REST = """
    B      | C10      | 2010 | 310
    B      | C20      | 2010 | 130
    B      | C29      | 2010 | 140
    B      | C30      | 2010 | 340
    B      | C10      | 2015 | 340
    B      | C20      | 2015 | 170
    B      | C29      | 2015 | 125
    B      | C30      | 2015 | 425
"""
NATION = """
    industry | year | persons
    ---------+------+--------
    C10      | 2010 | 400
    C20      | 2010 | 150
    C29      | 2010 | 150
    C30      | 2010 | 400
    C10      | 2015 | 440
    C20      | 2015 | 210
    C29      | 2015 | 135
    C30      | 2015 | 480
"""
SPAN = {"first": 2010, "last": 2015}


def rounded(frame, digits=4):
    """The parts to the digits that a textbook prints."""
    return nw.from_native(frame).with_columns(nw.col(*DUNN, *ESTEBAN).round(digits)).to_native()


def test_the_region_of_the_textbook_gains_25_by_27_and_1_less_3(table, answers):
    """Of the -3, -0.6364 are competitive and -2.3636 allocation."""
    parts = shift_share(table(REGION_A), **SPAN, reference=table(NATION))

    whole = rounded(region_shift_share(parts))
    assert answers(whole, "change", *DUNN, *ESTEBAN) == {(): (25, 27, 1, -3, -0.6364, -2.3636)}
    assert answers(rounded(parts), "change", *DUNN, *ESTEBAN) == {
        "C10": (10, 13.5, -4.5, 1, 0.7273, 0.2727),
        "C20": (20, 3, 5, 12, 14.7273, -2.7273),
        "C29": (0, 1.5, -2.5, 1, 2.4545, -1.4545),
        "C30": (-5, 9, 3, -17, -18.5455, 1.5455),
    }


def test_without_a_reference_the_regions_are_the_nation(table, answers):
    """A and B make up the nation of the textbook: the same parts, and the regional ones cancel out."""
    whole = region_shift_share(shift_share(table(REGION_A + REST.strip("\n")), **SPAN))

    assert answers(rounded(whole), "change", *DUNN, *ESTEBAN) == {
        "A": (25, 27, 1, -3, -0.6364, -2.3636),
        "B": (140, 138, -1, 3, 3.1716, -0.1716),
    }


def test_only_cells_with_a_value_in_both_years_are_in_the_sums(table, answers):
    """C29 of B was confidential in 2010: without it the industry grew by 10 % and the economy by 20 %."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        A      | C29      | 2010 | 100
        A      | C29      | 2015 | 110
        A      | C30      | 2010 | 100
        A      | C30      | 2015 | 130
        B      | C29      | 2010 |
        B      | C29      | 2015 | 900
        B      | C30      | 2015 | 900
    """)

    parts = shift_share(cells, **SPAN)

    assert answers(rounded(parts), "change", *DUNN) == {
        ("A", "C29"): (10, 20, -10, 0),
        ("A", "C30"): (30, 20, 10, 0),
        ("B", "C29"): (None, None, None, None),
        ("B", "C30"): (None, None, None, None),
    }
    whole = region_shift_share(parts)
    assert answers(rounded(whole), "change", "regional_part", "categories", "categories_left_out") == {
        "A": (40, 0, 2, 0),
        "B": (None, None, 0, 2),
    }


def test_whoever_works_where_nobody_did_is_a_regional_part(table, answers):
    """C20 is new in B, C31 is new everywhere; where nobody works in either year nothing changes.

    There is no rate from 0, so no competitive and no allocation part: for the
    whole of B they are those of the other industries, and the rest is undivided.
    """
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        A      | C20      | 2010 | 100
        A      | C20      | 2015 | 100
        B      | C20      | 2010 | 0
        B      | C20      | 2015 | 50
        B      | C31      | 2010 | 0
        B      | C31      | 2015 | 20
        B      | C32      | 2010 | 0
        B      | C32      | 2015 | 0
        B      | C33      | 2010 | 100
        B      | C33      | 2015 | 130
    """)

    parts = shift_share(cells, **SPAN)

    assert answers(rounded(parts), *DUNN, *ESTEBAN) == {
        ("A", "C20"): (50, 0, -50, -25, -25),
        ("B", "C20"): (0, 0, 50, None, None),
        ("B", "C31"): (0, 0, 20, None, None),
        ("B", "C32"): (0, 0, 0, None, None),
        ("B", "C33"): (50, -20, 0, 0, 0),
    }
    assert answers(rounded(region_shift_share(parts)), "change", *DUNN, *ESTEBAN, "undivided_part") == {
        "A": (0, 50, 0, -50, -25, -25, 0),
        "B": (100, 50, -20, 70, 0, 0, 70),
    }


def test_overlapping_categories_are_compared_with_the_totals_of_the_regions(table, answers):
    """E02 and E09 hold the same persons. The economy grows from 1000 to 1100 whatever is in them."""
    cells = table("""
        region | cluster | year | persons
        -------+---------+------+--------
        A      | E02     | 2010 | 60
        A      | E02     | 2015 | 75
        A      | E09     | 2010 | 60
        A      | E09     | 2015 | 75
        B      | E02     | 2010 | 40
        B      | E02     | 2015 | 45
        B      | E09     | 2010 | 40
        B      | E09     | 2015 | 45
    """)
    region_totals = table("""
        region | year | region_persons
        -------+------+---------------
        A      | 2010 | 500
        A      | 2015 | 600
        B      | 2010 | 500
        B      | 2015 | 500
        C      | 2015 | 900
    """)

    parts = shift_share(cells, **SPAN, category="cluster", region_totals=region_totals)

    of_a = (15, 6, 6, 3, 2.5, 0.5)
    of_b = (5, 4, 4, -3, -3.75, 0.75)
    assert answers(rounded(parts), "change", *DUNN, *ESTEBAN) == {
        ("A", "E02"): of_a,
        ("A", "E09"): of_a,
        ("B", "E02"): of_b,
        ("B", "E09"): of_b,
    }


def test_what_the_reference_does_not_know_has_no_mix(table, answers):
    """The nation has no C20 in 2015 and nobody in C29 in 2010, which contradicts the region: no rate, no parts."""
    reference = table("""
        industry | year | persons
        ---------+------+--------
        C10      | 2010 | 400
        C10      | 2015 | 440
        C20      | 2010 | 150
        C20      | 2015 |
        C29      | 2010 | 0
        C29      | 2015 | 135
        C30      | 2010 | 400
        C30      | 2015 | 480
    """)

    parts = shift_share(table(REGION_A), **SPAN, reference=reference)

    growth = (440 + 135 + 480) / 800 - 1
    assert answers(rounded(parts), *DUNN) == {
        "C10": (round(90 * growth, 4), round(9 - 90 * growth, 4), 1),
        "C20": (round(20 * growth, 4), None, None),
        "C29": (round(10 * growth, 4), None, None),
        "C30": (round(60 * growth, 4), round(12 - 60 * growth, 4), -17),
    }
    whole = region_shift_share(parts)
    assert answers(rounded(whole), "change", "categories", "categories_left_out") == {(): (5, 2, 2)}


def test_two_editions_of_nuts_are_not_compared(table, answers):
    """Nor is an edition that is not known. The larger of the two modelled shares is kept."""
    cells = table("""
        region | industry | year | persons | nuts_edition | modelled_share
        -------+----------+------+---------+--------------+---------------
        A      | C29      | 2010 | 100     | 2010         | 0.5
        A      | C29      | 2015 | 110     | 2010         | 0.25
        B      | C29      | 2010 | 100     | 2010         | 0.0
        B      | C29      | 2015 | 900     | 2013         |
        C      | C29      | 2010 | 100     | 2010         | 1.0
        D      | C29      | 2010 | 100     |              |
        D      | C29      | 2015 | 100     |              |
    """)

    parts = shift_share(cells, **SPAN)

    assert answers(rounded(parts), "change", *DUNN, "nuts_edition", "modelled_share") == {
        "A": (10, 10, 0, 0, 2010, 0.5),
        "B": (None, None, None, None, 2013, 0.0),
        "C": (None, None, None, None, 2010, 1.0),
        "D": (None, None, None, None, None, None),
    }


def test_a_single_region_has_no_regional_part_and_equal_growth_no_mix(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        A      | C29      | 2010 | 100
        A      | C29      | 2015 | 150
        A      | C30      | 2010 | 100
        A      | C30      | 2015 | 150
    """)

    assert answers(shift_share(cells, **SPAN), *DUNN, *ESTEBAN) == {
        "C29": (50, 0, 0, 0, 0),
        "C30": (50, 0, 0, 0, 0),
    }


def test_where_nobody_works_at_all_there_is_no_rate(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        A      | C29      | 2010 | 0
        A      | C29      | 2015 | 10
    """)

    assert answers(shift_share(cells, **SPAN), "change", *DUNN, *ESTEBAN) == {(): (10, None, None, 10, None, None)}


@pytest.mark.parametrize(
    ("span", "error", "fault"),
    [
        ({"first": 2015, "last": 2010}, NotPossible, "There is no growth from 2015 to 2010"),
        ({"first": 2009, "last": 2015}, NotFound, "no row of the year 2009; it has 2010, 2015"),
        ({"first": 2010, "last": 2016}, NotFound, "no row of the year 2016"),
    ],
)
def test_years_that_are_not_there_or_the_wrong_way_round_are_refused(table, span, error, fault):
    with pytest.raises(error, match=fault):
        shift_share(table(REGION_A), **span)


def test_a_figure_that_is_not_a_number_is_missing(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        A      | C29      | 2010 | 100
        A      | C29      | 2015 | 150
        B      | C29      | 2010 | 100
        B      | C29      | 2015 | nan
    """)

    assert answers(shift_share(cells, **SPAN), "change", *DUNN) == {
        "A": (50, 50, 0, 0),
        "B": (None, None, None, None),
    }


def test_an_empty_table_has_no_years(table):
    with pytest.raises(NotFound, match="no row of the year 2010; it is empty"):
        shift_share(table("region | industry | year | persons\n---"), **SPAN)


def test_negative_persons_are_refused(table):
    with pytest.raises(BadTable, match=r"persons is -1\.0; expected 0 or more, or nothing where not known"):
        shift_share(table(f"{REGION_A}    A | C31 | 2015 | -1"), **SPAN)


def test_the_reference_and_the_totals_are_checked_too(table):
    totals = "region | year | region_persons\n---\nA | 2010 | 5\nA | 2010 | 6\nA | 2015 | 6"

    with pytest.raises(BadTable, match="industry='C10', year=2015: 2 rows have the same key"):
        shift_share(table(REGION_A), **SPAN, reference=table(f"{NATION}    C10 | 2015 | 1"))
    with pytest.raises(BadTable, match="region='A', year=2010: 2 rows have the same key"):
        shift_share(table(REGION_A), **SPAN, region_totals=table(totals))
    with pytest.raises(BadTable, match="The table lacks region_persons; it has region, year"):
        shift_share(table(REGION_A), **SPAN, region_totals=table("region | year\n---\nA | 2010"))


def test_a_share_that_is_modelled_is_no_more_than_the_whole(table):
    cells = (
        "region | industry | year | persons | modelled_share\n---\nA | C29 | 2010 | 1 | 0.5\nA | C29 | 2015 | 1 | 1.5"
    )

    with pytest.raises(BadTable, match=r"year=2015: modelled_share is 1\.5; expected a share from 0 to 1"):
        shift_share(table(cells), **SPAN)
