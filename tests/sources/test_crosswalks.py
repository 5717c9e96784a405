"""A cross-walk between editions of NUTS is read as it stands or refused with the words met."""

import gzip
import re

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.crosswalks import read_crosswalk
from cluster_observatory.statistics.harmonise import convert
from cluster_observatory.taxonomy import regions, versions

OURS = """from_region,to_region,from_edition,to_edition,area,population_2018
AA01,AA02,2006,2010,1.5,100
AA01,AA03,2006,2010,0,
"""
THEIRS = """from_code,to_code,from_version,to_version,level,country,areaKm,pop18,pop11,artif_surf18,artif_surf12
GR11,EL11,2006,2010,2.0,Greece,14159.8,605268.9,609222.9,40000,39000
"""


def read(text):
    return read_crosswalk(text.encode(), "any.csv")


@pytest.mark.parametrize("form", [str.encode, lambda text: gzip.compress(text.encode())], ids=["plain", "gzip"])
def test_our_own_form_is_read(form):
    flows = read_crosswalk(form(OURS), "any.csv")

    assert flows.schema == pl.Schema(versions.FLOWS)
    assert flows.select("from_region", "to_region", "from_edition", "level", "area", "population_2018").rows() == [
        ("AA01", "AA02", 2006, 2, 1.5, 100),
        ("AA01", "AA03", 2006, 2, 0, None),
    ]
    assert flows["population_2011"].is_null().all()


def test_the_form_of_the_joint_research_centre_is_read_and_greece_is_el():
    assert read(THEIRS).row(0, named=True) == {
        "from_region": "EL11",
        "to_region": "EL11",
        "from_edition": 2006,
        "to_edition": 2010,
        "level": 2,
        "area": 14159.8,
        "artificial_surface": 40000,
        "population_2011": 609222.9,
        "population_2018": 605268.9,
    }


def test_a_region_that_went_nowhere_has_no_target():
    assert read(OURS.replace("AA03", ""))["to_region"].to_list() == ["AA02", None]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("to_region,", "to,", "any.csv, line 1: the cross-walk lacks to_region;"),
        ("area,", "size,", "any.csv, line 1: the cross-walk has the unknown column size;"),
        ("area,", "population_2018,", "any.csv, line 1: the cross-walk has twice population_2018;"),
        ("1.5", "-1.5", "any.csv, line 2: found area '-1.5'; expected a finite number of 0 or more"),
        ("1.5", "inf", "any.csv, line 2: found area 'inf'"),
        ("1.5", "nan", "any.csv, line 2: found area 'nan'"),
        ("1.5", "1,5", "any.csv, line 2: found 7 cells; expected 6 as in line 1"),
        ("AA03", "AA02", "any.csv, line 3: the flow AA01 AA02 2006 2010 stands in line 2 too"),
        ("AA03", "AA031", "any.csv, line 3: found a flow from AA01 to AA031; expected regions of one level"),
        ("AA03", "aa03", "any.csv, line 3: found the region 'aa03'; expected a code such as DE11"),
        ("AA01,AA03", ",AA03", "any.csv, line 3: found the region ''"),
        ("2006,2010,1.5", "2006,v2010,1.5", "any.csv, line 2: found the edition 'v2010'; expected a year such as 2021"),
        ("1.5", '"1.5', "any.csv, line 3: unexpected end of data; expected CSV"),
    ],
)
def test_what_is_no_crosswalk_is_refused_with_the_words_met(before, after, message):
    with pytest.raises(SourceChanged, match=re.escape(message)) as refusal:
        read(OURS.replace(before, after, 1))

    assert "docs/how-to/add-a-nuts-edition.md" in str(refusal.value)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", gzip.compress(OURS.encode(), mtime=0)[:20]])
def test_an_empty_file_an_archive_and_a_cut_one_are_refused(data):
    with pytest.raises(SourceChanged, match=r"any\.csv"):
        read_crosswalk(data, "any.csv")


