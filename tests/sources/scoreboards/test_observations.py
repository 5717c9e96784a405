"""Every scoreboard's cells become observations, or are refused with line and words."""

import gzip

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.scoreboards import eqi, panel, rci, ris
from cluster_observatory.sources.scoreboards.observations import FLAGS, OBSERVATIONS, code, level, words

PANEL = "NUTS2\tYEAR\tdemo_UNIT_NR\nDE11\t2016\t10.5\nDE12\t2016\t\n"


def read(text):
    return panel.read_panel(text.encode(), "panel.csv")


def refused(text):
    with pytest.raises(SourceChanged) as refusal:
        read(text)
    return str(refusal.value)


def test_a_cell_is_an_observation_and_a_gap_is_missing_and_flagged():
    found = read(PANEL)

    assert dict(found.schema) == OBSERVATIONS
    assert found.select("region", "year", "indicator", "value", "flags", "level_used").rows() == [
        ("DE11", 2016, "i40_demo_unit_nr", 10.5, "", "NUTS 2"),
        ("DE12", 2016, "i40_demo_unit_nr", None, "m", "NUTS 2"),
    ]


@pytest.mark.parametrize(
    ("region", "told"),
    [
        ("DE11", "NUTS 2"),
        ("AT1", "NUTS 1"),
        ("CY", "country"),
        ("EE", "country"),
        ("EU", "group of countries"),
        ("EU28", "group of countries"),
        ("EA19", "group of countries"),
        ("EFTA", "group of countries"),
        ("ATZZ", "no region"),
        ("FRXX", "no region"),
        ("FR01", "no region"),
    ],
)
def test_a_code_tells_its_level_and_whether_it_is_a_region_at_all(region, told):
    assert level(region) == told


def test_dashes_and_blanks_make_no_difference_to_a_code():
    assert code("rci", "Technological readiness\u00a0–  national", "Broadband (%). ") == (
        "rci_technological_readiness_national_broadband"
    )


@pytest.mark.parametrize("number", ["0", "-4", "+4.", ".5", "-.218", "1e3", "9829999999999999"])
def test_numbers_are_read_however_they_are_written(number):
    assert read(PANEL.replace("10.5", number))["value"][0] == float(number)


@pytest.mark.parametrize("word", [":", "NA", "nan", "inf", "1,5", "1_000", "0x10", "1e999", "12 b"])
def test_what_is_no_finite_number_is_refused_with_its_place(word):
    message = refused(PANEL.replace("10.5", f'"{word}"'))

    assert message.startswith(f"panel.csv, line 2: found value {word!r} (DE11 2016 i40_demo_unit_nr)")


@pytest.mark.parametrize(
    ("text", "words_met"),
    [
        ("", "panel.csv is empty"),
        ("NUTS2\tYEAR\tdemo\n", "holds no line"),
        ("geo\tYEAR\tdemo\nDE11\t2016\t1\n", "expected the heading 'NUTS2'"),
        ("NUTS2\tYEAR\tdemo\tdemo\nDE11\t2016\t1\t1\n", "the heading 'demo' is empty, stands twice"),
        ("NUTS2\tYEAR\tline\nDE11\t2016\t1\n", "the heading 'line' is empty, stands twice or is taken"),
        ("NUTS2\tYEAR\tA-B\tA_B\nDE11\t2016\t1\t1\n", "two columns would be called i40_a_b"),
        (PANEL + "DE13\t2016\n", "line 4: found 2 cells; expected 3"),
        (PANEL.replace("DE12", "DE11"), "line 3: found indicator 'i40_demo_unit_nr' (DE11 2016); expected each region"),
        (PANEL.replace("DE11", "Germany"), "line 2: found region 'Germany'"),
        (PANEL.replace("DE11", ""), "line 2: found region 'None'"),
        (PANEL.replace("2016", "16"), "line 2: found year '16'"),
        (PANEL.replace("DE11", '"DE11"x'), "expected CSV"),
    ],
)
def test_a_file_of_another_form_is_refused_with_the_words_met(text, words_met):
    assert words_met in refused(text)


def test_text_that_is_not_utf_8_is_refused_with_the_byte():
    with pytest.raises(SourceChanged, match=r"any.csv is not text in UTF-8 \(byte 5\)"):
        words("DE11,Köln".encode("latin-1").replace(b"K", b""), "any.csv")


def test_every_flag_is_a_letter_of_its_own():
    assert len({flag.flag for flag in FLAGS}) == len(FLAGS)
    assert all(len(flag.flag) == 1 and flag.description for flag in FLAGS)


READERS = {
    "panel": lambda data: panel.read_panel(data, "any.csv"),
    "columns": lambda data: panel.panel_indicators(data, "any.csv"),
    "eqi": lambda data: eqi.read_eqi(data, "any.csv"),
    "ris": lambda data: ris.read_ris(data, "any.csv"),
    "groups": lambda data: ris.ris_groups(data, "any.csv"),
    "rci": lambda data: rci.read_rci(data, "any.csv", metadata=RCI_METADATA, metadata_name="any metadata"),
    "metadata": lambda data: rci.rci_indicators(data, "any.csv"),
}
RCI_METADATA = (
    b"Pillar name,Indicator name,Description,Unit of measurement,Source,Reference year,Geographical level\n"
    b"Innovation,Patents,Number,Number,OECD,2018,NUTS 2\n"
)
WHOLE = {
    "panel": PANEL,
    "columns": "ColumnName\tDataType\tDescription\nNUTS2\tstring\tRegion\ndemo_UNIT_NR \tfloat\tPopulation.\t\n",
    "eqi": "region_code,year,eqi21_n2,eqi21_n2_lowME,eqi21_n2_highME,qualityp21_n2,impartialityp21_n2,"
    "corruptionp21_n2\n"
    "AT11,2021,.8,.7,.9,.7,1.0,-.6\n",
    "ris": "Indicator,Year,Region,Value,performance group\n0 Summary,2023,AT1,125.9,Leader\n0 Summary,2023,EU,100,EU\n",
    "groups": "Indicator,Year,Region,Value,performance group\n0 Summary,2023,AT1,125.9,Leader\n",
    "rci": "NUTS,Region name,Patents\nAT_C,Vienna,3.5\nAT11,Burgenland,\n",
    "metadata": RCI_METADATA.decode(),
}


def table_or_refusal(reader, data):
    try:
        found = READERS[reader](data)
    except SourceChanged as refusal:
        assert "any" in str(refusal)
        return
    for numbers in found.select(pl.col(pl.Float64)).iter_columns():
        assert numbers.drop_nulls().is_finite().all()


@pytest.mark.parametrize("reader", READERS)
def test_a_whole_file_is_read_plain_or_packed(reader):
    plain, packed = (READERS[reader](data) for data in (WHOLE[reader].encode(), gzip.compress(WHOLE[reader].encode())))

    assert not plain.is_empty()
    assert plain.equals(packed)


@settings(deadline=None)
@given(st.sampled_from(sorted(READERS)), st.binary(max_size=100))
@example("rci", b"NUTS,Region name,Patents")
@example("ris", b"\0")
def test_arbitrary_bytes_give_a_table_or_a_refusal(reader, data):
    table_or_refusal(reader, data)
    table_or_refusal(reader, WHOLE[reader].encode() + data)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(READERS)), st.data())
def test_a_damaged_file_gives_a_table_or_a_refusal(reader, data):
    whole = bytearray(WHOLE[reader].encode())
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.sampled_from(b'\n,"\\\0\r\xff1xeE-\t '))

    table_or_refusal(reader, bytes(whole))
