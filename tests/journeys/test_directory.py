"""The directory in a browser: find, filter, compare, look at the map; on a phone and without a script."""

from io import BytesIO

import pytest

pytestmark = pytest.mark.browser

LOAD = """
from datetime import UTC, datetime
from cluster_observatory.web.office import demonstration
demonstration.load(datetime(2019, 3, 20, tzinfo=UTC))
"""


@pytest.fixture(scope="module")
def directory(community):
    """The address of the directory with the demonstration in it."""
    community.do(LOAD)
    return f"{community.address}/organisations/"


def test_a_visitor_finds_filters_and_compares(visit, directory, broken_rules):
    page = visit(directory)
    assert page.locator("h1").inner_text() == "114 cluster organisations of 21 countries, more than 10,000 SMEs"

    page.get_by_label("Country").select_option("DE")
    page.wait_for_url("**country=DE**")
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("checkbox").nth(2).check()
    assert broken_rules(page) == []
    page.get_by_role("button", name="Compare those marked").click()

    assert page.locator("h1").inner_text() == "2 organisations side by side"
    assert broken_rules(page) == []
    assert page.faults == []


def test_a_profile_says_first_what_it_is_and_leads_to_its_region(visit, directory, broken_rules):
    page = visit(f"{directory}invented-018/")
    assert (
        page.locator("h1").inner_text().startswith("Invented cluster organisation 18, Germany: cluster organisation in")
    )
    assert broken_rules(page) == []

    page.get_by_role("link", name="Stuttgart", exact=True).last.click()
    page.get_by_role("link", name="Invented cluster organisation 18, Germany").wait_for()

    assert page.url.endswith("/regions/DE11/")
    assert page.faults == []


@pytest.mark.parametrize(
    "path", ["?country=FR", "invented-018/", "map/", "invented-018/fact-sheet/", "invented-018/badge/"]
)
def test_on_a_small_phone_nothing_is_cut_off(visit, directory, broken_rules, path):
    page = visit(f"{directory}{path}", width=320)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert broken_rules(page) == []
    assert page.faults == []


def test_without_a_script_the_same_is_found(visit, directory):
    page = visit(directory, script=False)

    page.get_by_label("Words in name, place, field or text").fill("stuttgart aerosp")
    page.get_by_role("button", name="Show").click()

    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="Map", exact=True).last.click()
    assert page.locator(".organisation-map a").count() == 1


def test_the_fact_sheet_prints_on_one_page(visit, directory):
    pypdf = pytest.importorskip("pypdf")
    page = visit(f"{directory}invented-018/fact-sheet/")

    printed = pypdf.PdfReader(BytesIO(page.pdf(format="A4")))

    assert len(printed.pages) == 1
