"""Invented Europe: the same bytes every time, real codes, sums that add up, and the clusters that were planted."""

import gzip
import hashlib

import polars as pl
import pytest

from cluster_observatory.sources.datasets import dataset
from cluster_observatory.sources.eurostat import meanings
from cluster_observatory.sources.eurostat.tsv import read_tsv
from cluster_observatory.sources.sample import invented
from cluster_observatory.sources.sample.world import planted
from cluster_observatory.taxonomy import regions

CODES = ("sbs_r_nuts06_r2", "sbs_r_nuts2021")


@pytest.fixture(scope="module")
def files():
    return {file.origin.dataset: file for file in invented.files()}


@pytest.fixture(scope="module")
def structure(files):
    return {code: meanings.structure(read_tsv(files[code].data, code), dataset(code)) for code in CODES}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(files):
    assert invented.generate() == {code: file.data for code, file in files.items()}
    assert invented.generate(seed=7)["nama_10r_2gdp"] != files["nama_10r_2gdp"].data


def test_every_origin_says_that_the_figures_are_invented(files):
    for code, (origin, data) in files.items():
        assert origin.invented
        assert origin.address == f"invented:{code}?seed=2019"
        assert origin.sha256 == hashlib.sha256(data).hexdigest()
        assert "invented" in origin.notice


def test_the_files_have_the_older_and_the_present_form(files):
    headers = {code: gzip.decompress(files[code].data).partition(b"\n")[0] for code in CODES}

    assert headers["sbs_r_nuts06_r2"].startswith(b"nace_r2,indic_sb,geo\\time\t2015 \t2014 ")
    assert headers["sbs_r_nuts2021"] == b"freq,nace_r2,indic_sbs,geo\\TIME_PERIOD\t2021 \t2022 \t2023 \r"


@pytest.mark.parametrize("code", CODES)
def test_every_year_has_the_regions_of_its_edition_and_no_others(structure, code):
    known = regions.table().select("region", "nuts_edition")

    assert structure[code].join(known, on=["region", "nuts_edition"], how="anti").height == 0
    assert structure[code].filter(level=2)["region"].n_unique() > 250


@pytest.mark.parametrize("code", CODES)
def test_planted_clusters_stand_out(structure, code):
    of_regions = (pl.col("level") == 2) & (pl.col("industry").str.len_chars() == 3) & pl.col("persons").is_not_null()
    cells = structure[code].filter(of_regions)
    persons = pl.col("persons")
    regional = persons / persons.sum().over("region", "year")
    overall = persons.sum().over("industry", "year") / persons.sum().over("year")
    found = cells.with_columns(location_quotient=regional / overall)

    for cluster in planted():
        years = found.filter(region=cluster.region, industry=cluster.industry)
        assert years.height == cells["year"].n_unique()
        assert years["location_quotient"].min() > 4


@pytest.mark.parametrize("measure", ["persons", "local_units", "wages"])
def test_sections_are_the_sum_of_their_divisions_in_every_country(structure, measure):
    countries = structure["sbs_r_nuts06_r2"].filter(level=0)
    divisions = countries.filter(pl.col("industry").str.len_chars() == 3, pl.col("industry") != "S95")
    section = pl.col("industry").str.head(1).alias("industry")
    summed = divisions.group_by("region", section, "year").agg(pl.col(measure).sum().alias("summed"))

    compared = countries.filter(pl.col("industry").str.len_chars() == 1).join(summed, on=["region", "industry", "year"])

    assert compared.height == 29 * 12 * 8
    assert compared.select(((pl.col(measure) - pl.col("summed")).abs() < 0.01).all()).item()


def test_countries_are_the_sum_of_their_regions(structure):
    sections = structure["sbs_r_nuts2021"].filter(pl.col("industry").str.len_chars() == 1)
    regional = sections.filter(level=2).group_by(pl.col("region").str.head(2), "industry", "year")

    compared = sections.filter(level=0).join(
        regional.agg(pl.col("persons").sum().alias("summed")), on=["region", "industry", "year"]
    )

    assert compared.height > 0
    assert compared.select((pl.col("persons") == pl.col("summed")).all()).item()


def test_about_one_cell_in_twenty_is_confidential_and_some_have_other_flags(files):
    cells = read_tsv(files["sbs_r_nuts06_r2"].data, "sample")
    share = dict(cells.filter(pl.col("value").is_not_null() | (pl.col("flags") != ""))["flags"].value_counts().rows())

    assert 0.05 < share["c"] / sum(share.values()) < 0.07
    assert cells.filter(flags="c")["value"].null_count() == share["c"]
    assert set(share) == {"", "b", "c", "d", "p"}


def test_sizes_have_heavy_tails(structure):
    persons = structure["sbs_r_nuts06_r2"].filter(year=2014, level=2, industry="C")["persons"]

    assert persons.max() > 5 * persons.median()


def test_invented_output_is_read_like_the_real_one(files):
    context = meanings.context(read_tsv(files["nama_10r_2gdp"].data, "sample"), dataset("nama_10r_2gdp"))

    assert context["indicator"].n_unique() == 4
    assert context.filter(region="DE11", year=2014).height == 4
