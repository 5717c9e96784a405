"""The API: the figures of the pages for programs, of one edition for ever, and problems that say what to do."""

import csv
import hashlib
import io
import json
import re
import shutil
import zipfile

import polars as pl
import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cluster_observatory.lake import shelves
from cluster_observatory.publication import catalogue, extracts

PROBLEM = {"type", "title", "status", "detail", "instance"}


@pytest.fixture
def edition(small_home):
    return catalogue.current(small_home)


@pytest.fixture
def api(site, edition):
    """Asks for an address of the current edition by its name."""

    def asked(address="", **options):
        return site.get(f"/api/v1/editions/{edition.name}{address}", **options)

    return asked


def whole(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_edition_of_now_leads_to_its_name(site, edition):
    response = site.get("/api/v1/editions/current/tables/flags/rows?limit=2")

    assert response.status_code == 307
    assert response["Location"] == f"/api/v1/editions/{edition.name}/tables/flags/rows?limit=2"
    assert "max-age=60" in response["Cache-Control"]


def test_the_editions_are_listed_oldest_first(site, settings, tmp_path, small_home, small_tables, edition):
    settings.HOME = shutil.copytree(small_home, tmp_path / "home")
    manifest = {name: part for name, part in edition.manifest.items() if name != "tables"} | {"invented": True}
    second = shelves.lay_down(settings.HOME, small_tables, manifest).name
    listed = site.get("/api/v1/editions").json()["editions"]

    assert [(entry["name"], entry["number"], entry["is_current"]) for entry in listed] == [
        (edition.name, 1, False),
        (second, 2, True),
    ]
    assert [entry["invented"] for entry in listed] == [False, True]
    assert site.get(listed[0]["address"]).json()["sources"][0]["dataset"] == "sbs_r_nuts06_r2"


def test_an_edition_says_what_it_rests_on_and_leads_to_its_tables(site, api, edition):
    summary = api().json()
    listed = site.get(summary["tables"]).json()["tables"]
    first = site.get(next(table["address"] for table in listed if table["name"] == "specialisation")).json()

    assert {table["name"]: table["sha256"] for table in listed} == {
        entry["name"]: entry["sha256"] for entry in edition.manifest["tables"]
    }
    assert [column["name"] for column in first["columns"] if column["is_key"]] == ["region", "industry", "year"]
    assert all(site.get(address).status_code == 200 for address in (first["row_address"], *first["files"].values()))


def figures(response):
    found = response.json()
    return [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]


def test_the_figures_of_a_sector_are_those_of_the_page_and_of_its_file(site, api):
    rows = figures(api("/tables/specialisation/rows?industry=C29&year=2014"))
    page = site.get("/?of=C29&year=2014").content.decode().split('id="table"')[1]
    file = site.get("/tables/explore.csv?of=C29&year=2014").content.decode()
    taken = {row["region"]: row for row in csv.DictReader(io.StringIO(file))}

    assert len(rows) == 7
    for row in rows:
        shown = re.search(rf"regions/{row['region']}/.*?</tr>", page, re.DOTALL)[0]
        if row["persons"] is None:
            assert taken[row["region"]]["persons"] == ""
            continue
        assert float(taken[row["region"]]["persons"]) == row["persons"]
        assert float(taken[row["region"]]["location_quotient"]) == row["location_quotient"]
        assert f">{row['persons']:,.0f}<" in shown
        assert f">{row['location_quotient']:.2f}<" in shown


def test_what_a_region_is_strong_in_is_what_its_page_says(site, api):
    found = api("/regions/DE11?year=2014").json()
    page = site.get("/regions/DE11/?year=2014").content.decode()
    strongest = found["strongest"]["sectors"][0]

    assert found["finding"] in page.replace("&#x27;", "'")
    assert (strongest["code"], strongest["persons"], strongest["stars"]) == ("C29", 600.0, 3)
    assert strongest["certainty"] == "almost certain"
    assert found["page"] == f"/editions/{found['edition']}/regions/DE11/"
    assert site.get(found["page"]).status_code == 200
    assert api("/regions/de11").json()["region"] == "DE11"


def test_a_region_is_found_by_a_name_with_a_typing_error(api):
    found = api("/search?q=Stutgart&limit=3").json()["found"]

    assert (found[0]["kind"], found[0]["code"], found[0]["name"]) == ("region", "DE11", "Stuttgart")
    assert len(found) <= 3
    assert api("/search?q=").json()["found"] == []


@pytest.mark.parametrize("limit", [1, 7, 20, 63, 10_000])
def test_the_pages_of_a_table_hold_each_row_once(site, api, small_tables, limit):
    wanted = small_tables["specialisation"]
    response, walked = api(f"/tables/specialisation/rows?limit={limit}"), []
    while True:
        found = response.json()
        walked += found["rows"]
        assert len(found["rows"]) <= limit
        assert found["count"] == wanted.height
        if found["next"] is None:
            assert "Link" not in response
            break
        assert response["Link"] == f'<{found["next"]}>; rel="next"'
        response = site.get(found["next"])

    assert walked == [list(row) for row in wanted.rows()]


@given(
    regions=st.lists(st.sampled_from(["DE11", "DE12", "FR10", "ZZ"]), max_size=3),
    years=st.lists(st.sampled_from(["2010", "2013", "2014"]), max_size=2),
    columns=st.lists(st.sampled_from(["region", "persons", "year"]), max_size=3, unique=True),
    limit=st.integers(1, 12),
)
@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_for_is_walked_to_its_end(site, api, small_tables, regions, years, columns, limit):
    wanted = small_tables["specialisation"]
    wanted = wanted.filter(pl.col("region").is_in(regions)) if regions else wanted
    wanted = wanted.filter(pl.col("year").cast(pl.String).is_in(years)) if years else wanted
    asked = {"region": regions, "year": years, "columns": ",".join(columns), "limit": limit}
    response, walked = api("/tables/specialisation/rows", query_params=asked), []
    while response is not None:
        found = response.json()
        walked += found["rows"]
        response = site.get(found["next"]) if found["next"] else None

    assert walked == [list(row) for row in (wanted.select(columns) if columns else wanted).rows()]


def test_a_cursor_is_only_good_for_the_question_it_came_from(site, api):
    following = api("/tables/specialisation/rows?region=DE11&limit=1").json()["next"]

    assert site.get(following).status_code == 200
    assert site.get(following.replace("DE11", "DE12")).status_code == 422
    assert site.get(following.replace("specialisation", "stars")).status_code == 422
    assert site.get(following.replace("limit=1", "limit=3")).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/tables/specialisatoin/rows", 404, "Near it: specialisation"),
        ("/tables/specialisation/rows?regoin=DE11", 404, "Near it: region"),
        ("/tables/specialisation/rows?columns=region,persns", 404, "Near it: persons"),
        ("/tables/specialisation.doc", 404, "csv, xlsx"),
        ("/tables/nothing.csv", 404, "no table"),
        ("/regions/DE1X", 404, "DE1"),
        ("/regions/%00", 404, "no region"),
        ("/tables/%00", 404, "no such address"),
        ("/tables/specialisation/nothing", 404, "no such address"),
        ("/tables/specialisation/rows?limit=0", 422, "limit"),
        ("/tables/specialisation/rows?limit=10001", 422, "10000"),
        ("/tables/specialisation/rows?limit=1e400", 422, "limit"),
        ("/tables/specialisation/rows?cursor=%F0%9F%92%A3", 422, "cursor"),
        ("/tables/specialisation/rows?cursor=" + "A" * 5000, 422, "cursor"),
        ("/tables/specialisation/rows?year=20%0014", 422, "whole number"),
        ("/tables/specialisation/rows?persons=600.0", 422, "decimal"),
        ("/tables/specialisation/rows?" + "&".join(["region=DE11"] * 201), 422, "too many"),
        ("/tables/flags.json", 422, "no cube"),
        ("/regions/DE11?year=1066", 422, "2014"),
        ("/regions/DE", 422, "NUTS-2"),
        ("/regions/DE11?profile=" + "x" * 10_000, 422, "eocic2019"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_that_says_what_to_do(api, address, status, words):
    response = api(address)
    problem = response.json()

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert problem.keys() == PROBLEM
    assert problem["status"] == status
    assert words in problem["detail"]
    assert len(response.content) < 2000
    assert (response["Cache-Control"], response["Access-Control-Allow-Origin"]) == ("no-store", "*")


def test_every_kind_of_problem_is_explained_where_it_says(site, api):
    kind = api("/tables/nothing").json()["type"]
    page, anchor = kind.split("#")

    assert f'id="{anchor}"' in site.get(page).content.decode()


def test_an_unknown_edition_is_a_problem_that_names_those_there_are(site, edition):
    response = site.get("/api/v1/editions/0123456789ab/tables")

    assert response.status_code == 404
    assert edition.name in response.json()["detail"]


def test_nothing_can_be_written(site, edition):
    for method in (site.post, site.put, site.delete, site.patch):
        response = method(f"/api/v1/editions/{edition.name}")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert response.json().keys() == PROBLEM


@pytest.mark.parametrize("address", ["/api/v1/editions", "/api/v1/editions/current", "/api/v1/editions/0123456789ab"])
def test_without_an_edition_the_api_says_so(site_without_edition, address):
    response = site_without_edition.get(address)

    assert response.status_code == 503
    assert "observatory build" in response.json()["detail"]


def test_a_damaged_table_is_a_problem_and_no_fault_of_who_asks(site, settings, tmp_path, small_home):
    settings.HOME = shutil.copytree(small_home, tmp_path / "home")
    found = catalogue.current(settings.HOME)
    (found.folder / "tables" / "regions.parquet").write_bytes(b"nothing")
    response = site.get(f"/api/v1/editions/{found.name}/tables/regions/rows")

    assert (response.status_code, response.json()["type"]) == (503, "/api/#damaged")


def test_who_has_an_answer_is_not_sent_it_again(api, monkeypatch):
    first = api("/tables/specialisation/rows?region=DE11")
    monkeypatch.setattr(extracts, "extract", None)
    again = api("/tables/specialisation/rows?region=DE11", headers={"If-None-Match": first["ETag"]})
    weak = api("/tables/specialisation/rows?region=DE11", headers={"If-None-Match": f'"x", W/{first["ETag"]}'})

    assert (again.status_code, weak.status_code) == (304, 304)
    assert again.content == b""
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], first["Cache-Control"])
    assert "immutable" in first["Cache-Control"]


