"""Clusters

A cluster's figures are the sums over its NACE classes. Most classes are split
from coarser figures, so a cluster says how much of it is *modelled*, and for
what share of its classes there is any figure at all (*coverage*).
"""

import pytest

from cluster_observatory.statistics.clusters import by_cluster
from cluster_observatory.statistics.gaps import class_cells

MEMBERS = """
    cluster | industry
    --------+---------
    4       | C2910
    4       | C2920
    4       | A0111
    E10     | C2910
"""


def test_a_cluster_adds_up_its_classes_and_says_what_part_is_modelled(table, answers):
    """A0111 has no figure in DE11, so two of three classes are covered; C2920 is modelled, so are 50 of 250 persons."""
    cells = table("""
        region | industry | year | persons | modelled
        -------+----------+------+---------+---------
        DE11   | C2910    | 2021 | 200     | false
        DE11   | C2920    | 2021 | 50      | true
        DE11   | C3011    | 2021 | 99      | false
    """)

    sums = by_cluster(cells, table(MEMBERS))

    assert answers(sums, "persons", "modelled_share", "modelled", "coverage") == {
        "4": (250, 0.2, True, 2 / 3),
        "E10": (200, 0, False, 1),
    }


def test_a_cluster_without_any_figure_has_no_row(table, answers):
    cells = table("""
        region | industry | year | persons | modelled
        -------+----------+------+---------+---------
        DE11   | A0111    | 2021 | 9       | false
        DE11   | C2910    | 2021 |         | false
        FR10   | C3011    | 2021 | 99      | false
    """)

    assert answers(by_cluster(cells, table(MEMBERS)), "cluster", "persons", "coverage") == {(): ("4", 9, 1 / 3)}


def test_nobody_employed_has_no_modelled_share(table, answers):
    cells = table("""
        region | industry | year | persons | modelled
        -------+----------+------+---------+---------
        DE11   | A0111    | 2021 | 0       | true
    """)

    assert answers(by_cluster(cells, table(MEMBERS)), "persons", "modelled_share", "modelled") == {(): (0, None, True)}


def test_a_cluster_says_where_a_class_got_nothing_as_the_parts_exceed_the_whole(table, answers):
    """Group 29.3 has 60 persons, one of its classes 80: the other gets 0, and the cluster that lists it says so."""
    published = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C293     | 2021 | 60
        DE11   | C2931    | 2021 | 80
        DE11   | C2910    | 2021 | 100
    """)
    classes = table("""
        industry | group | division | section
        ---------+-------+----------+--------
        C2910    | C291  | C29      | C
        C2931    | C293  | C29      | C
        C2932    | C293  | C29      | C
    """)
    members = table("""
        cluster | industry
        --------+---------
        4       | C2910
        4       | C2932
        E10     | C2910
        E10     | C2931
    """)

    clusters = by_cluster(class_cells(published, classes), members)

    assert answers(clusters, "persons", "negative_residual") == {"4": (100, True), "E10": (180, False)}


def test_wages_of_a_cluster_need_the_wages_of_every_class_with_persons(table, answers):
    """C2920 of DE11 has persons but no wages, in FR10 it has neither: only FR10's cluster has wages."""
    cells = table("""
        region | industry | year | persons | wages | modelled
        -------+----------+------+---------+-------+---------
        DE11   | C2910    | 2021 | 200     | 10.5  | false
        DE11   | C2920    | 2021 | 50      |       | false
        FR10   | C2910    | 2021 | 200     | 10.5  | false
        FR10   | C2920    | 2021 | 0       |       | false
    """)

    assert answers(by_cluster(cells, table(MEMBERS)), "wages") == {
        ("DE11", "4"): None,
        ("DE11", "E10"): 10.5,
        ("FR10", "4"): 10.5,
        ("FR10", "E10"): 10.5,
    }


def test_clusters_from_published_divisions(table, answers):
    """Division 29 is split over its four classes, of which the cluster has two; its wages come from the same figure."""
    published = table("""
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        DE11   | C29      | 2021 | 400     | 20.0
        DE11   | C30      | 2021 | 10      | 1.0
    """)
    classes = table("""
        industry | group | division | section
        ---------+-------+----------+--------
        C2910    | C291  | C29      | C
        C2920    | C292  | C29      | C
        C2931    | C293  | C29      | C
        C2932    | C293  | C29      | C
        A0111    | A011  | A01      | A
    """)

    clusters = by_cluster(class_cells(published, classes), table(MEMBERS))

    assert answers(clusters, "persons", "wages", "modelled_share", "coverage") == {
        "4": (200, 10, 1, 2 / 3),
        "E10": (100, 5, 1, 1),
    }


