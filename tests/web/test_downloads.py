"""The tables of pages as files: a choice over all regions, and all figures of a region."""

import csv
import io
import json
import re

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cluster_observatory.publication.exports.formats import FORMATS
from cluster_observatory.web.atlas import downloads


def rows(response):
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("kind", "asked"), [("explore", "of=C29&year=2014"), ("region", "region=DE11&year=2014")])
def test_every_table_is_there_in_every_format(site, kind, asked, form):
    response = site.get(f"/tables/{kind}.{form}?{asked}")

    assert response.status_code == 200
    assert response["Content-Type"] == FORMATS[form].media_type
    assert re.fullmatch(
        rf'attachment; filename="[A-Za-z0-9_-]+-edition-[0-9a-f]{{12}}\.{FORMATS[form].ending}"',
        response["Content-Disposition"],
    )


def test_the_figures_of_a_choice_are_the_same_in_every_format(site):
    asked = "of=C29&year=2014"
    table = pl.read_parquet(site.get(f"/tables/explore.parquet?{asked}").content)
    lines = {row["region"]: row for row in rows(site.get(f"/tables/explore.csv?{asked}"))}
    book = openpyxl.load_workbook(io.BytesIO(site.get(f"/tables/explore.xlsx?{asked}").content))["Data"]
    header, *cells = book.iter_rows(values_only=True)
    sheet = {row[0]: dict(zip(header, row, strict=True)) for row in cells}
    cube = json.loads(site.get(f"/tables/explore.json?{asked}").content)
    measures = cube["dimension"]["measure"]["category"]["index"]
    codes = cube["dimension"]["region"]["category"]["index"]

    assert table.height == len(lines) == len(sheet) == len(codes)
    for row in table.iter_rows(named=True):
        code, persons = row["region"], row["persons"]
        place = codes.index(code) * len(measures) + measures.index("persons")
        value = cube["value"][str(place)] if isinstance(cube["value"], dict) and persons is not None else None
        assert lines[code]["persons"] == ("" if persons is None else str(persons))
        assert sheet[code]["persons"] == persons
        assert value == persons or isinstance(cube["value"], list)
        assert not isinstance(cube["value"], list) or cube["value"][place] == persons


def test_all_figures_of_a_region_stand_in_one_table(site):
    found = {(row["kind"], row["code"]): row for row in rows(site.get("/tables/region.csv?region=de11&year=2014"))}
    motor_vehicles = found["sector", "C29"]

    assert {kind for kind, _code in found} == {"sector", "cluster", "emerging"}
    assert (motor_vehicles["region"], motor_vehicles["region_name"]) == ("DE11", "Stuttgart")
    assert (motor_vehicles["persons"], motor_vehicles["stars"]) == ("600.0", "3")
    assert found["cluster", "4"]["modelled"] == "true"
    assert motor_vehicles["profile"] == "eocic2019"


def test_a_file_says_where_it_is_found_in_its_edition(site):
    response = site.get("/tables/explore.csv?of=C29")
    address = re.search(r'<http://testserver([^>]*)>; rel="canonical"', response["Link"])[1]
    metadata = re.search(r'<http://testserver([^>]*)>; rel="describedby"', response["Link"])[1]

    assert re.fullmatch(r"/editions/\w{12}/tables/explore\.csv\?of=C29&year=2014&profile=eocic2019", address)
    assert site.get(address).content == response.content
    assert json.loads(site.get(metadata).content)["url"] == f"http://testserver{address}"


def test_the_address_in_a_file_is_that_of_the_host_that_was_asked(site, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in settings.ALLOWED_HOSTS:
        metadata = site.get("/tables/explore.csvw?of=C29", headers={"Host": host})
        assert json.loads(metadata.content)["url"].startswith(f"http://{host}/editions/")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/tables/nothing.csv", 404, "explore"),
        ("/tables/explore.doc", 404, "xlsx"),
        (f"/tables/{'x' * 5000}.csv", 404, "explore"),
        ("/tables/region.csv", 404, ""),
        ("/tables/region.csv?region=DE1X", 404, "DE1"),
        ("/tables/region.csv?region=DE11&year=1066", 400, "2014"),
        ("/tables/region.csv?region=DE", 400, "NUTS-2"),
        ("/tables/region.xlsx?region=DE11&profile=nobody", 400, "eocic2019"),
        ("/tables/explore.json?of=X99", 400, "C10"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(site, address, status, words):
    response = site.get(address)

    assert response.status_code == status
    assert words in response.content.decode()


TEXT = st.text(max_size=20) | st.sampled_from(["C29", "4", "DE11", "2014", "eocic2019", "\x00"])


@given(
    kind=st.sampled_from(sorted(downloads.TABLES)),
    form=st.sampled_from(sorted(FORMATS)),
    parameters=st.dictionaries(st.sampled_from(["of", "region", "year", "profile", "measure"]), TEXT, max_size=3),
)
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_table_that_is_asked_for_is_our_fault(site, kind, form, parameters):
    assert site.get(f"/tables/{kind}.{form}", parameters).status_code in (200, 400, 404)


def test_the_page_offers_its_table_in_four_formats(site):
    page = site.get("/de/?of=C29&year=2014").content.decode()

    for form in ("csv", "xlsx", "parquet", "json"):
        assert re.search(rf'href="/de/tables/explore\.{form}\?[^"]*of=C29[^"]*"', page)
