"""Journeys between the languages in a browser."""

import pytest

pytestmark = pytest.mark.browser


def test_who_changes_the_language_keeps_what_was_chosen_on_the_page(visit, invented_site):
    page = visit(invented_site + "/")
    with page.expect_response(lambda response: "measure=persons" in response.url):
        page.select_option("#measure", "persons")
    page.wait_for_url("**measure=persons*")

    page.click(".languages a[lang='de']")
    page.wait_for_url("**/de/?**")

    assert "measure=persons" in page.url
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.locator("#measure").input_value() == "persons"
    assert "Menschen" in page.locator("h1").inner_text()


def test_without_a_script_the_language_keeps_the_address(visit, invented_site):
    page = visit(invented_site + "/regions/DE11/?year=2014", script=False)

    page.click(".languages a[lang='fr']")

    assert page.url == invented_site + "/fr/regions/DE11/?year=2014"
    page.click(".nav a >> nth=1")
    assert page.url == invented_site + "/fr/regions/"
