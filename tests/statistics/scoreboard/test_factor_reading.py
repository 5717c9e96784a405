"""Uncertain choices written in TOML."""

import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.factor_reading import read_factors
from cluster_observatory.statistics.scoreboard.factors import (
    Choice,
    DropOne,
    Range,
    SimplexWeights,
    WeightNoise,
    WeightSets,
)

TEXT = """
[[factors]]
kind = "choice"
step = "treat"
option = "most_winsorised"
alternatives = [1, 5]
name = "outliers"

[[factors]]
kind = "choice"
step = "normalise"
number = 1
alternatives = [{ method = "minmax", lower = 1.0 }, { method = "zscore", quantiles = [0.5] }]

[[factors]]
kind = "range"
step = "screen"
option = "least_available"
low = 0.5
high = 0.9

[[factors]]
kind = "weight_noise"
levels = { 2 = 0.25, 3 = 0.1 }

[[factors]]
kind = "weight_sets"
sets = [{ roads = 1, rails = 2 }, { roads = 2, rails = 1 }]

[[factors]]
kind = "simplex_weights"
within = "indicators"

[[factors]]
kind = "drop_one"
codes = ["roads", "rails"]
"""


def test_every_kind_of_factor_can_be_written():
    assert read_factors(TEXT, "doubts.toml") == (
        Choice("treat", (1, 5), "most_winsorised", name="outliers"),
        Choice("normalise", ({"method": "minmax", "lower": 1.0}, {"method": "zscore", "quantiles": (0.5,)}), number=1),
        Range("screen", "least_available", 0.5, 0.9),
        WeightNoise({2: 0.25, 3: 0.1}),
        WeightSets(({"roads": 1, "rails": 2}, {"roads": 2, "rails": 1})),
        SimplexWeights("indicators"),
        DropOne(("roads", "rails")),
    )


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("factors = 3", BadTable, "doubts.toml has no factors; expected one"),
        ("", BadTable, "doubts.toml has no factors"),
        ("[[factors]\n", BadTable, "doubts.toml is not TOML"),
        ("[[factor]]\n", NotFound, "unknown key 'factor'. Did you mean factors"),
        ('[[factors]]\nkind = "chioce"', NotFound, "factor 1: unknown kind 'chioce'. Did you mean choice"),
        ('[[factors]]\nstep = "treat"', NotFound, "factor 1: unknown kind None"),
        ('[[factors]]\nkind = "range"\nstep = "treat"', BadTable, r"factor 1 \(range\) lacks option, low, high"),
        ('[[factors]]\nkind = "drop_one"\ncode = []', NotFound, "unknown key 'code'. Did you mean codes"),
        ('[[factors]]\nkind = "simplex_weights"\nwithin = "group"', NotFound, "within is 'group'. Did you mean groups"),
        ('[[factors]]\nkind = "weight_noise"\nlevels = 2', BadTable, "levels is 2; expected a table such as"),
        ('[[factors]]\nkind = "weight_noise"\nlevels = { 2 = 1.5 }', BadTable, "weights at level 2 is 1.5; expected"),
        ('[[factors]]\nkind = "choice"\nstep = 3\nalternatives = [1, 2]', BadTable, "step is 3; expected text"),
        ('[[factors]]\nkind = "choice"\nstep = "treat"\nalternatives = 4', BadTable, "alternatives 4; expected two"),
        ('[[factors]]\nkind = "drop_one"\ncodes = "roads"', BadTable, "expected codes in a list"),
        ('[[factors]]\nkind = "weight_sets"\nsets = [1, 2]', BadTable, "expected tables of code and weight"),
        ('[[factors]]\nkind = "drop_one"\nnumber = 1', NotFound, "unknown key 'number'"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text, error, words):
    with pytest.raises(error, match=words):
        read_factors(text, "doubts.toml")
