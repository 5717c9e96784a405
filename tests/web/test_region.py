"""The page of a region: answer first, dimensions, peers, innovation, start-ups, and what it says without them."""

import re

import polars as pl
import pytest
from django.test import Client

from cluster_observatory.publication import catalogue
from cluster_observatory.publication.frames import frame
from cluster_observatory.web.atlas import region_figures, region_peers, territories
from cluster_observatory.web.atlas.stars import Stars

from .test_doubt import words_of
from .test_pages import heading, words
from .test_structure import section

BOARD = "industrial_change"


@pytest.fixture(scope="session")
def edition(invented_home):
    return catalogue.current(invented_home)


def score(edition, region, code=BOARD):
    return frame(edition, "scoreboard_scores").filter(scoreboard=BOARD, region=region, code=code).row(0, named=True)


def test_a_page_begins_with_at_most_six_sentences_that_lead_to_their_sections(invented):
    page = invented.get("/regions/DE11/").content.decode()
    glance = section(invented.get("/regions/DE11/"), "glance")

    anchors = re.findall(r'<dt><a href="#([\w-]+)">', glance)
    assert 4 <= len(anchors) <= 6
    assert all(f'id="{anchor}"' in page for anchor in anchors)
    contents = re.search(r'<nav class="on-this-page".*?</nav>', page, re.S)[0]
    assert all(f'id="{anchor}"' in page for anchor in re.findall(r'href="#([\w-]+)"', contents))


def test_the_rank_comes_with_its_interval_and_the_regions_it_is_tied_with(invented, edition):
    row = score(edition, "DE11")
    shown = words_of(section(invented.get("/regions/DE11/"), "dimensions"))

    assert f"rank {row['rank']} of {row['regions_ranked']}, and" in shown
    assert f"{row['rank_low']:.0f} to {row['rank_high']:.0f} in 90 of 100 runs" in shown
    assert f"cannot be told apart from {row['tied_with']} region" in shown
    ties = frame(edition, "scoreboard_ties").filter(scoreboard=BOARD, code=BOARD, region="DE11")
    listed = re.search(r'<ul class="tied">.*?</ul>', section(invented.get("/regions/DE11/"), "dimensions"), re.S)[0]
    assert set(re.findall(r'href="/regions/(\w+)/"', listed)) == set(ties["other_region"])


def test_every_dimension_has_score_peers_mean_median_and_what_to_be_careful_of(invented, edition):
    shown = words_of(section(invented.get("/regions/DE11/"), "dimensions"))

    for code, name in (("creativity", "Creativity"), ("digitalisation", "Digitalisation")):
        assert f"{name}: {score(edition, 'DE11', code)['score']:.1f}; mean of the peers" in section(
            invented.get("/regions/DE11/"), "dimensions"
        )
    assert "rests on one indicator:" in shown
    copied = score(edition, "DE11", "digitalisation")["copied_share"]
    assert f"{copied * 100:.0f}% taken from the country or the larger region" in shown


def test_peers_of_ones_own_choice_change_the_comparison(invented, edition):
    page = invented.get("/regions/DE11/?year=2014&peer=ES24&peer=ITC1")
    shown = section(page, "against-peers")

    assert "Compared with 2 regions of your choice." in words_of(shown)
    assert shown.count(">remove<") == 2
    mean = (score(edition, "ES24")["score"] + score(edition, "ITC1")["score"]) / 2
    assert f"mean of the peers {mean:.1f}; Europe’s median" in section(page, "dimensions")
    assert 'href="?year=2014&amp;peer=ITC1#against-peers"' in shown