def test_another_question_has_another_tag(api):
    tags = {
        api(f"/tables/specialisation/rows?{asked}")["ETag"] for asked in ("", "limit=1", "region=DE11", "year=2014")
    }

    assert len(tags) == 4


def test_the_headers_can_be_had_alone(site, edition):
    for address in ("", "/tables/flags.csv", "/tables/specialisation/rows"):
        asked = f"/api/v1/editions/{edition.name}{address}"
        head, got = site.head(asked), site.get(asked)
        assert (head.status_code, whole(head)) == (200, b"")
        assert head["ETag"] == got["ETag"]
        assert head["Content-Type"] == got["Content-Type"]


def test_pages_of_other_sites_may_read_the_figures(site, api, edition):
    preflight = site.options(f"/api/v1/editions/{edition.name}")

    assert (preflight.status_code, preflight["Access-Control-Allow-Headers"]) == (204, "Accept, If-None-Match")
    for response in (preflight, api()):
        assert response["Access-Control-Allow-Origin"] == "*"
    assert not api().cookies


def test_a_table_is_the_same_in_every_format(api, small_tables, edition):
    asked = "?region=DE11&region=FR10&columns=region,industry,year,persons,location_quotient"
    wanted = small_tables["specialisation"].filter(pl.col("region").is_in(["DE11", "FR10"]))
    wanted = wanted.select("region", "industry", "year", "persons", "location_quotient")
    lines = whole(api(f"/tables/specialisation.csv{asked}"))
    cube = api(f"/tables/specialisation.json{asked}").json()
    book = pl.read_excel(whole(api(f"/tables/specialisation.xlsx{asked}")), engine="openpyxl", sheet_name="Data")

    assert pl.read_csv(lines).equals(wanted)
    assert pl.read_parquet(whole(api(f"/tables/specialisation.parquet{asked}"))).equals(wanted)
    assert book["persons"].to_list() == wanted["persons"].to_list()
    # A workbook holds sixteen digits.
    assert (book["location_quotient"] - wanted["location_quotient"]).abs().max() < 1e-15
    assert cube["size"] == [2, 3, 3, 2]
    assert cube["href"] == f"http://testserver/api/v1/editions/{edition.name}/tables/specialisation.csv{asked}"
    assert [value for value in cube["value"] if value is not None].count(600.0) == 1


