"""The list of scoreboards and the page of each: ranking, intervals, framework, correlations, files."""

import csv
import io
import re

import numpy as np
import pytest

from cluster_observatory.publication import catalogue

from .test_pages import heading, words
from .test_topics import table


@pytest.fixture
def invented_edition(invented_home):
    return catalogue.current(invented_home)


def part(page, id_):
    """The section of a page that begins at an id."""
    return page.content.decode().split(f'id="{id_}"')[1].split("</section>")[0]


def test_the_list_names_every_scoreboard_with_who_leads_and_how_sure_that_is(real, real_edition):
    page = words(real.get("/scoreboards/"))

    for row in real_edition.rows("scoreboards").iter_rows(named=True):
        assert row["name"] in page
    assert (
        "Stockholm scores highest in Industrial change: 78.3 in 2023, rank 1 of 279; nine of ten replications" in page
    )
    assert "reconstructed: parts of the recipe are not verified" in page
    assert "36 of 244 regions are Leaders" in page


def test_the_ranking_has_interval_ties_and_shares_of_every_region(real, real_edition):
    rows = {row[0].split()[-1]: row for row in table(real.get("/scoreboards/industrial_change/"))}
    scores = real_edition.rows("scoreboard_scores", scoreboard="industrial_change", code="industrial_change")

    assert rows.keys() == set(scores["region"])
    for one in scores.sample(20, seed=1).iter_rows(named=True):
        cells = rows[one["region"]]
        low, high = round(one["rank_low"]), round(one["rank_high"])
        assert cells[3] == f"{one['rank']} ({low} to {high})"
        assert cells[4] == str(one["tied_with"])
        assert cells[5] == f"{one['indicators_available']} of {one['indicators']}"
        assert cells[7] == f"{100 * one['copied_share']:.1f}%"


@pytest.mark.parametrize(("sort", "place"), [("-copied", 7), ("tied_with", 4)])
def test_the_table_is_sorted_by_any_column(real, sort, place):
    rows = table(real.get(f"/scoreboards/res/?sort={sort}"))
    values = [float(row[place].rstrip("%")) for row in rows if row[place] != "–"]

    assert values == sorted(values, reverse=sort.startswith("-"))


def test_the_framework_names_every_indicator_with_weights_that_add_up(real, real_edition):
    page = part(real.get("/scoreboards/industrial_change/"), "framework")
    indicators = real_edition.rows("scoreboard_indicators", scoreboard="industrial_change", kind="indicator")

    assert page.count('<li class="leaf">') == indicators.height
    creativity = page.split(">Creativity<")[1].split("</ul>")[0]
    assert creativity.count("25.0%") == 4


def test_an_indicator_that_some_countries_copy_down_says_so_in_the_framework(real):
    page = part(real.get("/scoreboards/industrial_change/"), "framework")
    broadband = page.split("Households with broadband access")[1].split("</summary>")[0]

    assert '<b class="copied">NUTS 1 or national in some countries</b>' in broadband


def test_the_correlations_shown_are_those_of_the_values(real, real_edition):
    page = part(real.get("/scoreboards/industrial_change/"), "together")
    scores = real_edition.rows("scoreboard_scores", scoreboard="industrial_change").pivot(
        "code", index="region", values="score"
    )
    both = scores.select("industrial_change", "service_innovation").drop_nulls()
    expected = np.corrcoef(both["industrial_change"], both["service_innovation"])[0, 1]
    line = page.split(">Service innovation</a>")[1].split("</tr>")[0]

    assert re.findall(r">(-?[\d.]+)<", line)[0] == f"{expected:.2f}"


def test_indicators_that_pull_apart_are_pointed_out_in_words(real):
    page = words(real.get("/scoreboards/industrial_change/"))

    assert "No two indicators correlate above 0.9." in page
    assert "1 pair correlates below −0.4" in page
    assert (
        "−0.43 Access to high-speed broadband against Innovation expenditure without research and development" in page
    )


def test_what_is_not_verified_of_a_recipe_stands_on_its_page(real):
    page = words(real.get("/scoreboards/res/"))

    assert "reconstructed: parts of the recipe are not verified (6 points)" in page
    assert "From which share of its indicators on a region has a score: half, here." in page


def test_a_scoreboard_of_some_countries_says_so(invented):
    page = invented.get("/scoreboards/industrial_change/?country=AT")

    assert heading(page).startswith("Among the regions of Austria: ")
    assert {row[1] for row in table(page)} == {"Austria"}


def test_the_innovation_index_is_found_under_scoreboards_too(invented):
    answer = invented.get("/scoreboards/innovation/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/topics/innovation/")


def test_the_whole_scoreboard_is_taken_as_a_table(invented, invented_edition):
    answer = invented.get("/tables/scoreboard.csv?name=res").content.decode()
    rows = list(csv.DictReader(io.StringIO(answer)))
    scores = invented_edition.rows("scoreboard_scores", scoreboard="res")

    assert len(rows) == scores.height
    taken = {(row["region"], row["code"]): row["score"] for row in rows}
    one = scores.drop_nulls("score").row(5, named=True)
    assert float(taken[one["region"], one["code"]]) == one["score"]
    assert "Access to finance" in {row["part"] for row in rows}


def test_the_ranking_is_taken_as_a_picture_that_says_where_it_is_from(invented):
    answer = invented.get("/pictures/scoreboard-ranking.svg?name=res&country=AT")

    assert answer.status_code == 200
    assert "never quote them" in answer.content.decode()
    assert "/scoreboards/res/" in answer.content.decode()


BAD = (
    *("/scoreboards/nothing/", f"/scoreboards/{'x' * 3000}/", "/scoreboards/res/?country=<b>"),
    *("/scoreboards/res/?sort=--rank", "/scoreboards/res/?year=0", "/scoreboards/res/?measure=%00"),
    "/scoreboards/res/?classes=fixed",
)


@pytest.mark.parametrize("address", BAD)
def test_what_cannot_be_asked_is_refused_in_words(invented, address):
    answer = invented.get(address)

    assert answer.status_code in (400, 404)
    assert "<b>”" not in answer.content.decode()
