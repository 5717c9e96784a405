"""Ten minutes before a meeting: where Aragón stands in automotive, how sure that is, who is alike, who to work with."""

import csv
import io
import re

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def aragon(visit, real_site):
    """The page of Aragón, found from the first page by its name without the accent."""
    page = visit(real_site + "/")
    page.fill("#find", "aragon")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/**")
    page.get_by_role("link", name="Aragón", exact=True).click()
    page.wait_for_url("**/regions/ES24/**")
    return page


def test_the_place_in_automotive_is_said_with_its_certainty_and_marked(aragon, broken_rules):
    aragon.get_by_role("link", name="where it stands in motor vehicles").click()
    aragon.wait_for_url(re.compile(r"/sectors/C29/\?year=\d+&region=ES24$"))

    own = aragon.locator(".own").inner_text()
    assert re.match(r"Aragón is number \d+ of \d+\. Location quotient: [\d.]+\.", own)
    assert "95% interval" in own
    assert "of 100 resamplings" in own
    assert aragon.locator(".regions a[href*='/regions/ES24/'] .marked").count() == 1
    assert aragon.locator(".bars li[data-region='ES24'].marked .sure").inner_text().endswith("in Europe")
    assert aragon.locator("tr.marked").get_attribute("data-region") == "ES24"
    assert broken_rules(aragon) == []
    assert aragon.faults == []


def test_the_marked_region_stays_when_the_measure_changes(aragon):
    aragon.get_by_role("link", name="where it stands in motor vehicles").click()
    aragon.wait_for_selector(".own")
    aragon.select_option("#measure", "persons")
    aragon.wait_for_url("**measure=persons**")

    aragon.wait_for_function("document.querySelector('.own').textContent.includes('Persons employed')")
    assert "region=ES24" in aragon.url


def test_peers_stand_beside_it_with_what_cannot_be_told_apart(aragon):
    aragon.get_by_role("link", name="beside its nearest peers").click()
    aragon.wait_for_url("**/compare/?region=ES24&**")

    assert aragon.locator(".side-by-side thead th a[href*='/regions/']").count() == 6
    assert "Aragón" in aragon.locator("h1").inner_text()


def test_partners_come_with_reasons_and_lead_back_to_the_topic(aragon):
    aragon.get_by_role("link", name="partners in motor vehicles").click()
    aragon.wait_for_url("**/partners/?region=ES24&of=C29")

    assert aragon.locator("h1").inner_text().startswith("For Aragón in motor vehicles, ")
    assert aragon.locator(".partner").first.locator(".partner-reasons li").count() >= 2
    aragon.locator(".kicker a").last.click()
    aragon.wait_for_url("**/sectors/C29/?region=ES24")


def test_the_sheet_and_the_figures_are_taken_away(aragon):
    sheet = aragon.get_by_role("link", name="PDF", exact=True).evaluate("link => link.href")
    with aragon.expect_download() as table:
        aragon.get_by_role("link", name="all figures (CSV)").click()

    assert aragon.request.get(sheet).body().startswith(b"%PDF")
    rows = list(csv.DictReader(io.StringIO(table.value.path().read_text("utf-8"))))
    cars = next(row for row in rows if row["code"] == "C29")
    assert (cars["region"], cars["region_name"]) == ("ES24", "Aragón")
    assert float(cars["location_quotient"]) > 2


def test_the_same_way_in_german_on_a_phone_without_a_script(visit, real_site):
    page = visit(real_site + "/de/search/?q=aragon", width=360, script=False)
    page.get_by_role("link", name="Aragón", exact=True).click()
    page.locator(".go-on a[href*='/sectors/']").click()

    assert re.match(r"Aragón ist Nummer \d+ von \d+\.", page.locator(".own").inner_text())
    assert page.evaluate("document.documentElement.scrollWidth") == 360
