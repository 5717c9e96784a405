"""Values beside what befell them, and the rows of a scoreboard."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotPossible
from cluster_observatory.statistics.scoreboard.boards import COPIED, WORDS, Mark, words
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state

FRAMEWORK = read_framework(pl.DataFrame({"code": ["a", "b", "all"], "parent": ["all", "all", None]}))


def state():
    return read_state(pl.DataFrame({"unit": ["A", "B", "C"], "a": [None, 1.0, 2.0], "b": [None, 3.0, 4.0]}), FRAMEWORK)


def test_every_mark_has_words_and_a_bit_of_its_own():
    assert list(WORDS) == list(Mark)
    assert [int(mark) for mark in Mark] == [2**place for place in range(len(Mark))]
    assert max(Mark) <= np.iinfo(np.uint16).max
    assert words(int(Mark.CAPITAL | Mark.PARTLY)) == (
        "made of a part of its indicators; value of the capital with its commuting belt"
    )


def test_a_value_of_another_place_is_copied():
    assert COPIED == Mark.NUTS1 | Mark.COUNTRY | Mark.CAPITAL | Mark.FORMER


def test_more_ways_to_fill_gaps_than_a_small_number_counts_are_kept_apart():
    board = state().board

    for number in range(300):
        one = np.full(board.values.shape, np.nan)
        one[0, number % 2] = number
        board = replace(board.imputed(one, f"way {number}"), values=state().board.values)

    assert [board.methods[number] for number in board.imputed_by[0]] == ["way 298", "way 299"]


def test_more_ways_than_can_be_counted_are_refused():
    board = replace(state().board, methods=tuple(str(number) for number in range(65536)))

    assert board.imputed(np.ones(board.values.shape), "65535").imputed_by[0, 0] == 65535
    with pytest.raises(NotPossible, match="more than 65535 ways, of which 'one more' is one too many"):
        board.imputed(np.ones(board.values.shape), "one more")


def test_rows_take_weights_groups_and_denominators_along():
    start = replace(
        state(),
        weights={"a": 2.0, "b": np.array([1.0, 2.0, 3.0])},
        denominators={"people": np.array([10.0, 20.0, 30.0])},
        groups={"country": ("X", "Y", None)},
    )

    found = start.rows(np.array([2, 0]))

    assert found.board.units == ("C", "A")
    assert found.weights["a"] == 2.0
    assert np.asarray(found.weights["b"]).tolist() == [3, 1]
    assert found.denominators["people"].tolist() == [30, 10]
    assert found.groups["country"] == (None, "X")


@pytest.mark.parametrize("value", [1.1e150, -1e308, float("inf")])
def test_a_value_too_large_to_compute_with_is_refused_by_code_and_unit(value):
    board = replace(state().board, years=(2020, 2021, 2022))
    values = board.values.copy()
    values[1, 1] = value

    with pytest.raises(BadTable, match=r"b of the unit B in 2021 is .*; expected a number from -1e\+150 to 1e\+150"):
        replace(board, values=values)
