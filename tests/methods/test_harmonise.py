"""One series through changing regions

Regions are re-drawn every few years. A figure of an old region
goes to the new ones in shares of a weight:

    value(region) = sum over sources of value(source) * share(source, region)
    share(source, region) = weight(source, region) / sum of weight(source, any region)

What was recoded or merged is carried over whole (a fact); what was divided is
spread (a model): `converted_share` says how much of a figure is that. Totals are
kept. A region whose sources are other ones than in the year before has a *break
in series*, however well its figures were carried over.

Assumptions: within a divided region every industry is spread as the weight is,
by default the population of 2018; a plant stands on one side of the new border
only, and nobody asked on which. Between NUTS 2021 and 2024 the only weight here
is area, which is poor where density differs (Lisbon).

Sources: flows between NUTS 2006 to 2021 are those of the Joint Research Centre
(R package *nuts*), read from the caller's file; Eurostat, history of NUTS.
"""

import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.harmonise import convert

FLOWS = """
    from_region | to_region | from_edition | to_edition | area | population_2018
    ------------+-----------+--------------+------------+------+----------------
    FI18        | FI1B      | 2006         | 2010       | 20   | 60
    FI18        | FI1C      | 2006         | 2010       | 80   | 40
    FI13        | FI1D      | 2006         | 2010       | 80   | 50
    FI1A        | FI1D      | 2006         | 2010       | 140  | 50
    FI19        | FI19      | 2006         | 2010       | 60   | 90
    ITD3        | ITH3      | 2006         | 2010       | 18   | 49
"""
FLOW_TYPES = {"from_edition": "integer", "to_edition": "integer", "area": "float", "population_2018": "float"}


def test_a_divided_region_is_spread_by_population_and_what_was_recoded_or_merged_goes_whole(table, answers):
    cells = table("""
        region | industry | year | nuts_edition | persons | wages
        -------+----------+------+--------------+---------+------
        FI18   | C29      | 2010 | 2006         | 1000    | 30.0
        FI13   | C29      | 2010 | 2006         | 200     | 4.0
        FI1A   | C29      | 2010 | 2006         | 100     | 2.5
        ITD3   | C29      | 2010 | 2006         | 70      |
    """)

    series = convert(cells, table(FLOWS, **FLOW_TYPES), target=2010)

    assert answers(series, "persons", "wages", "converted", "converted_share") == {
        "FI1B": (600, 18, True, 1),
        "FI1C": (400, 12, True, 1),
        "FI1D": (300, 6.5, False, 0),
        "ITH3": (70, None, False, 0),
    }


def test_the_share_of_a_figure_that_comes_of_a_division_is_said(table, answers):
    """A part of Leipzig's region went to Chemnitz's in 2010; the rest of DED4 is no model."""
    flows = table(
        """
        from_region | to_region | from_edition | to_edition | area | population_2018
        ------------+-----------+--------------+------------+------+----------------
        DED1        | DED4      | 2006         | 2010       | 60   | 14
        DED3        | DED4      | 2006         | 2010       | 4    | 1
        DED3        | DED5      | 2006         | 2010       | 40   | 9
        """,
        **FLOW_TYPES,
    )
    cells = table("""
        region | industry | year | nuts_edition | persons
        -------+----------+------+--------------+--------
        DED1   | C29      | 2010 | 2006         | 900
        DED3   | C29      | 2010 | 2006         | 1000
    """)

    series = convert(cells, flows, target=2010)

    assert answers(series, "persons", "converted_share") == {"DED4": (1000, 0.1), "DED5": (900, 1)}


def test_cells_of_the_target_edition_come_through_untouched(table, answers):
    cells = table("""
        region | industry | year | nuts_edition | persons | local_units
        -------+----------+------+--------------+---------+------------
        FI1B   | C29      | 2011 | 2010         | 611     | 7
        FI1B   | C30      | 2011 | 2010         |         |
        XX11   | C29      | 2011 | 2010         | 5.1     | 1
    """)

    series = convert(cells, table(FLOWS, **FLOW_TYPES), target=2010)

    columns = ("persons", "local_units", "source_edition", "converted", "known_share", "break_in_series")
    assert answers(series, *columns) == {
        ("FI1B", "C29"): (611, 7, 2010, False, 1, False),
        ("FI1B", "C30"): (None, None, 2010, False, 0, False),
        ("XX11", "C29"): (5.1, 1, 2010, False, 1, False),
    }


