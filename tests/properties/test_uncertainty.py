"""What must hold of intervals, shrinkage and probabilities whatever the figures are, and on every engine alike."""

from dataclasses import replace

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cluster_observatory.statistics.profiles import profile, profile_names
from cluster_observatory.statistics.resampling import star_probabilities, star_probability
from cluster_observatory.statistics.specialisation import specialisation
from cluster_observatory.statistics.standardised import standardised_quotient
from cluster_observatory.statistics.stars import stars
from cluster_observatory.statistics.sweep import CUTOFFS, sweep, sweep_variants
from cluster_observatory.statistics.uncertainty import quotient_interval, shrunken_quotient

KEY = ["region", "industry", "year"]
REGIONS = ["AT11", "AT12", "BE10", "DE11", "DE12", "FI20", "FR10"]
FIGURES = ("persons", "local_units", "wages", "growth", "sme_performance", "innovation_leaders")
ENDLESS = 1e40  # local units: the draw is 1 to the last bit

persons = st.one_of(
    st.none(), st.just(0), st.integers(1, 10), st.integers(1, 3_000_000), st.integers(1, 99).map(lambda part: part / 8)
)
units = st.one_of(st.none(), st.integers(0, 5), st.integers(0, 5_000))
others = st.one_of(st.none(), st.integers(0, 20))


@st.composite
def cells(draw):
    keys = st.tuples(st.sampled_from(REGIONS), st.sampled_from(["C28", "C29", "J62"]), st.sampled_from([2020, 2021]))
    figures = st.tuples(persons, units, *[others] * 4)
    rows = draw(st.dictionaries(keys, figures, min_size=1, max_size=40))
    schema = {"region": pl.String, "industry": pl.String, "year": pl.Int64, **dict.fromkeys(FIGURES, pl.Float64)}
    return pl.DataFrame([(*key, *found) for key, found in rows.items()], schema=schema, orient="row")


def variants():
    """Return every profile in its own way and in others: ties, regions counted, least persons, one pool of all."""
    ways = st.fixed_dictionaries(
        {
            "ties": st.sampled_from(["min", "max"]),
            "regions_counted": st.sampled_from(["with_data", "employing", "all"]),
            "minimum_persons": st.sampled_from([0, 5, 1000]),
        }
    )
    pooled = st.booleans()

    def changed(name, way, all_together):
        rules = profile(name)
        criteria = tuple(replace(one, pool="all") if all_together and one.pool else one for one in rules.criteria)
        return replace(rules, criteria=criteria, **way)

    return st.builds(changed, st.sampled_from(profile_names()), ways, pooled)


@settings(deadline=None, max_examples=40)
@given(cells(), variants())
def test_without_noise_probabilities_are_the_stars(cells, rules):
    endless = cells.with_columns(local_units=pl.lit(ENDLESS))
    held = cells.with_columns(local_units=pl.lit(ENDLESS), persons_low="persons", persons_high="persons")

    judged = stars(specialisation(endless), rules).sort(KEY)

    for found in (star_probability(endless, rules, resamples=2), star_probability(held, rules, resamples=1)):
        assert found["cluster_probability"].to_list() == judged["is_cluster"].cast(float).to_list()
        for name in (one.name for one in rules.criteria):
            assert found[f"{name}_probability"].to_list() == judged[f"{name}_star"].cast(float).to_list(), name


@pytest.mark.parametrize("regions_counted", ["with_data", "employing", "all"])
@pytest.mark.parametrize("name", ["eco1_2007", "panorama2016", "uscm"])
def test_without_noise_probabilities_are_the_stars_of_a_large_table_too(name, regions_counted):
    """Of 60 regions a quantile or a top share falls between others than of a few."""
    random = np.random.default_rng(5)
    industries, regions = (place.ravel() for place in np.indices((12, 60)))
    columns = {"region": [f"R{place:02}" for place in regions], "industry": [f"C{place:02}" for place in industries]}
    persons = random.gamma(0.3, 1000, 720) * (random.random(720) > 0.1)
    cells = pl.DataFrame({**columns, "persons": persons, "wages": persons * random.gamma(20, 0.0015, 720)})
    cells = cells.with_columns(year=2021, local_units=pl.lit(ENDLESS)).filter(pl.Series(random.random(720) > 0.2))
    rules = replace(profile(name), regions_counted=regions_counted)

    found, judged = star_probability(cells, rules, resamples=3), stars(specialisation(cells), rules).sort(KEY)

    for one in rules.criteria:
        if one.value != "growth":
            assert found[f"{one.name}_probability"].to_list() == judged[f"{one.name}_star"].cast(float).to_list()


@settings(deadline=None, max_examples=20)
@given(cells(), variants(), st.integers(0, 5))
def test_probabilities_lie_between_0_and_1_and_stars_of_the_impossible_are_never_drawn(cells, rules, seed):
    found = star_probability(cells, rules, resamples=7, seed=seed)

    for column in (name for name in found.columns if name.endswith("_probability")):
        shares = found[column].drop_nulls()
        assert shares.is_between(0, 1).all()
        assert ((shares * 7).round(6) % 1 == 0).all()
    nobody = found.join(cells.filter(pl.col("persons") == 0), on=KEY, how="semi")
    assert nobody["cluster_probability"].fill_null(0).sum() == 0
    unknown = found.join(cells.filter(pl.col("persons").is_null()), on=KEY, how="semi")
    assert unknown["cluster_probability"].null_count() == unknown.height


