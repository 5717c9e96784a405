"""The Regional Competitiveness Index is read with what its metadata say of each value."""

import pytest

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.scoreboards.rci import MERGED, rci_indicators, read_rci

HEADINGS = "Pillar name,Indicator name,Description,Unit of measurement,Source,Reference year,Geographical level\n"
METADATA = (
    HEADINGS
    + "Institutions –national,Property rights,Protected.,1–7 (best),WEF,2019,Country\n"
    + "Innovation,Patents ,Per million.,Number,OECD,Average 2017–2018,NUTS\u00a02\n"
    + "Health,Infant mortality,Deaths.,Rate,Eurostat,2018,NUTS 2\n"
    + ",,carried on,,,,\n"
    + 'Business sophistication,SMEs,Share.,%,RIS,RIS 2021,"NUTS 2; NUTS 1 level: AT; NUTS 0 level: NL"\n'
    + "Institutions – regional,Corruption,Survey.,z-scores,QoG,2021,"
    + '"NUTS 2; HR02, HR_C: value of the former HR04 region"\n'
)
DATA = (
    "NUTS,Region name,Property rights,Patents  ,Child mortality,SMEs,Corruption\n"
    "AT_C,Vienna,5.5,10,2.1,80,1\n"
    "AT11,Burgenland,5.5,,2.2,80,0.5\n"
    "HR_C,Zagreb,4.5,3,4.1,60,-1.5\n"
    "HR02,Panonska,4.5,2,4.2,,-1.5\n"
    "NL11,Groningen,6.5,8,3.1,90,1.5\n"
)


def read(data=DATA, metadata=METADATA):
    return read_rci(data.encode(), "data.csv", metadata=metadata.encode(), metadata_name="metadata.csv")


def refused(**changed):
    with pytest.raises(SourceChanged) as refusal:
        read(**changed)
    return str(refusal.value)


def test_a_code_is_made_of_pillar_and_name_and_a_heading_written_otherwise_is_found():
    found = rci_indicators(METADATA.encode(), "metadata.csv")

    assert found.select("indicator", "group", "column").rows() == [
        ("rci_institutions_national_property_rights", "Institutions – national", "Property rights"),
        ("rci_innovation_patents", "Innovation", "Patents"),
        ("rci_health_infant_mortality", "Health", "Child mortality"),
        ("rci_business_sophistication_smes", "Business sophistication", "SMEs"),
        ("rci_institutions_regional_corruption", "Institutions – regional", "Corruption"),
    ]


def test_a_line_that_carries_on_is_joined_to_the_one_before():
    found = rci_indicators(METADATA.encode(), "metadata.csv")

    assert found["description"].to_list() == ["Protected.", "Per million.", "Deaths. carried on", "Share.", "Survey."]


def test_a_direction_is_known_only_where_the_unit_says_so():
    assert rci_indicators(METADATA.encode(), "metadata.csv")["direction"].to_list() == [1, None, None, None, None]


def test_values_from_above_are_flagged_as_the_metadata_say():
    found = {row[:2]: row[2:] for row in read().select("region", "indicator", "value", "flags", "level_used").rows()}

    assert len(found) == 25
    assert found["AT11", "rci_institutions_national_property_rights"] == (5.5, "n", "country")
    assert found["AT_C", "rci_business_sophistication_smes"] == (80, "u", "NUTS 1")
    assert found["NL11", "rci_business_sophistication_smes"] == (90, "n", "country")
    assert found["HR02", "rci_business_sophistication_smes"] == (None, "m", "NUTS 2")
    assert found["HR_C", "rci_institutions_regional_corruption"] == (-1.5, "o", "NUTS 2")
    assert found["AT_C", "rci_innovation_patents"] == (10, "", "NUTS 2")
    assert found["AT11", "rci_innovation_patents"] == (None, "m", "NUTS 2")


def test_the_year_is_the_edition_and_what_a_value_is_of_stays_beside_it():
    found = read().filter(indicator="rci_innovation_patents")

    assert found.select("year", "reference_year", "dataset").unique().rows() == [
        (2022, "Average 2017–2018", "rci_2022")
    ]


def test_a_copy_that_the_metadata_do_not_tell_is_found_in_the_data():
    regions = ["DE11,x,4", "DE12,x,4", "DE21,x,5", "DE22,x,5", "DE71,x,6", "SE11,x,1", "SE12,x,9"]
    data = "\n".join(["NUTS,Region name,Patents", *regions])

    found = read(data=data, metadata=HEADINGS + "Innovation,Patents,,Number,OECD,2018,NUTS 2\n")

    assert found["flags"].to_list() == ["u", "u", "u", "u", "", "", ""]


def test_an_indicator_in_one_file_only_is_refused_with_its_name():
    assert "the indicator 'Patents  ' stands in one" in refused(metadata=METADATA.replace("Patents ", "Patent"))
    assert "'rci_health_suicides' stands in one" in refused(metadata=METADATA + "Health,Suicides,,,,,NUTS 2\n")


def test_metadata_that_cannot_be_read_are_refused_with_place_and_words():
    assert "metadata.csv, Patents: found the geographical level 'NUTS 3'" in refused(
        metadata=METADATA.replace("NUTS\u00a02", "NUTS 3")
    )
    assert "metadata.csv, line 8: found the pillar 'Health' and the indicator ''" in refused(
        metadata=METADATA + "Health,,,,,,NUTS 2\n"
    )
    assert "would both be called" in refused(metadata=METADATA + "Innovation –,patents,,,,,NUTS 2\n")


def test_the_regions_that_a_merged_capital_stands_for_belong_to_its_country():
    assert {capital: {region[:2] for region in regions} for capital, regions in MERGED.items()} == {
        capital: {capital[:2]} for capital in MERGED
    }