def test_the_first_year_of_other_sources_is_a_break_in_the_series_of_the_regions_concerned(table, answers):
    """FI19 stayed what it was and ITH3 has another code only: no break there."""
    cells = table("""
        region | industry | year | nuts_edition | persons
        -------+----------+------+--------------+--------
        FI18   | C29      | 2009 | 2006         | 900
        FI18   | C29      | 2010 | 2006         | 1000
        FI19   | C29      | 2010 | 2006         | 10
        ITD3   | C29      | 2010 | 2006         | 10
        FI1B   | C29      | 2011 | 2010         | 610
        FI1B   | C29      | 2012 | 2010         | 620
        FI1C   | C29      | 2012 | 2010         | 400
        FI19   | C29      | 2011 | 2010         | 11
        ITH3   | C29      | 2011 | 2010         | 11
    """)

    series = convert(cells, table(FLOWS, **FLOW_TYPES), target=2010)

    assert answers(series, "break_in_series") == {
        ("FI1B", 2009): False,
        ("FI1B", 2010): False,
        ("FI1B", 2011): True,
        ("FI1B", 2012): False,
        ("FI1C", 2009): False,
        ("FI1C", 2010): False,
        ("FI1C", 2012): True,
        ("FI19", 2010): False,
        ("FI19", 2011): False,
        ("ITH3", 2010): False,
        ("ITH3", 2011): False,
    }


def test_a_source_without_a_value_or_without_a_row_makes_a_figure_incomplete(table, answers):
    """Never zero: what is known is summed, and says of how much of the region it is known."""
    cells = table("""
        region | industry | year | nuts_edition | persons | wages
        -------+----------+------+--------------+---------+------
        FI13   | C28      | 2010 | 2006         | 200     | 4.0
        FI1A   | C28      | 2010 | 2006         |         | 1.0
        FI13   | C29      | 2010 | 2006         | 200     | 4.0
        FI13   | C30      | 2010 | 2006         |         |
        FI1A   | C30      | 2010 | 2006         |         |
        FI13   | C31      | 2010 | 2006         | 200     | 4.0
        FI1A   | C31      | 2010 | 2006         | 100     |
        FI13   | C32      | 2010 | 2006         | 200     |
        FI1A   | C32      | 2010 | 2006         | 100     |
    """)

    series = convert(cells, table(FLOWS, **FLOW_TYPES), target=2010)

    assert answers(series, "persons", "wages", "known_share", "incomplete") == {
        "C28": (200, 5, 0.5, True),
        "C29": (200, 4, 0.5, True),
        "C30": (None, None, 0, False),
        "C31": (300, 4, 1, True),
        "C32": (300, None, 1, False),
    }


def test_another_weight_can_be_asked_for_and_what_lacks_it_is_spread_by_area_and_says_so(table, answers):
    cells = table("""
        region | industry | year | nuts_edition | persons
        -------+----------+------+--------------+--------
        FI18   | C29      | 2010 | 2006         | 1000
        FI13   | C29      | 2010 | 2006         | 200
    """)
    flows = table(FLOWS, **FLOW_TYPES)

    by_area = convert(cells, flows, target=2010, weight="area")
    without = convert(cells, flows, target=2010, weight="population_2011")

    expected = {"FI1B": (200, False), "FI1C": (800, False), "FI1D": (200, False)}
    assert answers(by_area, "persons", "other_weight") == expected
    expected = {"FI1B": (200, True), "FI1C": (800, True), "FI1D": (200, False)}
    assert answers(without, "persons", "other_weight") == expected


