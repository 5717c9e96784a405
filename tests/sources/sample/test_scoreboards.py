"""The invented scoreboards: read like the real ones, with the indicators needed, gaps, copies and zeros."""

import polars as pl
import pytest

from cluster_observatory.pipeline.innovation import innovation_tables
from cluster_observatory.sources.eurostat.tsv import read_tsv
from cluster_observatory.sources.sample import invented
from cluster_observatory.sources.scoreboards import supply
from cluster_observatory.sources.scoreboards.files import read_scoreboards, scoreboard_files
from cluster_observatory.sources.scoreboards.rci import MERGED
from cluster_observatory.sources.scoreboards.ris import ris_groups, ris_indicators
from cluster_observatory.statistics.registers import refuse_register
from cluster_observatory.taxonomy import industrial_change


@pytest.fixture(scope="module")
def written():
    return invented.generate()


@pytest.fixture(scope="module")
def files(written):
    return {code: (data, code) for code, data in written.items() if code in scoreboard_files()}


@pytest.fixture(scope="module")
def cells(files):
    return read_scoreboards(files)


def needed(dataset):
    rows = industrial_change.indicators().select("selection", "divisor").rows()
    of_dataset = [text for row in rows for text in row if text.startswith(f"{dataset}?indicator=")]
    return {text.partition("=")[2].partition(";")[0] for text in of_dataset}


def test_every_file_of_a_scoreboard_has_its_invented_one(files):
    assert set(files) == set(scoreboard_files())


@pytest.mark.parametrize("dataset", ["rci_2022", "i40"])
def test_the_indicators_are_those_that_the_scoreboards_take(cells, dataset):
    assert set(cells[dataset]["indicator"]) == needed(dataset)


def test_every_indicator_of_the_scoreboards_has_values_from_the_invented_files(cells):
    ours = set(cells)
    codes = [
        row["code"]
        for row in industrial_change.indicators().iter_rows(named=True)
        if {text.partition("?")[0] for text in (row["selection"], row["divisor"]) if text} <= ours
    ]

    values = supply.indicator_values(cells, codes)

    known = dict(values.group_by("indicator").agg(pl.col("value").count()).rows())
    assert len(known) == 49
    assert min(known.values()) > 190


def test_capitals_are_merged_and_countries_outside_the_union_are_left_out(cells):
    found = set(cells["rci_2022"]["region"])

    assert set(MERGED) < found
    assert not found & {member for members in MERGED.values() for member in members}
    assert not [region for region in found if region[:2] in ("UK", "NO")]
    assert len(found) == 234


def test_some_values_are_copied_from_above_whether_the_metadata_say_so_or_not(cells):
    coarse = cells["rci_2022"].filter(indicator="rci_innovation_total_intramural_research_and_development_expenditure")
    flags = {
        country: set(coarse.filter(pl.col("region").str.starts_with(country))["flags"])
        for country in ["EL", "DE", "IE", "IT"]
    }

    assert "u" in flags["EL"] and "n" in flags["IE"]
    assert "u" in flags["DE"]  # on which the metadata are silent
    assert flags["IT"] <= {"", "m"}


def test_national_indicators_are_the_same_in_a_whole_country(cells):
    national = cells["rci_2022"].filter(indicator="rci_institutions_national_ease_of_doing_business")

    assert set(national["flags"]) == {"n", "m"}
    assert national.group_by(pl.col("region").str.head(2)).agg(pl.col("value").n_unique().alias("n"))["n"].max() <= 2


def test_about_one_cell_in_fifty_is_empty(cells):
    for dataset in ("rci_2022", "i40"):
        assert 0.01 < (cells[dataset]["flags"] == "m").mean() < 0.03


def test_the_index_is_made_of_its_indicators_and_zeros_are_missing_or_the_minimum(files, cells):
    index = innovation_tables(cells["ris_2023"], ris_indicators(*files["ris_2023"]))["innovation_index"]

    both = index.drop_nulls(["published", "recomputed"])
    assert both.height > 600
    assert (both["published"] - both["recomputed"]).abs().max() < 0.01
    told = both.filter(pl.col("unknown_indicators") == 1)
    assert set(told["missing_indicators"]) == {0, 1}
    assert (cells["ris_2023"]["flags"] == "0").sum() == index["unknown_indicators"].sum()


def test_the_union_of_2016_is_a_hundred_in_everything(cells):
    union = cells["ris_2023"].filter(region="EU", year=2016)

    assert (union["value"] - 100).abs().max() < 0.01


def test_regions_are_grouped_as_their_last_index_says(files, cells):
    groups = ris_groups(*files["ris_2023"])
    index = innovation_tables(cells["ris_2023"], ris_indicators(*files["ris_2023"]))["innovation_index"]

    both = index.filter(year=2023).join(groups, on="region", suffix="_told")
    assert both.height == groups.height > 200
    assert both["performance_group"].equals(both["performance_group_told"])


def test_quality_of_government_has_margins_and_countries_of_one_region_as_such(cells):
    quality = cells["eqi_2021"].filter(indicator="eqi")

    assert (
        quality.filter((pl.col("low") < pl.col("value")) & (pl.col("value") < pl.col("high"))).height == quality.height
    )
    assert quality.filter(level_used="country")["region"].to_list() == ["CY", "EE", "LU", "LV", "MT"]
    assert abs(quality["value"].mean()) < 1e-3


def test_inhabitants_are_a_few_times_the_persons_employed(written, cells):
    counted = cells["i40"].filter(indicator="i40_demo_r_d2jan_unit_nr_sex_t_age_total", year=2014)
    tsv = read_tsv(written["sbs_r_nuts06_r2"], "sbs_r_nuts06_r2")
    sections = tsv.filter(pl.col("nace_r2").str.len_chars() == 1, indic_sb="V16110", time="2014")
    persons = sections.group_by(region="geo").agg(persons=pl.col("value").sum())

    both = counted.filter(level_used="NUTS 2").drop_nulls("value").join(persons, on="region")

    assert both.height > 270
    assert (both["value"] / both["persons"]).median() == pytest.approx(3.4, abs=0.1)


def test_the_register_is_one_that_can_be_counted(written):
    register = pl.read_parquet(written["register"])

    refuse_register(register, measures=("employees", "turnover"))

    assert register["region"].unique().sort().to_list() == list(invented.REGISTERED.regions)
    assert register["year"].unique().sort().to_list() == list(range(2016, 2024))
