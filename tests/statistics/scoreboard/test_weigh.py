"""How much each indicator and aggregate counts."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.optimised_weights import optimised_weights
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.weigh import Weigh
from cluster_observatory.statistics.scoreboard.weights import (
    effective_weights,
    noisy_weights,
    principal_weights,
    stage_weights,
)

FRAMEWORK = read_framework(
    pl.DataFrame(
        {
            "code": ["a", "b", "c", "d", "left", "right", "index", "gdp"],
            "parent": ["left", "left", "left", "right", "index", "index", None, None],
            "weight": [1.0, 1, 2, 1, 3, 1, 1, None],
            "kind": [None] * 7 + ["denominator"],
        }
    )
)
RANDOM = np.random.default_rng(5)
COMMON = RANDOM.normal(size=40)
VALUES = np.column_stack([COMMON + RANDOM.normal(size=40) * noise for noise in (0.5, 1, 2, 3)])


def state(values=VALUES, gdp=None):
    columns = {code: values[:, place] for place, code in enumerate("abcd")}
    units = [f"u{number:02}" for number in range(len(values))]
    gdp = [100.0] * len(values) if gdp is None else gdp
    found = read_state(pl.DataFrame({"unit": units, "gdp": gdp, **columns}, strict=False), FRAMEWORK)
    return replace(found, oriented=True)


def weights(start=None, **options):
    return dict(Weigh(**options)(start or state()).weights)


GIVEN = {"a": 1, "b": 1, "c": 2, "d": 1, "left": 3, "right": 1, "index": 1}


def test_weights_are_those_of_the_table_unless_others_are_asked_for():
    assert weights() == GIVEN
    assert weights(method="equal") == dict.fromkeys(GIVEN, 1)


def test_weights_are_set_by_code_whatever_their_order():
    assert weights(method="set", weights={"left": 5, "a": 0}) == {**GIVEN, "a": 0, "left": 5}


def test_one_of_several_named_sets_is_chosen():
    sets = {"experts": {"a": 7}, "public": {"a": 9}}

    assert weights(method="set", sets=sets, chosen="public") == {**GIVEN, "a": 9}
    with pytest.raises(NotFound, match="no set of weights 'exprts'; there are: experts, public"):
        Weigh(method="set", sets=sets, chosen="exprts")


def test_a_weight_of_an_unknown_code_is_refused_with_near_ones():
    with pytest.raises(NotFound, match=r"'lefft'.*left"):
        weights(method="set", weights={"lefft": 1})


def test_an_indicator_weighs_in_the_index_what_it_and_all_above_it_weigh():
    found = effective_weights(FRAMEWORK, GIVEN)

    assert found == {"a": 3 / 16, "b": 3 / 16, "c": 3 / 8, "d": 1 / 4, "left": 3 / 4, "right": 1 / 4, "index": 1}
    assert effective_weights(FRAMEWORK, GIVEN, "left") == {"a": 1 / 4, "b": 1 / 4, "c": 1 / 2}


def test_effective_weights_of_units_with_weights_of_their_own_differ_by_unit():
    found = effective_weights(FRAMEWORK, {**GIVEN, "left": np.array([1.0, 3.0])})

    assert found["d"].tolist() == [1 / 2, 1 / 4]
    with pytest.raises(BadTable, match="below right sum to 0"):
        effective_weights(FRAMEWORK, {**GIVEN, "d": 0.0})


def test_principal_weights_are_the_first_eigenvector():
    loadings, share = principal_weights(VALUES[:, :2], ("a", "b"))

    # Of a correlation matrix of two, the first component is the even one, with (1 + r) / 2 of the variance.
    correlation = np.corrcoef(VALUES[:, 0], VALUES[:, 1])[0, 1]
    assert loadings == pytest.approx([0.5**0.5] * 2)
    assert share == pytest.approx((1 + correlation) / 2)


def test_a_loading_below_0_is_kept_and_told_of():
    values = VALUES * [1, 1, -1, 1]

    found = Weigh(method="pca")(state(values))
    table = found.details["weigh"]

    assert [found.weights[code] > 0 for code in "abcd"] == [True, True, False, True]
    assert table["code"].to_list() == ["a", "b", "c", "d"]
    assert [note.endswith("; negative") for note in table["note"]] == [False, False, True, False]
    assert found.weights["left"] == 3


def test_principal_weights_leave_units_with_a_gap_out():
    gappy = VALUES.copy()
    gappy[0, 0] = np.nan

    found = weights(state(gappy), method="pca")

    assert found == pytest.approx(weights(state(VALUES[1:]), method="pca"))


def test_what_has_no_component_is_refused_by_name():
    values = VALUES.copy()
    values[:, 1] = 4.0
    with pytest.raises(BadTable, match="b is the same for all units"):
        weights(state(values), method="pca")
    values[2:, 0] = np.nan
    with pytest.raises(BadTable, match="2 units have a value of all of a, b, c"):
        weights(state(values), method="pca")


def test_a_level_that_is_not_there_or_not_yet_is_refused():
    with pytest.raises(NotFound, match=r"No indicator or aggregate of level 5.*levels: \[1, 2\]"):
        weights(method="pca", level=5)
    with pytest.raises(NotFound, match="of level 3"):  # the index itself has nothing above it
        weights(method="optimised", level=3)
    with pytest.raises(NotPossible, match=r"left has no values yet\. Aggregate"):
        weights(method="pca", level=2)
    assert weights(Aggregate()(state()), method="pca", level=2)["left"] == pytest.approx(0.5**0.5)


def test_balanced_weights_make_parts_move_alike_with_the_index():
    found = optimised_weights(VALUES, GIVEN, FRAMEWORK, 2)

    assert found.codes == ("left", "right")
    assert found.weights.sum() == pytest.approx(1) and (found.weights > 0).all()
    assert found.correlations[0] == pytest.approx(found.correlations[1], abs=1e-5)


def test_importances_are_met_by_code():
    found = optimised_weights(VALUES, GIVEN, FRAMEWORK, 2, importances={"right": 55, "left": 45})

    assert found.correlations / found.correlations.sum() == pytest.approx([0.45, 0.55], abs=1e-5)


def test_the_most_informative_weights_beat_any_others():
    found = optimised_weights(VALUES, GIVEN, FRAMEWORK, 1, "infomax")

    best = found.correlations.sum()
    for trial in np.random.default_rng(1).dirichlet(np.ones(3), 200):
        start = replace(state(), weights={**GIVEN, **dict(zip("abc", trial, strict=True))})
        board = Aggregate()(start).board
        index = board.of("index")[:, 0]
        assert sum(np.corrcoef(board.of(code)[:, 0], index)[0, 1] for code in "abcd") <= best + 1e-6
    assert found.weights[:3].sum() == pytest.approx(1) and found.weights[3] == pytest.approx(1)


def test_optimised_weights_are_set_and_told_of():
    found = Weigh(method="optimised", level=2)(state())

    table = found.details["weigh"]
    assert table["weight"].to_list() == [found.weights["left"], found.weights["right"]]
    assert table["note"][0].endswith("50.0% of all (50.0% wanted)")
    assert found.weights["c"] == 2


def test_what_cannot_be_optimised_is_refused():
    with pytest.raises(NotFound, match="'lft' has an importance, but is not of the level; its codes: left, right"):
        weights(method="optimised", level=2, importances={"lft": 1})
    with pytest.raises(BadTable, match="sum to 0"):
        weights(method="optimised", level=2, importances={"left": 0})
    with pytest.raises(NotPossible, match="Normalise before"):
        weights(replace(state(), oriented=False), method="optimised")
    values = VALUES.copy()
    values[:, 3] = 1.0
    with pytest.raises(BadTable, match="d or the index is the same for all units"):
        weights(state(values), method="optimised")
    two = read_framework(pl.DataFrame({"code": ["a", "b", "x", "y"], "parent": ["x", "y", None, None]}))
    with pytest.raises(BadTable, match="2 aggregates without a parent; expected one index"):
        optimised_weights(VALUES[:, :2], dict.fromkeys("abxy", 1.0), two, 1)


def test_principal_components_do_not_depend_on_the_unit_of_measurement():
    loadings, share = principal_weights(VALUES[:, :3], "abc")
    tiny, same_share = principal_weights(VALUES[:, :3] * [1e-200, 1, 1e140], "abc")

    assert tiny == pytest.approx(loadings)
    assert same_share == pytest.approx(share)


def test_noise_moves_each_weight_by_so_much_at_most_and_the_same_for_a_seed():
    found = weights(method="noisy", noise=0.1, seed=3)

    assert all(0 < abs(found[code] / GIVEN[code] - 1) <= 0.1 for code in GIVEN)
    assert found == weights(method="noisy", noise=0.1, seed=3) != weights(method="noisy", noise=0.1, seed=4)


def test_noise_does_not_depend_on_the_order_of_the_codes():
    there = noisy_weights({"a": 1.0, "b": 2.0, "c": 1.0}, 0.5, 1)

    assert there == noisy_weights({"c": 1.0, "b": 2.0, "a": 1.0}, 0.5, 1)
    assert len(set(there.values())) == 3


def test_noise_may_move_one_level_alone():
    found = weights(method="noisy", level=2)

    assert {code for code in GIVEN if found[code] != GIVEN[code]} == {"left", "right"}


STAGES = ({"from": 75, "weights": {"left": 3, "right": 7}}, {"from": 0, "weights": {"left": 8, "right": 2}})


def test_a_unit_has_the_weights_of_the_highest_stage_it_reaches():
    start = state(VALUES[:4], gdp=[0, 74.9, 75, 200])

    found = Weigh(method="stage", classifier="gdp", stages=STAGES)(start)

    assert found.weights["left"].tolist() == [8, 8, 3, 3]
    assert found.weights["right"].tolist() == [2, 2, 7, 7]
    left, right, index = Aggregate()(found).board.of("left", "right", "index").T
    assert index == pytest.approx([*(0.8 * left + 0.2 * right)[:2], *(0.3 * left + 0.7 * right)[2:]])


def test_the_stages_of_a_panel_are_those_of_each_year():
    panel = read_state(
        pl.DataFrame(
            {
                "unit": ["A", "A", "B", "B"],
                "year": [2020, 2021, 2020, 2021],
                **{code: [1.0, 2.0, 3.0, 4.0] for code in "abc"},
                "d": [10.0, 20.0, 30.0, 40.0],
                "gdp": [0.0, 80.0, 90.0, 10.0],
            }
        ),
        FRAMEWORK,
    )

    found = Aggregate()(Weigh(method="stage", classifier="gdp", stages=STAGES)(panel)).board

    assert found.labels == ("A in 2020", "A in 2021", "B in 2020", "B in 2021")
    expected = [0.8 * 1 + 0.2 * 10, 0.3 * 2 + 0.7 * 20, 0.3 * 3 + 0.7 * 30, 0.8 * 4 + 0.2 * 40]
    assert found.of("index")[:, 0] == pytest.approx(expected)


def test_a_unit_without_a_stage_is_refused_by_name():
    for gdp, message in [
        ([1, 2, None, 4], "gdp of the unit u02 is not known; expected 0 or more"),
        ([1, 2, -3, 4], "gdp of the unit u02 is -3; expected 0 or more, where the lowest stage begins"),
    ]:
        with pytest.raises(BadTable, match=message):
            Weigh(method="stage", classifier="gdp", stages=STAGES)(state(VALUES[:4], gdp=gdp))
    with pytest.raises(NotFound, match=r"no denominator 'gpd' to tell stages by\. It has: gdp"):
        weights(method="stage", classifier="gpd", stages=STAGES)
    with pytest.raises(NotFound, match="'lft'"):
        weights(method="stage", classifier="gdp", stages=({"from": 0, "weights": {"lft": 1}},))


def test_stages_that_do_not_fit_together_are_refused():
    with pytest.raises(BadTable, match="expected the same codes in every stage"):
        stage_weights(np.ones(1), [(0, {"a": 1}), (1, {"b": 1})], ("u",))
    with pytest.raises(BadTable, match="the same lower bounds"):
        stage_weights(np.ones(1), [(0, {"a": 1}), (0, {"a": 2})], ("u",))


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"method": "pac"}, NotFound, "Did you mean pca"),
        ({"method": "set"}, BadTable, "No weights are given"),
        ({"method": "set", "weights": {"a": -1}}, BadTable, "weights of a is -1"),
        ({"method": "set", "weights": 3}, BadTable, "expected weights by code"),
        ({"method": "set", "weights": {"a": 1}, "sets": {"x": {"a": 2}}, "chosen": "x"}, BadTable, "Weights and a set"),
        ({"method": "set", "sets": 3}, BadTable, "sets is 3; expected weights by code for each name of a set"),
        ({"method": "set", "sets": {"x": 3}, "chosen": "x"}, BadTable, "x is 3; expected weights by code"),
        ({"method": "given", "weights": {"zz": 9}}, BadTable, r"given does not look at weights\..*\(set\)"),
        ({"method": "equal", "noise": 0.5}, BadTable, r"equal does not look at noise\..*\(noisy\)"),
        ({"method": "pca", "aim": "infomax"}, BadTable, "pca does not look at aim"),
        ({"method": "optimised", "aim": "infomax", "importances": {"a": 1}}, BadTable, "infomax does not look at"),
        ({"method": "stage", "stages": 5}, BadTable, "stages is 5; expected a list of stages"),
        ({"method": "stage", "stages": (1,)}, BadTable, "A stage is 1; expected from and weights"),
        ({"method": "stage", "classifier": "gdp"}, BadTable, "No stages are given"),
        ({"method": "stage", "stages": ({"from": 1},)}, BadTable, "A stage has from; expected from and weights"),
        ({"method": "stage", "stages": ({"from": "x", "weights": {}},)}, BadTable, "from is 'x'"),
        ({"aim": "max"}, NotFound, "aim"),
        ({"noise": 2}, BadTable, "noise is 2"),
        ({"level": -1}, BadTable, "level is -1"),
        ({"aggregation": "mean"}, NotFound, "aggregation"),
    ],
)
def test_options_that_are_none_are_refused(options, error, message):
    with pytest.raises(error, match=message):
        Weigh(**options)