def test_wages_are_not_needed(table, answers):
    published = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C2910    | 2021 | 400
    """)
    classes = table("""
        industry | group | division | section
        ---------+-------+----------+--------
        C2910    | C291  | C29      | C
    """)

    assert answers(by_cluster(class_cells(published, classes), table(MEMBERS)), "persons", "wages") == {
        "4": (400, None),
        "E10": (400, None),
    }


@pytest.mark.parametrize("kind", ["uint8", "int16", "decimal"])
def test_numbers_of_any_kind_are_split_and_added_up_alike(table, answers, kind):
    """Binary fractions of 200 do not fit into 8 or 16 bits, and need not."""
    published = table(
        """
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        DE11   | C2910    | 2021 | 200     | 10
        DE11   | C2920    | 2021 | 100     | 5
        """,
        persons=kind,
        wages=kind,
    )
    classes = table("""
        industry | group | division | section
        ---------+-------+----------+--------
        C2910    | C291  | C29      | C
        C2920    | C292  | C29      | C
    """)
    cells = table(
        """
        region | industry | year | persons | wages | modelled
        -------+----------+------+---------+-------+---------
        DE11   | C2910    | 2021 | 200     | 10    | false
        DE11   | C2920    | 2021 | 100     | 5     | false
        """,
        persons=kind,
        wages=kind,
    )
    expected = {"4": (300, 15), "E10": (200, 10)}

    assert answers(by_cluster(class_cells(published, classes), table(MEMBERS)), "persons", "wages") == expected
    assert answers(by_cluster(cells, table(MEMBERS)), "persons", "wages") == expected


def test_other_columns_of_the_cells_do_not_matter(table, answers):
    cells = table("""
        region | industry | year | persons | modelled | cluster | classes | with_wages
        -------+----------+------+---------+----------+---------+---------+-----------
        DE11   | C2910    | 2021 | 200     | false    | 36      | 9       | 9
    """)

    assert answers(by_cluster(cells, table(MEMBERS)), "persons", "coverage") == {"4": (200, 1 / 3), "E10": (200, 1)}


def test_local_units_of_a_cluster_are_missing_unless_every_class_with_persons_has_them(table, answers):
    """Nobody works in C2920 of FR10, so its missing local units are no loss."""
    cells = table("""
        region | industry | year | persons | modelled | local_units
        -------+----------+------+---------+----------+------------
        DE11   | C2910    | 2021 | 200     | false    | 10
        DE11   | C2920    | 2021 | 50      | false    |
        FR10   | C2910    | 2021 | 200     | false    | 10
        FR10   | C2920    | 2021 | 0       | false    |
    """)

    units = answers(by_cluster(cells, table(MEMBERS)), "local_units")

    assert units == {("DE11", "4"): None, ("DE11", "E10"): 10, ("FR10", "4"): 10, ("FR10", "E10"): 10}


def test_an_equal_split_says_how_far_off_it_can_be(table, answers):
    """What 29 has beyond C2910, 90 persons, is shared by 3 classes, 30 each; the cluster 4 has 1 of them, 10 has 2.

    Were the 90 split in any proportions, the variance of 1 of 3 parts, and of 2, is 30 ** 2 * 1 * 2 / 4.
    """
    cells = table(
        """
        region | industry | year | persons | modelled | source_industry | classes_sharing
        -------+----------+------+---------+----------+-----------------+----------------
        DE11   | C2910    | 2021 | 200     | false    | C2910           | 1
        DE11   | C2920    | 2021 | 30      | true     | C29             | 3
        DE11   | C2931    | 2021 | 30      | true     | C29             | 3
        DE11   | C2932    | 2021 | 30      | true     | C29             | 3
    """,
        classes_sharing="integer",
    )
    members = table("""
        cluster | industry
        --------+---------
        1       | C2910
        4       | C2920
        10      | C2931
        10      | C2932
        29      | C2920
        29      | C2931
        29      | C2932
    """)

    split = answers(by_cluster(cells, members), "split_deviation")

    assert split == {"1": 0, "4": 450**0.5, "10": 450**0.5, "29": 0}


def test_how_far_off_a_split_can_be_is_not_known_where_the_cells_do_not_say_what_is_shared(table, answers):
    cells = table("""
        region | industry | year | persons | modelled
        -------+----------+------+---------+---------
        DE11   | C2910    | 2021 | 200     | true
        DE11   | A0111    | 2021 | 50      | false
    """)

    assert answers(by_cluster(cells, table(MEMBERS)), "split_deviation") == {"4": None, "E10": None}
