"""Every way of aggregating COINr's ASEM example, against what COINr 1.1.14 gave for it."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.normalise import Normalise
from cluster_observatory.statistics.scoreboard.outranking import copeland, outranking
from cluster_observatory.statistics.scoreboard.ranking import group_ranks, ranks
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.weigh import Weigh

PRECISION = 1e-9


@pytest.fixture(scope="module")
def table(shared_data):
    """Return a reader of the oracle's tables, as text."""
    return lambda name: pl.read_csv(shared_data / f"oracles/coinr_asem/{name}.csv", infer_schema_length=0).sort("uCode")


@pytest.fixture(scope="module")
def recorded(table):
    """Return a reader of the oracle's values, units by codes."""

    def values(name, codes):
        found = table(name).select(codes)
        return found.with_columns(pl.all().replace(["", "NA"], None).cast(pl.Float64).fill_null(np.nan)).to_numpy()

    return values


@pytest.fixture(scope="module")
def start(shared_data, table):
    folder = shared_data / "oracles/coinr_asem"
    framework = read_framework(pl.read_csv(folder / "00_iMeta.csv", infer_schema_length=0))
    return read_state(table("00_iData"), framework)


@pytest.fixture(scope="module")
def normalised(start, recorded):
    """Return the example with the values of one of the oracle's normalised tables."""

    def state(name):
        board = replace(start.board, values=recorded(name, start.board.codes))
        return replace(start, board=board, oriented=True)

    return state


def distance(values, expected):
    """Return how far values are at most from those expected; the gaps are the same."""
    assert (np.isnan(expected) == np.isnan(values)).all()
    return np.nanmax(np.abs(values - expected))


def test_means_of_means_are_those_of_coinr(normalised, recorded):
    state = Aggregate()(normalised("06_Normalised"))

    assert distance(state.board.values, recorded("07_Aggregated", state.board.codes)) <= PRECISION
    scores = dict(zip(state.board.units, state.board.of("Index")[:, 0], strict=True))
    assert scores["CHE"] == pytest.approx(68.38372423834171, abs=PRECISION)
    assert scores["NLD"] == pytest.approx(64.8195161698175, abs=PRECISION)


def ways():
    yield "13_agg_amean_on_1_100", Aggregate()
    yield "13_agg_gmean_on_1_100", Aggregate(method="geometric_mean")
    yield "13_agg_hmean_on_1_100", Aggregate(method="harmonic_mean")
    for power in (-2, -1, 0.5, 2):
        yield f"13_agg_genmean_p{power}_on_1_100", Aggregate(method="power_mean", power=power)
    yield "13_agg_copeland_alllevels_on_1_100", Aggregate(method="copeland")
    yield "13_agg_mixed_a_g_cop_on_1_100", Aggregate(method=("arithmetic_mean", "geometric_mean", "copeland"))


WAYS = dict(ways())


@pytest.mark.parametrize("name", WAYS)
def test_indicators_are_aggregated_as_in_coinr(name, normalised, recorded):
    state = WAYS[name](normalised("12_norm_minmax_1_100"))

    assert distance(state.board.values, recorded(name, state.board.codes)) <= PRECISION


def test_equal_weights_give_what_they_give_in_coinr(normalised, recorded):
    state = Aggregate()(Weigh(method="equal")(normalised("12_norm_minmax_1_100")))

    assert distance(state.board.values, recorded("13_agg_amean_equal_w_on_1_100", state.board.codes)) <= PRECISION


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("amean_withNA_nothresh", {}),
        ("gmean_withNA_nothresh", {"method": "geometric_mean"}),
        ("hmean_withNA_nothresh", {"method": "harmonic_mean"}),
        ("amean_withNA_datthresh_0.5", {"least_available": 0.5}),
        ("amean_withNA_datthresh_0.8", {"least_available": 0.8}),
        ("amean_withNA_datthresh_1", {"least_available": 1}),
    ],
)
def test_gaps_are_left_out_as_in_coinr(name, options, normalised, recorded):
    state = Aggregate(**options)(normalised("14_norm_on_Denominated_withNA"))

    assert distance(state.board.values, recorded(f"14_agg_{name}", state.board.codes)) <= PRECISION


def test_units_outrank_each_other_as_in_coinr(normalised, recorded):
    board = normalised("12_norm_minmax_1_100").board
    theirs = recorded("13_outranking_matrix_49ind_equal_w", list(board.units))
    ours = outranking(board.values, np.ones(49))
    np.fill_diagonal(ours, 0.0)  # COINr's says nothing of a unit against itself

    assert distance(ours, theirs) <= PRECISION


def test_a_draw_stays_a_draw_where_coinr_loses_it_to_rounding(normalised, recorded):
    """On purpose: in COINr 24½ of 49 indicators can be 0.49999999999999994 of the weight, and a defeat."""
    board = normalised("12_norm_minmax_1_100").board
    shares = recorded("13_outranking_matrix_49ind_equal_w", list(board.units))
    np.fill_diagonal(shares, 0.5)
    theirs = recorded("13_copeland_flat_49ind_equal_w", ["copeland"])[:, 0]
    lost = ((shares < 0.5) & (shares > 0.5 - 1e-12)).sum(axis=1)

    assert (copeland(board.values, np.ones(49)) == theirs + lost).all()
    assert lost.sum() == 11


def test_ranks_are_exactly_those_of_coinr(normalised, table, recorded):
    state = Aggregate()(normalised("06_Normalised"))
    theirs = recorded("08_results_full_ranks", state.board.codes)

    assert (ranks(state.board.values) == theirs).all()


def test_ranks_within_groups_are_exactly_those_of_coinr(normalised, table, recorded):
    state = Aggregate()(normalised("06_Normalised"))
    theirs = recorded("08_results_full_groupranks_GDP", state.board.codes)

    assert (group_ranks(state.board.values, state.groups["GDP_group"]) == theirs).all()


def test_scores_are_those_of_the_table_of_results(normalised, recorded):
    state = Aggregate()(normalised("06_Normalised"))

    assert distance(state.board.values, recorded("08_results_full_scores", state.board.codes)) <= PRECISION


def test_from_the_treated_table_the_whole_way_gives_the_scores(start, recorded):
    board = replace(start.board, values=recorded("05_Treated", start.board.codes))
    state = Aggregate()(Normalise()(replace(start, board=board)))

    assert distance(state.board.values, recorded("07_Aggregated", state.board.codes)) <= PRECISION
