"""The page of what-if weights: what it says, what it refuses, and that it says the same as the engine."""

import csv
import html
import io
import json
import re

import pytest

from cluster_observatory.publication import catalogue, what_if

PAGE = "/scoreboards/industrial_change/what-if/"


def ranks_on(response):
    """The ranks that the table of the page shows, by region."""
    body = response.content.decode().split('<tbody class="all">')[1]
    rows = re.findall(r'<tr data-region="(\w+)"[^>]*><td class="number rank">(\d+|–)</td>', body)
    return {region: None if rank == "–" else int(rank) for region, rank in rows}


def message(response):
    return html.unescape(re.search(r'<p class="lead">(.*?)</p>', response.content.decode(), re.DOTALL)[1])


def test_without_a_change_the_page_shows_the_published_ranks(invented, invented_home):
    board = what_if.scoreboard(catalogue.current(invented_home), "industrial_change")

    response = invented.get(PAGE)

    assert ranks_on(response) == dict(board.published.select("region", "rank").iter_rows())
    assert "by the published weights" in response.content.decode()


def test_other_weights_give_the_ranks_of_the_engine(invented, invented_home):
    board = what_if.scoreboard(catalogue.current(invented_home), "industrial_change")
    changed = {"creativity": 3.5, "digitalisation": 0.0, "designs": 0.25}

    response = invented.get(PAGE, {f"w.{code}": weight for code, weight in changed.items()})

    expected = what_if.recomputed(board, board.weights | changed).ranks
    shown = ranks_on(response)
    for region, rank in zip(board.regions, expected, strict=True):
        assert shown[region] == (None if rank != rank else rank)


def test_the_chosen_region_stands_on_top_with_both_ranks(invented, invented_home):
    board = what_if.scoreboard(catalogue.current(invented_home), "industrial_change")
    published = dict(board.published.select("region", "rank").iter_rows())["DE11"]

    page = invented.get(PAGE + "?region=de11&w.creativity=5").content.decode()

    assert re.search(rf"Stuttgart: rank \d+ of \d+, published rank {published}\.", page)
    assert 'data-region="DE11"' in page.split('<tbody class="pinned">')[1].split("</tbody>")[0]


def test_weights_can_be_linked_to_alone_and_as_published(invented):
    page = html.unescape(invented.get(PAGE + "?region=DE11&w.creativity=3").content.decode())

    alone = re.search(r'<a class="alone" href="(\?[^"]*)" data-weights=\'?"?\{"creativity": 1\.0', page)
    assert "region=DE11" in page.split('data-weights="published"')[0].rsplit('href="', 1)[1]
    other = re.findall(r'class="alone" href="(\?[^"]*)"', page)[0]
    assert alone is None or alone[1] == other
    assert "w.digitalisation=0" in other
    assert invented.get(PAGE + other).status_code == 200


def test_the_data_for_the_browser_cannot_end_the_script_element(invented):
    page = invented.get(PAGE).content.decode()
    block = page.split('<script id="what-if-data" type="application/json">')[1].split("</script>")[0]

    assert "<" not in block
    assert json.loads(block)["index"] == "industrial_change"


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ("?w.creativity=-1", 400, "The weight of “creativity” is “-1”. Give a number from 0 to 5"),
        ("?w.creativity=nan", 400, "Give a number from 0 to 5"),
        ("?w.creativity=inf", 400, "Give a number from 0 to 5"),
        ("?w.creativity=1e308", 400, "Give a number from 0 to 5"),
        ("?w.creativity=5.01", 400, "Give a number from 0 to 5"),
        ("?w.creativity=%D9%A3", 400, "Give a number from 0 to 5"),
        ("?w.creativity=1_0", 400, "Give a number from 0 to 5"),
        ("?w.creativity=much", 400, "is “much”"),
        ("?w.creativity=" + "9" * 10_000, 400, "“" + "9" * 40 + "”"),
        ("?w.creativity=%00", 400, "Give a number from 0 to 5"),
        ("?w.creativty=1", 400, "nothing called “creativty” to weigh. It has, among others: creativity"),
        ("?w.=1", 400, "nothing called “”"),
        ("?w.%3Cscript%3E=1", 400, "“<script>”"),
        ("?region=DE1X", 404, "has no region “DE1X”. Near it: Stuttgart (DE11)"),
        ("?region=%ED%A0%80", 404, "has no region"),
        ("?region=%3Cb%3E", 404, "“<b>”"),
    ],
)
def test_what_cannot_be_weighed_is_refused_in_words(invented, asked, status, words):
    response = invented.get(PAGE + asked)

    assert response.status_code == status
    assert words in message(response)
    assert "<script>" not in response.content.decode().split("<main")[1]


def test_where_nothing_weighs_anything_the_page_says_so(invented, invented_home):
    board = what_if.scoreboard(catalogue.current(invented_home), "industrial_change")
    nothing = {f"w.{code}": 0 for code in board.framework.children(board.index)}

    response = invented.get(PAGE, nothing)

    assert response.status_code == 400
    assert message(response).startswith("Everything below “Industrial change” weighs 0")


def test_an_unknown_scoreboard_is_not_there(invented):
    response = invented.get("/scoreboards/industrial/what-if/")

    assert response.status_code == 404
    assert "There are: industrial_change" in message(response)


def test_an_edition_without_scoreboards_says_so(site):
    response = site.get(PAGE)

    assert response.status_code == 404
    assert "This edition has no scoreboards." in message(response)


def test_the_ranking_is_taken_away_as_shown(invented, invented_home):
    board = what_if.scoreboard(catalogue.current(invented_home), "industrial_change")
    page = html.unescape(invented.get(PAGE + "?w.creativity=3&region=DE11").content.decode())
    address = re.search(r'href="(/tables/what-if\.csv\?[^"]*)"', page)[1]

    taken = list(csv.DictReader(io.StringIO(invented.get(address).content.decode())))

    expected = what_if.recomputed(board, board.weights | {"creativity": 3.0})
    ranks = {row["region"]: row["rank"] for row in taken}
    assert ranks == {
        region: "" if rank != rank else str(int(rank))
        for region, rank in zip(board.regions, expected.ranks, strict=True)
    }


def test_a_file_of_an_unknown_scoreboard_is_refused(invented):
    assert invented.get("/tables/what-if.csv?name=nothing").status_code == 404
    assert invented.get("/tables/what-if.csv").status_code == 404