def test_any_category_and_any_measure_that_adds_up_can_be_converted(table, answers):
    cells = table(
        """
        region | cluster | year | nuts_edition | turnover
        -------+---------+------+--------------+---------
        FI18   | 4       | 2010 | 2006         | 10
        """,
        turnover="float",
    )

    series = convert(
        cells, table(FLOWS, **FLOW_TYPES), target=2010, measures=("turnover", "persons"), category="cluster"
    )

    assert answers(series, "turnover", "converted_share") == {"FI1B": (6, 1), "FI1C": (4, 1)}


def test_regions_that_no_flow_leads_from_are_an_error_unless_left_out(table, answers):
    cells = table("""
        region | industry | year | nuts_edition | persons
        -------+----------+------+--------------+--------
        FI13   | C29      | 2010 | 2006         | 200
        UKD2   | C29      | 2010 | 2006         | 300
    """)
    flows = table(FLOWS, **FLOW_TYPES)

    with pytest.raises(NotFound, match=r"No flow leads to NUTS 2010 from UKD2 \(2006\)\. Read a cross-walk"):
        convert(cells, flows, target=2010)
    assert answers(convert(cells, flows, target=2010, leave_out=True), "region", "persons") == {(): ("FI1D", 200)}


def test_no_cells_give_no_cells(table, answers):
    cells = table("""
        region | industry | year | nuts_edition | persons
        -------+----------+------+--------------+--------
    """)

    assert answers(convert(cells, table(FLOWS, **FLOW_TYPES), target=2010), "persons") == {}


def test_a_share_of_nobody_is_missing_and_zero_is_kept(table, answers):
    cells = table("""
        region | industry | year | nuts_edition | persons
        -------+----------+------+--------------+--------
        FI18   | C29      | 2010 | 2006         | 0
    """)

    series = convert(cells, table(FLOWS, **FLOW_TYPES), target=2010)

    assert answers(series, "persons", "converted", "converted_share", "known_share") == {
        "FI1B": (0, True, None, 1),
        "FI1C": (0, True, None, 1),
    }


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            ["FI13 | C29 | 2010 | 2006 | 1"] * 2,
            "region='FI13', industry='C29', year=2010, nuts_edition=2006: 2 rows have the same key",
        ),
        (["FI13 | C29 | 2010 | 2006 | inf"], "persons is inf; expected a number"),
        (["FI13 |     | 2010 | 2006 | 1"], "At region='FI13', year=2010, nuts_edition=2006: industry is empty"),
        (["FI13 | C29 | 2010 | 2006 | -inf"], "persons is -inf; expected a number"),
        (["FI13 | C29 | 2010 | 2006 | -1"], r"persons is -1\.0; expected 0 or more"),
        (
            ["FI18 | C29 | 2010 | 2006 | 1", "FI1B | C29 | 2010 | 2010 | 1"],
            "The figures of 2010 for FI1B come in NUTS 2006 and 2010 at once and would count people twice",
        ),
    ],
)
def test_cells_that_contradict_themselves_are_refused(table, rows, message):
    cells = table("region | industry | year | nuts_edition | persons\n-\n" + "\n".join(rows))

    with pytest.raises(BadTable, match=message):
        convert(cells, table(FLOWS, **FLOW_TYPES), target=2010)


def test_a_value_that_is_no_number_is_missing(table, answers):
    cells = table("""
        region | industry | year | nuts_edition | persons
        -------+----------+------+--------------+--------
        FI13   | C29      | 2010 | 2006         | nan
        FI1A   | C29      | 2010 | 2006         | 100
    """)

    series = convert(cells, table(FLOWS, **FLOW_TYPES), target=2010)

    assert answers(series, "region", "persons", "known_share") == {(): ("FI1D", 100, 0.5)}


def test_a_table_without_edition_or_measure_is_refused(table):
    cells = table("""
        region | industry | year | wages
        -------+----------+------+------
        FI13   | C29      | 2010 | 1.0
    """)

    with pytest.raises(BadTable, match="The table lacks nuts_edition, persons; it has region, industry, year, wages"):
        convert(cells, table(FLOWS, **FLOW_TYPES), target=2010)
    with pytest.raises(BadTable, match="No measure was named; expected one or more, for instance persons"):
        convert(cells, table(FLOWS, **FLOW_TYPES), target=2010, measures=())
