"""Bounds and rules for gaps on Eurostat's own file of 2017, against what docs/explanation/gap-rules.md says of them."""

import polars as pl
import pytest

from cluster_observatory.sources.datasets import datasets
from cluster_observatory.sources.eurostat import meanings
from cluster_observatory.sources.eurostat.tsv import read_tsv
from cluster_observatory.statistics.bounds import bounds
from cluster_observatory.statistics.filling import RULES, fill
from cluster_observatory.statistics.holdout import hold_out, hold_out_as_withheld
from cluster_observatory.taxonomy import activities

KEY = ["region", "industry", "year"]
TABLE = "sbs_r_nuts06_r2"
YEAR = 2014


@pytest.fixture(scope="module")
def structure(shared_data):
    observations = read_tsv((shared_data / "eurostat" / f"{TABLE}.tsv.gz").read_bytes(), TABLE)
    cells = meanings.structure(observations, datasets()[TABLE])
    return cells.select(*KEY, "persons", "persons_flags")


@pytest.fixture(scope="module")
def of_year(structure):
    return structure.filter(pl.col("year") == YEAR)


@pytest.fixture(scope="module")
def filled(of_year):
    return {rule: fill(of_year, rule=rule) for rule in RULES}


def test_every_confidential_cell_is_called_so_and_nearly_all_are_bounded(of_year):
    bounded = bounds(of_year)
    confidential = bounded.filter(pl.col("gap") == "confidential")

    assert confidential.height == of_year.filter(pl.col("persons_flags").str.contains("c")).height
    assert confidential["persons_high"].null_count() / confidential.height < 0.05
    assert bounded.filter(pl.col("gap") != "published")["contradictory"].mean() < 0.05
    assert (bounded["persons_low"] <= bounded["persons_high"].fill_null(float("inf"))).all()


@pytest.mark.parametrize("rule", RULES)
def test_published_cells_stay_and_the_others_are_marked(of_year, filled, rule):
    published = of_year.drop_nulls("persons")

    kept = filled[rule].join(published, on=KEY, suffix="_published")

    assert kept.height == published.height
    assert kept["persons"].equals(kept["persons_published"])
    estimates = filled[rule].join(published, on=KEY, how="anti").drop_nulls("persons")
    assert estimates["modelled"].all()
    assert set(estimates["rule"]) == {rule, "subtraction"}


@pytest.mark.parametrize("rule", RULES)
def test_divisions_add_up_to_the_published_section_of_their_region(of_year, filled, rule):
    """Within the rounding of the figures published, unless these contradict each other."""
    divisions = activities.table().filter(pl.col("level") == 2).select("industry", "section")
    sections = of_year.filter(pl.col("industry").str.len_chars() == 1).drop_nulls("persons")
    groups = ["region", "section"]
    parts = filled[rule].join(divisions, on="industry").group_by(groups)
    sums = parts.agg(pl.col("persons").sum(), pl.col("persons").null_count().alias("left"), pl.len(), *marks())

    compared = sums.join(sections, left_on=groups, right_on=["region", "industry"], suffix="_published")
    compared = compared.filter(pl.col("left") == 0, ~pl.col("contradictory"), ~pl.col("negative_residual"))

    off = (compared["persons"] - compared["persons_published"]).abs()
    assert compared.height > 4000
    assert (off <= (compared["len"] + 1) / 2).all()


def marks():
    return [pl.col(name).any() for name in ("contradictory", "negative_residual")]


def test_fitted_regions_add_up_to_their_countrys_published_divisions(of_year, filled):
    """In countries without persons outside their regions, and where the fit came out."""
    countries = of_year.filter(pl.col("region").is_in(["AT", "BG", "EL", "ES", "HU", "IT", "PT", "RO", "SE", "SI"]))
    divisions = countries.filter(pl.col("industry").str.len_chars() == 3).drop_nulls("persons")
    basic = filled["proportional"].filter(pl.col("region").str.len_chars() == 4)
    sums = basic.group_by(pl.col("region").str.head(2), "industry").agg(
        pl.col("persons").sum(),
        pl.col("persons").null_count().alias("left"),
        pl.col("converged").all(),
        pl.len(),
        *marks(),
    )

    compared = sums.join(divisions, on=["region", "industry"], suffix="_published")
    compared = compared.filter("converged", pl.col("left") == 0, ~pl.col("contradictory"))

    off = (compared["persons"] - compared["persons_published"]).abs()
    assert compared.height > 400
    assert (off <= 1 + compared["len"] / 2).all()


def test_no_country_is_exceeded_by_its_regions_unless_the_estimates_say_so(structure):
    """All years; by more than 1 person and 0.5 %. It was so in 144 totals before open totals were caps."""
    filled = fill(structure, rule="proportional").filter(pl.col("industry").str.len_chars() == 3)
    countries = structure.filter(pl.col("region").str.len_chars() == 2).drop_nulls("persons")
    basic = filled.filter(pl.col("region").str.len_chars() == 4)
    groups = [pl.col("region").str.head(2), "industry", "year"]
    met = (pl.col("converged") | ~pl.col("modelled")).all().alias("met")
    sums = basic.group_by(groups).agg(pl.col("persons").sum(), pl.col("modelled").any(), met)

    compared = sums.filter("modelled").join(countries, on=KEY, suffix="_published")

    over = compared["persons"] - compared["persons_published"]
    exceeded = compared.filter((over > 1) & (over > 0.005 * compared["persons_published"]))
    assert compared.height > 2700
    assert exceeded.filter("met").height == 0
    assert exceeded.height < 80
    assert filled.filter(pl.col("modelled") & ~pl.col("converged")).height / filled["modelled"].sum() < 0.06


def test_transport_in_the_ile_de_france_leaves_room_for_the_rest_of_france(filled):
    """France publishes 268,372 persons in H52; the bounds alone let FR10 have 143,017."""
    transport = filled["proportional"].filter(pl.col("industry") == "H52", pl.col("region").str.starts_with("FR"))

    regions = transport.filter(pl.col("region").str.len_chars() == 4)
    assert regions["persons"].sum() <= 268_372 + 14
    assert regions["converged"].all()


def test_the_fit_is_nearest_and_equal_parts_are_farthest_as_documented(structure):
    for year, before in ((2014, 2013), (2012, 2011)):
        errors = hold_out_as_withheld(structure, year=year, as_in=before)
        weighted = dict(errors.select("rule", "weighted_percentage_error").iter_rows())
        assert weighted["proportional"] < weighted["national"] < weighted["equal"]


def test_cells_hidden_at_random_lie_in_their_bounds_up_to_rounding(of_year):
    errors = hold_out(of_year, share=0.05, seed=2014)

    weighted = dict(errors.select("rule", "open_weighted_percentage_error").iter_rows())
    assert errors["cells_hidden"].to_list() == [845] * 3
    assert errors["cells_determined"][0] > 0.7 * 845
    assert errors["farthest_outside"].max() <= 3
    assert weighted["proportional"] < weighted["national"] < weighted["equal"] < 5
