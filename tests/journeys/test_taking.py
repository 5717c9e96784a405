"""Taking figures away: from a page as a file, from the page about the data, and by the API as its page says."""

import csv
import io
import re

import pytest

pytestmark = pytest.mark.browser


def test_without_a_script_and_by_keyboard_a_table_is_taken_as_a_file(visit, invented_site):
    page = visit(invented_site + "/?of=C29", script=False)
    link = page.get_by_role("link", name=re.compile("^CSV ?, comma-separated text"))
    shown = page.locator("#table tbody tr").count()
    link.focus()
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    lines = list(csv.DictReader(io.StringIO(taken.value.path().read_text("utf-8"))))

    assert re.fullmatch(r"sector-C29-\d{4}-\w+-edition-[0-9a-f]{12}\.csv", taken.value.suggested_filename)
    assert len(lines) == shown


def test_a_whole_edition_is_taken_from_the_page_about_the_data(visit, invented_site):
    page = visit(invented_site + "/about-the-data/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="one archive (ZIP)").click()

    assert taken.value.suggested_filename.endswith(".zip")
    assert taken.value.path().read_bytes()[:2] == b"PK"


def test_every_example_on_the_page_of_the_api_answers(visit, invented_site):
    page = visit(invented_site + "/api/")
    examples = page.locator(".operation a").evaluate_all("links => links.map((link) => link.href)")

    assert len(examples) >= 9
    for address in examples:
        answer = page.request.get(address)
        assert answer.status == 200, address
        assert "/current/" not in answer.url
