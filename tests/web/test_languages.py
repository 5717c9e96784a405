"""The pages in German and French: no English is left, numbers are theirs, nothing that is kept holds words."""

import html
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.cache import caches
from django.test import Client
from django.utils.translation import override

from cluster_observatory.web import settings as site_settings
from cluster_observatory.web.atlas import numbers, queries
from cluster_observatory.web.atlas.templatetags.dates import day

OTHERS = ("de", "fr")
SMALL = (
    *("/", "/regions/", "/regions/DE12/", "/regions/FR1/", "/sectors/", "/sectors/C29/", "/clusters/"),
    "/clusters/E05/",
    *("/clusters/101/", "/compare/rules/?of=4", "/methods/", "/methods/stars/", "/methods/score/", "/editions/"),
    *("/methods/location-quotient/", "/methods/taxonomy/", "/about-the-data/", "/search/?q=stuttgart", "/api/"),
    *("/compare/", "/partners/", "/regions/?q=xyzzy", "/nowhere", "/regions/XX99/", "/?year=1870", "/?measure=beauty"),
)
"""Pages of the small edition, which has no scoreboards: each kind of page once."""

WHOLE = (
    *("/?of=4&measure=stars&profile=uscm", "/regions/DE11/", "/regions/DE11/sheet/", "/scoreboards/", "/topics/"),
    *("/scoreboards/industrial_change/", "/scoreboards/industrial_change/what-if/", "/editions/changes/"),
    *("/topics/industrial_change/creativity/", "/partners/?region=DE11", "/compare/?region=DE11&region=FR10"),
)
"""Pages that say more of a whole edition, the invented one."""

LONG = 16
"""A piece of a sentence of so many letters is told from a name or a code that stands there by chance."""


@pytest.fixture
def whole(invented_home, settings):
    """A browser without a script, on the site of the invented edition."""
    settings.HOME = invented_home
    settings.ALLOWED_HOSTS = ["testserver"]
    return Client(raise_request_exception=False)


def read(site, address, language="en"):
    """The page in a language as it is drawn, not as it is kept."""
    caches["pages"].clear()
    return site.get(address if language == "en" else f"/{language}{address}").content.decode()


