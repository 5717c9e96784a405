"""The Regional Innovation Scoreboard is read so that a 0 is never taken for a value."""

import pytest

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.scoreboards.ris import read_ris, ris_groups, ris_indicators

HEADER = "Indicator,Year,Zone,Region,RegionName,Value,performance group\n"
FILE = (
    HEADER
    + "0 Summary Innovation Index,2023,EU,AT1,Ostösterreich,136.31,Leader\n"
    + "0 Summary Innovation Index,2023,EU,BG31,Severozapaden,33.2,Emerging\n"
    + "0 Summary Innovation Index,2023,non-EU,NO0B,Svalbard,0.0,\n"
    + "0 Summary Innovation Index,2023,EU,EU,EU Average,108.47,EU\n"
    + "2.3.2 Employed ICT specialists,2023,EU,AT1,Ostösterreich,0.0,Leader\n"
    + "3.3.1 PCT patent applications (Regional),2023,EU,BG31,Severozapaden,12.5,Emerging\n"
    + "4.2.1 Exports,2023,EU,BG31,Severozapaden,,Emerging\n"
    + '"5.1,7 Turnover share SMEs (SD)",2023,EU,EE,Eesti,0,Strong\n'
    + "5.2.3 FDI net inflows (SD),2023,EU,EE,Eesti,-5.9,Strong\n"
)


def test_a_zero_is_minimum_or_missing_and_a_zero_of_structural_data_stays():
    found = read_ris(FILE.encode(), "ris.csv").select("indicator", "region", "value", "flags", "level_used").rows()

    assert found == [
        ("ris_0", "AT1", 136.31, "", "NUTS 1"),
        ("ris_0", "BG31", 33.2, "", "NUTS 2"),
        ("ris_0", "NO0B", None, "0", "NUTS 2"),
        ("ris_0", "EU", 108.47, "", "group of countries"),
        ("ris_2_3_2", "AT1", None, "0", "NUTS 1"),
        ("ris_3_3_1", "BG31", 12.5, "", "NUTS 2"),
        ("ris_4_2_1", "BG31", None, "m", "NUTS 2"),
        ("ris_5_1_7", "EE", 0, "", "country"),
        ("ris_5_2_3", "EE", -5.9, "", "country"),
    ]


def test_indicators_keep_their_own_names_and_get_the_number_as_code():
    found = ris_indicators(FILE.encode(), "ris.csv")

    assert found.select("indicator", "title", "geographical_level", "direction", "column").rows()[1:5] == [
        ("ris_2_3_2", "Employed ICT specialists", "regional", 1, "2.3.2 Employed ICT specialists"),
        ("ris_3_3_1", "PCT patent applications", "regional", 1, "3.3.1 PCT patent applications (Regional)"),
        ("ris_4_2_1", "Exports", "single-region countries", 1, "4.2.1 Exports"),
        ("ris_5_1_7", "Turnover share SMEs", "single-region countries", None, "5.1,7 Turnover share SMEs (SD)"),
    ]


def test_the_group_is_that_of_the_index_and_a_region_without_figures_has_none():
    found = ris_groups(FILE.encode(), "ris.csv")

    assert found.rows() == [("AT1", "Leader"), ("BG31", "Emerging")]


def test_a_value_that_all_regions_of_a_country_share_is_national():
    lines = [f"3.3.1 PCT,2023,EU,{region},x,{value}," for region, value in REGIONS.items()]

    found = read_ris((HEADER + "\n".join(lines)).encode(), "ris.csv")

    assert dict(found.select("region", "flags").rows()) == dict.fromkeys(REGIONS, "") | dict.fromkeys(
        ["IE04", "IE05", "IE06"], "n"
    )


REGIONS = {"IE04": 50, "IE05": 50, "IE06": 50, "SE11": 20, "SE12": 90}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("33.2", "-1", "line 3: found value '-1' (BG31 2023 ris_0); expected 0 or more, relative to 100"),
        ("2.3.2 Emp", "Emp", "found the indicator 'Employed ICT specialists'; expected a number such as 1.1.2"),
        ("3.3.1 PCT patent applications (Regional)", "", "line 7: no indicator"),
        ("performance group", "group", "expected the heading 'performance group' too"),
    ],
)
def test_a_changed_file_is_refused_with_the_words_met(old, new, words):
    with pytest.raises(SourceChanged) as refusal:
        read_ris(FILE.replace(old, new).encode(), "ris.csv")

    assert words in str(refusal.value)


@pytest.mark.parametrize("line", ["0 Index,2022,EU,AT1,x,1,Strong", "0 Index,2022,EU,AT2,x,1,Champion"])
def test_a_region_of_two_groups_and_an_unknown_group_are_refused(line):
    with pytest.raises(SourceChanged, match="performance group"):
        ris_groups((FILE + line).encode(), "ris.csv")
