"""Files that people take away, read by programs that know nothing of us."""

import csv
import io
import json
import math

import openpyxl
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.lake import shelves
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.exports import formats
from cluster_observatory.publication.exports.about import about
from cluster_observatory.publication.exports.bounds import TooLarge
from cluster_observatory.tables import flags

ADDRESS = "https://observatory.example/editions/0123456789ab/tables/explore.csv?of=C29"
SOURCE = {
    "dataset": "sbs", "title": "SBS data", "producer": "Eurostat", "address": "https://ec.europa.eu/x",
    "read_on": "2026-11-22", "licence": "CC BY 4.0", "licence_address": "https://creativecommons.org/licenses/by/4.0/",
    "citation": "Eurostat, SBS data",
}  # fmt: skip
TABLE = pl.DataFrame(
    {
        "region": ["DE11", "FR10", "DE11", "=1+1"],
        "year": [2014, 2014, 2013, 2014],
        "name": ["Stuttgart", 'Île-de-"France", x', "Stuttgart", "-Minus\nland"],
        "persons": [158012.0, None, -1 / 3, 1e-7],
        "location_quotient": [6.0, None, 2.0, 0.0],
        "is_cluster": [True, None, False, False],
        "flags": ["b", "c", "", ""],
        "dataset": ["sbs"] * 4,
    }
)


@pytest.fixture(scope="module", params=[False, True], ids=["measured", "invented"])
def edition(request, tmp_path_factory):
    manifest = {"invented": request.param, "sources": [SOURCE]}
    return Edition(shelves.lay_down(tmp_path_factory.mktemp("home"), {"flags": flags.table()}, manifest))


def described(edition, table=TABLE, **further):
    facts = {"title": "Motor vehicles", "description": "In words.", "datasets": ["sbs", "sbs", "none"]}
    return about(edition, table, **facts, address=ADDRESS, **({"key": ("region", "year")} | further))


def test_a_table_says_its_columns_sources_licence_and_citation(edition):
    found = described(edition, columns={"name": "What people call it."})

    assert (found.column("persons").unit, found.column("persons").type) == ("persons", "float")
    assert found.column("name").description == "What people call it."
    assert [source.dataset for source in found.sources] == ["sbs"]
    assert found.licence == "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"
    assert found.citation.startswith(f"Cluster Observatory, Motor vehicles, edition {edition.name}, {ADDRESS}.")
    assert ("never quote" in found.citation) == edition.invented
    assert ("c", "confidential") in [flag[:2] for flag in found.flags]


def test_csv_holds_every_number_in_full_and_tells_missing_from_empty(edition):
    written = formats.write("csv", TABLE, described(edition)).decode()
    rows = list(csv.DictReader(io.StringIO(written, newline="")))

    assert written.endswith("\r\n")
    assert [row["persons"] for row in rows] == ["158012.0", "", "-0.3333333333333333", "1e-7"]
    assert rows[1]["name"] == 'Île-de-"France", x'
    assert 'Stuttgart,-0.3333333333333333,2.0,false,"",sbs' in written


@given(
    texts=st.lists(st.text(max_size=8) | st.sampled_from("=+-@\t\r\n").map(lambda first: first + "1+1"), min_size=1),
    numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1),
)
@hypothesis_settings(max_examples=60, deadline=None)
def test_no_text_of_a_csv_is_a_formula_and_no_number_is_changed(texts, numbers):
    length = min(len(texts), len(numbers))
    table = pl.DataFrame({"text": texts[:length], "number": numbers[:length]}, schema_overrides={"text": pl.String})
    rows = list(csv.reader(io.StringIO(formats.delimited.lines(table, header=False).decode(), newline="")))

    for (text, number), given_text, given_number in zip(rows, texts[:length], numbers[:length], strict=True):
        assert not text.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert text in (given_text, f"'{given_text}")
        assert float(number) == given_number


def test_the_metadata_of_a_csv_describe_the_columns_it_has(edition):
    found = json.loads(formats.write("csvw", TABLE, described(edition)))
    header = formats.write("csv", TABLE, described(edition)).decode().split("\r\n")[0].split(",")

    assert found["url"] == ADDRESS
    assert [column["name"] for column in found["tableSchema"]["columns"]] == header
    assert found["tableSchema"]["primaryKey"] == ["region", "year"]
    assert {"@id": SOURCE["licence_address"]} in found["dc:license"]


def test_a_workbook_holds_the_figures_and_says_what_they_are(edition):
    book = openpyxl.load_workbook(io.BytesIO(formats.write("xlsx", TABLE, described(edition))))
    rows = list(book["Data"].iter_rows(values_only=True))
    sources = dict(book["Sources"].iter_rows(min_row=2, values_only=True))

    assert book.sheetnames == ["Data", "Dictionary", "Flags", "Sources"]
    assert rows[0] == tuple(TABLE.columns)
    assert [row[3] for row in rows[1:]] == TABLE["persons"].to_list()
    assert rows[1][5] is True
    assert (book["Data"].freeze_panes, book["Data"].auto_filter.ref) == ("A2", "A1:H5")
    assert sources["cite as"].startswith("Cluster Observatory, Motor vehicles")
    assert (sources["edition"], sources["licence"][:9]) == (edition.name, "CC BY 4.0")
    assert ("warning" in sources) == edition.invented


