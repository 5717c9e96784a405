"""Every way of normalising COINr's ASEM example, against what COINr 1.1.14 gave for it."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.normalise import Normalise
from cluster_observatory.statistics.scoreboard.reading import read_state

PRECISION = 1e-9


@pytest.fixture(scope="module")
def recorded(shared_data):
    """Return a reader of the oracle's values, units by codes."""

    def values(name, codes):
        file = shared_data / f"oracles/coinr_asem/{name}.csv"
        table = pl.read_csv(file, infer_schema_length=0).sort("uCode").select(codes)
        return table.with_columns(pl.all().replace(["", "NA"], None).cast(pl.Float64).fill_null(np.nan)).to_numpy()

    return values


@pytest.fixture(scope="module")
def treated(shared_data, recorded):
    """The state after the treatment of outliers, as COINr gave it."""
    folder = shared_data / "oracles/coinr_asem"
    framework = read_framework(pl.read_csv(folder / "00_iMeta.csv", infer_schema_length=0))
    state = read_state(pl.read_csv(folder / "00_iData.csv", infer_schema_length=0), framework)
    return replace(state, board=replace(state.board, values=recorded("05_Treated", state.board.codes)))


def distance(values, expected):
    """Return how far values are at most from those expected, relative to these; the gaps are the same."""
    assert (np.isnan(expected) == np.isnan(values)).all()
    return np.nanmax(np.abs(values - expected) / np.maximum(np.abs(expected), 1.0))


WAYS = {
    "06_Normalised": Normalise(),
    "12_norm_borda": Normalise(method="borda"),
    "12_norm_dist2max": Normalise(method="distance_to_maximum"),
    "12_norm_dist2ref_5": Normalise(method="distance_to_reference", reference="BGR"),
    "12_norm_dist2targ_iMeta": Normalise(method="distance_to_target"),
    "12_norm_goalposts_-50_50_100": Normalise(method="goalposts", posts=(-50.0, 50.0)),
    "12_norm_minmax_1_100": Normalise(lower=1),
    "12_norm_prank": Normalise(method="percentile_rank"),
    "12_norm_rank": Normalise(method="rank"),
    "12_norm_zscore": Normalise(method="zscore"),
    "12_norm_zscore_100_10": Normalise(method="zscore", mean=100, deviation=10),
}


@pytest.mark.parametrize("name", WAYS)
def test_indicators_are_normalised_as_in_coinr(name, treated, recorded):
    state = WAYS[name](treated)

    assert distance(state.board.values, recorded(name, state.board.codes)) <= PRECISION


@pytest.mark.parametrize("name", [name for name in WAYS if "targ" not in name and "goal" not in name and "12" in name])
def test_their_means_are_those_of_coinr(name, treated, recorded):
    state = Aggregate()(WAYS[name](treated))

    assert distance(state.board.values, recorded(f"{name}_agg_amean", state.board.codes)) <= PRECISION


def test_values_with_gaps_are_normalised_as_in_coinr(treated, recorded):
    board = replace(treated.board, values=recorded("02_Denominated", treated.board.codes))
    state = Normalise(lower=1)(replace(treated, board=board))

    assert distance(state.board.values, recorded("14_norm_on_Denominated_withNA", state.board.codes)) <= PRECISION


def test_a_fraction_of_the_maximum_is_that_of_coinr_where_more_is_better_and_its_inverse_where_less_is(
    treated, recorded
):
    """COINr divides by the best value there too, so that the worse unit has the larger number, beyond 1."""
    state = Normalise(method="fraction_of_maximum")(treated)
    theirs, turned = recorded("12_norm_fracmax", state.board.codes), treated.directions < 0

    assert distance(state.board.values[:, ~turned], theirs[:, ~turned]) <= PRECISION
    # Best of all and 0: ours is 1, COINr's 0 / 0.
    ours, inverse = state.board.values[:, turned], 1 / theirs[:, turned]
    best = np.isnan(inverse)
    assert (ours[best] == 1).all() and best.any()
    assert np.abs(ours[~best] - inverse[~best]).max() <= PRECISION
    assert theirs[:, turned][~best].min() >= 1 >= ours.max()


def test_means_of_fractions_of_the_maximum_are_those_of_coinr_but_where_less_is_better(treated, recorded):
    """On purpose: COINr's are infinite where the best unit has 0 of what is bad; ours stay between 0 and 1."""
    normalised = Normalise(method="fraction_of_maximum")(treated)
    framework = treated.framework

    ours = Aggregate()(normalised)

    theirs = recorded("12_norm_fracmax_agg_amean", ours.board.codes)
    values = dict(zip(normalised.board.codes, recorded("12_norm_fracmax", normalised.board.codes).T, strict=True))
    for place, code in enumerate(ours.board.codes):
        if framework.element(code).level == 2:
            mean = np.nanmean([values[child] for child in framework.children(code)], axis=0)
            assert mean == pytest.approx(theirs[:, place], rel=PRECISION)
    untouched = [
        code
        for code in framework.aggregates
        if all(framework.element(one).direction > 0 for one in framework.indicators_under(code))
    ]
    places = ours.board.places(tuple(untouched))
    assert set(untouched) == {"ConEcFin", "P2P", "Physical", "Political"}
    assert distance(ours.board.values[:, places], theirs[:, places]) <= PRECISION
    assert (np.abs(ours.board.of(*framework.aggregates)) <= 1).all()
    assert np.isinf(theirs[:, ours.board.place("Index")]).any()