def test_the_whole_table_as_parquet_is_the_published_file(api, edition):
    entry = next(entry for entry in edition.manifest["tables"] if entry["name"] == "stars")

    assert hashlib.sha256(whole(api("/tables/stars.parquet"))).hexdigest() == entry["sha256"]


def test_a_csv_leads_to_its_metadata(site, api):
    response = api("/tables/flags.csv?flag=c")
    address = re.search(r'<([^>]*)>; rel="describedby"; type="application/csvm\+json"', response["Link"])[1]
    found = json.loads(site.get(address).content)

    assert found["url"].endswith("/tables/flags.csv?flag=c")
    assert [column["name"] for column in found["tableSchema"]["columns"]] == ["flag", "name", "description"]
    assert whole(api("/tables/flags.csv?flag=none")) == b"flag,name,description\r\n"


def test_what_is_too_large_for_a_format_is_refused_with_what_to_do(api, monkeypatch):
    monkeypatch.setattr("cluster_observatory.publication.exports.workbook.MOST_CELLS", 100)
    response = api("/tables/specialisation.xlsx")

    assert response.status_code == 413
    assert "CSV" in response.json()["detail"]
    assert api("/tables/specialisation.xlsx?region=DE11&columns=year,persons").status_code == 200


def test_the_archive_is_the_edition(api, edition):
    response = api("/archive.zip", headers={"Accept-Encoding": "gzip"})
    opened = zipfile.ZipFile(io.BytesIO(whole(response)))
    folder = f"observatory-edition-{edition.name}"

    assert response["Content-Disposition"] == f'attachment; filename="{folder}.zip"'
    assert "Content-Encoding" not in response
    for entry in edition.manifest["tables"]:
        assert hashlib.sha256(opened.read(f"{folder}/tables/{entry['name']}.parquet")).hexdigest() == entry["sha256"]
    assert (
        f"http://testserver/api/v1/editions/{edition.name}/archive.zip" in opened.read(f"{folder}/README.txt").decode()
    )


def test_a_host_that_is_not_ours_is_a_problem(api):
    response = api("", headers={"Host": "elsewhere.example"})

    assert (response.status_code, response.json()["type"]) == (400, "/api/#bad-request")


def test_a_fault_of_ours_is_a_problem_too(site, edition, monkeypatch):
    monkeypatch.setattr(extracts, "described", None)
    response = Client(raise_request_exception=False).get(f"/api/v1/editions/{edition.name}/tables/flags")

    assert (response.status_code, response.json()["type"]) == (500, "/api/#server-error")


def test_the_page_of_the_api_shows_every_address(site):
    page = site.get("/api/").content.decode()

    for address in site.get("/api/v1/openapi.json").json()["paths"]:
        assert address in page
    assert site.get("/de/api/").status_code == 200
