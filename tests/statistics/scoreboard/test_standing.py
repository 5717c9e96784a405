"""A unit against its peers: gaps, single peers, and what is refused."""

import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.standing import against_peers

PEERS = pl.DataFrame({"unit": ["A", "A", "A"], "peer": ["B", "C", "D"]})


def scores(**of_codes):
    return pl.concat(
        [
            pl.DataFrame({"unit": list("ABCD"), "code": code, "score": pl.Series(values, dtype=pl.Float64)})
            for code, values in of_codes.items()
        ]
    )


def columns(found, *names):
    return found.select("code", *names).rows()


def test_peers_without_a_score_are_left_out_and_counted():
    found = against_peers(scores(x=[10, 20, None, 40], y=[None, 1, 2, 3]), PEERS)

    assert columns(found, "peers_mean", "peers_compared", "place", "difference") == [
        ("x", 30, 2, 3, -20),
        ("y", 2, 3, None, None),
    ]
    assert columns(found, "gain")[1] == ("y", None)


def test_one_peer_or_equal_peers_give_no_deviations():
    found = against_peers(scores(x=[10, 20, None, None], y=[5, 7, 7, 7]), PEERS)

    assert columns(found, "peers_mean", "peers_deviation", "deviations", "standing", "bottleneck") == [
        ("x", 20, None, None, None, False),
        ("y", 7, 0, None, None, False),
    ]


def test_a_whole_deviation_is_notable_and_equal_scores_share_the_better_place():
    found = against_peers(scores(x=[20, 20, 30, 40], y=[40, 20, 30, 40], z=[21, 20, 30, 40]), PEERS)

    assert columns(found, "standing", "place") == [("x", "weakness", 3), ("y", "strength", 1), ("z", None, 3)]
    assert against_peers(scores(z=[21, 20, 30, 40]), PEERS, notable=0.5)["standing"].to_list() == ["weakness"]


def test_of_equal_bottlenecks_the_first_code_is_named():
    found = against_peers(scores(y=[10, 20, 30, 40], x=[10, 20, 30, 40]), PEERS)

    assert columns(found, "bottleneck", "standing") == [("x", True, "weakness"), ("y", False, "weakness")]


def test_a_dimension_above_its_peers_has_nothing_to_gain():
    found = against_peers(scores(x=[90, 20, 30, 40], y=[10, 20, 30, 40]), PEERS)

    gains = dict(columns(found, "gain"))
    assert gains["x"] == 0
    assert gains["y"] > 0


def test_the_gain_of_scores_on_another_scale_is_in_its_points():
    found = against_peers(scores(x=[50, 60, 70, 80], y=[20, 30, 40, 50]), PEERS)
    tenth = against_peers(scores(x=[5, 6, 7, 8], y=[2, 3, 4, 5]), PEERS, upper=10)

    assert [10 * gain for gain in tenth["gain"]] == pytest.approx(found["gain"].to_list())


def test_a_peer_without_scores_is_no_error_but_a_unit_is():
    table = scores(x=[10, 20, 30, 40])

    unknown = against_peers(table, pl.DataFrame({"unit": ["A", "A"], "peer": ["B", "Z"]}))

    assert unknown["peers_compared"].to_list() == [1]
    with pytest.raises(NotFound, match="Z has peers but no scores"):
        against_peers(table, pl.DataFrame({"unit": ["Z"], "peer": ["A"]}))


def test_without_peers_there_are_no_rows():
    found = against_peers(scores(x=[1, 2, 3, 4]), PEERS.head(0))

    assert found.is_empty()
    assert "bottleneck" in found.columns


@pytest.mark.parametrize(
    ("table", "peers", "options", "words"),
    [
        (scores(x=[101, 2, 3, 4]), PEERS, {}, "score of A in x is 101"),
        (scores(x=[1, 2, 3, 4]), pl.DataFrame({"unit": ["A"], "peer": ["A"]}), {}, "A is its own peer"),
        (scores(x=[1, 2, 3, 4]), pl.concat([PEERS, PEERS]), {}, "2 rows have the same key"),
        (scores(x=[1, 2, 3, 4]).drop("code"), PEERS, {}, "lacks code"),
        (scores(x=[1, 2, 3, 4]), PEERS, {"upper": 0}, "from 0 to 0"),
        (scores(x=[1, 2, 3, 4]), PEERS, {"notable": -1}, "notable is -1"),
    ],
)
def test_what_is_refused(table, peers, options, words):
    with pytest.raises(BadTable) as refused:
        against_peers(table, peers, **options)

    assert words in str(refused.value)
