"""The recorded files of Eurostat: read whole, counted, and every code of theirs known."""

import gzip

import polars as pl
import pytest

from cluster_observatory.sources.datasets import dataset, datasets
from cluster_observatory.sources.eurostat import meanings
from cluster_observatory.sources.eurostat.tsv import read_tsv
from cluster_observatory.sources.gisco import outlines_of_file
from cluster_observatory.sources.outlines import read_outlines
from cluster_observatory.taxonomy import regions


def read(shared_data, code):
    file = shared_data / "eurostat" / f"{code}.tsv.gz"
    return read_tsv(file.read_bytes(), file.name)


@pytest.fixture(scope="module")
def observations(shared_data):
    return read(shared_data, "sbs_r_nuts06_r2")


@pytest.fixture(scope="module")
def structure(observations):
    return meanings.structure(observations, dataset("sbs_r_nuts06_r2"), name="sbs_r_nuts06_r2.tsv.gz")


def test_every_cell_of_regional_structure_is_there(observations):
    assert observations.height == 195_227 * 8
    assert observations.filter(flags="c").height == 93_421
    assert observations.filter(flags="c")["value"].null_count() == 93_421
    assert observations.filter(pl.col("value").is_null(), pl.col("flags") == "").height == 344_284
    assert observations.filter(pl.col("value").is_not_null(), pl.col("flags") == "b").height == 18_408


def test_motor_vehicles_in_stuttgart_are_what_eurostat_published(structure):
    cell = structure.filter(region="DE11", industry="C29", year=2014)

    assert cell["persons"].to_list() == [158_012]
    assert cell["nuts_edition"].to_list() == [2013]


def test_divisions_of_2014_add_up_over_the_regions_that_have_a_figure(structure):
    division = pl.col("industry").str.len_chars() == 3
    cells = structure.filter(division, pl.col("persons").is_not_null(), year=2014, level=2)

    assert cells["persons"].sum() == 133_361_628
    assert (cells["region"].n_unique(), cells["industry"].n_unique()) == (282, 68)


def test_codes_that_only_look_like_regions_are_gone(observations, structure):
    left_out = set(observations["geo"]) - set(structure["region"])

    assert all(regions.is_no_region(code) for code in left_out)
    assert {"FRZ", "FRZZ", "CZZZ"} <= left_out
    assert {"EL", "UK"} <= set(structure["region"])
    assert not {"GR", "GB"} & set(structure["region"])


def test_finland_which_2010_gives_in_two_editions_is_counted_once(observations, structure):
    south = {"FI18", "FI1B", "FI1C"}
    given = observations.filter(pl.col("geo").is_in(south), pl.col("value").is_not_null(), time="2010")

    assert set(given["geo"]) == south
    assert set(structure.filter(pl.col("region").is_in(south), year=2010)["region"]) == {"FI18"}
    assert set(structure.filter(pl.col("region").is_in(south), year=2011)["region"]) == {"FI1B", "FI1C"}


@pytest.mark.parametrize("code", [code for code, one in datasets().items() if one.kind == "context"])
def test_every_recorded_context_table_is_read_and_known(shared_data, code):
    context = meanings.context(read(shared_data, code), dataset(code), name=code)

    assert set(context["indicator"]) == {indicator.code for indicator in dataset(code).indicators}
    assert not {"EU28", "EA19", "EU15"} & set(context["region"])


@pytest.mark.parametrize("code", ["sbs_na_sca_r2", "sbs_r_3k_my_r2"])
def test_the_further_tables_of_structure_are_read_and_known(shared_data, code):
    table = meanings.measures(read(shared_data, code), dataset(code), name=code)

    assert set(dataset(code).measures.values()) <= set(table.columns)
    assert table.height > 10_000


def test_published_context_is_in_our_units(shared_data):
    unemployed = meanings.context(read(shared_data, "lfst_r_lfu3pers"), dataset("lfst_r_lfu3pers"))

    germany = unemployed.filter(region="DE", indicator="unemployed", year=2014)["value"].item()
    assert 2_000_000 < germany < 2_200_000


def test_the_successor_is_read_in_the_present_form(shared_data):
    file = shared_data / "eurostat" / "sbs_r_nuts2021_manufacturing_2022.csv"
    cells = pl.read_csv(file).filter(pl.col("Sector").is_not_null())
    lines = ["freq,nace_r2,indic_sbs,geo\\TIME_PERIOD\t2022 "]
    for row in cells.iter_rows(named=True):
        value = ":" if row["Empl_pers"] is None else f"{row['Empl_pers']:.0f}"
        lines.append(f"A,{row['Sector']},EMP_LOC_NR,{row['NUTS_ID']}\t{value} ")
    data = gzip.compress("\r\n".join([*lines, ""]).encode())

    table = meanings.structure(read_tsv(data, "sbs_r_nuts2021.tsv.gz"), dataset("sbs_r_nuts2021"))

    said = cells.filter(pl.col("Empl_pers").is_not_null())
    assert table.height == said.height
    assert table["persons"].sum() == said["Empl_pers"].sum()
    assert set(table["nuts_edition"]) == {2021}
    assert table.filter(region="AT", industry="C10")["persons"].to_list() == [77_150]


def test_every_recorded_outline_is_read_and_its_regions_known(shared_data):
    read_levels = 0
    for file in sorted((shared_data / "geometry").iterdir()):
        if outlines := outlines_of_file(file.name):
            found = read_outlines(file.read_bytes(), file.name)
            longitudes = [longitude for one in found for part in one.polygons for ring in part for longitude, _ in ring]
            assert {one.region for one in found} <= regions.known_codes()
            assert {len(one.region) for one in found} == {outlines.level + 2}
            assert all(ring[0] == ring[-1] for one in found for part in one.polygons for ring in part)
            assert (min(longitudes) > -64, max(longitudes) < 56) == (True, True)
            read_levels += 1
    assert read_levels == 8
