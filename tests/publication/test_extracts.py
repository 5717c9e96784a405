"""Rows of a table by conditions: the same rows, however they are read."""

import csv
import hashlib
import io
import tracemalloc
import zipfile

import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.lake import shelves
from cluster_observatory.publication import extracts
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.exports import delimited
from cluster_observatory.publication.exports.archive import archive
from cluster_observatory.tables import flags

ROWS = 160_000
"""More than a group of rows in a file, and than one batch."""


@pytest.fixture(scope="module")
def table():
    number = pl.int_range(ROWS)
    return pl.select(
        region=pl.format("R{}", number % 400),
        industry=pl.format("C{}", number // 400 % 50),
        year=2000 + number // 20_000,
        value=number * 0.5,
        is_known=number % 3 == 0,
        dataset=pl.when(number % 2 == 0).then(pl.lit("a")).otherwise(pl.lit("b")),
        note=pl.format("a note of the row {}, which makes it long", number),
    )


@pytest.fixture(scope="module")
def edition(tmp_path_factory, table):
    manifest = {"invented": True, "software": {"name": "x", "version": "1"}, "sources": []}
    tables = {"structure": table, "unknown": table.head(9), "flags": flags.table()}
    return Edition(shelves.lay_down(tmp_path_factory.mktemp("home"), tables, manifest))


@pytest.fixture(params=[0, extracts.IN_MEMORY], ids=["from the file", "in memory"])
def limit(request, monkeypatch):
    """Both ways to read a table: only the rows asked for, or the whole kept in memory."""
    monkeypatch.setattr(extracts, "IN_MEMORY", request.param)


CONDITIONS = [{}, {"region": ["R7"]}, {"region": ["R7", "R8"], "year": ["2001", "2003"]}, {"is_known": ["true"]}]


@pytest.mark.parametrize("conditions", CONDITIONS, ids=str)
def test_pages_batches_and_the_whole_are_the_same_rows(edition, table, limit, conditions):
    found = extracts.extract(edition, "structure", conditions, ["region", "value"])
    wanted = table
    for name, values in conditions.items():
        wanted = wanted.filter(pl.col(name).cast(pl.String).is_in(values))
    wanted = wanted.select("region", "value")
    places = found.places()
    walked = [found.at(places[start : start + 9_999]) for start in range(0, len(places), 9_999)]

    assert found.whole().equals(wanted)
    assert pl.concat(found.batches()).equals(wanted)
    assert pl.concat(walked).equals(wanted)


def test_no_row_that_fits_is_no_row(edition, limit):
    found = extracts.extract(edition, "structure", {"region": ["nowhere"]})

    assert (len(found.places()), list(found.batches()), found.datasets()) == (0, [], [])
    assert found.at(found.places()).height == 0


def test_a_table_that_the_software_does_not_know_is_read_by_its_own_types(edition):
    found = extracts.extract(edition, "unknown", {"industry": ["C0"]})

    assert found.whole().height == 9
    assert (extracts.key("unknown"), extracts.description("unknown")) == ((), "")
    assert extracts.described(edition, "unknown")["is_known"].type == "boolean"


def test_the_datasets_are_those_of_the_rows_that_fit(edition):
    assert extracts.extract(edition, "structure", {"region": ["R2"]}).datasets() == ["a"]
    assert extracts.extract(edition, "structure", {}).datasets() == ["a", "b"]
    assert extracts.extract(edition, "flags", {}).datasets() == []


@pytest.mark.parametrize(
    ("name", "conditions", "columns", "error", "words"),
    [
        ("structur", {}, (), NotFound, "Near it: structure"),
        ("structure", {"regoin": ["R1"]}, (), NotFound, "Near it: region"),
        ("structure", {}, ("industri",), NotFound, "Near it: industry"),
        ("structure", {"year": ["²⁰⁰¹"]}, (), NotPossible, "not a whole number"),
        ("structure", {"year": ["1" * 30]}, (), NotPossible, "not a whole number"),
        ("structure", {"year": ["9" * 19]}, (), NotPossible, "not a whole number"),
        ("structure", {"is_known": ["yes"]}, (), NotPossible, "not true or false"),
        ("structure", {"value": ["1.0"]}, (), NotPossible, "decimal"),
        ("structure", {"region": ["R1"] * 201}, (), NotPossible, "too many"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(edition, name, conditions, columns, error, words):
    with pytest.raises(error, match=words):
        extracts.extract(edition, name, conditions, columns)


def test_a_damaged_table_is_said_to_be_damaged(tmp_path, table):
    manifest = {"invented": True}
    damaged = Edition(shelves.lay_down(tmp_path, {"large": table.head(10)}, manifest))
    (damaged.folder / "tables" / "large.parquet").write_bytes(b"PAR1 nothing of the kind PAR1")

    with pytest.raises(BadTable, match="observatory check"):
        extracts.extract(damaged, "large", {})


def test_a_large_table_is_given_out_in_bounded_memory(edition, monkeypatch):
    monkeypatch.setattr(extracts, "IN_MEMORY", 0)
    batches = extracts.extract(edition, "structure", {}).batches()
    total = largest = 0
    tracemalloc.start()
    for batch in batches:
        assert batch.height <= extracts.BATCH
        total += len(delimited.lines(batch, header=False))
        largest = max(largest, tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()

    assert total > 10_000_000
    assert largest < total / 2


def test_the_archive_holds_the_edition_as_the_manifest_says(edition):
    pieces = list(archive(edition, "https://observatory.example/archive.zip"))
    opened = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    folder = f"observatory-edition-{edition.name}/"
    dictionary = list(csv.DictReader(io.StringIO(opened.read(f"{folder}dictionary.csv").decode())))

    assert opened.testzip() is None
    for entry in edition.manifest["tables"]:
        content = opened.read(f"{folder}tables/{entry['name']}.parquet")
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert opened.read(f"{folder}manifest.json") == (edition.folder / "manifest.json").read_bytes()
    assert ("flags", "flag") in {(row["table"], row["column"]) for row in dictionary}
    assert "INVENTED" in opened.read(f"{folder}README.txt").decode()
    assert b"".join(archive(edition, "https://observatory.example/archive.zip")) == b"".join(pieces)


def test_the_archive_is_never_whole_in_memory(edition):
    pieces = [len(piece) for piece in archive(edition, "x")]

    assert max(pieces) < 1_100_000
    assert len(pieces) >= len(edition.tables)