def test_a_workbook_takes_no_text_for_a_formula(edition):
    book = openpyxl.load_workbook(io.BytesIO(formats.write("xlsx", TABLE, described(edition))))

    assert (book["Data"]["A5"].value, book["Data"]["A5"].data_type) == ("=1+1", "s")


def test_parquet_carries_its_description(edition):
    file = pq.ParquetFile(io.BytesIO(formats.write("parquet", TABLE, described(edition))))
    said = {key.decode(): value.decode() for key, value in file.metadata.metadata.items()}

    assert file.read().to_pydict() == TABLE.to_dict(as_series=False)
    assert (said["edition"], said["title"]) == (edition.name, "Motor vehicles")
    assert json.loads(said["columns"])["persons"]["unit"] == "persons"
    assert json.loads(said["sources"])[0]["licence"] == "CC BY 4.0"


def cell(cube, **categories):
    """The value of a cell of a JSON-stat cube, found as the format says: by its place in row-major order."""
    place = 0
    for name, size in zip(cube["id"], cube["size"], strict=True):
        index = cube["dimension"][name]["category"]["index"]
        assert len(index) == size
        place = place * size + index.index(categories[name])
    value = cube["value"]
    return (value.get(str(place)) if isinstance(value, dict) else value[place]), cube.get("status", {}).get(str(place))


def test_every_figure_stands_at_its_place_in_the_cube(edition):
    cube = json.loads(formats.write("json", TABLE, described(edition)))

    assert (cube["version"], cube["class"], cube["id"]) == ("2.0", "dataset", ["region", "year", "measure"])
    assert cube["role"] == {"geo": ["region"], "time": ["year"], "metric": ["measure"]}
    for row in TABLE.iter_rows(named=True):
        at = {"region": row["region"], "year": str(row["year"])}
        assert cell(cube, **at, measure="persons") == (row["persons"], row["flags"] or None)
        assert cell(cube, **at, measure="location_quotient") == (row["location_quotient"], None)
        assert cell(cube, **at, measure="is_cluster")[0] == row["is_cluster"]
    assert cell(cube, region="FR10", year="2013", measure="persons") == (None, None)
    assert cube["dimension"]["region"]["category"]["label"]["DE11"] == "Stuttgart"
    assert cube["dimension"]["measure"]["category"]["unit"]["persons"] == {"label": "persons"}
    assert cube["extension"]["same_in_every_row"] == {"dataset": "sbs"}


@pytest.mark.parametrize(("filled", "kind"), [(3, dict), (60, list)])
def test_a_cube_less_than_half_filled_is_written_sparsely(edition, filled, kind):
    table = pl.DataFrame({"region": [f"R{n // 10}" for n in range(100)], "year": [2000 + n % 10 for n in range(100)]})
    table = table.with_columns(persons=pl.when(pl.int_range(100) < filled).then(1.0))
    cube = json.loads(formats.write("json", table, described(edition, table)))

    assert isinstance(cube["value"], kind)
    assert math.prod(cube["size"]) == 100


def test_what_is_no_cube_or_too_large_a_one_is_refused_in_words(edition):
    twice = pl.concat([TABLE, TABLE])
    diagonal = pl.DataFrame(
        {"region": [f"R{n}" for n in range(1500)], "year": list(range(1500)), "persons": [1.0] * 1500}
    )

    with pytest.raises(NotPossible, match="do not differ in region, year"):
        formats.write("json", twice, described(edition, twice))
    with pytest.raises(NotPossible, match="no cube"):
        formats.write("json", TABLE.select("name"), described(edition, TABLE.select("name"), key=()))
    with pytest.raises(NotPossible, match="No row fits"):
        formats.write("json", TABLE.head(0), described(edition, TABLE.head(0)))
    with pytest.raises(TooLarge, match="2,250,000 cells"):
        formats.write("json", diagonal, described(edition, diagonal))


def test_a_table_too_large_for_a_workbook_is_refused_before_it_is_written(edition):
    table = pl.DataFrame({"year": range(500_001)})

    with pytest.raises(TooLarge, match="CSV"):
        formats.write("xlsx", table, described(edition, table))


@pytest.mark.parametrize("form", formats.FORMATS)
def test_the_same_table_gives_the_same_bytes(edition, form):
    assert formats.write(form, TABLE, described(edition)) == formats.write(form, TABLE, described(edition))


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "csvw"])
def test_a_table_without_rows_is_a_file_all_the_same(edition, form):
    assert formats.write(form, TABLE.head(0), described(edition, TABLE.head(0)))


def test_an_unknown_format_is_refused_with_those_there_are(edition):
    with pytest.raises(NotFound, match="csv, xlsx, parquet, json, csvw"):
        formats.write("doc", TABLE, described(edition))
