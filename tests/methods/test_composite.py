"""Relatedness of several kinds, and clusters that hold together

Industries are related where they share regions, buy from each other, or employ the
same occupations. Each kind has its own scale; the composite is the mean over the
kinds of the standardised values:

    relatedness = mean of (value - mean of the kind) / deviation of the kind

Up from industries to clusters, relatedness between two clusters (BCR) is the mean
over the pairs of an industry of one and an industry of the other, relatedness
within a cluster (WCR) the mean over its own pairs. Two clusters are *related* from
the 90th percentile of all pairs on. A set of clusters is good where most have a WCR
above the mean, or above the 95th percentile, of their BCR: two validation scores in
per cent, which can be asked of industries, too.

The composite reproduces the published relatedness of the U.S. clusters, and the
rule of the 90th percentile its number of related pairs; that rule was derived from
them. The validation scores are quoted from memory: our scores of the published
relatedness agree with the reference values of the specification, which were
computed in the same way; the authors' own have not been compared. No regional data
here gives links of inputs or of occupations: bring them as columns.

Source: Delgado, Porter & Stern (2016), *Journal of Economic Geography* 16(1),
doi:10.1093/jeg/lbv017.
"""

import math

import narwhals as nw
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.composite import (
    Moments,
    cluster_relatedness,
    composite,
    industry_validation_scores,
    related_pairs,
    validation_scores,
)

FLOATS = dict.fromkeys(("employment", "inputs", "relatedness"), "float")
PAIRS = """
    industry | other_industry | year | employment | inputs
    ---------+----------------+------+------------+-------
    C28      | C29            | 2021 | 0.1        | 7
    C28      | C30            | 2021 | 0.2        | 3
    C29      | C30            | 2021 | 0.6        | 2
"""


def test_each_kind_is_standardised_before_the_mean_is_taken(table):
    """Employment has mean 0.3 and variance 0.14/3, inputs mean 4 and variance 14/3."""
    pairs = composite(table(PAIRS, **FLOATS), ["employment", "inputs"])

    employment, inputs = math.sqrt(0.14 / 3), math.sqrt(14 / 3)
    assert by_pair(pairs, "relatedness") == {
        ("C28", "C29"): (pytest.approx((-0.2 / employment + 3 / inputs) / 2),),
        ("C28", "C30"): (pytest.approx((-0.1 / employment - 1 / inputs) / 2),),
        ("C29", "C30"): (pytest.approx((0.3 / employment - 2 / inputs) / 2),),
    }


def test_given_moments_are_used_in_place_of_those_of_the_table(table):
    """So pairs of clusters can be scaled as pairs of industries were."""
    moments = {"employment": Moments(0.1, 0.5), "inputs": Moments(2, 4)}

    pairs = composite(table(PAIRS, **FLOATS), ["employment", "inputs"], moments=moments)

    assert by_pair(pairs, "relatedness", "employment") == {
        ("C28", "C29"): (pytest.approx((0 + 5 / 4) / 2), 0.1),
        ("C28", "C30"): (pytest.approx((0.1 / 0.5 + 1 / 4) / 2), 0.2),
        ("C29", "C30"): (pytest.approx(0.5), 0.6),
    }


def test_without_one_kind_there_is_no_composite_and_a_kind_that_is_the_same_for_all_has_no_scale(table):
    incomplete = table(PAIRS.replace("0.6 ", "    "), **FLOATS)
    flat = table(PAIRS.replace("| 7", "| 2").replace("| 3", "| 2"), **FLOATS)

    missing = by_pair(composite(incomplete, ["employment", "inputs"]), "relatedness")
    same = by_pair(composite(flat, ["employment", "inputs"]), "relatedness")

    assert [pair for pair, (value,) in missing.items() if value is None] == [("C29", "C30")]
    assert missing["C28", "C29"] == (pytest.approx((-1 + 3 / math.sqrt(14 / 3)) / 2),)
    assert set(same.values()) == {(None,)}


def test_components_that_are_not_there_are_refused(table):
    pairs = table(PAIRS, **FLOATS)

    with pytest.raises(BadTable, match="No component of relatedness is named"):
        composite(pairs, [])
    with pytest.raises(BadTable, match="The table lacks occupations"):
        composite(pairs, ["occupations"])
    with pytest.raises(NotFound, match="Moments are given for inputs; the components are: employment"):
        composite(pairs, ["employment"], moments={"inputs": Moments(0, 1)})
    with pytest.raises(BadTable, match=r"At industry='C28', other_industry=.*: inputs is inf; expected a number"):
        composite(table(PAIRS.replace("| 7", "| inf"), **FLOATS), ["inputs"])


RELATEDNESS = """
    industry | other_industry | year | relatedness
    ---------+----------------+------+------------
    C28      | C29            | 2021 | 5
    C30      | C28            | 2021 | 1
    C28      | J62            | 2021 | 2
    C30      | C29            | 2021 | 3
    C29      | J62            | 2021 | -1
    C30      | J62            | 2021 |
"""
MEMBERS = """
    cluster | industry
    --------+---------
    4       | C28
    4       | C29
    5       | C30
    6       | J62
    6       | C30
"""