@cache
def english_pieces(language):
    """The pieces of English sentences between their placeholders that no translation holds."""
    file = Path(site_settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    with file.open("rb") as lines:
        messages = [message for message in read_po(lines, locale=language) if message.id and message.string]
    said = "\n".join("\n".join([m.string] if isinstance(m.string, str) else m.string) for m in messages)
    pieces = set()
    for message in messages:
        for english in [message.id] if isinstance(message.id, str) else message.id:
            pieces |= {piece.strip() for piece in re.split(r"%\(\w+\)s|\{\w*\}|%%|<[^>]*>", english)}
    return {piece for piece in pieces if len(piece) >= LONG and piece not in said}


def words_of(page):
    """What people see or hear of a page, without what it marks as English."""
    page = re.sub(r"<(script|style|code)\b.*?</\1>", " ", page, flags=re.S)
    page = re.sub(r'<(\w+)[^>]*\blang="en"[^>]*>.*?</\1>', " ", page, flags=re.S)
    heard = re.findall(r'\b(?:aria-label|title|placeholder|alt|content|data-finding)="([^"]*)"', page)
    return html.unescape(" ".join([re.sub(r"<[^>]*>", " ", page), *heard]))


def english_left(site, address):
    """The English pieces on the pages of the other languages, drawn after the English page; with their language."""
    read(site, address)
    left = []
    for language in OTHERS:
        page = read(site, address, language)
        assert f'<html lang="{language}">' in page
        seen = words_of(page)
        left += [(language, piece) for piece in english_pieces(language) if piece in seen]
    return left


@pytest.mark.parametrize("address", SMALL)
def test_no_english_sentence_is_left_where_it_was_drawn_in_english_before(site, address):
    assert english_left(site, address) == []


@pytest.mark.parametrize("address", WHOLE)
def test_no_english_sentence_is_left_on_the_pages_of_a_whole_edition(whole, address):
    assert english_left(whole, address) == []


@pytest.mark.parametrize("address", ["/", "/regions/DE11/", "/sectors/C29/"])
def test_an_english_page_is_the_same_after_it_was_drawn_in_other_languages(site, address):
    english = read(site, address)

    for language in OTHERS:
        read(site, address, language)

    assert read(site, address) == english


def test_the_tests_above_find_english(site):
    seen = words_of(read(site, "/").replace('<html lang="en">', "<html>"))

    assert len([piece for piece in english_pieces("de") if piece in seen]) > 10


@pytest.mark.parametrize(
    "address", ["/?of=4&measure=stars&profile=uscm", "/regions/DE11/", "/scoreboards/industrial_change/"]
)
def test_the_numbers_of_drawings_have_points_in_every_language(whole, address):
    page = read(whole, address, "de")

    places = re.findall(r'<(?:rect|circle|line|text|path|svg)\b[^>]*?\b(?:x|y|x1|x2|cx|cy|r|width)="([^"]*)"', page)
    assert [place for place in places if "," in place] == []
    assert len(places) > 5


@pytest.mark.parametrize(
    ("language", "count", "share", "euro", "quotient", "growth", "date"),
    [
        ("en", "158,012", "5.5%", "€12,300", "5.96", "+2.5% a year", "2 March 2026"),
        ("de", "158.012", "5,5\u00a0%", "12.300\u00a0€", "5,96", "+2,5\u00a0% pro Jahr", "2. März 2026"),
        ("fr", "158\u202f012", "5,5\u00a0%", "12\u202f300\u00a0€", "5,96", "+2,5\u00a0% par an", "2 mars 2026"),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_does(language, count, share, euro, quotient, growth, date):
    with override(language):
        assert numbers.count(158012) == count
        assert numbers.share(0.055) == share
        assert numbers.thousand_euro(12.3) == euro
        assert numbers.quotient(5.96) == quotient
        assert numbers.growth(2.5) == growth
        assert day("2026-03-02") == date


def test_the_axes_of_a_sheet_are_written_as_the_language_does(whole):
    english, german = (read(whole, "/regions/DE11/sheet/", language) for language in ("en", "de"))

    assert re.findall(r">0[.,][0-9]+</text>", english) != []
    assert re.findall(r">0\.[0-9]+</text>", german) == []
    assert re.findall(r">0[.,][0-9]+</text>", german) == [
        label.replace(".", ",") for label in re.findall(r">0[.,][0-9]+</text>", english)
    ]


def test_a_formula_is_said_in_the_language(site):
    page = read(site, "/methods/location-quotient/", "fr")

    words = re.findall(r"<mtext>([^<]*)</mtext>", page)
    assert words[:3] == ["quotient de localisation", "personnes", "région, secteur"]


def test_where_an_indicator_is_measured_is_said_in_the_language(whole):
    english, french = (read(whole, "/scoreboards/industrial_change/", language) for language in ("en", "fr"))

    assert "NUTS 1 or national in some countries" in words_of(english.replace('<html lang="en">', "<html>"))
    assert "NUTS 1 ou pays entier dans certains pays" in words_of(french)
    assert "in some countries" not in french


def test_how_sure_a_cluster_is_has_the_colon_of_the_language(site):
    parts = r'<span class="sure">([^<]+)<span class="many">'

    english, french = (re.findall(parts, read(site, "/regions/DE11/", language)) for language in ("en", "fr"))
    assert "almost certain: " in english
    assert "presque certain\u00a0: " in french


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("address", ["/", "/methods/taxonomy/", "/methods/location-quotient/", "/editions/"])
def test_a_year_is_never_parted_like_a_count(site, address, language):
    seen = words_of(read(site, address, language))

    assert re.findall(r"\b2[.\u202f]0(?:0[89]|1\d|2[0-6])\b", seen) == []


def test_a_subject_says_its_names_in_the_language_of_who_asks(site):
    read(site, "/sectors/C29/")
    edition = site.get("/sectors/C29/").wsgi_request.edition
    subject = queries.subject(edition, "C29")

    said = []
    for language in ("en", *OTHERS, "en"):
        with override(language):
            said.append((subject.short, subject.section))

    assert said == [
        ("motor vehicles", "Manufacturing"),
        ("Kraftwagen", "Verarbeitendes Gewerbe/Herstellung von Waren"),
        ("automobile", "Industrie manufacturière"),
        ("motor vehicles", "Manufacturing"),
    ]


def test_a_country_is_found_by_its_name_in_the_language_and_in_english(site):
    in_german, in_english = read(site, "/regions/?q=deutschland", "de"), read(site, "/regions/?q=germany", "de")

    assert "DE11" in in_german
    assert "DE11" in in_english


def test_the_other_languages_lead_to_the_same_choice(site):
    page = read(site, "/?of=C10&measure=stars", "fr")

    assert 'href="/de/?of=C10&amp;measure=stars"' in page
    assert 'href="/?of=C10&amp;measure=stars"' in page
