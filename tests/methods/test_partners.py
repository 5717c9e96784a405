"""Partners for a region in a topic

With whom could a region work in motor vehicles? With one that is strong in them too,
or with one that has what the region lacks around them. Each other region comes with
named parts:

- *same strength*: q / (1 + q) of the smaller of the two location quotients,
- *shared*: how much of what is related to the topic both have,
- *added*: how much of it the partner has and the region has not,
- *given*: how much of it the region has and the partner has not,
- *likeness*: how far the shares of their industries in all jobs overlap,
- *capabilities*: how far the partner is ahead in dimensions in which the region is weak.

    added(region, partner) = sum of phi(i) over the related i that the partner has
                             and the region has not / sum of phi over all related i

phi is the proximity of an industry to the topic in the measure *probability*; related
is what has more than 1, which chance would give. An industry counts only where its
quotient is known in both regions, so that a missing figure is no 0.

The score of *matching* is the mean of the places among the candidates in same strength
(twice), shared and likeness; that of *complementary* in added (twice) and
capabilities; *both* is the mean of the two. A place is the share of candidates left
behind. These weights, and that proximity must be above chance, are the observatory's
own choice. Who is near, speaks the language or would like to work together is in none
of it.

Sources: Balland & Boschma (2021), doi:10.1080/00343404.2020.1861240, for *added* (the
formula is taken from its definition, the paper is not at hand); Steijn (2017) for the
proximity; Finger & Kreinin (1979), doi:10.2307/2231506, for likeness.
"""

import narwhals as nw
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.partners import partner_parts, partner_ranking
from cluster_observatory.statistics.relatedness import proximity

CELLS = """
    region | industry | year | location_quotient | persons
    -------+----------+------+-------------------+--------
    ES24   | C22      | 2014 | 0.5               | 10
    ES24   | C25      | 2014 | 2                 | 20
    ES24   | C29      | 2014 | 3                 | 40
    ES24   | J62      | 2014 | 0.2               | 30
    DE11   | C22      | 2014 | 1.5               | 30
    DE11   | C25      | 2014 | 1.2               | 30
    DE11   | C29      | 2014 | 4                 | 30
    DE11   | J62      | 2014 | 0.9               | 10
    CZ02   | C22      | 2014 | 2                 | 50
    CZ02   | C25      | 2014 | 0.4               | 10
    CZ02   | C29      | 2014 | 1                 | 30
    CZ02   | J62      | 2014 | 0.1               | 10
    FR10   | C22      | 2014 | 0.1               | 5
    FR10   | C25      | 2014 | 0.2               | 5
    FR10   | C29      | 2014 | 0.5               | 10
    FR10   | J62      | 2014 | 3                 | 80
"""
SCORES = """
    region | code           | score
    -------+----------------+------
    ES24   | creativity     | 20
    ES24   | digitalisation | 70
    DE11   | creativity     | 60
    DE11   | digitalisation | 50
    CZ02   | creativity     | 30
    CZ02   | digitalisation | 10
    FR10   | creativity     | 80
    FR10   | digitalisation |
"""


@pytest.fixture
def by_partner(answers):
    """A function from a table of parts to {partner: values}."""

    def read(parts, *columns):
        frame = nw.from_native(parts)
        renamed = frame.drop("region").rename({"partner": "region"}).to_native()
        return answers(renamed, *columns)

    return read


def phi(table):
    """The proximity of each industry to C29 in CELLS, of those above chance."""
    pairs = nw.from_native(proximity(table, measure="probability"))
    rows = (pairs.collect() if isinstance(pairs, nw.LazyFrame) else pairs).rows(named=True)
    near = {row["industry"]: row["proximity"] for row in rows if row["other_industry"] == "C29"}
    return {code: value for code, value in near.items() if value > 1}


def test_a_partner_is_as_strong_as_the_weaker_of_the_two(table, by_partner):
    """With Europe's share the strength is 1/2; Ile-de-France has less than that and is no match."""
    parts = partner_parts(table(CELLS), "ES24", "C29")

    assert by_partner(parts, "own_quotient", "quotient", "same_strength") == {
        "DE11": (3, 4, 3 / 4),
        "CZ02": (3, 1, 1 / 2),
        "FR10": (3, 0.5, None),
    }


def test_what_is_related_is_shared_added_or_given(table, by_partner):
    """C22 and C25 are each in two of the three regions with motor vehicles and nowhere else: their phi is the same."""
    cells = table(CELLS)
    near = phi(cells)
    assert set(near) == {"C22", "C25"}
    assert near["C22"] == pytest.approx(near["C25"])

    parts = partner_parts(cells, "ES24", "C29")

    assert by_partner(parts, "shared", "added", "given", "shares", "adds", "gives") == {
        "DE11": (1 / 2, 1 / 2, 0, "C25", "C22", ""),
        "CZ02": (0, 1 / 2, 1 / 2, "", "C22", "C25"),
        "FR10": (0, 0, 1 / 2, "", "", "C25"),
    }


def test_a_missing_figure_is_no_zero(table, by_partner):
    """Without a figure of C22 in DE11 only C25 is known in both, half of what is related: shared is 1, not 1/2."""
    cells = table(CELLS.replace("DE11   | C22      | 2014 | 1.5               | 30", "DE11   | C22      | 2014 | | "))

    found = by_partner(partner_parts(cells, "ES24", "C25"), "shared", "added")

    assert found["DE11"] == (1, 0)