def test_nearest_peers_are_named_with_the_reason(invented, edition):
    shown = words_of(section(invented.get("/regions/DE11/"), "against-peers"))
    first = frame(edition, "peers").filter(region="DE11", basis="structure", place=1)["peer"][0]

    assert "How well they do plays no part." in shown
    assert f"{first} " in shown
    assert "most alike in" in shown
    assert "nearest in GDP per head in" in words_of(
        section(invented.get("/regions/DE11/?against=gdp"), "against-peers")
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("peer=XX99", "“XX99” is no region with a scoreboard."),
        ("peer=DE11", "A region is not its own peer."),
        ("against=everything", "“everything” is no kind of peers. Choose one of structure, abroad, gdp, chosen."),
        ("&".join(f"peer=X{n}" for n in range(11)), "You named 11 regions to compare with. Name at most 10."),
        ("peer=%00%ED%A0%80" + "x" * 9000, "is no region with a scoreboard."),
        ("against=" + "y" * 9000, "is no kind of peers."),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_can(invented, asked, said):
    response = invented.get(f"/regions/DE11/?{asked}")

    assert response.status_code == 400
    assert said in words(response)
    assert "x" * 50 not in words(response)
    assert "y" * 50 not in words(response)


def test_a_lower_case_peer_is_meant_and_a_repeated_one_counts_once(invented):
    shown = section(invented.get("/regions/DE11/?peer=es24&peer=ES24"), "against-peers")

    assert "Compared with 1 region of your choice." in words_of(shown)


def test_start_ups_and_scale_ups_stand_beside_those_of_all_regions(invented, edition):
    shown = words_of(section(invented.get("/regions/AT11/"), "firms"))
    rows = frame(edition, "demography").filter(region="AT11", industry="TOTAL", measure="birth_rate")
    newest = rows.sort("year").tail(1)

    assert f"All industries, {newest['year'][0]}" in shown
    assert f"Birth rate: births in active enterprises {newest['value'][0]:.1f}%" in shown


def test_a_region_without_business_demography_says_what_would_be_there(invented, site):
    for client in (invented, site):
        shown = words_of(section(client.get("/regions/DE11/"), "firms"))
        assert "holds no business demography of this region" in shown


def test_the_innovation_index_comes_with_its_group_and_its_change(invented, edition):
    row = frame(edition, "innovation_index").filter(region="DE11").sort("year").tail(1).row(0, named=True)
    shown = words_of(section(invented.get("/regions/DE11/"), "dimensions"))

    assert f"has {row['relative_index']:.0f} in the innovation index of {row['year']}" in shown
    assert {"Leader": "Innovation Leader", "Strong": "Strong Innovator"}.get(
        row["performance_group"], "Innovator"
    ) in shown


def test_an_edition_without_scoreboards_shows_a_page_without_them(site):
    page = site.get("/regions/DE11/")

    assert page.status_code == 200
    assert 'id="dimensions"' not in page.content.decode()
    assert 'id="against-peers"' not in page.content.decode()
    assert site.get("/regions/DE11/?peer=ES24").status_code == 400


def test_a_territory_is_found_under_each_of_its_codes():
    assert territories.codes("FRB0") == ("FRB0", "FR24")
    assert territories.codes("FR24") == ("FRB0", "FR24")
    assert territories.codes("DE11") == ("DE11",)
    assert territories.known_as("FR24", {"FRB0"}) == "FRB0"
    assert territories.known_as("FR24", {"DE11"}) is None


def test_a_region_under_a_new_code_leads_to_its_sectors_and_begins_with_its_rank(real_home, settings):
    settings.HOME, settings.ALLOWED_HOSTS = real_home, ["testserver"]
    client = Client(raise_request_exception=False)

    new, old = client.get("/regions/FRB0/"), client.get("/regions/FR24/")

    assert re.match(r"Centre — Val de Loire scores [\d.]+ of 100 on industrial change: rank \d+ of 279", heading(new))
    assert 'href="/regions/FR24/"' in new.content.decode()
    assert "where this one has the code FRB0" in words(old)


@pytest.mark.parametrize("region", ["BE1", "DE", "MT00", "FRY5", "UKI1"])
def test_no_region_breaks_the_page(real_home, settings, region):
    settings.HOME, settings.ALLOWED_HOSTS = real_home, ["testserver"]

    assert Client(raise_request_exception=False).get(f"/regions/{region}/").status_code == 200


def test_reasons_are_said_in_the_order_of_likeness():
    peer = region_peers.Peer("DE12", "Karlsruhe", 0.6, "size 13 %, sectors 17 %, manufacturing 70 %")

    assert peer.why == "most alike in size (13%), least in branches of manufacturing (70%)"
    assert region_peers.Peer("DE12", "Karlsruhe", 0.6, "").why == ""


def test_the_long_tables_are_folded_at_the_end_and_complete(invented, edition):
    shown = section(invented.get("/regions/DE11/"), "table-title")
    row_of = frame(edition, "specialisation").filter((pl.col("region") == "DE11") & (pl.col("year") == 2014))

    assert "<details" in shown
    assert shown.count('<th scope="row">') == row_of.height


def test_a_larger_region_shows_the_innovation_index_that_is_measured_for_it(real_home, settings):
    settings.HOME, settings.ALLOWED_HOSTS = real_home, ["testserver"]
    client = Client(raise_request_exception=False)

    assert re.search(r"has \d+ in the innovation index of 2023", words(client.get("/regions/BE1/")))
    assert "measures the larger region" in words(client.get("/regions/AT12/"))
    assert "measures the larger region" not in words(client.get("/regions/FRB0/"))


def test_a_region_leads_on_to_its_peers_its_place_in_a_sector_its_partners_and_its_file(invented, edition):
    page = invented.get("/regions/DE11/?year=2014").content.decode().replace("&amp;", "&")
    peers = region_peers.nearest(edition, "DE11", "structure").codes[:5]

    beside = "".join(f"region={code}&" for code in ("DE11", *peers))
    assert f'href="/compare/?{beside}year=2014&profile=' in page
    assert re.search(r'href="/sectors/\w+/\?year=2014&region=DE11"', page)
    assert re.search(r'href="/partners/\?region=DE11&of=\w+"', page)
    assert re.search(r'class="download" href="/tables/region.csv\?region=DE11&year=2014&profile=\w+"', page)


def test_what_few_people_do_comes_last_among_the_strongest():
    def entry(short, persons, stars):
        row = {"persons": persons, "location_quotient": 2.0}
        return {"short": short, "row": row, "stars": Stars(count=stars), "is_small": persons < 500}

    found = region_figures.strongest([entry("oil", 13.0, 3), entry("cars", 9000.0, 1), entry("tyres", 800.0, 2)])

    assert [one["short"] for one in found] == ["tyres", "cars", "oil"]