def test_text_of_another_encoding_is_refused():
    with pytest.raises(SourceChanged, match=r"any.csv is not text in UTF-8 \(byte 3\)"):
        read_crosswalk(b"abc\xff", "any.csv")


def test_a_new_edition_of_nuts_is_a_data_file(tmp_path):
    """NUTS 2027, made up: Stuttgart is divided, Burgenland gets another code, all others stay what they are."""
    file = tmp_path / "nuts-2027.csv"
    file.write_text(
        "from_region,to_region,from_edition,to_edition,population_2018\n"
        "DE11,DE1A,2024,2027,3\n"
        "DE11,DE1B,2024,2027,1\n"
        "AT11,AT14,2024,2027,\n"
    )
    cells = pl.DataFrame(
        [("DE11", 2008, 2006, 400.0), ("AT11", 2008, 2006, 7.0), ("DE41", 2008, 2006, 1.0), ("DE42", 2008, 2006, 2.0)],
        schema=["region", "year", "nuts_edition", "persons"],
        orient="row",
    ).with_columns(industry=pl.lit("C29"))

    listed = read_crosswalk(file.read_bytes(), file.name)
    flows = versions.flows(versions.with_unchanged(listed))

    series = convert(cells, flows, target=2027)
    assert dict(series.select("region", "persons").iter_rows()) == {"DE1A": 300, "DE1B": 100, "AT14": 7, "DE40": 3}
    assert series["nuts_edition"].unique().to_list() == [2027]
    same = flows.filter(pl.col("to_edition") == 2027, pl.col("from_region") == pl.col("to_region"))
    assert same.height == regions.table().filter(nuts_edition=2024, level=2).height - 2


def test_the_recorded_crosswalk_is_read_whole(shared_data):
    file = shared_data / "nuts" / "cross_walks.csv.gz"

    flows = read_crosswalk(file.read_bytes(), file.name)

    assert flows.height == 47_340
    assert sorted(flows["from_edition"].unique()) == [2006, 2010, 2013, 2016, 2021]
    assert sorted(flows["level"].unique()) == [1, 2, 3]
    assert flows.null_count().sum_horizontal().item() == 0


def table_or_refusal(data):
    try:
        flows = read_crosswalk(data, "any.csv", largest=1_000_000)
    except SourceChanged as refusal:
        assert "any.csv" in str(refusal)
        return
    weights = flows.select(versions.WEIGHTS)
    assert flows.columns == list(versions.FLOWS)
    assert all(weights[name].drop_nulls().is_finite().all() for name in versions.WEIGHTS)


@settings(deadline=None)
@given(st.binary(max_size=200))
@example(b"from_region\n")
@example(OURS.encode() + b"\r\n\r\n")
@example(OURS.encode().replace(b"\n", b"\r"))
@example(OURS.encode() + b"A\0")
def test_arbitrary_bytes_give_a_table_or_a_refusal(data):
    for form in (data, gzip.compress(data), OURS.encode() + data):
        table_or_refusal(form)


@settings(deadline=None)
@given(st.sampled_from([OURS, THEIRS]), st.data())
def test_a_damaged_file_gives_a_table_or_a_refusal(text, data):
    whole = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.sampled_from(b'\n,"\\\0\r\xff1xeE-'))

    table_or_refusal(bytes(whole))
    table_or_refusal(gzip.compress(bytes(whole))[: data.draw(st.integers(0, len(whole)))])


number = st.floats(0, 1e12, allow_nan=False)
code = st.from_regex(r"[A-F][A-Z][A-Z0-9]{2}", fullmatch=True)


@settings(deadline=None)
@given(st.dictionaries(st.tuples(code, code), st.tuples(number, st.one_of(st.none(), number)), max_size=10))
def test_any_crosswalk_written_is_read_back(flows):
    lines = [
        f"{old},{new},2021,2024,{area!r},{'' if people is None else repr(people)}"
        for (old, new), (area, people) in flows.items()
    ]

    found = read("\n".join([OURS.splitlines()[0], *lines]))

    assert {
        row[:2]: row[2:] for row in found.select("from_region", "to_region", "area", "population_2018").rows()
    } == flows
