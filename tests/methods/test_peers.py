"""Peers: which regions are alike, and how a region stands among them

A rank among all regions says little to a region that could not be like most of them. Peers are regions
of like structure: what a region cannot change soon, such as its size, its industries, its towns, its
borders. They are looked for among all regions, those of the same country, or those of others.

**Formulas.** *Euclid*: every variable as (value - mean) / standard deviation over all regions, if wanted
of its logarithm; d² = sum over groups of variables of W (sum of v (x - y)² / sum of v), with W the
group's share of the weight and v the weights of its variables. *Gower*, where variables are texts, too:
d = sum of w |x - y| / range over sum of w; texts differ by 0 or 1. Both compare two regions on what both
have, and not at all where that carries less than `least_overlap` of the weight. *By one value*: the
smallest difference, as the Regional Competitiveness Index does with GDP per head and 15 regions.
*Standing*: (score - mean of the peers) / standard deviation of the peers; *gain*: what the mean over
dimensions would gain, after the penalty for bottlenecks `min + 1 - exp(min - x)` of each score x from 0
to 1, if one dimension rose to the peers' mean.

**Assumed.** That groups of variables weigh the same, and that distances in standard deviations of
different variables may be added. The choice of variables decides who is near: name it with every list.

**Not verified.** The distances of Navarro et al. are published, but not the variables they come from.
The gain is our use of the penalty for bottlenecks, of which no published scores were at hand. More is
told under [peers](../explanation/peers.md).

Sources: Navarro et al. (2014), Regional benchmarking in the smart specialisation process, JRC89819;
Gower (1971), doi:10.2307/2528823; Acs, Autio & Szerb (2014), doi:10.1016/j.respol.2013.08.016.
"""

import math

import narwhals as nw
import pytest

from cluster_observatory.statistics.scoreboard.peers import nearest_by_structure, nearest_by_value
from cluster_observatory.statistics.scoreboard.standing import against_peers


def rows(frame, *columns):
    found = nw.from_native(frame).select(*columns)
    eager = found.collect() if isinstance(found, nw.LazyFrame) else found
    return [tuple(pytest.approx(one) if isinstance(one, float) else one for one in row) for row in sorted(eager.rows())]


def test_the_nearest_in_structure_and_why(table):
    """Standard deviations are 10, 10 and 100.

    DE11 and FR10 differ by 1 in both industries and by 0 in density: d² = 1/2 (1 + 1)/2 + 0. DE11 and ES10 differ by
    2, 0 and 1: d² = 1/2 (4 + 0)/2 + 1/2 of 1, two thirds of it from industry.
    """
    regions = table(
        """
        unit | manufacturing | finance | density
        -----+---------------+---------+--------
        DE11 | 30            | 30      | 300
        FR10 | 20            | 20      | 300
        IT10 | 30            | 10      | 100
        ES10 | 10            | 30      | 200
        PT10 | 10            | 10      | 100
        """,
        manufacturing="float", finance="float", density="float",
    )  # fmt: skip
    groups = {"industry": ["manufacturing", "finance"], "towns": ["density"]}

    found = nearest_by_structure(regions, groups, unit="DE11", number=2)

    assert rows(found, "place", "peer", "distance", "candidates", "share_industry", "share_towns") == [
        (1, "FR10", math.sqrt(0.5), 4, 1.0, 0.0),
        (2, "ES10", math.sqrt(1.5), 4, 2 / 3, 1 / 3),
    ]


def test_countries_population_and_what_is_not_known(table):
    """FR11 is too small, FR12 has no value, DE12 is of the same country.

    Both of the two left lie 2000 away: the first code is first. That there are two candidates where five were asked
    for stands in each row.
    """
    regions = table(
        """
        unit | gdp_per_head | population
        -----+--------------+-----------
        DE11 | 40000        | 900
        DE12 | 40000        | 900
        FR11 | 40000        | 10
        FR12 |              | 900
        IT10 | 42000        | 900
        ES10 | 38000        | 900
        """,
        gdp_per_head="float", population="float",
    )  # fmt: skip

    found = nearest_by_value(regions, unit="DE11", number=5, among="other_countries", least_population=100)

    assert rows(found, "place", "peer", "peer_value", "distance", "candidates") == [
        (1, "ES10", 38000.0, 2000.0, 2),
        (2, "IT10", 42000.0, 2000.0, 2),
    ]


def test_texts_and_gaps_by_gower(table):
    """Density has the range 200: DE11 and FR10 are alike but for half of it, d = (0 + 1/2) / 2.

    IT10 has no density: with DE11 it shares the coast alone, half of the weight, and is left out.
    """
    regions = table(
        """
        unit | coast | density
        -----+-------+--------
        DE11 | no    | 100
        FR10 | no    | 200
        IT10 | no    |
        ES10 | yes   | 300
        """,
        density="float",
    )  # fmt: skip

    found = nearest_by_structure(regions, {"place": ["coast"], "towns": ["density"]}, unit="DE11", method="gower")

    assert rows(found, "peer", "distance", "overlap", "candidates", "share_place", "share_towns") == [
        ("ES10", 1.0, 1.0, 2, 0.5, 0.5),
        ("FR10", 0.25, 1.0, 2, 0.0, 1.0),
    ]


def test_strengths_weaknesses_and_the_bottleneck(table, answers):
    """The peers have 30 and 50 in skills and in firms, 20 and 40 in links, with a deviation of the square root of 200.

    The mean of skills 60, firms 30 and links 25 after the penalty is 0.25 + (2 - exp(-0.35) - exp(-0.05)) / 3.  Raising
    links to 30 lifts the floor for all three.
    """
    scores = table(
        """
        unit | code   | score
        -----+--------+------
        DE11 | skills | 60
        DE11 | firms  | 30
        DE11 | links  | 25
        FR10 | skills | 30
        FR10 | firms  | 30
        FR10 | links  | 20
        IT10 | skills | 50
        IT10 | firms  | 50
        IT10 | links  | 40
        """,
        score="float",
    )  # fmt: skip
    peers = table("""
        unit | peer
        -----+-----
        DE11 | FR10
        DE11 | IT10
    """)

    found = against_peers(scores, peers)

    deviation = math.sqrt(200)
    now = 0.25 + (2 - math.exp(-0.35) - math.exp(-0.05)) / 3
    assert answers(found, "peers_mean", "deviations", "place", "standing", "bottleneck") == {
        "skills": (40, 20 / deviation, 1, "strength", False),
        "firms": (40, -10 / deviation, 2, None, True),
        "links": (30, -5 / deviation, 2, None, False),
    }
    assert answers(found, "gain") == {
        "skills": 0,
        "firms": 100 * (0.25 + (2 - math.exp(-0.35) - math.exp(-0.15)) / 3 - now),
        "links": 100 * (0.30 + (1 - math.exp(-0.30)) / 3 - now),
    }
