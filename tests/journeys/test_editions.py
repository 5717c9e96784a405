"""Editions in a browser: an old address stays readable, and what changed is found without help."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
def test_two_years_are_compared_by_keyboard_alone(visit, real_site, script):
    page = visit(f"{real_site}/editions/changes/", script=script)

    page.get_by_label("Stars of").focus()
    page.keyboard.type("Traded")
    page.get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**of=clusters**")

    assert "gained" in page.locator("h1").inner_text()
    assert page.get_by_label("Stars of").input_value() == "clusters"


def test_a_page_of_an_edition_goes_on_in_that_edition(visit, real_site):
    page = visit(f"{real_site}/editions/")
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Regions", exact=True).click()
    page.get_by_role("link", name="Aragón").click()

    assert page.url.split("/")[3] == "editions"
    assert page.url.endswith("/regions/ES24/")
    assert "Aragón" in page.locator("h1").inner_text()
