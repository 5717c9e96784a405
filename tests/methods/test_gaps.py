"""Splitting coarse figures over four-digit classes

Clusters are made of four-digit NACE classes, which regional statistics rarely
publish. The observatory's first phase split the nearest published figure above
a class equally among the classes that had none of their own; so do we, and
every figure that was split is marked *modelled*.
"""

from cluster_observatory.statistics.gaps import class_cells, split_equally

ENERGY = """
    industry | group | division | section
    ---------+-------+----------+--------
    E4011    | E401  | E40      | E
    E4012    | E401  | E40      | E
    E4013    | E401  | E40      | E
    E4020    | E402  | E40      | E
    E4030    | E403  | E40      | E
    E4100    | E410  | E41      | E
"""


def test_what_is_left_of_a_division_goes_in_equal_parts_to_classes_with_nothing_nearer(table, answers):
    """The worked example of the source. 40.12 and 40.20 share (1000 - 300 - 100 - 200) / 2.

    40.30 is the only class of group 40.3: the same activity under another code,
    so its 200 are measured. 41.00 has nothing published above it: no value is
    invented.
    """
    published = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SE11   | E40      | 2006 | 1000
        SE11   | E4011    | 2006 | 300
        SE11   | E4013    | 2006 | 100
        SE11   | E403     | 2006 | 200
    """)

    split = split_equally(published, table(ENERGY))

    assert answers(split, "persons", "source_industry", "classes_sharing", "modelled") == {
        "E4011": (300, "E4011", 1, False),
        "E4012": (200, "E40", 2, True),
        "E4013": (100, "E4013", 1, False),
        "E4020": (200, "E40", 2, True),
        "E4030": (200, "E403", 1, False),
    }


def test_the_nearest_figure_counts_and_each_person_once(table, answers):
    """Group 40.1 is published, so its classes share it, and the division passes on only what the groups leave."""
    published = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SE11   | E        | 2006 | 1700
        SE11   | E40      | 2006 | 1000
        SE11   | E401     | 2006 | 600
        SE11   | E4011    | 2006 | 100
    """)

    split = split_equally(published, table(ENERGY))

    assert answers(split, "persons", "source_industry", "classes_sharing", "modelled") == {
        "E4011": (100, "E4011", 1, False),
        "E4012": (250, "E401", 2, True),
        "E4013": (250, "E401", 2, True),
        "E4020": (200, "E40", 2, True),
        "E4030": (200, "E40", 2, True),
        "E4100": (700, "E", 1, True),
    }


def test_the_rest_of_a_figure_is_modelled_even_where_one_class_takes_it_all(table, answers):
    """40.20 and 40.30 published: what is left of the division is one group's, by subtraction and not by measurement."""
    published = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SE11   | E40      | 2006 | 1000
        SE11   | E401     | 2006 | 600
        SE11   | E4030    | 2006 | 300
    """)

    split = answers(split_equally(published, table(ENERGY)), "persons", "classes_sharing", "modelled")

    assert split["E4020"] == (100, 1, True)


def test_where_the_parts_exceed_the_whole_the_others_get_nothing_and_are_marked(table, answers):
    published = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SE11   | E40      | 2006 | 350
        SE11   | E4011    | 2006 | 300
        SE11   | E4013    | 2006 | 100
        SE11   | E403     | 2006 | 0
    """)

    split = split_equally(published, table(ENERGY))

    assert answers(split, "persons", "modelled", "negative_residual") == {
        "E4011": (300, False, False),
        "E4012": (0, True, True),
        "E4013": (100, False, False),
        "E4020": (0, True, True),
        "E4030": (0, False, False),
    }


