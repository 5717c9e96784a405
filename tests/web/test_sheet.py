"""The sheet of a region on the site: the page and the PDF say the same."""

import io
import re

import pypdf
import pytest

from .test_doubt import words_of
from .test_pages import words


def pdf_of(response):
    return pypdf.PdfReader(io.BytesIO(response.content))


def text(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_page_and_the_pdf_say_the_same(invented):
    page, file = invented.get("/regions/DE11/sheet/"), invented.get("/regions/DE11/sheet.pdf")
    written = text(pdf_of(file))

    assert file["Content-Type"] == "application/pdf"
    assert 'filename="DE11-' in file["Content-Disposition"]
    assert len(pdf_of(file).pages) == 2
    finding = words_of(re.search(r"<h1>.*?</h1>", page.content.decode(), re.S)[0])
    facts = [words_of(found) for found in re.findall(r"<dd>.*?</dd>", page.content.decode(), re.S)]
    assert len(facts) >= 4
    for sentence in (finding, *facts):
        assert sentence.replace(" ", "") in written.replace(" ", "")


def test_an_invented_sheet_says_so_on_paper(invented):
    assert "invented. Never quote them" in text(pdf_of(invented.get("/regions/DE11/sheet.pdf")))


@pytest.mark.parametrize("address", ["/regions/{}/sheet/", "/regions/{}/sheet.pdf"])
def test_codes_are_read_as_on_the_region_page(site, address):
    assert site.get(address.format("de11") + "?year=2013")["Location"] == address.format("DE11") + "?year=2013"
    assert site.get(address.format("DE1X")).status_code == 404
    assert site.get(address.format("DE11") + "?year=1999").status_code == 400
    assert site.get(address.format("DE11") + "?peer=DE11").status_code == 400


def test_a_region_without_figures_has_a_sheet_of_two_pages(site):
    assert "No figure by sector was published for 2014." in words(site.get("/regions/FRA1/sheet/"))
    assert len(pdf_of(site.get("/regions/FRA1/sheet.pdf")).pages) == 2


def test_the_region_page_leads_to_its_sheet_in_the_same_year_and_rules(site):
    page = site.get("/regions/DE11/?year=2013&profile=eccp2021").content.decode()

    assert 'href="/regions/DE11/sheet/?year=2013&amp;profile=eccp2021"' in page
    assert 'href="/regions/DE11/sheet.pdf?year=2013&amp;profile=eccp2021"' in page


@pytest.mark.parametrize("region", ["FR24", "ES70", "UKM6", "EL30", "TR10", "BE1"])
def test_sheets_of_real_regions_have_two_pages(real_home, settings, site, region):
    settings.HOME = real_home
    response = site.get(f"/regions/{region}/sheet.pdf")

    assert response.status_code == 200
    assert len(pdf_of(response).pages) == 2
