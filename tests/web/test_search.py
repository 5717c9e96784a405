"""The page of search: what it finds, why, and what it does with odd questions."""

import html
import re

import pytest

from .test_pages import heading, words

PART = {"HTTP_HX_REQUEST": "true"}


def links(page):
    """The addresses and names of the answers."""
    content = page.content.decode().split('class="filter')[-1]
    return [
        (address, html.unescape(name)) for address, name in re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', content)
    ]


def test_a_region_is_found_in_spite_of_an_error_and_leads_to_its_page(site):
    page = site.get("/search/?q=Stutgart")

    assert links(page)[0] == ("/regions/DE11/", "Stuttgart")
    assert heading(page).endswith("answers for “Stutgart”")


def test_a_code_stands_first_and_stays_a_page_of_answers(site):
    page = site.get("/search/?q=C29")

    assert page.status_code == 200
    assert links(page)[0] == ("/sectors/C29/", "Manufacture of motor vehicles, trailers and semi-trailers")


def test_a_class_leads_to_its_sector_and_names_its_clusters(site):
    page = site.get("/search/?q=29.10")

    assert links(page)[0] == ("/sectors/C29/", "Manufacture of motor vehicles")
    assert '<a href="/clusters/4/">Automotive</a>' in page.content.decode()


def test_why_something_was_found_is_said_where_it_is_not_obvious(site):
    assert "German: “Kraftwagen”" in words(site.get("/search/?q=Kraftwagen"))
    assert "code of NUTS 2006–2013, since replaced" in words(site.get("/search/?q=FR71"))
    assert "French: “Allemagne”" in words(site.get("/search/?q=Allemagne"))


def test_answers_have_names_and_addresses_in_the_language_of_the_page(site):
    page = site.get("/de/search/?q=motor+vehicles")

    assert links(page)[0] == ("/de/sectors/C29/", "Herstellung von Kraftwagen und Kraftwagenteilen")


def test_answers_of_an_old_edition_stay_in_it(site, small_home):
    name = (small_home / "editions" / "current").read_text().strip()

    assert links(site.get(f"/editions/{name}/search/?q=DE11"))[0][0] == f"/editions/{name}/regions/DE11/"


def test_a_country_leads_to_its_regions(site):
    address = links(site.get("/search/?q=Germany"))[0][0]

    assert address == "/regions/?q=Germany"
    assert "Stuttgart" in words(site.get(address))


def test_methods_are_found(site):
    assert links(site.get("/search/?q=cluster stars"))[0] == ("/methods/stars/", "Cluster stars")


def test_without_a_question_the_page_says_what_can_be_found(site):
    page = site.get("/search/")

    assert heading(page) == "What are you looking for?"
    assert "DE11, C29, 29.10" in words(page)


def test_where_nothing_is_found_the_lists_are_offered(site):
    page = site.get("/search/?q=zzzzqqq")

    assert heading(page) == "Nothing is called “zzzzqqq” here"
    assert "Or look through the lists" in words(page)


def test_organisations_and_partnerships_are_one_step_away_with_the_same_words(site):
    page = site.get("/search/", {"q": 'Café "A&B"'}).content.decode()

    led_to = re.findall(r'<a href="(/(?:organisations|partnerships)/\?q=[^"]*)"', page)
    assert led_to == [f"/{where}/?q=Caf%C3%A9%20%22A%26B%22" for where in ("organisations", "partnerships")]


def test_a_very_long_question_is_cut_and_says_so(site):
    page = site.get("/search/", {"q": "Stuttgart " * 1000})

    assert page.status_code == 200
    assert "Only the first 200 letters were read." in words(page)


@pytest.mark.parametrize(
    "asked", ["%00", "%ED%A0%80", "%22%3E%3Cscript%3E", "%0d%0aX: y", "%E2%80%AE", "(((a*)*)*)*b", "-", "%25"]
)
def test_odd_questions_are_answered_and_never_repeated_raw(site, asked):
    for address in (f"/search/?q={asked}", f"/search/?q=x&q={asked}"):
        page = site.get(address)

        assert page.status_code == 200
        assert '"><script>' not in page.content.decode()
        assert "\x00" not in page.content.decode()


def test_a_script_that_asks_while_one_types_gets_the_first_answers_alone(site):
    page = site.get("/search/?q=stutg", **PART)

    content = page.content.decode()
    assert "<html" not in content
    assert '<a href="/regions/DE11/">' in content
    assert 'data-said="' in content
    assert page.headers["Cache-Control"] == "no-store"
    assert site.get("/search/?q=", **PART).content == b"\n"


def test_every_answer_leads_to_a_page(site):
    for asked in ("a", "DE", "manufacture", "local", "stars", "Wien", "01", "education"):
        for address, _name in links(site.get("/search/", {"q": asked})):
            assert site.get(html.unescape(address)).status_code == 200, address
