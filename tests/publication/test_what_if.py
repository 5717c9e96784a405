"""A scoreboard of an edition aggregated anew: published weights give back what was published, others what they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.publication import catalogue, what_if


@pytest.fixture(scope="module")
def invented(invented_home):
    return catalogue.current(invented_home)


def published(board, column):
    return board.published[column].cast(float).fill_null(np.nan).to_numpy()


def gives_back_what_was_published(board):
    found = what_if.recomputed(board, board.weights)

    assert np.allclose(found.scores, published(board, "score"), rtol=0, atol=1e-12, equal_nan=True)
    assert np.array_equal(found.ranks, published(board, "rank"), equal_nan=True)


def test_the_published_weights_give_back_every_published_score_and_rank(invented):
    for name in what_if.names(invented):
        gives_back_what_was_published(what_if.scoreboard(invented, name))


def test_so_they_do_in_the_edition_of_the_recorded_files(real_edition):
    assert what_if.names(real_edition) == ["industrial_change", "res"]
    for name in what_if.names(real_edition):
        gives_back_what_was_published(what_if.scoreboard(real_edition, name))


def test_with_one_dimension_alone_the_whole_is_that_dimension(invented):
    board = what_if.scoreboard(invented, "industrial_change")
    dimensions = board.framework.children(board.index)
    weights = board.weights | dict.fromkeys(dimensions, 0.0) | {"creativity": 2.0}

    found = what_if.recomputed(board, weights)

    of_creativity = catalogue.Edition(invented.folder).rows(
        "scoreboard_scores", scoreboard=board.name, code="creativity"
    )
    scores = dict(of_creativity.select("region", "score").iter_rows())
    for region, score in zip(board.regions, found.scores, strict=True):
        assert np.isnan(score) or score == pytest.approx(scores[region], abs=1e-12)


@given(factor=st.floats(0.01, 100))
def test_weights_count_by_their_shares_alone(invented_home, factor):
    board = what_if.scoreboard(catalogue.current(invented_home), "industrial_change")
    weights = {code: 1.0 + place % 3 for place, code in enumerate(board.weights)}

    found = what_if.recomputed(board, weights)
    scaled = what_if.recomputed(board, {code: weight * factor for code, weight in weights.items()})

    assert np.allclose(found.scores, scaled.scores, rtol=0, atol=1e-9, equal_nan=True)


def test_where_nothing_weighs_anything_there_is_no_whole(invented):
    board = what_if.scoreboard(invented, "industrial_change")

    with pytest.raises(NotPossible, match="Everything below Industrial change weighs 0"):
        what_if.recomputed(board, dict.fromkeys(board.weights, 0.0))


def test_an_unknown_scoreboard_is_refused_with_those_there_are(invented):
    with pytest.raises(NotFound, match="industrial_change"):
        what_if.scoreboard(invented, "industrial")
