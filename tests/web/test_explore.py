"""The view of the first page: countries, levels of NUTS, classes and the kind of map, read, shown, refused."""

import html
import re

import polars as pl
import pytest
from django.http import QueryDict
from django.test import Client

from cluster_observatory.errors import NotPossible
from cluster_observatory.lake import shelves
from cluster_observatory.pipeline import compute
from cluster_observatory.pipeline.levels import level_tables
from cluster_observatory.taxonomy import versions
from cluster_observatory.web.atlas import viewing
from cluster_observatory.web.atlas.viewing import View

from .conftest import _structure_row, fitted, manifest, structure

LARGER = {"DE": (900.0, 1500.0), "FR": (400.0, 2200.0), "DE1": (780.0, 1100.0), "FR1": (None, 1400.0)}
"""Persons of countries and NUTS-1 regions in motor vehicles and in computer programming in 2014."""


@pytest.fixture(scope="module")
def home(tmp_path_factory, small_tables):
    """The small edition with figures of two countries and two NUTS-1 regions."""
    rows = [
        _structure_row(region, industry, 2014, len(region) - 2, 2013, persons, "c" if persons is None else "")
        for region, both in LARGER.items()
        for industry, persons in zip(("C29", "J62"), both, strict=True)
    ]
    whole = pl.concat([structure().filter(pl.col("level") == 2), pl.DataFrame(rows)], how="vertical_relaxed")
    made = level_tables(whole, compute.sectors(whole, versions.flows()))
    home = tmp_path_factory.mktemp("levels")
    shelves.lay_down(
        home, small_tables | {name: fitted(table, name) for name, table in made.items()}, manifest(invented=False)
    )
    return home


@pytest.fixture
def site(home, settings):
    settings.HOME = home
    settings.ALLOWED_HOSTS = ["testserver"]
    return Client(raise_request_exception=False)


def heading(response):
    return html.unescape(re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.S).group(1))


def regions_of(response, part):
    """The codes of the regions in a part of the page, in their order."""
    beginning, end = {
        "map": ('<svg class="map"', 'class="zoom"'),
        "ranking": ('class="ranking"', "</section>"),
        "table": ('<section id="table"', "</section>"),
    }[part]
    section = response.content.decode().split(beginning, 1)[1].split(end, 1)[0]
    return re.findall(r'data-region="(\w+)"', section)


def test_without_a_choice_every_country_is_shown_at_level_2(site):
    page = site.get("/")

    assert set(regions_of(page, "map")) >= {"DE11", "CZ02", "ES24", "PT11"}
    assert not heading(page).startswith("Among")


def test_countries_are_shown_alone_on_map_ranking_and_table(site):
    page = site.get("/?of=C29&country=DE&country=CZ")

    assert heading(page).startswith("Among the regions of Czechia and Germany: Stuttgart has ")
    assert regions_of(page, "ranking") == ["CZ02", "DE11", "DE12"]
    for part in ("map", "table"):
        assert {code[:2] for code in regions_of(page, part)} == {"DE", "CZ"}


def test_ranks_are_said_among_those_shown_and_in_europe(site):
    page = html.unescape(site.get("/?of=C29&country=ES&country=PT").content.decode())

    assert "rank 1 of 2 shown; rank 4 of 6 in Europe" in page
    assert "no. 4 in Europe" in page
    assert "1 of those shown" in page


def test_a_colour_means_the_same_whichever_countries_are_shown(site):
    def look(query):
        page = site.get(query).content.decode()
        return re.search(r'data-region="ES24"><title>.*?</title><path class="([^"]*)"', page).group(1).split()[0]

    assert look("/?of=C29&measure=persons") == look("/?of=C29&measure=persons&country=ES")


def test_the_map_frames_the_countries_shown(site):
    def frame(query):
        page = site.get(query).content.decode()
        return [float(number) for number in re.search(r'class="sheet"[^>]* viewBox="([^"]*)"', page)[1].split()]

    whole, near = frame("/"), frame("/?country=CZ")

    assert near[2] < whole[2] / 3
    assert near[2] / near[3] == pytest.approx(whole[2] / whole[3], rel=0.02)
    assert near[0] >= 0 and near[0] + near[2] <= whole[2] + 0.1


