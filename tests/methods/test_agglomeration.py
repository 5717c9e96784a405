"""Clustering beyond the size of plants

An industry of one large plant is in one region without clustering there. Ellison
and Glaeser ask how much more concentrated an industry is than plants of these
sizes would be that had chosen their regions at random, in proportion to all
persons employed there. With s the regions' shares in the industry, x in all
persons, and z the plants' shares in the industry:

    G = sum of (s - x)²,  H = sum of z²
    Ellison-Glaeser = (G - (1 - sum of x²) H) / ((1 - sum of x²) (1 - H))
    its test:       z = (G - (1 - sum of x²) H) / square root of var(G)

Plants are rarely published. Where only the local units of a cell are known, they
are taken to be of one size: the plants' Herfindahl H is then at its least and the
index at its most, and `plant_herfindahl_estimated` says so.

The coagglomeration of two industries uses the same deviations; its formula is
quoted from memory and not verified against published values. The cluster index of
Litzenberger and Sternberg multiplies the density of an industry in area and in
population and divides by the size of its plants: it is not standardised.

Sources: Ellison & Glaeser (1997), doi:10.1086/262098; var(G) as in the R package
REAT; Litzenberger & Sternberg (2006), *Geographische Zeitschrift* 94. The values
called *textbook* are those that REAT prints, after Farhauer & Kröll (2014).
"""

import narwhals as nw
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.agglomeration import coagglomeration, ellison_glaeser, litzenberger_sternberg

CELLS = """
    region | industry | year | persons | local_units
    -------+----------+------+---------+------------
    AT13   | X        | 2021 | 13000   | 5
    AT22   | X        | 2021 | 25000   | 1
    AT31   | X        | 2021 | 32000   | 4
"""
EVERYTHING = """
    region | year | region_persons
    -------+------+---------------
    AT13   | 2021 | 500000
    AT22   | 2021 | 100000
    AT31   | 2021 | 400000
"""
PLANTS = """
    region | industry | year | persons
    -------+----------+------+--------
    AT13   | X        | 2021 | 200
    AT13   | X        | 2021 | 650
    AT13   | X        | 2021 | 12000
    AT13   | X        | 2021 | 100
    AT13   | X        | 2021 | 50
    AT31   | X        | 2021 | 16000
    AT31   | X        | 2021 | 13000
    AT31   | X        | 2021 | 1500
    AT31   | X        | 2021 | 1500
    AT22   | X        | 2021 | 25000
"""


def test_the_textbook_index_of_ten_plants_in_three_regions(table, answers):
    index = ellison_glaeser(table(CELLS), plants=table(PLANTS), region_totals=table(EVERYTHING))

    found = answers(index, "ellison_glaeser", "raw_concentration", "plant_herfindahl", "ellison_glaeser_z")
    assert found == {
        (): tuple(pytest.approx(value, abs=5e-8) for value in (0.05990628, 0.1681633, 0.2446888, 0.1959002))
    }
    assert answers(index, "plant_herfindahl_estimated", "expected_raw_concentration", "regions_compared") == {
        (): (False, pytest.approx(0.58 * 0.2446888, abs=5e-8), 3)
    }


def test_without_plants_those_of_a_cell_are_taken_to_be_of_one_size(table, answers):
    """Then the plants' Herfindahl is the least and the index the most that they can be."""
    index = ellison_glaeser(table(CELLS), region_totals=table(EVERYTHING))

    least = (13000**2 / 5 + 25000**2 + 32000**2 / 4) / 70000**2
    most = (0.16816326530612245 - 0.58 * least) / (0.58 * (1 - least))
    found = answers(index, "plant_herfindahl", "ellison_glaeser", "plant_herfindahl_estimated")
    assert found == {(): (least, most, True)}


def test_of_one_plant_or_in_one_region_the_index_is_not_defined(table, answers):
    """C28 has one plant, C29 is known in one region alone, C30 has nobody, C31 no plants."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT13   | C28      | 2021 | 10
        AT22   | C28      | 2021 | 0
        AT13   | C29      | 2021 | 10
        AT22   | C29      | 2021 |
        AT13   | C30      | 2021 | 0
        AT22   | C30      | 2021 | 0
        AT13   | C31      | 2021 | 5
        AT22   | C31      | 2021 | 5
    """)
    plants = table("""
        industry | year | persons
        ---------+------+--------
        C28      | 2021 | 10
        C29      | 2021 | 5
        C29      | 2021 | 5
        C30      | 2021 | 0
        C31      | 2021 |
    """)

    found = answers(ellison_glaeser(cells, plants=plants), "ellison_glaeser", "ellison_glaeser_z", "plant_herfindahl")

    assert found == {
        "C28": (None, None, 1),
        "C29": (None, None, 0.5),
        "C30": (None, None, None),
        "C31": (None, None, None),
    }


