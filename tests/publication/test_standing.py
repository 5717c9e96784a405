"""A region against peers that somebody chose, computed from a published edition."""

import polars as pl
import pytest

from cluster_observatory.publication import catalogue
from cluster_observatory.publication.frames import frame
from cluster_observatory.publication.standing import against

BOARD = "industrial_change"
AS_PUBLISHED = ["code", "level", "own", "peers_mean", "difference", "deviations", "standing", "bottleneck"]


@pytest.fixture(scope="session")
def invented(invented_home):
    return catalogue.current(invented_home)


def structural_peers(edition, region):
    peers = frame(edition, "peers").filter(region=region, basis="structure")
    return peers.sort("place")["peer"].to_list()


@pytest.mark.parametrize("region", ["DE11", "ES24", "AT11"])
def test_against_its_structural_peers_a_region_stands_as_published(invented, region):
    found = against(invented, BOARD, region, structural_peers(invented, region))

    published = frame(invented, "region_standing").filter(scoreboard=BOARD, region=region).sort("code")
    assert found.height > 20
    assert found.select(AS_PUBLISHED).equals(published.select(AS_PUBLISHED))


def test_the_mean_of_one_chosen_peer_is_its_own_score_and_tells_no_deviation(invented):
    found = against(invented, BOARD, "DE11", ["ES24", "ES24", "DE11"])

    of_peer = frame(invented, "scoreboard_scores").filter(scoreboard=BOARD, region="ES24", code=BOARD)["score"][0]
    row = found.row(by_predicate=pl.col("code") == BOARD, named=True)
    assert row["peers_mean"] == of_peer
    assert row["peers_compared"] == 1
    assert found["deviations"].is_null().all()
    assert not found["bottleneck"].any()


@pytest.mark.parametrize(
    ("region", "peers"), [("XX99", ["DE11"]), ("DE11", []), ("DE11", ["XX99"]), ("DE11", ["DE11"])]
)
def test_without_a_score_or_a_peer_with_one_nothing_is_said(invented, region, peers):
    found = against(invented, BOARD, region, peers)

    assert found.is_empty()
    assert "bottleneck" in found.columns