def test_all_countries_ticked_are_no_choice():
    asked = QueryDict("country=DE&country=FR")

    assert viewing.read(asked, ("DE", "FR")).countries == ()
    assert viewing.read(asked, ("DE", "FR", "IT")).countries == ("DE", "FR")


def test_countries_are_compared_by_their_own_figures(site):
    page = site.get("/?of=C29&level=0")

    assert heading(page).startswith("Among countries: Germany has ")
    assert "900 people in 2014" in heading(page)
    assert set(regions_of(page, "ranking")) == {"DE", "FR"}
    assert "Stars (" not in page.content.decode().split('<section id="table"')[1]


def test_a_large_region_without_a_figure_stands_in_the_table_without_a_rank(site):
    page = site.get("/?of=C29&level=1")

    assert regions_of(page, "ranking") == ["DE1"]
    assert "FR1" in regions_of(page, "table")
    assert "Among NUTS-1 regions: Baden-Württemberg" in heading(page)


def test_where_stars_are_shown_the_other_levels_are_closed_and_the_page_says_why(site):
    page = site.get("/?of=C29&measure=stars").content.decode()

    assert re.search(r'<option value="1" disabled>', page)
    assert "Stars are judged among NUTS-2 regions only." in page
    assert "Only NUTS-2 regions have these figures." in site.get("/?of=4").content.decode()


def test_from_a_level_of_sectors_the_form_goes_on_to_a_cluster_at_level_2(site):
    page = site.get("/?of=4&kind=sector&level=1")

    assert page.status_code == 200
    assert not heading(page).startswith("Among")


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("", "Fixed classes"),
        ("quantiles", "equally many regions"),
        ("jenks", "Natural breaks"),
        ("equal", "equal steps"),
    ],
)
def test_the_classes_chosen_are_named(site, method, words):
    assert words in html.unescape(site.get(f"/?of=C29&classes={method}").content.decode())


def test_tiles_stand_for_regions_where_they_are_chosen(site):
    assert '<g class="regions tiles">' in site.get("/?of=C29&map=tiles").content.decode()


def test_the_view_stays_in_the_addresses_of_the_page(site):
    page = html.unescape(site.get("/?of=C29&country=DE&level=1&classes=jenks&map=tiles").content.decode())

    sorting = re.search(r'href="(/\?of=C29[^"]*sort=-persons)#table"', page)[1]
    assert "country=DE&level=1&classes=jenks&map=tiles" in sorting


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("country=XX", "There is no country “XX” here. Choose some of CZ, DE"),
        ("country=DE&country=XX", "There is no country “XX” here."),
        ("level=3", "There is no NUTS level “3”. Choose one of 0, 1, 2."),
        ("level=1&of=4", "There are no figures of the NUTS level “1” for this. Choose one of 2."),
        ("level=1&measure=stars", "“stars” is no measure"),
        ("classes=pretty", "There are no classes “pretty” for this measure. Choose one of equal, fixed, jenks"),
        ("classes=fixed&measure=persons", "There are no classes “fixed” for this measure."),
        ("map=globe", "There is no map “globe”. Choose one of outlines, tiles."),
    ],
)
def test_what_cannot_be_chosen_is_refused_with_what_can(site, query, words):
    page = site.get(f"/?{query}")

    assert page.status_code == 400
    assert words in html.unescape(page.content.decode())


@pytest.mark.parametrize("asked", ["%00", "%ED%A0%80", "x" * 10_000, "<script>", "²", "-1", "1e9"])
@pytest.mark.parametrize("parameter", ["country", "level", "classes", "map"])
def test_nothing_asked_of_the_view_breaks_the_page(site, parameter, asked):
    page = site.get(f"/?{parameter}={asked}")

    said = page.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    assert page.status_code == 400
    assert "<script>" not in said
    assert "x" * 41 not in said


def test_a_view_of_countries_without_a_figure_says_so(site):
    page = site.get("/?of=C29&country=FR")

    assert page.status_code == 200
    assert "No region has a published figure for motor vehicles in 2014." in heading(page)