def test_relatedness_of_clusters_is_the_mean_over_the_pairs_of_their_industries(table):
    """C30 is in two clusters and counts in both, never with itself; 5 has no pair within, 6 none with a value."""
    clusters = cluster_relatedness(table(RELATEDNESS, **FLOATS), table(MEMBERS))

    between_4_and_6 = ((1 + 2 + 3 - 1) / 4, 4)
    assert by_pair(clusters, "relatedness", "pairs_compared", names="cluster") == {
        ("4", "4"): (5, 1),
        ("4", "5"): (2, 2),
        ("4", "6"): between_4_and_6,
        ("5", "4"): (2, 2),
        ("5", "5"): (None, 0),
        ("5", "6"): (None, 0),
        ("6", "4"): between_4_and_6,
        ("6", "5"): (None, 0),
        ("6", "6"): (None, 0),
    }


def test_a_pair_that_stands_both_ways_counts_both_ways(table):
    pairs = table(
        RELATEDNESS.replace("C30      | J62            | 2021 |", "C29      | C28            | 2021 | 7"), **FLOATS
    )

    clusters = by_pair(cluster_relatedness(pairs, table(MEMBERS)), "relatedness", "pairs_compared", names="cluster")

    assert clusters["4", "4"] == (6, 1)


CLUSTERS = """
    cluster | other_cluster | year | relatedness
    --------+---------------+------+------------
    1       | 1             | 2021 | 4
    2       | 2             | 2021 | 2.5
    3       | 3             | 2021 | 1
    4       | 4             | 2021 |
    1       | 2             | 2021 | 3
    1       | 3             | 2021 | 2
    1       | 4             | 2021 | 2
    2       | 3             | 2021 | 1
    2       | 4             | 2021 | 2
    3       | 4             | 2021 | 5
"""


def test_pairs_of_clusters_are_related_from_a_percentile_of_all_on(table):
    """Of six pairs the 90th percentile lies half way from the second to the largest: 4."""
    clusters = table(CLUSTERS, **FLOATS)

    related = by_pair(related_pairs(clusters), "related", names="cluster")
    more = by_pair(related_pairs(clusters, percentile=80), "related", names="cluster")

    assert [pair for pair, (value,) in related.items() if value] == [("3", "4")]
    assert sorted(pair for pair, (value,) in more.items() if value) == [("1", "2"), ("3", "4")]
    assert len(related) == 6


def test_clusters_are_judged_by_how_often_relatedness_within_exceeds_that_to_others(table, answers):
    """Within and between: 1 has 4 above 3, 2, 2; 2 has 2.5 above the mean of 3, 1, 2 but not near its largest; 3 fails.

    4 has nothing within and is not judged.
    """
    scores = validation_scores(table(CLUSTERS, **FLOATS))

    found = answers(scores, "above_average", "above_percentile", "clusters_judged")
    assert found == {(): (200 / 3, 100 / 3, 3)}


def test_industries_are_judged_in_each_of_their_clusters(table, answers):
    """C28 and C29 have 5 in cluster 4. C30 is alone in 5 and has no value in 6, nor has J62 beside it."""
    scores = industry_validation_scores(table(RELATEDNESS, **FLOATS), table(MEMBERS))

    assert answers(scores, "above_average", "above_percentile", "industries_judged") == {(): (100, 100, 2)}


def test_an_industry_is_compared_with_the_other_clusters_alone(table, answers):
    """C28 and C29 have 2.5 with each other, 1 and 3 with the others: above the median 2, which 2.5 would move."""
    pairs = table(
        """
        industry | other_industry | year | relatedness
        ---------+----------------+------+------------
        C28      | C29            | 2021 | 2.5
        C28      | C30            | 2021 | 1
        C28      | J62            | 2021 | 3
        C29      | C30            | 2021 | 1
        C29      | J62            | 2021 | 3
        """,
        **FLOATS,
    )
    members = table(MEMBERS.replace("    6       | C30\n", ""))

    scores = industry_validation_scores(pairs, members, percentile=50)

    assert answers(scores, "above_percentile", "industries_judged") == {(): (100, 2)}


def test_where_nothing_can_be_judged_there_is_no_score(table, answers):
    only_between = table(CLUSTERS.split("    1       | 1")[0] + "    1       | 2             | 2021 | 3", **FLOATS)

    scores = answers(validation_scores(only_between), "above_average", "above_percentile", "clusters_judged")

    assert scores == {(): (None, None, 0)}


def test_an_empty_table_has_an_empty_answer(table, answers):
    nothing = table(CLUSTERS.split("    1       | 1")[0], **FLOATS)

    assert answers(validation_scores(nothing), "clusters_judged") == {}
    assert by_pair(related_pairs(nothing), "related", names="cluster") == {}


def test_a_pair_that_stands_twice_and_a_member_listed_twice_are_refused(table):
    twice = RELATEDNESS.replace("C30      | J62            | 2021 |", "C28      | C29            | 2021 | 5")

    with pytest.raises(BadTable, match="At industry='C28', other_industry='C29', year=2021: 2 rows have"):
        cluster_relatedness(table(twice, **FLOATS), table(MEMBERS))
    with pytest.raises(BadTable, match="At cluster='4', industry='C28': 2 rows have the same key"):
        cluster_relatedness(table(RELATEDNESS, **FLOATS), table(MEMBERS.rstrip() + "\n    4 | C28"))


def by_pair(frame, *columns, names="industry"):
    """Return the columns of each pair of an engine's frame."""
    frame = nw.from_native(frame)
    rows = (frame.collect() if isinstance(frame, nw.LazyFrame) else frame).rows(named=True)
    found = {(row[names], row[f"other_{names}"]): tuple(row[column] for column in columns) for row in rows}
    assert len(found) == len(rows)
    return {pair: tuple(None if value != value else value for value in values) for pair, values in found.items()}
