"""Relatedness of industries

Two industries that are often found in the same regions need something in common:
skills, suppliers, soil. A region *has* an industry where its location quotient is 1
or more (the threshold is a parameter). The proximity of two industries is the
smaller of the two chances that a region that has one has the other:

    proximity(i, j) = regions with both / larger of (regions with i, regions with j)

and the relatedness density of an industry in a region is the share of what is near
that the region has:

    density(r, i) = sum of proximity(i, j) over the j that r has / sum over all j

Four other measures of association come with their formulas below. Co-location is
the correlation over regions of persons employed, or of shares. Of persons nearly
everything correlates, as every industry is larger in a larger region: compare such
correlations with each other, not with 0.

Proximity finds company, not causes. Where a quotient is missing the region is not
counted for that pair; regions that have nothing, and industries that no region
has, are dropped first. Which threshold is right is not known; 1 is the custom.

Sources: Hidalgo, Klinger, Barabási & Hausmann (2007),
doi:10.1126/science.1144581; van Eck & Waltman (2009), doi:10.1002/asi.21075;
density as in the Python package ecomplexity, association as in the R package
EconGeo. Its *prob* is `probability` here.
"""

import math

import narwhals as nw
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.relatedness import colocation, proximity, relatedness_density

QUOTIENTS = """
    region | industry | year | location_quotient
    -------+----------+------+------------------
    AT11   | C28      | 2021 | 2.0
    AT11   | C29      | 2021 | 1.0
    AT11   | C30      | 2021 | 0.0
    AT12   | C28      | 2021 | 1.5
    AT12   | C29      | 2021 | 1.1
    AT12   | C30      | 2021 | 0.5
    AT13   | C28      | 2021 | 0.0
    AT13   | C29      | 2021 | 1.2
    AT13   | C30      | 2021 | 1.0
    AT21   | C28      | 2021 | 0.9
    AT21   | C29      | 2021 | 0.1
    AT21   | C30      | 2021 | 3.0
"""


def test_proximity_is_the_smaller_chance_to_have_one_industry_given_the_other(table):
    """C28 is in two regions, C29 in three, C30 in two; C28 and C29 are together in two, C29 and C30 in one."""
    pairs = proximity(table(QUOTIENTS))

    assert by_pair(pairs, "proximity", "regions_with_both", "regions_compared") == {
        ("C28", "C29"): (2 / 3, 2, 4),
        ("C28", "C30"): (0, 0, 4),
        ("C29", "C30"): (1 / 3, 1, 4),
    }


def test_density_is_the_share_of_what_is_near_that_the_region_has(table, answers):
    """An industry is next to itself, in proximity 1: so AT11 has all that is near C28, and 1/3 of 4/3 near C30."""
    density = relatedness_density(table(QUOTIENTS))

    assert answers(density, "density", "present") == {
        ("AT11", "C28"): (1, True),
        ("AT11", "C29"): ((2 / 3 + 1) / 2, True),
        ("AT11", "C30"): ((1 / 3) / (4 / 3), False),
        ("AT12", "C28"): (1, True),
        ("AT12", "C29"): ((2 / 3 + 1) / 2, True),
        ("AT12", "C30"): ((1 / 3) / (4 / 3), False),
        ("AT13", "C28"): ((2 / 3) / (5 / 3), False),
        ("AT13", "C29"): ((1 + 1 / 3) / 2, True),
        ("AT13", "C30"): (1, True),
        ("AT21", "C28"): (0, False),
        ("AT21", "C29"): ((1 / 3) / 2, False),
        ("AT21", "C30"): (1 / (4 / 3), True),
    }


@pytest.mark.parametrize(
    ("measure", "first", "second"),
    [
        ("probability", 2 / ((2 / 6 * 3 / 4 + 3 / 6 * 2 / 3) * 3), 1 / ((3 / 6 * 1 / 3 + 1 / 6 * 3 / 5) * 3)),
        ("association", (2 / 6) / (2 / 6 * 3 / 6), (1 / 6) / (3 / 6 * 1 / 6)),
        ("cosine", 2 / math.sqrt(2 * 3), 1 / math.sqrt(3 * 1)),
        ("jaccard", 2 / (2 + 3 - 2), 1 / (3 + 1 - 1)),
    ],
)
def test_other_measures_compare_the_regions_with_both_with_what_chance_would_give(table, measure, first, second):
    """C28 meets others twice, C29 three times, C30 once: S = 2, 3, 1 and T = 6."""
    pairs = proximity(table(QUOTIENTS), measure=measure)

    assert by_pair(pairs, "proximity") == {
        ("C28", "C29"): (pytest.approx(first),),
        ("C28", "C30"): (0,),
        ("C29", "C30"): (pytest.approx(second),),
    }


def test_with_other_measures_an_industry_does_not_count_for_its_own_density(table, answers):
    density = relatedness_density(table(QUOTIENTS), measure="jaccard")

    found = answers(density, "density")
    assert (found["AT11", "C28"], found["AT13", "C29"]) == (1, (1 / 3) / (2 / 3 + 1 / 3))


def test_a_missing_quotient_is_neither_had_nor_not_had(table, answers):
    """Of the regions with C29, C28 is known in two: both have it.  AT13's own density leaves C28 out."""
    quotients = table(QUOTIENTS.replace("AT13   | C28      | 2021 | 0.0", "AT13   | C28      | 2021 |"))

    pairs = by_pair(proximity(quotients), "proximity", "regions_compared")
    density = answers(relatedness_density(quotients), "density", "present")

    assert pairs["C28", "C29"] == (1, 3)
    assert density["AT13", "C28"] == (1, None)
    assert density["AT13", "C29"] == (1, True)


