"""A source taken from a file whose date nobody recorded says so, on figures and on the page about the data."""

import json

import pytest

from cluster_observatory.lake import shelves


@pytest.fixture
def undated_site(site, small_home, small_tables, tmp_path, settings):
    manifest = json.loads((shelves.current_edition(small_home) / "manifest.json").read_text())
    del manifest["tables"]
    for source in manifest["sources"]:
        source["read_on"] = ""
    shelves.lay_down(tmp_path, small_tables, manifest)
    settings.HOME = tmp_path
    return site


def test_an_undated_source_is_shown_as_taken_from_a_file(undated_site):
    page = undated_site.get("/").content.decode()

    assert "</a>, taken from a file, date not recorded" in page
    assert "read on" not in page


def test_the_page_about_the_data_says_that_the_date_is_not_recorded(undated_site):
    page = undated_site.get("/about-the-data/").content.decode()

    assert "<dt>Read on</dt><dd>not recorded (taken from a file)</dd>" in page
