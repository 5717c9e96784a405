"""A recipe is data: what it may say, what it refuses with the nearest name, and how it runs."""

import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import as_data, preset, preset_names, read_recipe, run

RECIPE = """
title = "Ours"
status = "own"

[[steps]]
step = "normalise"
method = "minmax"
lower = 1
only = { roads = { method = "none" } }

[[steps]]
step = "aggregate"
method = ["arithmetic_mean"]
"""
INDICATORS = pl.DataFrame({"code": ["roads", "delays", "all"], "parent": ["all", "all", None], "direction": [1, -1, 1]})
TABLE = pl.DataFrame({"unit": ["A", "B", "C"], "roads": [10.0, 20.0, 60.0], "delays": [3.0, 1.0, 2.0]})


def test_a_recipe_keeps_its_steps_in_order_and_its_options():
    found = read_recipe(RECIPE, "ours.toml")

    assert (found.name, found.title, found.status) == ("ours", "Ours", "own")
    assert [step.name for step in found.steps] == ["normalise", "aggregate"]
    told = as_data(found)
    assert told[0]["only"] == {"roads": {"method": "none"}}
    assert told[1] == {**told[1], "step": "aggregate", "method": ["arithmetic_mean"], "least_available": 0.0}


def test_the_course_of_a_recipe_keeps_the_state_after_every_step():
    course = run(read_recipe(RECIPE, "ours.toml"), read_state(TABLE, read_framework(INDICATORS)))

    assert course.after("normalise").board.of("delays").ravel().tolist() == [1.0, 100.0, 50.5]
    assert course.final.board.of("all").ravel().tolist() == [5.5, 60.0, 55.25]
    with pytest.raises(NotFound, match="has no step 'treat'; it has normalise, aggregate"):
        course.after("treat")


def test_an_error_in_a_step_names_the_step():
    recipe = read_recipe(RECIPE.replace("arithmetic_mean", "geometric_mean").replace('"none"', '"zscore"'), "ours.toml")

    with pytest.raises(BadTable, match=r"Step 2 \(aggregate\) of ours: .*roads"):
        run(recipe, read_state(TABLE, read_framework(INDICATORS)))


@pytest.mark.parametrize(
    ("old", "new", "error", "words"),
    [
        ('step = "normalise"', 'step = "normalize"', NotFound, r"unknown step 'normalize'\. Did you mean normalise"),
        ("lower = 1", "lowest = 1", NotFound, r"step 1 \(normalise\): unknown option 'lowest'\. Did you mean lower\?"),
        ('method = "minmax"', 'method = "minmaxx"', NotFound, r"method is 'minmaxx'\. Did you mean minmax\?"),
        ("lower = 1", 'lower = "one"', BadTable, "lower is 'one'; expected a number"),
        ("lower = 1", "lower = true", BadTable, "lower is True; expected a number"),
        ("lower = 1", "lower = nan", BadTable, "lower is nan; expected a number"),
        ('status = "own"', 'status = "sure"', BadTable, "status is 'sure'; expected published, reconstructed, own"),
        ('title = "Ours"', 'titel = "Ours"', NotFound, r"unknown key 'titel'\. Did you mean title\?"),
        ('title = "Ours"', "title = 3", BadTable, "expected text in name, title"),
        ('title = "Ours"', "title = ", BadTable, "ours.toml is not TOML"),
        ("[[steps]]", "[[stages]]", NotFound, "unknown key 'stages'"),
    ],
)  # fmt: skip
def test_a_recipe_is_refused_with_what_was_meant(old, new, error, words):
    with pytest.raises(error, match=words):
        read_recipe(RECIPE.replace(old, new), "ours.toml")


def test_a_recipe_without_steps_is_refused():
    with pytest.raises(BadTable, match=r"has no steps; expected one \[\[steps\]\] or more"):
        read_recipe('title = "Nothing"', "ours.toml")


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_tells_where_it_is_from_and_what_is_not_verified(name):
    found = preset(name)

    assert found.name == name
    assert found.title
    assert found.source
    assert bool(found.unverified) == (found.status == "reconstructed")


def test_an_unknown_preset_is_refused_with_the_nearest_name():
    with pytest.raises(NotFound, match=r"There is no recipe 'asen'\. Did you mean asem\?"):
        preset("asen")
