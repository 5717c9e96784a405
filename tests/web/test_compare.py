"""Side by side: regions, sectors and clusters, which of them may be called first, and what is refused."""

import csv
import html
import io
import re

import pytest

from cluster_observatory.web.atlas.beside import Cell, Line

from .test_pages import heading, words


def message(response):
    return html.unescape(re.search(r'<p class="lead">(.*?)</p>', response.content.decode(), re.DOTALL)[1])


def said(*cells, best=max):
    return [(one["word"], one["bold"]) for one in Line("", cells, best=best).marked]


def test_the_highest_of_a_line_is_marked_in_words_and_in_bold():
    assert said(Cell("1", 1.0), Cell("3", 3.0), Cell()) == [("", False), ("highest", True), ("", False)]


def test_the_lowest_rank_comes_first():
    assert said(Cell("9", 9, 7, 12), Cell("3", 3, 2, 5), best=min) == [("", False), ("first", True)]


def test_where_intervals_overlap_none_is_marked_and_the_line_says_why():
    cells = Cell("3", 3.0, 2.0, 4.0), Cell("3.5", 3.5, 3.0, 5.0), Cell("1", 1.0, 0.9, 1.1)

    assert said(*cells) == [("cannot be told apart", False), ("cannot be told apart", False), ("", False)]


def test_a_modelled_figure_is_not_called_highest_without_saying_so():
    assert said(Cell("3", 3.0, modelled=True), Cell("1", 1.0)) == [("highest, but modelled", False), ("", False)]
    assert said(Cell("3", 3.0), Cell("1", 1.0, modelled=True)) == [("highest; others are modelled", True), ("", False)]


def test_equal_figures_cannot_be_told_apart():
    assert said(Cell("2", 2.0), Cell("2", 2.0)) == [("cannot be told apart", False)] * 2


def test_a_line_without_a_best_marks_none():
    assert said(Cell("2", 2.0), Cell("1", 1.0), best=None) == [("", False)] * 2


def test_regions_stand_side_by_side_with_the_figures_of_their_pages(real):
    response = real.get("/compare/?region=DE11&region=ES24&year=2014&profile=eocic2019")

    assert (
        heading(response) == "Strongest by the rules of 2019: Stuttgart in motor vehicles and Aragón in motor vehicles."
    )
    row = response.content.decode().split("Motor vehicles</a>")[1].split("</tr>")[0]
    assert re.findall(r'class="figure">([^<]*)<', row) == ["5.96", "2.55"]
    assert "158,012 people" in row
    assert row.count('class="sure">almost certain') == 2
    assert "highest" in row.split("</td>")[0]
    assert "Stuttgart has rank 16 and Aragón has rank 134 of 279" in words(response)


def test_regions_that_the_replications_do_not_tell_apart_are_named(real):
    page = words(real.get("/compare/?region=ES24&region=ES52&region=DE11"))

    assert "Cannot be told apart there: Comunitat Valenciana and Aragón." in page


def test_a_region_that_was_recoded_is_found_under_its_code_of_the_year(real):
    page = words(real.get("/compare/?region=FRK2&year=2014"))

    assert "1,573,921" in page


def test_sectors_stand_side_by_side(real):
    response = real.get("/compare/?of=C29&of=C28&year=2014&profile=eocic2019")
    page = words(response)

    assert heading(response).startswith("Most specialised in 2014: motor vehicles in ")
    assert "2,235,026" in page and "in 253 regions" in page
    assert "Stuttgart" in page


@pytest.mark.parametrize(
    "asked",
    ["", "?what=subjects", "?region=DE11", "?of=4&of=5", "?of=E05", "?region=DE11&region=&region=DE11&region=de11"],
)
def test_every_state_has_a_page(invented, asked):
    assert invented.get("/compare/" + asked).status_code == 200


def test_a_region_named_twice_stands_there_once(invented):
    page = invented.get("/compare/?region=DE11&region=de11&region=DE12").content.decode()

    assert re.findall(r'type="hidden" name="region" value="(\w+)"', page) == ["DE11", "DE12"]


def test_each_can_be_taken_away(invented):
    page = html.unescape(invented.get("/compare/?region=DE11&region=DE12&year=2015").content.decode())

    links = re.findall(r'class="away" href="([^"]*)"', page)
    assert [re.findall(r"region=(\w+)", link) for link in links] == [["DE12"], ["DE11"]]
    assert all("year=2015" in link and invented.get("/compare/" + link).status_code == 200 for link in links)


def test_at_six_there_is_no_room_for_another(invented):
    page = words(invented.get("/compare/?" + "&".join(f"region=DE{number}" for number in (11, 12, 13, 14, 21, 22))))

    assert "Six are the most that fit" in page


@pytest.mark.parametrize(
    ("asked", "status", "there"),
    [
        (
            "?" + "&".join(f"region=DE{n}" for n in (11, 12, 13, 14, 21, 22, 23)),
            400,
            "You named 7 to set side by side.",
        ),
        ("?region=DE11&region=DE1X", 404, "no region “DE1X”. Near it: "),
        ("?region=%3Cb%3E", 404, "“<b>”"),
        ("?region=" + "x" * 10_000, 404, "“" + "x" * 40 + "”"),
        ("?region=%00", 404, "There is no region"),
        ("?region=%ED%A0%80", 404, "There is no region"),
        ("?of=C29&of=4", 400, "cannot stand side by side. You named: motor vehicles (sectors), "),
        ("?of=C99", 404, "There is no sector or cluster “C99”"),
        ("?of=C29&region=DE11", 400, "name either regions or sectors and clusters"),
        ("?region=DE11&year=1066", 400, "There are no figures for the year “1066”"),
        ("?region=DE11&profile=mine", 400, "“mine” is no profile"),
        ("?of=C29&profile=uscm", 400, "is not defined for sectors"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(invented, asked, status, there):
    response = invented.get("/compare/" + asked)

    assert response.status_code == status
    assert there in message(response)


def test_an_edition_without_scoreboards_and_peers_compares_what_it_has(site):
    response = site.get("/compare/?region=DE11&region=DE12")

    assert response.status_code == 200
    assert "Strongest sectors" in words(response)
    assert "Scoreboard of industrial change" not in words(response)


def test_what_stands_side_by_side_is_taken_away_whole(real):
    page = html.unescape(real.get("/compare/?region=DE11&region=ES24&year=2014").content.decode())
    address = re.search(r'href="(/tables/compare\.csv\?[^"]*)"', page)[1]

    taken = list(csv.DictReader(io.StringIO(real.get(address).content.decode())))

    assert {row["region"] for row in taken} == {"DE11", "ES24"}
    persons = {row["region"]: float(row["persons"]) for row in taken if row["code"] == "C29"}
    assert persons == {"DE11": 158_012.0, "ES24": 13_340.0}


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "json"])
@pytest.mark.parametrize("asked", ["region=DE11&region=ES24", "of=C29&of=C28", "of=4&of=8"])
def test_every_comparison_is_given_in_every_format(real, form, asked):
    assert real.get(f"/tables/compare.{form}?{asked}").status_code == 200


def test_a_file_of_nothing_is_refused_in_words(site):
    response = site.get("/tables/compare.csv")

    assert response.status_code == 400
    assert "Name what stands side by side" in message(response)