def test_a_missing_figure_is_not_published_and_regions_and_years_stand_by_themselves(table, answers):
    published = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SE11   | E40      | 2006 |
        SE11   | E41      | 2006 | 7
        SE11   | E41      | 2007 |
        SE12   | E402     | 2006 | 5
    """)

    assert answers(split_equally(published, table(ENERGY)), "persons", "modelled") == {
        ("SE11", "E4100"): (7, False),
        ("SE12", "E4020"): (5, False),
    }


def test_fractions_are_kept_and_any_measure_can_be_split(table, answers):
    published = table("""
        region | industry | year | local_units
        -------+----------+------+------------
        SE11   | E401     | 2006 | 100
        SE11   | E40X     | 2006 | 100
    """)

    split = split_equally(published, table(ENERGY), measure="local_units")

    units = answers(split, "local_units")
    assert units == dict.fromkeys(("E4011", "E4012", "E4013"), 100 / 3)


def test_wages_are_kept_only_where_they_come_from_the_same_figure_as_the_persons(table, answers):
    """Persons of 41 are published, its wages are not: what is left of E's wages belongs to others too."""
    published = table("""
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        SE11   | E        | 2006 | 100     | 5.0
        SE11   | E41      | 2006 | 40      |
        SE11   | E403     | 2006 | 30      | 2.0
        SE12   | E41      | 2006 | 40      | 2.5
    """)

    cells = class_cells(published, table(ENERGY))

    assert answers(cells, "persons", "wages") == {
        ("SE11", "E4011"): (7.5, None),
        ("SE11", "E4012"): (7.5, None),
        ("SE11", "E4013"): (7.5, None),
        ("SE11", "E4020"): (7.5, None),
        ("SE11", "E4030"): (30, 2.0),
        ("SE11", "E4100"): (40, None),
        ("SE12", "E4100"): (40, 2.5),
    }


def test_wages_are_kept_only_where_the_same_classes_share_them(table, answers):
    """Persons of 40.11 and wages of 40.12 are published: both leave two classes of group 40.1, but not the same two.

    In SE12 the residuals of division 40 come about in different ways and are of
    the same classes, 40.20 and 40.30.
    """
    published = table("""
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        SE11   | E401     | 2006 | 100     | 5.0
        SE11   | E4011    | 2006 | 40      |
        SE11   | E4012    | 2006 |         | 1.0
        SE12   | E40      | 2006 | 100     | 5.0
        SE12   | E401     | 2006 | 45      |
        SE12   | E4011    | 2006 |         | 1.0
        SE12   | E4012    | 2006 |         | 1.0
        SE12   | E4013    | 2006 |         | 1.0
    """)

    assert answers(class_cells(published, table(ENERGY)), "persons", "wages") == {
        ("SE11", "E4011"): (40, None),
        ("SE11", "E4012"): (30, None),
        ("SE11", "E4013"): (30, None),
        ("SE12", "E4011"): (15, None),
        ("SE12", "E4012"): (15, None),
        ("SE12", "E4013"): (15, None),
        ("SE12", "E4020"): (27.5, 1),
        ("SE12", "E4030"): (27.5, 1),
    }


def test_where_the_wages_of_the_parts_exceed_the_whole_the_others_have_none(table, answers):
    """Not 0: those employed there earn something."""
    published = table("""
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        SE11   | E401     | 2006 | 100     | 5.0
        SE11   | E4011    | 2006 | 40      | 5.5
        SE12   | E401     | 2006 | 100     | 5.0
        SE12   | E4011    | 2006 | 40      | 5.0
    """)

    assert answers(class_cells(published, table(ENERGY)), "persons", "wages") == {
        ("SE11", "E4011"): (40, 5.5),
        ("SE11", "E4012"): (30, None),
        ("SE11", "E4013"): (30, None),
        ("SE12", "E4011"): (40, 5),
        ("SE12", "E4012"): (30, 0),
        ("SE12", "E4013"): (30, 0),
    }


def test_local_units_are_split_by_themselves(table, answers):
    """They come from the nearest figure of their own, which need not be that of the persons."""
    published = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        SE11   | E40      | 2006 | 1000    | 50
        SE11   | E401     | 2006 | 600     |
        SE11   | E403     | 2006 | 300     | 10
        SE12   | E41      | 2006 | 40      |
    """)

    cells = class_cells(published, table(ENERGY))

    assert answers(cells, "persons", "local_units", "source_industry") == {
        ("SE11", "E4011"): (200, 10, "E401"),
        ("SE11", "E4012"): (200, 10, "E401"),
        ("SE11", "E4013"): (200, 10, "E401"),
        ("SE11", "E4020"): (100, 10, "E40"),
        ("SE11", "E4030"): (300, 10, "E403"),
        ("SE12", "E4100"): (40, None, "E41"),
    }
