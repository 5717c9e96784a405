"""The recorded scoreboards are read whole, and what was copied down in them is found."""

import polars as pl
import pytest

from cluster_observatory.sources.eurostat.tsv import read_tsv
from cluster_observatory.sources.scoreboards import eqi, panel, rci, ris, supply
from cluster_observatory.sources.scoreboards.copies import mark_copies
from cluster_observatory.sources.scoreboards.observations import FLAGS
from cluster_observatory.taxonomy import industrial_change, regions


@pytest.fixture(scope="module")
def folder(shared_data):
    return shared_data / "scoreboard"


@pytest.fixture(scope="module")
def metadata(folder):
    file = folder / "rci_2022" / "RCI_2022_indicators.csv"
    return file.read_bytes(), file.name


@pytest.fixture(scope="module")
def competitiveness(folder, metadata):
    file = folder / "rci_2022" / "RCI_2022_raw_data.csv"
    return rci.read_rci(file.read_bytes(), file.name, metadata=metadata[0], metadata_name=metadata[1])


@pytest.fixture(scope="module")
def innovation(folder):
    file = folder / "ris_2023" / "ris_2023_long.csv.gz"
    return ris.read_ris(file.read_bytes(), file.name)


@pytest.fixture(scope="module")
def readiness(folder):
    file = folder / "i40" / "I40_indicator_db.csv.gz"
    return panel.read_panel(file.read_bytes(), file.name)


def flagged(observations, flag):
    """The countries in which an indicator has the flag, by indicator."""
    found = observations.filter(flags=flag).group_by("indicator").agg(pl.col("region").str.head(2).unique().sort())
    return {indicator: " ".join(countries) for indicator, countries in found.rows()}


def counts(column):
    return dict(column.value_counts().rows())


def test_competitiveness_has_68_indicators_of_234_regions_and_108_gaps(competitiveness, metadata):
    assert (competitiveness["region"].n_unique(), competitiveness["indicator"].n_unique()) == (234, 68)
    assert competitiveness.height == 234 * 68
    assert competitiveness["value"].null_count() == 108
    assert rci.rci_indicators(*metadata)["group"].n_unique() == 13


def test_the_merged_capitals_replace_what_the_data_lack_of_nuts_2021(competitiveness):
    ours = set(competitiveness["region"])
    countries = {region[:2] for region in ours}
    official = regions.table().filter(pl.col("country").is_in(list(countries)), nuts_edition=2021, level=2)["region"]

    lacking = {region for region in official if region not in ours and not regions.is_no_region(region)}
    assert lacking == {region for members in rci.MERGED.values() for region in members}
    assert ours - set(official) == set(rci.MERGED)


def test_national_figures_are_the_same_in_all_regions_of_a_country(competitiveness):
    """What the metadata declare is what the data show: 20 indicators of countries."""
    national = (
        competitiveness.filter(pl.col("flags").is_in(["n", "m"]))
        .with_columns(country=pl.col("region").str.head(2))
        .filter((pl.col("flags") == "n").all().over("indicator", "country"))
        .group_by("indicator", "country")
        .agg(pl.len(), spread=pl.col("value").max() - pl.col("value").min())
    )

    assert national["spread"].max() < 1e-9
    whole = national.group_by("indicator").len().filter(pl.col("len") >= 20)
    assert whole.height == 20


def test_copies_of_nuts_1_that_the_metadata_do_not_tell_are_found(competitiveness):
    found = flagged(competitiveness, "u")

    declared = {
        "rci_business_sophistication_innovative_smes_collaborating_with_others",
        "rci_business_sophistication_marketing_or_organisational_innovators",
        "rci_innovation_sales_of_new_to_market_and_new_to_firms_innovation",
    }
    assert {found.pop(indicator) for indicator in declared} == {"AT BE FR"}
    assert {indicator.rpartition("_")[2]: countries for indicator, countries in found.items()} == {
        "applications": "AT BE FR",
        "expenditure": "NL",
        "authorities": "DE EL PL",
        "access": "AT BE BG CZ DE EL ES FR HU IT NL PL PT RO SE",
        "year": "DE EL PL",
        "skills": "AT BE DE FR PL",
    }
    assert set(flagged(competitiveness, "o").values()) == {"HR"}


def test_the_innovation_scoreboard_is_read_line_by_line(innovation):
    assert innovation.height == 65_675
    assert counts(innovation["flags"])["m"] == 21_136
    assert counts(innovation["flags"])["0"] == 1_222
    years = innovation.filter(indicator="ris_0")
    assert counts(years.filter(year=2023)["level_used"]) == {
        "NUTS 2": 193,
        "NUTS 1": 47,
        "country": 5,
        "group of countries": 1,
    }


