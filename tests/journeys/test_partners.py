"""From a region to a partner, and from a word half typed to its page."""

import re

import pytest

pytestmark = pytest.mark.browser


def test_a_partner_is_found_and_its_page_opened(visit, invented_site):
    page = visit(invented_site + "/partners/")

    page.select_option("#region", "DE11")
    page.wait_for_url(re.compile(r"region=DE11"))
    page.select_option("#mode", "complementary")
    page.wait_for_url(re.compile(r"mode=complementary"))
    name = page.locator(".partner h3 a").first.inner_text()
    assert name in page.locator("h1").inner_text()
    assert page.locator(".partner").first.locator(".partner-reasons li").count() >= 2
    page.locator(".partner h3 a").first.click()
    page.wait_for_url(re.compile(r"/regions/\w+/"))

    assert page.faults == []


def test_without_a_script_the_form_the_list_and_the_table_remain(visit, invented_site):
    page = visit(invented_site + "/partners/", script=False)

    page.select_option("#region", "DE11")
    page.get_by_role("button", name="Find partners").click()

    assert "region=DE11" in page.url
    assert page.locator(".partner").count() > 5
    assert page.locator("#table tbody tr").count() >= page.locator(".partner").count()


def test_answers_come_while_one_types_and_the_keyboard_goes_through_them(visit, invented_site, broken_rules):
    page = visit(invented_site + "/regions/")

    page.locator("#find").press_sequentially("stutg", delay=30)
    page.wait_for_selector(".suggestions a")
    assert "arrow down" in page.locator("#said").inner_text()
    assert broken_rules(page) == []
    page.keyboard.press("ArrowDown")
    assert "Stuttgart" in page.locator(":focus").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".suggestions a").count() == 0
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("a")
    page.wait_for_selector(".suggestions a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/regions/DE11"))

    assert page.faults == []


def test_answers_on_the_map_leave_its_keyboard_as_it_was(visit, invented_site):
    """One press of an arrow moves by one region, before and after answers were shown."""
    page = visit(invented_site + "/")
    stop = page.locator(".regions a[tabindex='0']")
    stop.focus()
    page.keyboard.press("ArrowLeft")
    once = page.evaluate("document.activeElement.getAttribute('href')")
    page.reload()

    page.locator("#find").press_sequentially("stuttgart", delay=30)
    page.wait_for_selector(".suggestions a")
    stop.focus()
    page.keyboard.press("ArrowLeft")

    assert page.evaluate("document.activeElement.getAttribute('href')") == once


def test_without_a_script_search_is_a_form(visit, invented_site):
    page = visit(invented_site + "/", script=False)

    page.locator("#find").fill("Stutgart")
    page.locator("form.find button").click()

    assert "answers for “Stutgart”" in page.locator("h1").inner_text()
    page.locator(".answers a").first.click()
    assert "/regions/DE11/" in page.url
