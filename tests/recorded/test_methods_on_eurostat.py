"""Growth, shares, stars and clusters recomputed from Eurostat's own file of 2017."""

import polars as pl
import pytest

from cluster_observatory.sources.datasets import datasets
from cluster_observatory.sources.eurostat import meanings
from cluster_observatory.sources.eurostat.tsv import read_tsv
from cluster_observatory.statistics.clusters import by_cluster
from cluster_observatory.statistics.gaps import class_cells
from cluster_observatory.statistics.growth import annual_growth, share_in_manufacturing
from cluster_observatory.statistics.profiles import profile
from cluster_observatory.statistics.specialisation import specialisation, totals
from cluster_observatory.statistics.stars import stars
from cluster_observatory.taxonomy import activities, clusters

KEY = ["region", "industry", "year"]
TABLE = "sbs_r_nuts06_r2"


@pytest.fixture(scope="module")
def observations(shared_data):
    return read_tsv((shared_data / "eurostat" / f"{TABLE}.tsv.gz").read_bytes(), TABLE)


@pytest.fixture(scope="module")
def structure(observations):
    return meanings.structure(observations, datasets()[TABLE])


@pytest.fixture(scope="module")
def rates(observations):
    return meanings.published_rates(observations, datasets()[TABLE])


@pytest.fixture(scope="module")
def regional(structure):
    return structure.filter(pl.col("level") == 2)


@pytest.fixture(scope="module")
def specialised(regional):
    return specialisation(regional.join(activities.table().filter(level=2), on="industry", how="semi"))


def test_growth_agrees_with_the_rate_eurostat_publishes(structure, rates):
    compared = (
        annual_growth(structure).drop_nulls("growth").join(rates.drop_nulls("growth"), on=KEY, suffix="_eurostat")
    )
    agree = (compared["growth"] - compared["growth_eurostat"]).abs() <= 0.0501

    assert not set(compared["year"]) & {2011, 2013}
    assert compared.height > 140_000
    assert agree.mean() >= 0.99


def test_share_in_manufacturing_agrees_with_the_share_eurostat_publishes(structure, rates):
    ours = share_in_manufacturing(structure).drop_nulls("share")
    compared = ours.join(rates.drop_nulls("share"), on=KEY, suffix="_eurostat")
    agree = (compared["share"] - compared["share_eurostat"]).abs() <= 0.0501

    assert compared.height > 50_000
    assert agree.mean() >= 0.995


def test_stuttgart_has_every_star_in_motor_vehicles(specialised):
    for name in ("eco1_2007", "eocic2019"):
        judged = stars(specialised, profile(name)).row(
            by_predicate=(pl.col("region") == "DE11") & (pl.col("industry") == "C29") & (pl.col("year") == 2014),
            named=True,
        )

        assert judged["stars"] == 3
        assert judged["size_rank"] == 1


def test_about_a_fifth_of_the_regions_has_the_specialisation_star_of_2019(specialised):
    judged = stars(specialised, profile("eocic2019")).filter(pl.col("regions_compared") > 200)
    industries = judged.drop_nulls("persons").group_by("industry", "year")
    shares = industries.agg(star=pl.col("specialisation_star").mean(), employing=(pl.col("persons") > 0).mean())

    everywhere = shares.filter(pl.col("employing") > 0.5)["star"]

    assert everywhere.min() >= 0.2
    assert everywhere.max() <= 0.205


def test_split_classes_of_a_region_add_up_to_what_is_published(regional):
    """All sections of this region are published, S (of which Eurostat measures one division) aside."""
    cells = class_cells(regional.filter(pl.col("region") == "BG41"), activities.table().filter(level=4))
    sections = regional.filter((pl.col("region") == "BG41") & (pl.col("industry").str.len_chars() == 1))

    split = cells.filter(~pl.col("industry").str.starts_with("S")).group_by("year").agg(pl.col("persons").sum())
    published = sections.group_by("year").agg(pl.col("persons").sum())

    both = split.join(published, on="year", suffix="_published").filter(pl.col("year") == 2014)
    assert both["persons"].to_list() == pytest.approx(both["persons_published"].to_list(), abs=1e-3)


def test_motor_vehicles_cluster_in_stuttgart_is_split_and_says_so(regional):
    classes = class_cells(regional.filter(year=2014), activities.table().filter(level=4))
    traded = clusters.members().join(clusters.table().filter(kind="traded"), on="cluster", how="semi")

    measured = specialisation(by_cluster(classes, traded), category="cluster", region_totals=totals(classes))

    automotive = measured.row(by_predicate=(pl.col("region") == "DE11") & (pl.col("cluster") == "4"), named=True)
    assert automotive["persons"] == pytest.approx(166_366.956, abs=1e-3)
    assert automotive["modelled_share"] == 1
    assert automotive["coverage"] == 1
    assert automotive["location_quotient"] == pytest.approx(5.3982, abs=1e-4)
    assert measured["focus"].max() < 1
