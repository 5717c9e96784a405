"""Journeys through scoreboards and topics in a browser."""

import re

import pytest

pytestmark = pytest.mark.browser


def test_from_the_list_to_a_region_by_keyboard_alone(visit, invented_site):
    page = visit(invented_site + "/scoreboards/")
    page.get_by_role("link", name="Ranking, framework and correlations").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/scoreboards/industrial_change/"))
    page.locator("#evidence tbody a").first.focus()
    region = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(region)))

    assert re.fullmatch(r"/regions/\w+/", region)


def test_map_ranking_and_table_follow_the_choice_and_the_browser_goes_back(visit, invented_site):
    page = visit(invented_site + "/topics/industrial_change/creativity/")
    before = page.locator("h1").inner_text()
    with page.expect_response(lambda answer: "measure=copied" in answer.url):
        page.get_by_label("How measured").select_option("copied")
    page.locator("h1", has_text="is copied from").wait_for()

    assert "measure=copied" in page.url
    assert "Share copied from above" in page.locator("#map-title").inner_text()
    page.go_back()
    page.locator("h1", has_text=before).wait_for()
    assert "measure=copied" not in page.url


def test_another_topic_is_chosen_on_the_page_of_one(visit, invented_site):
    page = visit(invented_site + "/topics/industrial_change/creativity/")
    page.get_by_label("What", exact=True).select_option("innovation/index")
    page.locator("h1", has_text="leads on innovation").wait_for()

    assert "/topics/innovation/" in page.url
    assert page.faults == []


def test_without_a_script_form_and_table_are_complete(visit, invented_site):
    page = visit(invented_site + "/scoreboards/res/", script=False)
    page.locator("summary", has_text="All countries").click()
    page.get_by_label("Austria").check()
    page.get_by_role("button", name=re.compile("^Show")).first.click()

    assert "country=AT" in page.url
    rows = page.locator("#table tbody tr")
    assert rows.count() > 5
    assert set(rows.locator("td:nth-child(2)").all_inner_texts()) == {"Austria"}
    page.locator("#table thead a", has_text="Copied from above").click()
    shares = [float(words.rstrip("%")) for words in page.locator("#table tbody td:last-child").all_inner_texts()]
    assert shares == sorted(shares, reverse=True)


def test_on_paper_the_ranking_and_the_framework_are_whole(visit, real_site):
    page = visit(real_site + "/scoreboards/industrial_change/")
    page.emulate_media(media="print")

    assert not page.locator(".board-controls").is_visible()
    assert page.locator("#table .scroll").evaluate("(box) => getComputedStyle(box).maxHeight") == "none"
