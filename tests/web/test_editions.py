"""Editions old and new: each is read at its own address, and what changed between two is said with its cause."""

import csv
import io
import os
import re

import polars as pl
import pytest
from django.test import Client
from django.urls import get_script_prefix

from cluster_observatory.lake import shelves
from cluster_observatory.publication import catalogue


@pytest.fixture(scope="module")
def two_homes(tmp_path_factory, small_tables, small_manifest):
    """A home folder with an edition and its successor, in which Střední Čechy lost a star; and the names of both."""
    home = tmp_path_factory.mktemp("editions")
    stars = small_tables["stars"]
    lost = (pl.col("region") == "CZ02") & (pl.col("industry") == "C29") & (pl.col("year") == 2014)
    before = stars.with_columns(size_star=pl.when(lost).then(True).otherwise("size_star"))
    names = []
    for number, table in enumerate((before, stars)):
        described = small_manifest(invented=False)
        described["sources"][0]["read_on"] = f"2026-11-{20 + number}"
        shelves.lay_down(home, small_tables | {"stars": table}, described)
        name = catalogue.current(home).name
        os.utime(home / "editions" / name / "manifest.json", (1_700_000_000 + number, 1_700_000_000 + number))
        names.append(name)
    return home, *names


@pytest.fixture
def editions(two_homes, settings):
    home, old, new = two_homes
    settings.HOME = home
    settings.ALLOWED_HOSTS = ["testserver"]
    return Client(raise_request_exception=False), old, new


def test_an_old_edition_is_read_at_its_address_and_says_that_a_newer_one_replaced_it(editions):
    site, old, new = editions

    answer = site.get(f"/editions/{old}/regions/DE11/?year=2014")

    assert answer.status_code == 200
    assert answer.headers["X-Observatory-Edition"] == old
    page = answer.content.decode()
    assert "which a newer one has replaced" in page
    assert 'href="/regions/DE11/?year=2014">See this page in the current edition' in page
    assert site.get("/regions/DE11/").headers["X-Observatory-Edition"] == new


def test_every_link_of_an_old_edition_stays_in_it_but_those_that_leave_it_on_purpose(editions):
    site, old, _new = editions

    page = site.get(f"/editions/{old}/de/").content.decode()

    assert f'href="/editions/{old}/de/regions/DE11/?year=2014"' in page
    assert 'href="/de/regions/' not in page
    assert 'href="/regions/' not in page


def test_the_next_visitor_is_not_in_the_edition_of_the_one_before(editions):
    site, old, _new = editions

    site.get(f"/editions/{old}/sectors/")

    assert get_script_prefix() == "/"
    assert 'href="/sectors/C29/"' in site.get("/sectors/").content.decode()


def test_the_current_edition_has_an_address_of_its_own_that_says_nothing_of_a_newer_one(editions):
    site, _old, new = editions

    page = site.get(f"/editions/{new}/clusters/4/").content.decode()

    assert "which a newer one has replaced" not in page
    assert f'href="/editions/{new}/regions/' in page


def test_an_edition_that_is_not_there_is_refused_with_those_that_are_and_links_lead_out(editions):
    site, old, new = editions

    answer = site.get("/editions/0123456789ab/regions/")

    assert answer.status_code == 404
    page = answer.content.decode()
    assert f"There are: {old}, {new}." in page
    assert "/editions/0123456789ab/" not in page


@pytest.mark.parametrize(
    "address", ["/editions/../", "/editions/ABCDEFABCDEF/", "/editions/0123456789ab", "/editions/%00/"]
)
def test_what_is_no_name_of_an_edition_is_no_page(editions, address):
    site, _old, _new = editions

    assert site.get(address, follow=True).status_code == 404


def test_the_list_names_every_edition_the_newest_first(editions):
    site, old, new = editions

    page = site.get("/editions/").content.decode()

    assert "2 editions can be read here" in page
    assert page.index(f'href="/editions/{new}/"') < page.index(f'href="/editions/{old}/"')
    assert f'href="/editions/changes/?from={old}&amp;to={new}"' in page
    assert "20 November 2026" in page


