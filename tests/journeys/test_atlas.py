"""Journeys through the atlas in a browser."""

import re

import pytest

pytestmark = pytest.mark.browser


def test_the_keyboard_reaches_a_region_and_opens_it(visit, invented_site):
    page = visit(invented_site + "/")
    assert page.locator(".regions a[tabindex='0']").count() == 1
    page.locator(".regions a[tabindex='0']").focus()
    first = page.evaluate("document.activeElement.getAttribute('href')")

    page.keyboard.press("ArrowLeft")
    second = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Tab")
    outside = page.evaluate("document.activeElement.closest('.regions') === null")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/regions/\w+/"))

    assert first != second
    assert outside
    assert page.url.endswith(second)


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(visit, invented_site):
    page = visit(invented_site + "/")

    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "content"


def test_pointing_at_a_region_shows_its_name_value_and_rank(visit, invented_site):
    page = visit(invented_site + "/")
    assert page.locator("#tip").is_hidden()

    page.locator(".regions a[href^='/regions/DE11/']").hover()

    assert "Stuttgart (DE11)" in page.locator("#tip").inner_text()
    assert "rank " in page.locator("#tip").inner_text() or "no value" in page.locator("#tip").inner_text()


def test_a_control_acts_at_once_and_the_address_tells_it(visit, invented_site):
    page = visit(invented_site + "/")
    before = page.locator("h1").inner_text()

    page.select_option("#of", "C10")
    page.wait_for_url(re.compile(r"of=C10"))
    page.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=before)
    page.go_back()
    page.wait_for_function("before => document.querySelector('h1').innerText === before", arg=before)

    assert page.faults == []


def test_without_a_script_the_map_the_table_and_the_controls_remain(visit, invented_site):
    page = visit(invented_site + "/", script=False)

    page.select_option("#of", "C10")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile("of=C10"), wait_until="load")

    assert "food" in page.locator("h1").inner_text()
    assert page.locator(".regions a").count() > 200
    assert page.locator("#table tbody tr").count() > 200
    page.locator("#table tbody a").first.click()
    assert "/regions/" in page.url


def test_a_first_tap_shows_the_value_and_a_second_opens_the_region(visit, invented_site):
    page = visit(invented_site + "/", width=800, touch=True)
    region = page.locator(".regions a[href^='/regions/DE11/']")

    region.tap()
    assert "Stuttgart" in page.locator("#tip").inner_text()
    region.tap()
    page.wait_for_url(re.compile(r"/regions/DE11/"))


def test_the_main_job_from_the_question_to_the_figure_and_its_source(visit, real_site):
    page = visit(real_site + "/?of=C10&year=2013")

    page.select_option("#of", label="Manufacture of motor vehicles, trailers and semi-trailers")
    page.wait_for_url(re.compile(r"of=C29"))
    page.select_option("#year", "2014")
    page.wait_for_url(re.compile(r"year=2014"))
    page.wait_for_function("document.querySelector('h1').innerText.includes('in 2014')")
    assert page.locator("h1").inner_text() == (
        "Stuttgart has 6.0 times Europe’s share of jobs in motor vehicles: "
        "158,012 people in 2014, the most of the 253 regions with a figure."
    )
    assert "© EuroGeographics" in page.locator(".map-figure .source").inner_text()

    region = page.locator(".regions a[href^='/regions/DE11/']")
    region.hover()
    assert "5.96" in page.locator("#tip").inner_text()
    region.click()
    page.wait_for_url(re.compile(r"/regions/DE11/\?year=2014"))

    page.locator("#table summary").first.click()
    row = page.locator("#table tr", has_text="C29")
    assert "158,012" in row.inner_text()
    assert "5.96" in row.inner_text()
    assert "sbs_r_nuts06_r2" in page.locator("#table .source").inner_text()
    assert page.faults == []