def test_where_too_little_is_known_nothing_is_said(table, by_partner):
    missing = CELLS
    for code, rest in (("C22", "1.5               | 30"), ("C25", "1.2               | 30")):
        missing = missing.replace(f"DE11   | {code}      | 2014 | {rest}", f"DE11   | {code}      | 2014 | | ")

    found = by_partner(partner_parts(table(missing), "ES24", "C29"), "shared", "added", "adds")

    assert found["DE11"] == (None, None, "")


def test_likeness_is_how_far_the_shares_of_jobs_overlap(table, by_partner):
    """ES24 has 10, 20, 40 and 30 %, DE11 30, 30, 30 and 10 %: 10 + 20 + 30 + 10 of 100."""
    parts = partner_parts(table(CELLS), "ES24", "C29")

    assert by_partner(parts, "likeness") == {"DE11": 0.7, "CZ02": 0.6, "FR10": 0.05 + 0.05 + 0.1 + 0.3}


def test_capabilities_count_only_where_the_region_is_weak(table, by_partner):
    """In creativity ES24 has 20 and the median is 45; in digitalisation it is above the median of 50."""
    parts = partner_parts(table(CELLS), "ES24", "C29", scores=table(SCORES))

    assert by_partner(parts, "capabilities", "lends") == {
        "DE11": (40, "creativity"),
        "CZ02": (0, ""),
        "FR10": (60, "creativity"),
    }


def test_who_is_weak_in_nothing_gains_no_capability(table, by_partner):
    """FR10 is first in creativity and has no score in digitalisation."""
    parts = partner_parts(table(CELLS), "FR10", "C29", scores=table(SCORES))

    assert by_partner(parts, "capabilities", "lends") == {"ES24": (0, ""), "DE11": (0, ""), "CZ02": (0, "")}


def test_a_topic_can_be_made_of_several_industries_with_quotients_of_its_own(table, by_partner):
    strengths = table("""
        region | year | location_quotient
        -------+------+------------------
        ES24   | 2014 | 2
        CZ02   | 2014 | 3
    """)

    parts = partner_parts(table(CELLS), "ES24", {"C29": 3.0, "C25": 1.0}, strengths=strengths)

    assert by_partner(parts, "quotient", "same_strength") == {
        "DE11": (None, None),
        "CZ02": (3, 2 / 3),
        "FR10": (None, None),
    }
    assert set(by_partner(parts, "adds").values()) == {"C22", ""}


def test_the_score_is_the_mean_of_the_places_among_the_candidates(table, by_partner):
    """Of two candidates the better leaves 3/4 behind and the other 1/4, with a tie each half."""
    parts = partner_parts(table(CELLS), "ES24", "C29", scores=table(SCORES))

    matching = partner_ranking(parts, "matching")
    complementary = partner_ranking(parts, "complementary")
    both = partner_ranking(parts)

    ranked = ("score", "rank", "candidates", "parts_known", "parts_ahead")
    assert by_partner(matching, *ranked) == {"DE11": (3 / 4, 1, 2, 3, 3), "CZ02": (1 / 4, 2, 2, 3, 0)}
    assert by_partner(complementary, *ranked) == {
        "DE11": ((2 * 1 / 2 + 3 / 4) / 3, 1, 2, 2, 1),
        "CZ02": ((2 * 1 / 2 + 1 / 4) / 3, 2, 2, 2, 0),
    }
    assert by_partner(both, "score") == {"DE11": (3 / 4 + 1.75 / 3) / 2, "CZ02": (1 / 4 + 1.25 / 3) / 2}


def test_a_part_that_is_not_known_is_left_out_of_the_mean(table, by_partner):
    complementary = partner_ranking(partner_parts(table(CELLS), "ES24", "C29"), "complementary")

    assert by_partner(complementary, "score", "rank", "parts_known") == {"DE11": (1 / 2, 1, 1), "CZ02": (1 / 2, 1, 1)}


def test_a_region_without_strength_in_the_topic_has_complementary_partners_only(table, by_partner):
    parts = partner_parts(table(CELLS), "FR10", "C29")

    assert by_partner(partner_ranking(parts, "matching"), "rank") == {}
    assert by_partner(partner_ranking(parts, "both"), "rank") == {}
    assert by_partner(partner_ranking(parts, "complementary"), "adds", "rank") == {
        "DE11": ("C22,C25", 1),
        "CZ02": ("C22", 2),
        "ES24": ("C25", 2),
    }


def test_a_year_without_the_region_has_no_partners(table, by_partner):
    assert by_partner(partner_parts(table(CELLS), "PT11", "C29"), "added") == {}


def test_a_topic_that_no_year_has_is_refused(table):
    with pytest.raises(NotFound, match="No year has a category of the topic C99"):
        partner_parts(table(CELLS), "ES24", "C99")


def test_an_unknown_mode_is_refused(table):
    with pytest.raises(NotFound, match="There is no mode 'best'"):
        partner_ranking(partner_parts(table(CELLS), "ES24", "C29"), "best")


def test_a_cell_that_stands_twice_is_refused(table):
    with pytest.raises(BadTable, match="2 rows have the same key"):
        partner_parts(table(CELLS.rstrip() + "\n    FR10 | J62 | 2014 | 1 | 1"), "ES24", "C29")


def test_of_a_topic_that_no_region_is_special_in_nothing_is_related(table, by_partner):
    cells = table(CELLS.replace("J62      | 2014 | 3 ", "J62      | 2014 | 0.95 "))

    found = by_partner(partner_parts(cells, "ES24", "J62"), "quotient", "same_strength", "added", "adds")

    assert found["DE11"] == (0.9, None, None, "")
