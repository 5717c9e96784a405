"""The analysis of the ASEM example against what COINr 1.1.14 gives: statistics, gaps, correlations, ranks, removals."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.statistics.scoreboard.availability import (
    availability_by_group,
    indicator_statistics,
    unit_availability,
)
from cluster_observatory.statistics.scoreboard.coherence import cronbach, flagged_pairs
from cluster_observatory.statistics.scoreboard.comparison import differences
from cluster_observatory.statistics.scoreboard.components import components, loadings
from cluster_observatory.statistics.scoreboard.correlations import correlations, with_ancestors, with_denominators
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import preset, run
from cluster_observatory.statistics.scoreboard.removal import rank_changes, without, without_each
from cluster_observatory.statistics.scoreboard.strengths import ranked_indicators, strengths, unit_summary, weaknesses

STATISTICS = {
    **{"Min": "minimum", "Max": "maximum", "Mean": "mean", "Median": "median", "Std": "standard_deviation"},
    **{"Skew": "skewness", "Kurt": "kurtosis"},
    **{"N.Avail": "available", "N.NonZero": "nonzero", "N.Unique": "distinct", "N.Same": "most_repeated"},
    **{"Frc.Avail": "available_share", "Frc.NonZero": "nonzero_share"},
    **{"Frc.Unique": "distinct_share", "Frc.Same": "most_repeated_share"},
}
FLAGS = {
    **{"Flag.Avail": "is_scarce", "Flag.NonZero": "is_mostly_zero"},
    **{"Flag.Unique": "is_repetitive", "Flag.SkewKurt": "has_outliers"},
}


@pytest.fixture(scope="module")
def oracle(shared_data):
    """A function from the name of a file to its table, all text."""
    return lambda name: pl.read_csv(shared_data / "oracles" / "coinr_asem" / f"{name}.csv", infer_schema_length=0)


@pytest.fixture(scope="module")
def raw(oracle):
    """The state before the first step."""
    return read_state(oracle("00_iData"), read_framework(oracle("00_iMeta")))


@pytest.fixture(scope="module")
def course(raw):
    """The example's recipe, run."""
    return run(preset("asem"), raw)


def near(value):
    return None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)


def number(text):
    return float(text) if text not in ("", None) else None


@pytest.mark.parametrize(("file", "step"), [("09_stats_Raw", None), ("09_stats_Treated", "treat")])
def test_statistics_and_flags_of_each_indicator(oracle, course, file, step):
    found = indicator_statistics(course.after(step) if step else course.states[0])

    rows = {row["code"]: row for row in found.iter_rows(named=True)}
    expected = oracle(file)
    assert set(rows) == set(expected["iCode"])
    for row in expected.iter_rows(named=True):
        ours = rows[row["iCode"]]
        assert {name: ours[name] for name in STATISTICS.values()} == {
            name: near(float(row[theirs])) for theirs, name in STATISTICS.items()
        }, row["iCode"]
        assert {name: ours[name] for name in FLAGS.values()} == {
            name: row[theirs] != "ok" for theirs, name in FLAGS.items()
        }, row["iCode"]


def test_what_there_is_of_each_unit(oracle, raw):
    found = unit_availability(raw).sort("unit")

    expected = oracle("09_dataavail_summary").sort("uCode")
    assert found["unit"].to_list() == expected["uCode"].to_list()
    for ours, theirs in {
        "missing": "N_missing",
        "zeros": "N_zero",
        "missing_or_zero": "N_miss_or_zero",
        "available_share": "Dat_Avail",
        "nonzero_share": "Non_Zero",
    }.items():
        assert found[ours].to_list() == near([float(text) for text in expected[theirs]])


def test_what_there_is_of_each_unit_in_each_group(oracle, raw):
    found = {
        (row["unit"], row["code"]): row["available_share"] for row in availability_by_group(raw).iter_rows(named=True)
    }

    expected = oracle("09_dataavail_bygroup").unpivot(index="uCode")
    assert found == {(unit, code): near(float(share)) for unit, code, share in expected.rows()}


@pytest.mark.parametrize("method", ["pearson", "spearman", "kendall"])
def test_correlations_of_raw_indicators_with_gaps(oracle, raw, method):
    table = correlations(raw, method=method)

    found = {(row["code"], row["other"]): row["correlation"] for row in table.iter_rows(named=True)}
    expected = oracle(f"09_corr_ind_ind_raw_{method}")
    assert found == {(first, second): near(float(value)) for first, second, value in expected.rows()}


@pytest.mark.parametrize("method", ["pearson", "spearman", "kendall"])
def test_correlations_of_indicators_with_the_index(oracle, course, method):
    table = correlations(course.final, ["Index"], course.final.framework.indicators, method=method)

    found = {(row["code"], row["other"]): row["correlation"] for row in table.iter_rows(named=True)}
    expected = oracle(f"09_corr_ind_index_{method}")
    assert found == {(first, second): near(float(value)) for first, second, value in expected.rows()}


def test_correlations_of_pillars_with_their_parents_at_the_five_per_cent_level(oracle, course):
    table = with_ancestors(course.final, 2).filter(pl.col("steps_up") == 1)

    found = {
        (row["other"], row["code"]): row["correlation"] if row["p_value"] <= 0.05 else None
        for row in table.iter_rows(named=True)
    }
    expected = oracle("09_corr_pillar_subindex_p05")
    assert found == {(parent, code): near(number(value)) for parent, code, value in expected.rows()}