def test_a_region_counts_only_where_what_is_needed_of_it_is_known(table, answers):
    """DE11 has no local unit for its persons, DE12 no persons, DE13 no total: AT13 and AT22 are left."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT13   | C29      | 2021 | 30      | 3
        AT22   | C29      | 2021 | 10      | 1
        DE11   | C29      | 2021 | 70      | 0
        DE12   | C29      | 2021 |         | 2
        DE13   | C29      | 2021 | 70      | 7
    """)
    everything = table("""
        region | year | region_persons
        -------+------+---------------
        AT13   | 2021 | 100
        AT22   | 2021 | 100
        DE11   | 2021 | 100
        DE12   | 2021 | 100
    """)

    found = answers(ellison_glaeser(cells, region_totals=everything), "regions_compared", "raw_concentration")

    assert found == {(): (2, 2 * (3 / 4 - 1 / 2) ** 2)}


def test_an_index_without_plants_or_local_units_is_refused(table):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT13   | C29      | 2021 | 30
    """)

    with pytest.raises(BadTable, match="no column local_units, and no plants were given"):
        ellison_glaeser(cells)


def test_coagglomeration_is_positive_where_two_industries_gather_in_the_same_regions(table):
    """All regions are of one size: x = 1/2 and 1 - sum of x² = 1/2. DE11 is left out where FR10 alone is known."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 3
        FR10   | C29      | 2021 | 1
        DE11   | C30      | 2021 | 30
        FR10   | C30      | 2021 | 10
        DE11   | C31      | 2021 | 10
        FR10   | C31      | 2021 | 30
        DE11   | C32      | 2021 |
        FR10   | C32      | 2021 | 2
    """)
    everything = table("""
        region | year | region_persons
        -------+------+---------------
        DE11   | 2021 | 100
        FR10   | 2021 | 100
    """)

    pairs = coagglomeration(cells, region_totals=everything)

    assert by_pair(pairs, "coagglomeration", "regions_compared") == {
        ("C29", "C30"): (pytest.approx(2 * (1 / 4) ** 2 / (1 / 2)), 2),
        ("C29", "C31"): (pytest.approx(-2 * (1 / 4) ** 2 / (1 / 2)), 2),
        ("C29", "C32"): (None, 1),
        ("C30", "C31"): (pytest.approx(-2 * (1 / 4) ** 2 / (1 / 2)), 2),
        ("C30", "C32"): (None, 1),
        ("C31", "C32"): (None, 1),
    }


def test_the_textbook_cluster_index(table, answers):
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AA01   | X        | 2021 | 1743    | 35
        AA02   | X        | 2021 | 3997    | 18
    """)
    areas = table(
        """
        region | area | population
        -------+------+-----------
        AA01   | 50   | 488
        AA02   | 526  | 4133
        """,
        area="float",
        population="float",
    )

    assert answers(litzenberger_sternberg(cells, areas), "cluster_index")["AA01"] == pytest.approx(21.87491, abs=5e-6)


def test_the_cluster_index_is_missing_where_a_figure_that_it_needs_is(table, answers):
    """C29 in AA02 has nobody: 0. AA03 has no area, AA04 no local units, AA05 persons without a local unit."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AA01   | C29      | 2021 | 10      | 1
        AA02   | C29      | 2021 | 0       | 0
        AA03   | C29      | 2021 | 10      | 1
        AA04   | C29      | 2021 | 10      |
        AA05   | C29      | 2021 | 10      | 0
    """)
    areas = table(
        """
        region | area | population
        -------+------+-----------
        AA01   | 1    | 1
        AA02   | 1    | 1
        AA03   |      | 1
        AA04   | 1    | 1
        AA05   | 1    | 1
        """,
        area="float",
        population="float",
    )

    found = answers(litzenberger_sternberg(cells, areas), "cluster_index")

    share, plants, place = 10 / 30, 1 / 2, 1 / 4
    index = (share / place) ** 2 / (share / plants)
    assert found == {"AA01": index, "AA02": 0, "AA03": None, "AA04": None, "AA05": None}


@pytest.mark.parametrize("measure", [ellison_glaeser, coagglomeration])
def test_a_negative_figure_is_refused(table, measure):
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT13   | C29      | 2021 | -1      | 3
    """)

    with pytest.raises(BadTable, match=r"At region='AT13', industry='C29', year=2021: persons is -1\.0; expected 0 or"):
        measure(cells)


@pytest.mark.parametrize("measure", [ellison_glaeser, coagglomeration])
def test_an_empty_table_has_an_empty_answer(table, answers, measure):
    nothing = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
    """)

    assert answers(measure(nothing), "regions_compared") == {}


def by_pair(frame, *columns):
    """Return the columns of each pair of industries of an engine's frame."""
    frame = nw.from_native(frame)
    rows = (frame.collect() if isinstance(frame, nw.LazyFrame) else frame).rows(named=True)
    found = {(row["industry"], row["other_industry"]): tuple(row[column] for column in columns) for row in rows}
    assert len(found) == len(rows)
    return {pair: tuple(None if value != value else value for value in values) for pair, values in found.items()}
