"""Peers of the 234 regions of the Regional Competitiveness Index 2.0 (2022), against plain recomputations."""

import numpy as np
import polars as pl
import pytest
from scipy.spatial.distance import cdist

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.scoreboard.peers import nearest_by_structure, nearest_by_value
from cluster_observatory.statistics.scoreboard.standing import against_peers

INCOME = "Disposable income per capita"
TECHNOLOGY = "Employment in technology and knowledge-intensive sectors "
COMPLETE = {
    "size": ["Potential market size expressed in population", "Potential market size expressed in GDP"],
    "services": ["Employment (K-N sectors)"],
    "access": ["Road transport performance", "Accessibility to passenger flights"],
}
GAPS = COMPLETE | {"services": ["Employment (K-N sectors)", TECHNOLOGY]}


@pytest.fixture(scope="module")
def regions(shared_data):
    """The raw data, one row per region."""
    table = pl.read_csv(shared_data / "scoreboard" / "rci_2022" / "RCI_2022_raw_data.csv")
    return table.rename({"NUTS": "unit"}).sort("unit")


def test_the_fifteen_nearest_in_income_of_every_region(regions):
    found = nearest_by_value(regions, value=INCOME)

    income = dict(regions.select("unit", INCOME).drop_nulls().rows())
    assert (regions.height, len(income)) == (234, 233)
    for (unit,), rows in found.group_by("unit"):
        others = sorted((round(abs(value - income[unit]), 6), code) for code, value in income.items() if code != unit)
        assert rows.sort("place")["peer"].to_list() == [code for _, code in others[:15]], unit
    assert found.height == 233 * 15
    assert set(found["candidates"]) == {232}


def test_distances_of_all_pairs_are_those_of_a_weighted_euclid(regions):
    complete = regions.drop_nulls([name for names in COMPLETE.values() for name in names])
    found = nearest_by_structure(complete, COMPLETE, number=complete.height - 1, group_weights={"size": 2})

    values = complete.select(name for names in COMPLETE.values() for name in names).to_numpy()
    standard = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    weights = np.array([0.5 / 2, 0.5 / 2, 0.25, 0.25 / 2, 0.25 / 2])
    expected = cdist(standard, standard, "euclidean", w=weights)
    place = {unit: number for number, unit in enumerate(complete["unit"])}
    rows = found.select("unit", "peer", "distance").rows()
    assert len(rows) == complete.height * (complete.height - 1)
    assert max(abs(distance - expected[place[unit], place[peer]]) for unit, peer, distance in rows) < 1e-12


def test_shares_of_groups_sum_to_1_and_peers_come_nearest_first(regions):
    found = nearest_by_structure(regions, GAPS)

    shares = found.select(pl.sum_horizontal("share_size", "share_services", "share_access"))
    assert shares.to_series().to_numpy() == pytest.approx(1, abs=1e-12)
    assert found.filter(pl.col("distance") < pl.col("distance").shift(1).over("unit")).is_empty()
    assert found.filter(pl.col("unit") == pl.col("peer")).is_empty()


def test_a_region_without_a_variable_is_compared_on_the_others(regions):
    """15 regions lack the employment in technology, a sixth of the weight; two of them lack more than 40 % in all."""
    without = regions.filter(pl.col(TECHNOLOGY).is_null())["unit"].to_list()

    found = nearest_by_structure(regions, GAPS, number=1)
    some = found.filter(pl.col("unit").is_in(without) & (pl.col("overlap") < 1))

    assert len(without) == 15
    assert some["overlap"].to_numpy() == pytest.approx(5 / 6)
    assert set(regions["unit"]) - set(found["unit"]) == {"FRY3", "FRY5"}
    with pytest.raises(NotPossible, match="FRY5 has no peers"):
        nearest_by_structure(regions, GAPS, unit="FRY5")


def test_gower_of_all_pairs_with_the_country_as_a_category(regions):
    table = regions.with_columns(country=pl.col("unit").str.slice(0, 2))
    variables = {"place": ["country"], "services": [TECHNOLOGY]}

    found = nearest_by_structure(table, variables, method="gower", number=233)

    share = dict(table.select("unit", TECHNOLOGY).rows())
    known = [value for value in share.values() if value is not None]
    width = max(known) - min(known)
    rows = found.select("unit", "peer", "distance").rows()
    assert len(rows) == len(known) * (len(known) - 1)
    for unit, peer, distance in rows:
        assert distance == pytest.approx(
            ((unit[:2] != peer[:2]) + abs(share[unit] - share[peer]) / width) / 2, abs=1e-12
        )


def test_a_region_that_is_its_country_has_peers_abroad_alone(regions):
    abroad = nearest_by_value(regions, value=INCOME, unit="LU00", among="other_countries")

    assert abroad.height == 15
    with pytest.raises(NotPossible, match="LU00 has no peers"):
        nearest_by_value(regions, value=INCOME, unit="LU00", among="same_country")


def test_peers_in_the_same_country_are_all_there_are_where_there_are_few(regions):
    found = nearest_by_value(regions, value=INCOME, among="same_country")

    finland = found.filter(pl.col("unit") == "FI1B")
    assert set(finland["peer"]) == {"FI19", "FI1C", "FI1D", "FI20"}
    assert set(finland["candidates"]) == {4}


def test_regions_against_their_peers_are_differences_from_means(regions):
    codes = [name for names in GAPS.values() for name in names]
    low, high = pl.col(codes).min(), pl.col(codes).max()
    scores = (
        regions.select("unit", *codes)
        .with_columns((pl.col(codes) - low) / (high - low) * 100)
        .unpivot(index="unit", variable_name="code", value_name="score")
    )
    peers = nearest_by_value(regions, value=INCOME)

    found = against_peers(scores, peers).sort("unit", "code")

    beside = peers.select("unit", "peer").join(scores.rename({"unit": "peer"}), on="peer")
    means = beside.group_by("unit", "code").agg(mean=pl.col("score").mean(), deviation=pl.col("score").std())
    expected = scores.join(means, on=["unit", "code"]).sort("unit", "code").fill_null(float("nan"))
    assert found.height == 233 * len(codes)
    assert found["peers_mean"].to_numpy() == pytest.approx(expected["mean"].to_numpy(), rel=1e-9)
    deviations = ((expected["score"] - expected["mean"]) / expected["deviation"]).to_numpy()
    assert found["deviations"].fill_null(float("nan")).to_numpy() == pytest.approx(deviations, rel=1e-9, nan_ok=True)
    assert found.group_by("unit").agg(pl.col("bottleneck").sum())["bottleneck"].to_list() == [1] * 233
    assert found["gain"].drop_nulls().min() == 0