def test_pairs_that_say_nearly_the_same_or_the_contrary(oracle, course):
    found = flagged_pairs(course.after("normalise"), high=0.75, low=-0.5)

    expected = pl.concat([oracle("09_corr_flags_high_075"), oracle("09_corr_flags_low_m05")])
    assert {(row["group"], frozenset([row["code"], row["other"]])) for row in found.iter_rows(named=True)} == {
        (group, frozenset([first, second])) for group, first, second, _ in expected.rows()
    }
    assert sorted(found["correlation"].round(3)) == near(sorted(map(float, expected["Corr"])))


def test_indicators_that_measure_size(oracle, raw):
    table = with_denominators(raw, least=0.7)

    found = {(row["code"], row["denominator"]): round(row["correlation"], 2) for row in table.iter_rows(named=True)}
    assert found == {(code, size): near(float(value)) for code, size, value in oracle("09_denom_corr_07").rows()}


def test_cronbachs_alpha_of_raw_indicators_by_pillar(oracle, raw):
    found = dict(cronbach(raw).select("code", "alpha").rows())

    assert found == {code: near(float(alpha)) for code, alpha in oracle("09_cronbach_raw_by_pillar").rows()}


def test_principal_components_of_each_pillar(oracle, course):
    table = components(course.after("normalise"))

    found = {
        (row["group"], row["component"]): (row["deviation"], row["variance"], row["share"])
        for row in table.iter_rows(named=True)
    }
    assert found == {
        (group, int(place)): tuple(near(float(one)) for one in values)
        for group, place, *values in oracle("09_PCA_variance_Normalised_L1").rows()
    }


def test_loadings_on_the_first_component_up_to_the_sign_of_each_pillar(oracle, course):
    """COINr leaves the sign to chance; ours makes the loadings of a component sum to 0 or more."""
    state = course.after("normalise")
    expected = {
        code: float(weight) for code, level, weight in oracle("09_PCA_weights_Normalised_L1").rows() if level == "1"
    }

    for (group,), table in loadings(state).filter(pl.col("component") == 1).group_by("group"):
        theirs = np.array([expected[code] for code in table["code"]])
        sign = np.sign(theirs.sum())
        assert table["loading"].to_list() == near(list(sign * theirs)), group


def test_the_summary_of_a_unit(oracle, course):
    """The scores of the file are rounded to 14 digits."""
    found = unit_summary(course.final, "IND")

    expected = oracle("10_unit_summary_IND")
    assert found["level"].to_list() == sorted(found["level"], reverse=True)
    assert {code: (name, near(score), rank) for code, name, _, score, rank, _ in found.rows()} == {
        code: (name, float(score), int(rank)) for code, name, score, rank in expected.rows()
    }


@pytest.mark.parametrize(("file", "choose"), [("10_strengths_ESP", strengths), ("10_weaknesses_ESP", weaknesses)])
def test_strengths_and_weaknesses_of_a_unit(oracle, raw, file, choose):
    """COINr lists weaknesses from the better to the worse, we the worst first; it shows values with three digits.

    Of two indicators in which the unit ranks 33rd, each has another among the five weaknesses.
    """
    found = choose(raw, "ESP").sort("rank", "code")

    expected = oracle(file).with_columns(pl.col("Rank").cast(pl.Int64)).sort("Rank", "Code")
    assert found["rank"].to_list() == expected["Rank"].to_list()
    every = {row["code"]: row for row in ranked_indicators(raw, "ESP").iter_rows(named=True)}
    for code, name, pillar, rank, value, _ in expected.rows():
        ours = every[code]
        assert (ours["name"], ours["group"], ours["rank"]) == (name, pillar, rank)
        assert float(f"{ours['value']:.3g}") == near(float(value))
    differing = set(found["code"]) ^ set(expected["Code"])
    assert differing <= {"NEET", "Poverty"}
    assert {every[code]["rank"] for code in differing} <= {33}


def test_ranks_of_a_unit_in_all_indicators(oracle, course):
    found = dict(ranked_indicators(course.after("normalise"), "ESP").select("code", "rank").rows())

    expected = oracle("08_results_full_ranks").filter(pl.col("uCode") == "ESP").to_dicts()[0]
    assert found == {code: int(expected[code]) for code in course.final.framework.indicators}


def test_scores_and_ranks_without_each_pillar(oracle, course):
    table = without_each(course, 2)

    for column, file, kind in (("score", "11_remove_pillars_scores", float), ("rank", "11_remove_pillars_ranks", int)):
        found = {(row["unit"], row["removed"]): row[column] for row in table.iter_rows(named=True)}
        expected = oracle(file).drop("Nominal").unpivot(index="uCode")
        assert found == {
            (unit, code): near(float(value)) if kind is float else int(value) for unit, code, value in expected.rows()
        }


@pytest.mark.parametrize(
    ("file", "level"), [("11_remove_pillars_meanabsdiff", 2), ("11_remove_indicators_meanabsdiff", 1)]
)
def test_how_far_ranks_move_without_each_element(oracle, course, file, level):
    found = dict(rank_changes(without_each(course, level)).select("removed", "mean_change").rows())

    assert found == {code: near(float(change)) for code, change in oracle(file).rows() if code != "Nominal"}


def test_ranks_with_and_without_an_indicator(oracle, raw, course):
    lesser = run(preset("asem"), without(raw, "LPI"))

    found = differences(course.final, lesser.final, "Index").drop("year")

    expected = oracle("19_compare_dropLPI_ranks").sort("uCode")
    assert found.rows() == [(unit, *map(int, ranks)) for unit, *ranks in expected.rows()]