def test_regions_that_have_nothing_and_industries_that_nobody_has_are_dropped_first(table, answers):
    quotients = table(
        QUOTIENTS.rstrip()
        + """
    AT22   | C28      | 2021 | 0.9
    AT22   | C29      | 2021 | 0.9
    AT11   | C31      | 2021 | 0.9
    """
    )

    density = answers(relatedness_density(quotients), "density")

    assert by_pair(proximity(quotients), "proximity") == by_pair(proximity(table(QUOTIENTS)), "proximity")
    assert {region for region, _ in density} == {"AT11", "AT12", "AT13", "AT21"}
    assert {industry for _, industry in density} == {"C28", "C29", "C30"}


def test_the_threshold_says_from_which_quotient_on_a_region_has_an_industry(table):
    pairs = proximity(table(QUOTIENTS), threshold=1.1)

    assert by_pair(pairs, "proximity") == {("C28", "C29"): (1 / 2,), ("C28", "C30"): (0,), ("C29", "C30"): (0,)}


CELLS = """
    region | industry | year | persons
    -------+----------+------+--------
    AT11   | C28      | 2021 | 1
    AT12   | C28      | 2021 | 2
    AT13   | C28      | 2021 | 3
    AT11   | C29      | 2021 | 3
    AT12   | C29      | 2021 | 2
    AT13   | C29      | 2021 | 4
    AT11   | C30      | 2021 | 5
    AT12   | C30      | 2021 | 5
    AT13   | C30      | 2021 | 5
    AT11   | C31      | 2021 | 1
    AT12   | C31      | 2021 | 9
"""


def test_colocation_is_the_correlation_of_persons_over_the_regions_that_have_a_value(table):
    """C30 is the same everywhere and C31 known in two regions: neither correlates."""
    pairs = colocation(table(CELLS))

    assert by_pair(pairs, "correlation", "regions_compared") == {
        ("C28", "C29"): (pytest.approx(1 / math.sqrt(2 * 2)), 3),
        ("C28", "C30"): (None, 3),
        ("C28", "C31"): (None, 2),
        ("C29", "C30"): (None, 3),
        ("C29", "C31"): (None, 2),
        ("C30", "C31"): (None, 2),
    }


def test_colocation_of_a_pair_leaves_out_the_regions_where_either_is_missing(table):
    """Over the first three regions it is that of the example above, whatever the others have."""
    cells = table(
        CELLS.rstrip()
        + """
    AT21   | C28      | 2021 | 90
    AT22   | C29      | 2021 | 90
    AT31   | C28      | 2021 | 7
    AT31   | C29      | 2021 |
    """
    )

    pairs = by_pair(colocation(cells), "correlation", "regions_compared")

    assert pairs["C28", "C29"] == (pytest.approx(1 / 2), 3)


def test_the_size_of_regions_goes_where_shares_are_correlated(table):
    """Two industries that share every region between them: the larger the region the more of both."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C28      | 2021 | 6
        AT11   | C29      | 2021 | 4
        AT12   | C28      | 2021 | 50
        AT12   | C29      | 2021 | 50
        AT13   | C28      | 2021 | 400
        AT13   | C29      | 2021 | 600
    """)

    assert by_pair(colocation(cells), "correlation")["C28", "C29"][0] > 0.99
    assert by_pair(colocation(cells, basis="share"), "correlation") == {("C28", "C29"): (pytest.approx(-1),)}


def test_clusters_and_years_are_taken_like_industries(table):
    quotients = table("""
        region | cluster | year | location_quotient
        -------+---------+------+------------------
        AT11   | 4       | 2020 | 2
        AT11   | 5       | 2020 | 2
        AT11   | 4       | 2021 | 2
        AT12   | 5       | 2021 | 2
    """)

    pairs = nw.from_native(proximity(quotients, category="cluster"))

    rows = (pairs.collect() if isinstance(pairs, nw.LazyFrame) else pairs).rows(named=True)
    assert {(row["cluster"], row["other_cluster"], row["year"]): row["proximity"] for row in rows} == {
        ("4", "5", 2020): 1,
        ("4", "5", 2021): 0,
    }


def test_unknown_words_are_answered_with_those_there_are(table):
    with pytest.raises(NotFound, match=r"There is no measure 'pearson'.*conditional, probability"):
        proximity(table(QUOTIENTS), measure="pearson")
    with pytest.raises(NotFound, match=r"There is no basis 'wages'.*persons, share"):
        colocation(table(CELLS), basis="wages")


@pytest.mark.parametrize("relation", [proximity, relatedness_density])
def test_a_cell_that_stands_twice_is_refused(table, relation):
    twice = table(QUOTIENTS.rstrip() + "\n    AT11   | C28      | 2021 | 0.5")

    with pytest.raises(BadTable, match="At region='AT11', industry='C28', year=2021: 2 rows have the same key"):
        relation(twice)


@pytest.mark.parametrize("relation", [proximity, relatedness_density])
@pytest.mark.parametrize("row", ["", "AT11 | C28 | 2021 | 0.5"], ids=["empty", "nothing had"])
def test_where_no_region_has_anything_there_is_an_empty_answer(table, answers, relation, row):
    quotients = table(f"""
        region | industry | year | location_quotient
        -------+----------+------+------------------
        {row}""")

    assert answers(relation(quotients), "year") == {}


def by_pair(frame, *columns):
    """Return the columns of each pair of industries of an engine's frame."""
    frame = nw.from_native(frame)
    rows = (frame.collect() if isinstance(frame, nw.LazyFrame) else frame).rows(named=True)
    found = {(row["industry"], row["other_industry"]): tuple(row[column] for column in columns) for row in rows}
    assert len(found) == len(rows)
    return {pair: tuple(None if value != value else value for value in values) for pair, values in found.items()}