@settings(deadline=None, max_examples=30)
@given(cells())
def test_every_quotient_lies_in_its_interval_and_a_higher_level_makes_it_wider(cells):
    found, wider = quotient_interval(cells, level=0.8), quotient_interval(cells, level=0.99)

    low, quotient, high = (pl.col(f"location_quotient{end}") for end in ("_low", "", "_high"))
    held = found.drop_nulls("location_quotient_high")
    assert held.select(((low <= quotient) & (quotient <= high)).all()).item()
    assert (wider["location_quotient_low"] <= found["location_quotient_low"]).fill_null(True).all()
    assert (wider["location_quotient_high"] >= found["location_quotient_high"]).fill_null(True).all()
    assert found["location_quotient_high"].drop_nulls().is_finite().all()


@settings(deadline=None, max_examples=30)
@given(cells())
def test_a_shrunken_quotient_lies_between_the_quotient_and_the_mean_of_its_category(cells):
    found = shrunken_quotient(cells).drop_nulls("location_quotient_shrunk")

    shrunk = pl.col("location_quotient_shrunk")
    smallest, largest = (getattr(pl.col("location_quotient"), end)().over("industry", "year") for end in ("min", "max"))
    within = (shrunk >= smallest * (1 - 1e-9)) & (shrunk <= largest * (1 + 1e-9))
    assert found.select(within.all()).item()
    ends = (pl.col("shrunk_low") <= shrunk) & (shrunk <= pl.col("shrunk_high") * (1 + 1e-9))
    # The mean of a gamma distribution of small shape can lie above its upper quantile.
    rests_on_something = found.filter(pl.col("sample") >= 5)
    assert rests_on_something.select(ends.all()).item()


@settings(deadline=None, max_examples=30)
@given(cells())
def test_standardised_quotients_have_the_mean_0_and_the_deviation_1(cells):
    found = standardised_quotient(cells, scale="plain").drop_nulls("standardised_quotient")

    for part in found.partition_by("industry", "year"):
        assert part["standardised_quotient"].mean() == pytest.approx(0, abs=1e-6)
        assert part["standardised_quotient"].std() == pytest.approx(1, rel=1e-6)


@settings(deadline=None, max_examples=40)
@given(cells(), variants())
def test_with_its_own_options_alone_the_sweep_finds_the_clusters_of_the_profile(cells, rules):
    specialised = next(one for one in rules.criteria if one.name == "specialisation")
    cutoff = next(getattr(specialised, test) for test in CUTOFFS if getattr(specialised, test) is not None)
    own = {
        "cutoffs": [cutoff],
        "least_persons": [rules.minimum_persons],
        "ties": [rules.ties],
        "quotient_at_least_one": [1 in (specialised.at_least, specialised.above)],
    }

    clusters = stars(specialisation(cells), rules).sort(KEY)["is_cluster"]

    assert (sweep(cells, rules, **own).sort(KEY)["starred"] == 1).to_list() == clusters.to_list()
    assert sweep_variants(cells, rules, **own)["clusters"].sum() == clusters.sum()


@settings(deadline=None, max_examples=30)
@given(cells(), variants())
def test_what_stands_always_is_a_cluster_and_what_stands_never_is_none(cells, rules):
    judged = stars(specialisation(cells), rules).sort(KEY)
    found = sweep(cells.sort(KEY), rules).with_columns(judged["is_cluster"])

    assert found.filter(stands="always")["is_cluster"].all()
    assert not found.filter(stands="never")["is_cluster"].any()
    variants = sweep_variants(cells, rules)
    assert found["starred"].sum() == variants["clusters"].sum()
    assert found["stands"].null_count() == cells["persons"].null_count()


@settings(deadline=None, max_examples=5)
@given(cells())
def test_pandas_and_duckdb_give_what_polars_gives(tmp_path_factory, cells):
    methods = [
        quotient_interval,
        shrunken_quotient,
        standardised_quotient,
        lambda frame: sweep(frame, profile("eocic2020")),
        lambda frame: star_probabilities(frame, [profile("eocic2019"), profile("uscm")], resamples=5),
    ]
    file = tmp_path_factory.mktemp("cells") / "cells.parquet"
    cells.write_parquet(file)

    for method in methods:
        expected = method(cells)
        for other in (pd.read_parquet(file), duckdb.read_parquet(str(file))):
            found = nw.from_native(method(other))
            found = (found.collect() if isinstance(found, nw.LazyFrame) else found).to_polars()
            found = found.with_columns(pl.col(pl.Float64).fill_nan(None))
            assert found.columns == expected.columns
            assert_frame_equal(found, expected, check_dtypes=False, rel_tol=1e-9, abs_tol=1e-9)
