"""Charts and maps as visitors take them away."""

import html
import re
import xml.etree.ElementTree as ET

import pytest
from django.test import Client

SVG = "{http://www.w3.org/2000/svg}"
ASKED = {
    "explore-map": "?of=C29&year=2014",
    "explore-ranking": "?of=C29&year=2014",
    "explore-distribution": "?of=C29&year=2014",
    "explore-trend": "?of=C29&year=2014",
    "explore-total": "?of=C29&year=2014",
    "region-portfolio": "?region=DE11&year=2014",
    "region-trend": "?region=DE11&year=2014",
}


def words(response):
    """The words of an SVG, in one line."""
    return " ".join(element.text or "" for element in ET.fromstring(response.content).iter(f"{SVG}text"))


@pytest.mark.parametrize("kind", ASKED)
def test_a_picture_stands_on_its_own(site, kind):
    response = site.get(f"/pictures/{kind}.svg{ASKED[kind]}")
    edition = response.headers["X-Observatory-Edition"]
    said = words(response)
    address = re.search(r"http://testserver\S+", said.replace("& ", "&"))[0]

    assert response.headers["Content-Type"] == "image/svg+xml"
    assert re.fullmatch(
        rf'inline; filename="[A-Za-z0-9-]+-edition-{edition}\.svg"', response.headers["Content-Disposition"]
    )
    assert "2014" in said or "over the years" in said
    assert "Source: Eurostat sbs_r_nuts06_r2, read on 22 November 2026 (CC BY 4.0)" in said
    assert f"edition {edition}" in said
    assert address.startswith(f"http://testserver/editions/{edition}/")
    assert site.get(address.removeprefix("http://testserver")).status_code == 200
    assert "var(" not in response.content.decode()


@pytest.mark.parametrize("kind", ASKED)
def test_a_picture_is_a_png_as_well(site, kind):
    response = site.get(f"/pictures/{kind}.png{ASKED[kind]}")

    assert response.headers["Content-Type"] == "image/png"
    assert response.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert response.headers["Content-Disposition"].endswith('.png"')


def test_the_legend_of_a_map_counts_every_region_once(site):
    said = words(site.get("/pictures/explore-map.svg?of=C29&year=2014"))
    page = site.get("/?of=C29&year=2014").content.decode()
    on_page = re.search(r'<div class="legend">(.*?)</div>', page, re.DOTALL)[1]
    counts = [int(n) for n in re.findall(r'class="many">(\d+)<', on_page)]

    assert [int(n) for n in re.findall(r"\((\d+)\)", said.partition(" has ")[0])] == counts
    assert "Location quotient in motor vehicles, 2014" in said


def test_modelled_figures_are_hatched_and_stars_say_whose_rules_they_go_by(site):
    response = site.get("/pictures/explore-map.svg?of=4&measure=stars&profile=eocic2019&year=2014")

    assert 'fill="url(#modelled-c' in response.content.decode()
    assert "hatched: modelled (" in words(response)
    assert "By: Rules of 2019 (Industrial Change), reconstructed." in words(response)


def test_a_picture_speaks_the_language_of_its_address(site):
    root = ET.fromstring(site.get("/de/pictures/explore-map.svg?of=C29&year=2014").content)

    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "de"
    assert "/de/?of=C29" in root.find(f"{SVG}desc").text


def test_invented_figures_are_said_to_be_invented_before_all_else(invented_site):
    said = words(invented_site.get("/pictures/explore-ranking.svg?of=C29&year=2014"))

    assert said.startswith("The figures of this picture are invented")


def test_only_the_countries_chosen_are_on_the_picture(site):
    said = words(site.get("/pictures/explore-ranking.svg?of=C29&year=2014&country=DE"))

    assert "Stuttgart (DE)" in said or "DE11 (DE)" in said
    assert "(CZ)" not in said
    assert "of Germany" in said


@pytest.mark.parametrize("page", ["/?of=C29&year=2014", "/sectors/C29/?year=2014", "/de/regions/DE11/?year=2014"])
def test_every_picture_that_a_page_offers_is_there(site, page):
    content = site.get(page).content.decode()
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*/pictures/[^"]*)"', content)]

    assert len(links) >= 2
    assert [link for link in links if site.get(link).status_code != 200] == []
    assert all(link.startswith("/de/") == page.startswith("/de/") for link in links)


@pytest.mark.parametrize(
    "page",
    [
        "/topics/industrial_change/creativity/",
        "/topics/innovation/",
        "/scoreboards/industrial_change/",
        "/regions/DE11/",
        "/compare/?region=DE11&region=ES24&region=PT11",
        "/de/compare/?of=C29&of=C28",
    ],
)
def test_every_picture_of_a_whole_edition_is_there(invented_home, settings, page):
    settings.HOME, settings.ALLOWED_HOSTS = invented_home, ["testserver"]
    site = Client(raise_request_exception=False)
    content = site.get(page).content.decode()
    links = {html.unescape(link) for link in re.findall(r'href="([^"]*/pictures/[^"]*svg[^"]*)"', content)}

    assert links
    assert [link for link in links if "invented" not in words(site.get(link))] == []


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("/pictures/compare-chart.svg?region=DE11&place=9", 400, "“9” is no place of a picture here."),
        ("/pictures/compare-trend.png?region=DE11&place=-1", 400, "“-1” is no place"),
        ("/pictures/compare-chart.svg", 404, "There are too few figures for this picture."),
        ("/pictures/explore-mop.svg", 404, "There is no picture “explore-mop”. There are: explore-map"),
        (f"/pictures/{'x' * 300}.svg", 404, f"There is no picture “{'x' * 40}”. There are: explore-map, "),
        ("/pictures/explore-map.gif", 404, "There are no pictures as “gif”. There are: svg, png."),
        ("/pictures/region-trend.svg", 400, "Say of which region, such as region=DE11."),
        ("/pictures/region-trend.svg?region=DE1!", 404, "“DE1!”"),
        ("/pictures/region-trend.svg?region=<script>", 404, "&lt;script&gt;"),
        (f"/pictures/region-trend.svg?region={'Z' * 10_000}", 404, f"“{'Z' * 40}”"),
        ("/pictures/region-trend.svg?region=%00&region=DE11%ED%A0%80", 404, "DE11"),
        ("/pictures/explore-map.svg?of=<b>", 400, "&lt;b&gt;"),
        ("/pictures/explore-map.svg?year=99999999999", 400, "Choose one of"),
        ("/pictures/explore-distribution.svg?of=C29&year=2014&country=DE", 404, "too few figures"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(site, asked, status, said):
    response = site.get(asked)

    assert response.status_code == status
    assert said in html.unescape(response.content.decode()) or said in response.content.decode()
    assert "<script>" not in response.content.decode()
