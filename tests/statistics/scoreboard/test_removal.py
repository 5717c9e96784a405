"""A scoreboard without one of its elements: scores, ranks, only children."""

import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import read_recipe, run
from cluster_observatory.statistics.scoreboard.removal import dispensable, rank_changes, without, without_each

FRAMEWORK = read_framework(
    pl.DataFrame(
        {"code": ["a", "b", "c", "left", "right", "all"], "parent": ["left", "left", "right", "all", "all", None]}
    )
)
RAW = read_state(
    pl.DataFrame({"unit": ["A", "B", "C"], "a": [3.0, 2.0, 1.0], "b": [1.0, 4.0, 9.0], "c": [9.0, 1.0, 0.0]}), FRAMEWORK
)


def course(state=RAW, method="arithmetic_mean"):
    return run(read_recipe(f'[[steps]]\nstep = "aggregate"\nmethod = "{method}"', "mean.toml"), state)


def scores(table, removed):
    return dict(table.filter(pl.col("removed") == removed).select("unit", "score").rows())


def test_scores_and_ranks_without_each_indicator():
    """With all: (2 + 9)/2, (3 + 1)/2, (5 + 0)/2."""
    found = without_each(course())

    assert found.filter(pl.col("removed") == "a").select(
        "unit", "score", "rank", "nominal_score", "nominal_rank"
    ).rows() == [
        ("A", 5.0, 1, 5.5, 1),
        ("B", 2.5, 3, 2.0, 3),
        ("C", 4.5, 2, 2.5, 2),
    ]


def test_an_only_child_takes_its_parent_with_it():
    assert scores(without_each(course()), "c") == {"A": 2, "B": 3, "C": 5}
    assert scores(without_each(course(), 2), "right") == {"A": 2, "B": 3, "C": 5}


def test_means_that_know_no_weights_leave_it_out_as_well():
    assert scores(without_each(course(method="minimum")), "a") == {"A": 1, "B": 1, "C": 0}


def test_where_a_level_is_left_without_an_aggregate_its_method_goes_with_it():
    """Without sole, nothing stands at level 2: its minimum is not asked for, and the top's mean stays."""
    framework = read_framework(
        pl.DataFrame({"code": ["a", "b", "sole", "top"], "parent": ["sole", "top", "top", None]})
    )
    state = read_state(pl.DataFrame({"unit": ["A", "B"], "a": [1.0, 4.0], "b": [4.0, 2.0]}), framework)
    steps = '[[steps]]\nstep = "aggregate"\nmethod = ["minimum", "arithmetic_mean"]\nleast_available = [0.5, 1.0]'
    ran = run(read_recipe(steps, "levels.toml"), state)

    assert scores(without_each(ran), "a") == {"A": 4, "B": 2}
    assert scores(without_each(ran), "b") == {"A": 1, "B": 4}
    assert scores(without_each(ran, 2), "sole") == {"A": 4, "B": 2}


def test_the_lowest_is_first_where_less_is_better_and_nothing_was_normalised():
    burden = read_framework(
        pl.DataFrame({"code": ["a", "b", "burden"], "parent": ["burden", "burden", None], "direction": [1, 1, -1]})
    )
    state = read_state(pl.DataFrame({"unit": ["A", "B"], "a": [1.0, 2.0], "b": [9.0, 3.0]}), burden)

    found = without_each(course(state))

    assert found.select("removed", "unit", "rank", "nominal_rank").rows() == [
        ("a", "A", 2, 2),
        ("a", "B", 1, 1),
        ("b", "A", 1, 2),
        ("b", "B", 2, 1),
    ]


def test_the_index_is_the_highest_aggregate_wherever_it_stands_in_the_table():
    framework = read_framework(
        pl.DataFrame(
            {
                "code": ["aside", "x", "a", "b", "left", "top"],
                "parent": [None, "aside", "left", "top", "top", None],
            }
        )
    )
    state = read_state(pl.DataFrame({"unit": ["A"], "x": [5.0], "a": [1.0], "b": [3.0]}), framework)

    found = without_each(course(state))

    assert found.select("removed", "score").rows() == [("a", 3.0), ("b", 1.0)]


def test_what_an_aggregate_could_do_without_leaves_it_an_indicator():
    assert dispensable(FRAMEWORK, "all") == ("a", "b", "c", "left", "right")
    assert dispensable(FRAMEWORK, "left") == ("a", "b")
    assert dispensable(FRAMEWORK, "right") == ()


def test_changes_are_places_and_the_one_that_moves_most_comes_first():
    found = rank_changes(without_each(course()))

    assert found.rows() == [("c", pytest.approx(4 / 3), 2, 3), ("b", pytest.approx(2 / 3), 1, 3), ("a", 0, 0, 3)]


def test_an_aggregate_below_the_top_is_looked_at_without_its_own_children():
    found = without_each(course(), of="left")

    assert found["removed"].unique(maintain_order=True).to_list() == ["a", "b"]
    assert scores(found, "b") == {"A": 3, "B": 2, "C": 1}


def test_a_unit_that_loses_its_score_is_not_counted():
    gap = read_state(
        pl.DataFrame({"unit": ["A", "B"], "a": [1.0, None], "b": [2.0, None], "c": [None, 3.0]}), FRAMEWORK
    )

    found = rank_changes(without_each(course(gap)))

    assert dict(found.select("removed", "units").rows()) == {"a": 2, "b": 2, "c": 1}


def test_without_leaves_the_state_as_it_was():
    found = without(RAW, "left")

    assert found.board.codes == ("c",)
    assert set(found.weights) == {"c", "right", "all"}
    assert RAW.board.codes == ("a", "b", "c")


@pytest.mark.parametrize(
    ("act", "error", "words"),
    [
        (lambda: without(RAW, "d"), NotFound, "no indicator or aggregate 'd'"),
        (lambda: without(RAW, "a", "b", "c"), BadTable, "Without a, b, c the scoreboard has no indicator left"),
        (lambda: without_each(course(), 3), BadTable, "nothing at level 3 that all could do without"),
        (lambda: without_each(course(), of="right"), BadTable, "nothing at level 1 that right could do without"),
        (lambda: without_each(course(), of="up"), NotFound, "no indicator or aggregate 'up'"),
        (
            lambda: without_each(run(read_recipe('[[steps]]\nstep = "normalise"', "n.toml"), RAW)),
            BadTable,
            "has no step aggregate",
        ),
    ],
)
def test_what_is_refused(act, error, words):
    with pytest.raises(error) as refused:
        act()

    assert words in str(refused.value)
