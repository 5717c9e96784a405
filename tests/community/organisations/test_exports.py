"""Lists of organisations as files."""

import csv
import io
import json

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_observatory.web.base import spreadsheets
from cluster_observatory.web.organisations import exports


def lines(answer):
    text = b"".join(answer.streaming_content).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_file_has_what_the_list_has_and_no_way_to_reach_anyone(visitor, make_organisation):
    make_organisation(
        slug="one", name="Één; \"zwei\"", email="secret@example.org", phone="+32 2 000", country="EL", region="EL30",
        cluster={"clusters": ["4", "5"], "members_total": 30, "members_sme": 25},
    )  # fmt: skip
    make_organisation(slug="two", country="FR", region="")
    make_organisation(slug="hidden", state="draft", country="EL", region="")

    answer = visitor.get("/organisations/list.csv?country=EL")
    (row,) = lines(answer)

    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer["Content-Disposition"] == 'attachment; filename="organisations.csv"'
    assert list(row) == list(exports.COLUMNS)
    assert {name: row[name] for name in ("name", "country", "region_name", "clusters", "members_sme", "address")} == {
        "name": "Één; \"zwei\"", "country": "EL", "region_name": "Attiki", "clusters": "4; 5", "members_sme": "25",
        "address": "http://testserver/organisations/one/",
    }  # fmt: skip
    assert not any("secret" in value or "+32" in value for value in row.values())


def test_what_is_invented_says_so_in_its_row(visitor, make_organisation):
    make_organisation(source="demonstration")

    assert [row["source"] for row in lines(visitor.get("/organisations/list.csv"))] == ["demonstration"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_text_runs_as_a_formula(visitor, make_organisation, start):
    make_organisation(name=f"{start}HYPERLINK(1)")

    (row,) = lines(visitor.get("/organisations/list.csv"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(visitor.get("/organisations/list.xlsx").streaming_content)))
    cell = book["Organisations"].cell(row=2, column=2)

    assert row["name"] == f"'{start}HYPERLINK(1)"
    assert (cell.value, cell.data_type) == (f"{start}HYPERLINK(1)", "s")


@given(st.text())
def test_what_begins_harmlessly_stays_as_it_is(text):
    kept = spreadsheets.harmless(text)

    assert kept in (text, f"'{text}")
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_the_workbook_holds_numbers_as_numbers(visitor, make_organisation):
    make_organisation(slug="one", founded_in=1999, cluster={"members_total": 1200, "members_sme": 1000})

    book = openpyxl.load_workbook(io.BytesIO(b"".join(visitor.get("/organisations/list.xlsx").streaming_content)))
    header, row = book["Organisations"].iter_rows(values_only=True)

    found = dict(zip(header, row, strict=True))
    assert (found["founded_in"], found["members_total"], found["latitude"]) == (1999, 1200, None)


def test_places_are_those_of_the_organisation_else_of_its_region_else_none(visitor, make_organisation):
    make_organisation(slug="a", name="A", latitude=48.7, longitude=9.1)
    make_organisation(slug="b", name="B", region="DE111")
    make_organisation(slug="c", name="C", region="")

    answer = visitor.get("/organisations/list.geojson")
    read = json.loads(b"".join(answer.streaming_content))

    assert answer["Content-Type"] == "application/geo+json"
    assert [(one["id"], one["properties"]["placed"]) for one in read["features"]] == [
        ("a", "organisation"), ("b", "region"), ("c", None),
    ]  # fmt: skip
    assert read["features"][0]["geometry"] == {"type": "Point", "coordinates": [9.1, 48.7]}
    assert read["features"][2]["geometry"] is None


def test_an_empty_list_is_a_whole_file(visitor, db):
    assert lines(visitor.get("/organisations/list.csv")) == []
    assert json.loads(b"".join(visitor.get("/organisations/list.geojson").streaming_content))["features"] == []
    assert visitor.get("/organisations/list.pdf").status_code == 404


def test_the_feed_has_the_newest_public_ones_of_a_choice(visitor, make_organisation, now):
    make_organisation(name="Shown", country="FR", region="")
    make_organisation(name="Elsewhere")
    make_organisation(name="Draft", state="draft", country="FR", region="")

    feed = visitor.get("/organisations/feed.atom?country=FR")

    text = feed.content.decode()
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "Shown: cluster organisation in France" in text
    assert ("Elsewhere" in text, "Draft" in text) == (False, False)
