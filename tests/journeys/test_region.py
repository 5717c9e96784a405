"""The page of a region and its sheet in a browser."""

import io

import pypdf
import pytest

pytestmark = pytest.mark.browser


def test_peers_are_chosen_and_taken_back_by_keyboard_without_a_script(visit, invented_site):
    page = visit(invented_site + "/regions/DE11/?year=2014", script=False)

    def press(place, address):
        place.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(address)

    page.locator("#peer").select_option("ES24")
    press(page.locator(".add-peer button"), "**/regions/DE11/?year=2014&peer=ES24#against-peers")
    page.locator("#peer").select_option("ITC1")
    press(page.locator(".add-peer button"), "**/regions/DE11/?year=2014&peer=ES24&peer=ITC1#against-peers")
    press(page.get_by_role("link", name="remove").first, "**/regions/DE11/?year=2014&peer=ITC1#against-peers")
    page.go_back()

    page.wait_for_url("**/regions/DE11/?year=2014&peer=ES24&peer=ITC1#against-peers")
    assert page.get_by_role("link", name="remove").count() == 2


def test_contents_lead_to_a_section_and_the_folded_tables_open(visit, invented_site):
    page = visit(invented_site + "/regions/DE11/", width=360, height=700)
    page.locator(".on-this-page").get_by_role("link", name="All figures").click()
    folded = page.locator("#table details")
    assert not folded.locator("table").is_visible()
    folded.locator("summary").focus()
    page.keyboard.press("Enter")

    assert folded.locator("table").is_visible()


@pytest.mark.parametrize("path", ["/regions/DE11/sheet/", "/regions/AT11/sheet/"])
def test_the_sheet_prints_on_two_sides(visit, invented_site, path):
    page = visit(invented_site + path)
    printed = page.pdf(prefer_css_page_size=True)

    assert len(pypdf.PdfReader(io.BytesIO(printed)).pages) == 2


def test_the_sheet_of_aragon_is_two_steps_from_the_region_page(visit, real_site):
    page = visit(real_site + "/regions/ES24/")
    page.locator(".take-sheet").get_by_role("link", name="page").click()
    assert page.locator("h1").inner_text().startswith("Aragón is strongest in")

    with page.expect_request("**/sheet.pdf*") as asked:
        page.get_by_role("link", name="Take the sheet as PDF").click(no_wait_after=True)

    assert "/regions/ES24/sheet.pdf?year=2014" in asked.value.url