def test_indicators_of_the_community_survey_are_national_in_some_countries(innovation):
    found = flagged(innovation, "n")

    assert found == {
        "ris_2_1_1": "CH IE NL",
        "ris_2_2_1": "IE NL",
        "ris_2_2_2": "NL",
        "ris_2_2_3": "DK NL UK",
        "ris_3_1_1": "NL",
        "ris_3_1_2": "NL",
        "ris_3_2_1": "NL",
        "ris_3_3_1": "IE RS",
        "ris_4_1_2": "CH DK NL UK",
        "ris_4_2_3": "IT NL",
    }


def test_the_quality_of_government_has_margins_of_238_regions(folder):
    file = folder / "eqi_2021" / "EQI_goth.csv"
    found = eqi.read_eqi(file.read_bytes(), file.name)

    index = found.filter(indicator="eqi")
    assert index.height == 238
    assert (index["low"] < index["value"]).all()
    assert (index["value"] < index["high"]).all()
    assert counts(found["level_used"]) == {"NUTS 2": 4 * 233, "country": 4 * 5}
    assert mark_copies(found).equals(found)


def test_the_panel_has_101_indicators_each_described(readiness, folder):
    file = folder / "i40" / "I40_indicator_db_column_description.csv"
    described = panel.panel_indicators(file.read_bytes(), file.name)

    assert readiness.height == 4_454 * 101
    assert set(readiness["indicator"]) == set(described["indicator"])
    assert described.height == 101


def test_the_panel_tells_29_codes_that_are_no_region_apart(readiness):
    found = readiness.select("region", "level_used").unique().filter(pl.col("level_used") != "NUTS 2")

    assert counts(found["level_used"]) == {"no region": 24, "group of countries": 5}
    assert mark_copies(readiness).equals(readiness)


def test_every_flag_is_one_that_has_a_meaning(competitiveness, innovation, readiness):
    met = set(pl.concat([competitiveness, innovation, readiness])["flags"])

    assert met == {"", "m", "0", "n", "u", "o"}
    assert met < {"", *(flag.flag for flag in FLAGS)}


@pytest.fixture(scope="module")
def supplied(competitiveness, innovation, readiness, folder):
    """The indicators of industrial change in the 242 NUTS-2 regions of the European Union, edition 2021."""
    file = folder / "eqi_2021" / "EQI_goth.csv"
    cells = {
        "rci_2022": competitiveness,
        "ris_2023": innovation,
        "i40": readiness,
        "eqi_2021": eqi.read_eqi(file.read_bytes(), file.name),
    }
    for table in ("sbs_r_nuts06_r2", "nama_10r_2gdp"):
        tsv = folder.parent / "eurostat" / f"{table}.tsv.gz"
        cells[table] = read_tsv(tsv.read_bytes(), tsv.name)
    countries = competitiveness["region"].str.head(2).unique().to_list()
    official = regions.table().filter(pl.col("country").is_in(countries), nuts_edition=2021, level=2)["region"]
    units = [region for region in official if not regions.is_no_region(region)]
    return supply.of_regions(supply.indicator_values(cells), units, 2021)


def test_every_indicator_has_values_in_four_of_five_regions(supplied):
    known = supplied.group_by("indicator").agg(pl.len(), known=pl.col("value").count())

    assert known.height == 52
    assert set(known["len"]) == {242}
    least = known.sort("known")
    assert least.row(0) == ("research_personnel", 242, 195)
    levels = counts(supplied.drop_nulls("value")["level_used"])
    assert levels == {"NUTS 2": 9_786, "capital with its commuting belt": 315, "NUTS 1": 1_057, "country": 1_138}


def test_what_is_said_of_the_geography_of_an_indicator_is_what_its_values_show(supplied):
    found = (
        supplied.drop_nulls("value")
        .group_by("indicator")
        .agg(
            national=(pl.col("level_used") == "country").sum(),
            nuts_1=(pl.col("level_used") == "NUTS 1").sum(),
            known=pl.len(),
        )
    )
    shown = found.select(
        "indicator",
        shown=pl.when(pl.col("national") == pl.col("known"))
        .then(pl.lit("national"))
        .when(pl.col("national") > 0)
        .then(pl.lit("NUTS 1 or national in some countries"))
        .when(pl.col("nuts_1") > 0)
        .then(pl.lit("NUTS 1 in some countries"))
        .otherwise(pl.lit("direct")),
    )

    said = industrial_change.indicators().select("code", "geography")
    assert dict(shown.rows()) == dict(said.rows())