def test_a_table_taken_away_holds_what_the_page_shows(site):
    lines = site.get("/tables/explore.csv?of=C29&level=0").content.decode().splitlines()
    german = site.get("/tables/explore.csv?of=C29&country=DE").content.decode().splitlines()

    assert {"DE", "FR"} <= {line.split(",")[0] for line in lines[1:]}
    assert all(line.startswith("DE") for line in german[1:])


def test_a_country_has_a_page_that_leads_to_its_regions(site):
    page = site.get("/regions/DE/")

    assert heading(page) == "Germany (DE) is a country; 2 of its NUTS-2 regions have figures in 2014."
    assert 'href="/regions/DE11/?year=2014"' in page.content.decode()
    assert 'href="/?of=C29&amp;year=2014&amp;level=0"' in page.content.decode()
    assert "Germany" in site.get("/regions/DE1/").content.decode()


def test_an_edition_without_larger_regions_offers_level_2_alone(small_home, settings):
    settings.HOME, settings.ALLOWED_HOSTS = small_home, ["testserver"]
    site = Client(raise_request_exception=False)

    assert site.get("/?level=0").status_code == 400
    assert "Only NUTS-2 regions have these figures." in site.get("/").content.decode()
    assert "This edition has no figures of it as a whole." in site.get("/regions/DE/").content.decode()


def test_places_share_a_rank_where_values_are_equal():
    class Row:
        def __init__(self, region, rank):
            self.region, self.country, self.rank = region, region[:2], rank

    rows = [Row("DE11", 1), Row("FR10", 2), Row("DE12", 3), Row("DE13", 3), Row("DE14", None)]

    assert viewing.places(View(countries=("DE",)), rows) == {"DE11": 1, "DE12": 2, "DE13": 2}
    assert viewing.places(View(), rows) == {}


def test_a_view_is_read_as_it_was_written():
    view = View(countries=("DE", "FR"), level=1, classes="jenks", map="tiles")
    parameters = QueryDict("&".join(f"{name}={value}" for name, value in view.parameters()))

    assert viewing.read(parameters, ("DE", "ES", "FR"), (0, 1, 2), "fixed") == view
    assert View().parameters() == []


def test_a_level_that_a_topic_lacks_is_refused():
    with pytest.raises(NotPossible, match="no figures of the NUTS level “0”"):
        viewing.read(QueryDict("level=0"), ("DE",))


def own(response):
    """What the page says of the region that the visitor marked."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", response.content.decode().split('class="own">')[1])).split())


def test_a_marked_region_is_said_and_stands_out_on_map_ranking_and_table(site):
    page = site.get("/?of=C29&region=ES24")
    text = page.content.decode()

    assert own(page).startswith("Aragón is number 4 of 6. Location quotient: 1.33.")
    assert "95% interval" in own(page).split("The page of Aragón")[0]
    assert re.search(r'<li class="marked" data-region="ES24">', text)
    assert re.search(r'<tr class="marked" data-region="ES24">', text)
    assert "/partners/?region=ES24&amp;of=C29" in text
    assert 'value="ES24" selected' in text


def test_a_marked_region_stays_when_another_topic_or_order_is_chosen(site):
    page = site.get("/?of=C29&region=ES24").content.decode()

    links = re.findall(r'href="/(\?[^"]*sort=[^"]*)"', page)
    assert links
    assert all("region=ES24" in link for link in links)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("?of=C29&region=FR10", "Île de France has no published figure in motor vehicles in 2014."),
        ("?of=C29&region=ES24&country=DE", "The region you marked is not among those shown."),
        ("?of=C29&region=DE11&level=0", "Germany is number 1 of 2."),
        ("?of=C29", "Looking for one region?"),
    ],
)
def test_of_a_marked_region_it_is_said_what_there_is(site, asked, said):
    assert own(site.get(f"/{asked}")).startswith(said)


@pytest.mark.parametrize("asked", ["ES2X", "x" * 10_000, "\x00", "<b>"])
def test_an_unknown_region_cannot_be_marked(site, asked):
    response = site.get("/", {"region": asked})

    assert response.status_code == 404
    assert "There is no region “" in html.unescape(response.content.decode())
    assert "x" * 41 not in response.content.decode().split('class="languages"')[-1].split("<main")[1]
