"""Relatedness and complexity of the U.S. states and clusters, against published figures and other packages."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.statistics.complexity import industry_complexity, region_complexity
from cluster_observatory.statistics.composite import Moments, composite, related_pairs, validation_scores
from cluster_observatory.statistics.concentration import concentration
from cluster_observatory.statistics.diversification import diversification
from cluster_observatory.statistics.relatedness import proximity, relatedness_density
from cluster_observatory.statistics.specialisation import specialisation

MATRIX = "oracles/us_states_2016/oracle_us_states_2016_emp_matrix_50x51.csv"
KINDS = {"cr_lcemp": 1.308127, "cr_lcest": 1.040397, "cr_io": 6.807934, "cr_occ": 1.372001}
CONSTANT = -1.187671


@pytest.fixture(scope="module")
def states(shared_data):
    """Persons employed of 50 states in 51 traded clusters in 2016."""
    wide = pl.read_csv(shared_data / MATRIX).rename({"region_name_t": "region"})
    cells = wide.unpivot(index="region", variable_name="cluster", value_name="persons")
    return cells.with_columns(year=pl.lit(2016))


@pytest.fixture(scope="module")
def quotients(states):
    return specialisation(states, category="cluster")


@pytest.fixture(scope="module")
def published(shared_data):
    """The published relatedness of each two of the 51 clusters, of each kind and composite."""
    pairs = pl.read_csv(shared_data / "oracles" / "us_cluster_relatedness.csv")
    codes = {"cluster": pl.col("clustera").cast(pl.String), "other_cluster": pl.col("clusterb").cast(pl.String)}
    return pairs.with_columns(**codes, year=pl.lit(2009))


def test_theil_of_the_states_traded_employment(states):
    totals = states.group_by("region", "year").agg(pl.col("persons").sum()).with_columns(industry=pl.lit("all"))

    assert concentration(totals)["theil"].to_list() == [pytest.approx(0.466260624, abs=5e-10)]


def test_the_most_and_the_least_complex_states_are_those_that_ecomplexity_finds(quotients):
    """Kentucky has 1.4518, which the specification cuts to 1.451."""
    found = region_complexity(quotients, category="cluster").sort("economic_complexity_rank")

    named = dict(found.select("region", pl.col("economic_complexity").round(3)).iter_rows())
    assert list(named.items())[:3] == [("Michigan", 1.562), ("Kentucky", 1.452), ("Iowa", 1.357)]
    assert list(named.items())[-1] == ("New York", -2.115)


def test_complexity_proximity_density_and_opportunity_are_those_of_ecomplexity(states, quotients):
    """In every cell, where the package is installed: it is a peer of the benchmarks."""
    ecomplexity = pytest.importorskip("ecomplexity", reason="needs pip install 'cluster-observatory[bench]'")
    columns = {"time": "year", "loc": "region", "prod": "cluster", "val": "persons"}
    theirs = pl.from_pandas(
        ecomplexity.ecomplexity(states.to_pandas(), columns, check_logsupermodularity=False, verbose=False)
    )
    near = pl.from_pandas(ecomplexity.proximity(states.to_pandas(), columns))

    density = relatedness_density(quotients, category="cluster").join(theirs, on=["region", "cluster"])
    options = diversification(quotients, category="cluster").join(theirs, on=["region", "cluster"])
    regions = region_complexity(quotients, category="cluster").join(theirs.unique("region"), on="region")
    clusters = industry_complexity(quotients, category="cluster").join(theirs.unique("cluster"), on="cluster")
    pairs = proximity(quotients, category="cluster").join(
        near, left_on=["cluster", "other_cluster"], right_on=["cluster_1", "cluster_2"]
    )

    assert (density.height, options.height, pairs.height) == (2550, (theirs["mcp"] == 0).sum(), 51 * 50 // 2)
    for frame, ours, other in (
        (density, "density", "density_right"),
        (options, "density", "density_right"),
        (options, "opportunity", "cog"),
        (options, "complexity", "pci"),
        (regions, "economic_complexity", "eci"),
        (clusters, "product_complexity", "pci"),
        (pairs, "proximity", "proximity_right"),
    ):
        assert (frame[ours] - frame[other]).abs().max() < 2e-9, ours


def test_the_composite_of_the_published_kinds_is_the_published_composite(published):
    """The specification's weights are 1 / (4 deviations), its constant fixes the sum of the means alone.

    It is printed to six decimals, hence the tolerance of 1.2e-6; with moments fitted to all pairs the largest
    difference is below 1e-6.
    """
    pairs = published.select("cluster", "other_cluster", "year", "cr_all", *KINDS)

    printed = {name: Moments(0, 1 / (4 * weight)) for name, weight in KINDS.items()}
    printed["cr_io"] = Moments(-CONSTANT / KINDS["cr_io"], printed["cr_io"].deviation)
    kinds = np.column_stack([np.ones(pairs.height), pairs.select(*KINDS)])
    (constant, *weights), *_ = np.linalg.lstsq(kinds, pairs["cr_all"].to_numpy())
    fitted = {name: Moments(0, 1 / (4 * weight)) for name, weight in zip(KINDS, weights, strict=True)}
    fitted["cr_io"] = Moments(-constant / weights[2], fitted["cr_io"].deviation)

    for moments, tolerance in ((printed, 1.2e-6), (fitted, 1e-6)):
        ours = composite(pairs, list(KINDS), category="cluster", moments=moments)
        compared = ours.join(published, on=["cluster", "other_cluster"])
        assert compared.height == 51 * 51
        assert (compared["relatedness"] - compared["cr_all"]).abs().max() < tolerance
    assert [round(moments.deviation, 4) for moments in fitted.values()] == [0.1911, 0.2403, 0.0367, 0.1822]


def test_256_of_2550_ordered_pairs_are_related_those_of_the_published_percentiles(published):
    """The file's own flag rel_all_90_v3 marks 256 pairs, too, but not the same ones: its rule looks at more.

    Coal mining and electric power, in the 99th percentile, are not related by it.
    """
    related = related_pairs(published, measure="cr_all")

    compared = related.join(published, on=["cluster", "other_cluster"])
    assert (related.height, related["related"].sum()) == (2550, 256)
    assert (compared["related"] == (compared["cr_all_pc"] >= 90)).all()
    assert compared["rel_all_90_v3"].sum() == 256
    assert (compared["related"] != (compared["rel_all_90_v3"] == 1)).sum() == 12


@pytest.mark.parametrize(
    ("kind", "average", "far"),
    [
        ("cr_lcemp", 96.1, 45.1),
        ("cr_lcest", 92.2, 52.9),
        ("cr_io", 98.0, 80.4),
        ("cr_occ", 100, 96.1),
        ("cr_all", 100, 98.0),
    ],
)
def test_validation_scores_of_the_published_clusters(published, kind, average, far):
    """The reference values of the specification, computed from the same file, not the authors' own."""
    scores = validation_scores(published, measure=kind)

    assert scores.rows() == [(2009, 51, pytest.approx(average, abs=0.05), pytest.approx(far, abs=0.05))]
