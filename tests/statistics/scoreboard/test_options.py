"""Options of every step: what is none is refused in words, whatever a file of options has in its place."""

import datetime
from dataclasses import fields

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound, ObservatoryError
from cluster_observatory.statistics.scoreboard import aggregate, impute, normalise, treat
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.normalise import Normalise
from cluster_observatory.statistics.scoreboard.options import by_level, expect_number
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.steps import STEPS

WORDS = (None, True, "", "x", "a", "all", datetime.date(2026, 1, 1))
NUMBERS = (3, -1, 0, 0.5, 1e308, 1e150, -1e150, 1e-300, float("nan"), float("inf"), 10**400)
LISTS = (
    (),
    (1,),
    (1, 2),
    (float("nan"), 2),
    ("x",),
    ("all",),
    (None,),
    ({},),
    ({"from": 0, "weights": {"a": 1}},),
    [1],
)
TABLES = ({}, {"a": 1}, {"a": 1e308}, {"a": {}}, {"a": {"method": "none"}}, {"a": {"method": 3}}, {"all": {}}, {3: {}})
ANYTHING = (*WORDS, *NUMBERS, *LISTS, *TABLES)
BASES = {
    "denominate": [{}],
    "screen": [{"by": by} for by in ("missing", "zeros", "both")],
    "impute": [{"method": method, "group": "country"} for method in impute.METHODS],
    "treat": [
        *({"method": method} for method in treat.METHODS),
        *({"skewness": 0, "kurtosis": -10, "transform": one} for one in ("log_ct", "log_ct_plus", "boxcox", "root")),
    ],
    "normalise": [
        {"method": method, "posts": (0.0, 5.0), "reference": "A", "population": "people"}
        for method in normalise.METHODS
    ],
    "weigh": [
        *({"method": method} for method in ("given", "equal", "pca", "optimised", "noisy")),
        {"method": "set", "weights": {"a": 1}},
        {"method": "set", "sets": {"x": {"a": 1}}, "chosen": "x"},
        {"method": "stage", "classifier": "people", "stages": ({"from": 0, "weights": {"a": 1, "b": 2, "c": 3}},)},
    ],
    "aggregate": [{"method": method} for method in aggregate.METHODS],
    "correct": [{"factor": "people"}],
}


def state():
    """Six units in two years with three indicators, one of which has a gap."""
    framework = read_framework(
        pl.DataFrame(
            {
                "code": ["a", "b", "c", "all", "people"],
                "parent": ["all", "all", "all", None, None],
                "kind": [None, None, None, None, "denominator"],
                "denominator": ["people", None, None, None, None],
                "target": [9.0, 9.0, 9.0, None, None],
            }
        )
    )
    random = np.random.default_rng(0)
    table = {
        "unit": [unit for unit in "ABCDEF" for _ in range(2)],
        "year": [2020, 2021] * 6,
        **{code: random.uniform(0.1, 1, 12).tolist() for code in "abc"},
        "people": random.uniform(1, 2, 12).tolist(),
        "country": ["A"] * 12,
    }
    table["b"][3] = None
    return read_state(pl.DataFrame(table, strict=False), framework)


@pytest.fixture(scope="module")
def start():
    return state()


@pytest.fixture(scope="module")
def normalised():
    return Normalise(lower=0.1, upper=1)(state())


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.filterwarnings("error")
def test_whatever_stands_in_an_option_the_step_refuses_it_in_words_or_works(name, start, normalised):
    before = normalised if name in ("weigh", "aggregate") else start
    before = STEPS["aggregate"]()(before) if name in ("weigh", "correct") else before
    for base in BASES[name]:
        for option in fields(STEPS[name]):
            for value in ANYTHING:
                options = base | {option.name: value}
                try:
                    step = STEPS[name](**options)
                except (BadTable, NotFound):
                    continue
                except Exception as error:
                    raise AssertionError(f"{name} with {options}") from error
                try:
                    found = step(before)
                except ObservatoryError:
                    continue
                except Exception as error:
                    raise AssertionError(f"{name} with {options}, when it runs") from error
                assert isinstance(found, State)
                assert not np.isinf(found.board.values).any()


@pytest.mark.parametrize("name", STEPS)
def test_every_step_works_as_the_table_of_options_has_it(name, start, normalised):
    before = normalised if name in ("weigh", "aggregate") else start
    before = STEPS["aggregate"]()(before) if name in ("weigh", "correct") else before

    for base in BASES[name]:
        assert isinstance(STEPS[name](**base)(before), State)


@pytest.mark.parametrize(
    ("value", "bounds", "expected"),
    [
        (None, {}, r"a number from -1e\+150 to 1e\+150"),
        (1e151, {}, r"a number from -1e\+150 to 1e\+150"),
        (float("nan"), {}, r"a number from -1e\+150 to 1e\+150"),
        (True, {"least": 0}, "a number from 0"),
        (0, {"least": 0, "above": True}, "a number above 0"),
        (2, {"least": 0, "most": 1}, "a number from 0 to 1"),
        (2, {"most": 1}, "a number to 1"),
        (1.0, {"least": 0, "whole": True}, "a whole number from 0"),
    ],
)
def test_a_number_is_one_within_its_bounds(value, bounds, expected):
    with pytest.raises(BadTable, match=rf"it is .*; expected {expected}\.$"):
        expect_number("it", value, **bounds)


@pytest.mark.parametrize(
    ("value", "bounds"), [(0, {"least": 0}), (1, {"most": 1}), (-1e150, {}), (0.1, {"least": 0, "above": True})]
)
def test_a_number_may_be_its_bound(value, bounds):
    expect_number("it", value, **bounds)


def test_an_option_for_all_levels_is_one_of_each():
    assert by_level("method", "minimum") == ("minimum",)
    assert by_level("method", ("minimum", "median")) == ("minimum", "median")
