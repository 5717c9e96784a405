"""Side by side, and one cluster under several rules, in a browser."""

import pytest

pytestmark = pytest.mark.browser

REGIONS = "/compare/?region=DE11&region=ES24&region=FRK2"
RULES = "/compare/rules/?of=4&profile=eocic2019&profile=eccp2021"


def test_on_a_phone_the_first_column_stays_while_the_others_move(visit, invented_site):
    page = visit(invented_site + REGIONS, width=360, height=640)
    first = page.locator(".side-by-side tbody tr:nth-of-type(2) th").first
    before = first.bounding_box()["x"]

    page.evaluate("document.querySelector('.side-by-side').scrollLeft = 200")

    assert page.evaluate("document.querySelector('.side-by-side').scrollLeft") > 0
    assert first.bounding_box()["x"] == pytest.approx(before, abs=2)


@pytest.mark.parametrize("script", [True, False])
def test_a_region_is_added_and_another_taken_away(visit, invented_site, script):
    page = visit(invented_site + "/compare/?region=DE11&region=ES24", script=script)

    page.select_option("#more", "DE21")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".side-by-side thead th").count() == 4
    page.locator(".away").first.click()

    assert page.locator(".side-by-side thead th").count() == 3
    assert "region=ES24&region=DE21" in page.url
    page.go_back()
    assert page.locator(".side-by-side thead th").count() == 4


def test_the_table_moves_by_keyboard(visit, invented_site):
    page = visit(invented_site + REGIONS, width=360, height=640)

    page.locator(".side-by-side").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.side-by-side').scrollLeft > 0")


def test_rules_are_chosen_by_ticking_them(visit, invented_site):
    page = visit(invented_site + RULES, script=False)

    page.get_by_label("Rules of the U.S. Cluster Mapping").check()
    page.get_by_role("button", name="Show").click()

    assert page.locator(".rule-map").count() == 3
    assert page.locator("h1").inner_text().strip() != ""
