"""The ten steps: what passes, what fails and names why, and what only people can tell."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.scoreboard.checklist import checklist
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import read_recipe, run

META = pl.DataFrame(
    {
        "code": ["a", "b", "all", "people"],
        "parent": ["all", "all", None, None],
        "kind": [None, None, None, "denominator"],
    }
)
SOUND = '[[steps]]\nstep = "normalise"\n[[steps]]\nstep = "aggregate"\n'
GENERATOR = np.random.default_rng(8)
A = GENERATOR.normal(size=40)
B = A + 0.6 * GENERATOR.normal(size=40)


def judged(recipe=SOUND, done=None, meta=META, **columns):
    table = {"unit": [f"U{number:02}" for number in range(40)], "a": A, "b": B, "people": np.arange(40.0) % 7}
    state = read_state(pl.DataFrame({**table, **columns}), read_framework(meta))
    rows = checklist(run(read_recipe(recipe, "own.toml"), state), done=done).to_dicts()
    return {(row["step"], row["criterion"].partition(":")[0]): (row["outcome"], row["found"]) for row in rows}


PAIR = (4, "No two indicators of a group say the same")
CONFLICT = (4, "No two indicators of a group conflict")
ALPHA = (4, "The indicators of each group are consistent")
PARENT = (6, "Every element rises with its parent")
GAPS = (3, "Gaps are filled before indicators are added up")
OUTLIERS = (5, "No indicator has outliers")
SIZES = (2, "No indicator measures size")
WHOLE = (2, "Every indicator is there for 65% of the units")
UNITS = (2, "Every unit has 65% of the indicators")


def test_a_sound_scoreboard_passes_all_that_a_table_can_tell():
    found = judged()

    assert {key[0]: outcome for key, (outcome, _) in found.items() if outcome == "not judged"}.keys() == {1, 7, 9, 10}
    assert {outcome for outcome, _ in found.values()} == {"pass", "not judged"}
    assert {step for step, _ in found} == set(range(1, 11))


def test_people_say_what_a_table_cannot():
    found = judged(done={7: True, 9: False})

    outcomes = [outcome for (step, _), (outcome, _) in found.items() if step in (7, 9, 10)]
    assert outcomes == ["pass", "fail", "not judged"]


def test_gaps_fail_until_they_are_filled():
    gap = B.copy()
    gap[:15] = np.nan

    found = judged(b=gap)

    assert found[WHOLE] == ("fail", "b")
    assert found[UNITS] == ("fail", "U00, U01, U02, U03, U04 and 10 more")
    assert found[GAPS] == ("fail", "15 gaps, 15 left")
    assert judged('[[steps]]\nstep = "impute"\nmethod = "mean"\n' + SOUND, b=gap)[GAPS] == ("pass", "15 gaps, 0 left")


def test_indicators_that_say_the_same_or_the_contrary_are_named():
    assert judged(b=2 * A + 1)[PAIR] == ("fail", "a and b")
    against = judged(b=-B)
    assert against[CONFLICT] == ("fail", "a and b")
    assert against[ALPHA][0] == "fail"


def test_directions_are_applied_before_pairs_are_judged():
    meta = META.with_columns(direction=pl.Series([1, -1, 1, 1]))

    assert judged(meta=meta, b=-B)[CONFLICT] == ("pass", None)


def test_pairs_are_not_judged_before_normalisation():
    found = judged('[[steps]]\nstep = "aggregate"\n')

    assert {found[key][0] for key in (PAIR, CONFLICT, ALPHA)} == {"not judged"}
    assert found[5, "More is better in every indicator that is added up"][0] == "fail"


def test_outliers_are_named():
    wild = B.copy()
    wild[3] = 100

    ranked = '[[steps]]\nstep = "normalise"\nmethod = "rank"\n[[steps]]\nstep = "aggregate"\n'

    assert judged(b=wild)[OUTLIERS] == ("fail", "b")
    assert judged(ranked, b=wild)[OUTLIERS] == ("fail", "b")


def test_an_indicator_of_size_is_named_unless_there_is_nothing_to_hold_it_against():
    assert judged(people=A + 10)[SIZES] == ("fail", "a, b")
    assert judged(meta=META.head(3))[SIZES] == ("not judged", "no denominators")


def test_size_is_looked_at_after_indicators_are_divided_by_it():
    people = np.arange(1.0, 41.0)
    meta = META.with_columns(denominator=pl.Series(["people", None, None, None]))
    divided = '[[steps]]\nstep = "denominate"\n' + SOUND

    assert judged(meta=meta, a=people * (3 + A), people=people)[SIZES] == ("fail", "a")
    assert judged(divided, meta=meta, a=people * (3 + A), people=people)[SIZES] == ("pass", None)


def test_an_indicator_that_falls_as_its_parent_rises_is_named():
    heavy = META.with_columns(weight=pl.Series([1.0, 3.0, 1.0, None]))

    assert judged(meta=heavy, b=-B)[PARENT] == ("fail", "a")


def test_scores_that_cannot_be_taken_apart_are_told():
    found = judged(SOUND + 'method = "median"\n')

    assert found[8, "Scores can be taken apart into what each indicator adds"] == ("fail", "median")


def test_a_recipe_that_does_not_aggregate_is_judged_as_far_as_it_goes():
    found = judged('[[steps]]\nstep = "normalise"\n')

    assert found[PARENT] == ("not judged", "not aggregated")
    assert found[8, "Scores can be taken apart into what each indicator adds"][0] == "not judged"


def test_only_what_people_judge_can_be_told():
    with pytest.raises(BadTable, match="done has 4; expected steps that people judge: 1, 7, 9, 10"):
        judged(done={4: True})
    with pytest.raises(BadTable, match="done, step 7 is 'yes'"):
        judged(done={7: "yes"})