def test_a_language_keeps_the_edition_and_the_choice(editions):
    site, old, _new = editions

    page = site.get(f"/editions/{old}/fr/sectors/C29/?year=2013&measure=persons").content.decode()

    assert f'<a href="/editions/{old}/de/sectors/C29/?year=2013&amp;measure=persons" lang="de"' in page
    assert f'<a href="/editions/{old}/sectors/C29/?year=2013&amp;measure=persons" lang="en"' in page


def test_a_lost_star_is_listed_with_its_cause(editions):
    site, old, new = editions

    page = site.get("/editions/changes/").content.decode()

    assert f"{old}, 2014, eocic2019 → {new}, 2014, eocic2019" in page
    assert "1 star differs: 0 gained and 1 lost, all through the rules." in page
    assert '<a href="/regions/CZ02/">Střední Čechy</a>' in page


def test_the_sources_and_tables_that_differ_are_named(editions):
    site, _old, _new = editions

    page = site.get("/editions/changes/").content.decode()

    assert "2026-11-20 checksum abababab…" in page
    assert "2026-11-21 checksum abababab…" in page
    assert "<code>stars</code>" in page
    assert "<code>specialisation</code>" not in page


def test_changes_of_one_region_are_shown_alone(editions):
    site, _old, _new = editions

    assert "One change in CZ02" in site.get("/editions/changes/?region=CZ02").content.decode()
    assert "0 changes in DE11" in site.get("/editions/changes/?region=DE11").content.decode()


def test_two_profiles_of_one_edition_are_compared_too(editions):
    site, _old, new = editions

    asked = f"from={new}&to={new}&from_profile=eocic2019&to_profile=eco1_2007&from_year=2014&to_year=2014"
    page = site.get(f"/editions/changes/?{asked}").content.decode()

    assert "all through the rules." in page
    assert "Both sides are of one edition" in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("of=nothing", "“nothing” cannot be compared. Choose one of sectors, clusters, emerging."),
        ("from=abc", "There is no edition “abc” here."),
        ("to_year=1850", "There are no figures for the year “1850”."),
        ("from_year=%00", "There are no figures for the year"),
        ("to_profile=mine", "“mine” is no profile."),
        ("from=" + "x" * 10_000, "There is no edition “" + "x" * 40 + "” here."),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_can(editions, asked, said):
    site, _old, _new = editions

    answer = site.get(f"/editions/changes/?{asked}")

    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_every_change_is_taken_as_a_file_with_both_sides_in_every_row(editions):
    site, old, new = editions

    page = site.get("/editions/changes/").content.decode()
    address = re.search(r'href="(/tables/changes\.csv\?[^"]+)"', page)[1].replace("&amp;", "&")
    rows = list(csv.DictReader(io.StringIO(site.get(address).content.decode())))

    assert [(row["region"], row["category"], row["criterion"], row["change"]) for row in rows] == [
        ("CZ02", "C29", "size", "lost")
    ]
    assert (rows[0]["first_edition"], rows[0]["last_edition"], rows[0]["last_year"]) == (old, new, "2014")


def test_a_page_that_was_kept_says_that_a_newer_edition_is_out_as_soon_as_it_is(
    tmp_path, small_tables, small_manifest, settings
):
    settings.HOME, settings.ALLOWED_HOSTS = tmp_path, ["testserver"]
    site = Client(raise_request_exception=False)
    shelves.lay_down(tmp_path, small_tables, small_manifest(invented=False))
    address = f"/editions/{catalogue.current(tmp_path).name}/sectors/"
    before = site.get(address).content.decode()

    shelves.lay_down(tmp_path, small_tables | {"flags": small_tables["flags"].head(1)}, small_manifest(invented=False))

    assert "which a newer one has replaced" not in before
    assert "which a newer one has replaced" in site.get(address).content.decode()
