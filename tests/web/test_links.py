"""Which addresses of a manifest become links."""

import json

import pytest

from cluster_observatory.lake import shelves


@pytest.fixture
def about(site, small_home, small_tables, tmp_path, settings):
    """Return the page about the data of an edition whose only source has the given addresses."""

    def page(address, licence_address):
        manifest = json.loads((shelves.current_edition(small_home) / "manifest.json").read_text("utf-8"))
        del manifest["tables"]
        manifest["sources"][0] |= {"address": address, "licence_address": licence_address}
        shelves.lay_down(tmp_path, small_tables, manifest)
        settings.HOME = tmp_path
        return site.get("/about-the-data/").content.decode()

    return page


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)//http",
        "JavaScript:alert('http')",
        "data:text/html,http",
        "file:http.tsv",
        "http:",
        "//[",
        4,
    ],
)
def test_an_address_that_is_none_of_the_web_is_shown_but_is_no_link(about, address):
    page = about(address, address)

    assert "SBS data by NUTS 2 regions" in page
    assert 'href="' + str(address)[:5] not in page
    assert page.lower().count('href="javascript') == page.lower().count('href="data') == 0


def test_an_address_of_the_web_is_a_link(about):
    page = about("https://ec.europa.eu/x", "HTTP://creativecommons.org/y")

    assert 'href="https://ec.europa.eu/x"' in page
    assert 'href="HTTP://creativecommons.org/y"' in page
