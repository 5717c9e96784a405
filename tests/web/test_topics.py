"""Dimensions, scoreboards, innovation and demography as topics: their figures, their words, what they refuse."""

import csv
import io
import re

import polars as pl
import pytest
from django.http import QueryDict
from django.test import Client

from cluster_observatory.lake import shelves
from cluster_observatory.publication import catalogue
from cluster_observatory.web.atlas.topics import choices, offered, queries
from cluster_observatory.web.atlas.topics.evidence import Evidence

from .conftest import fitted, manifest
from .test_pages import heading, words

MEASURES = pl.DataFrame(
    [("births", "Births", "enterprises", "Born in the year."), ("birth_rate", "Birth rate", "%", "Births in active.")],
    schema=["measure", "name", "unit", "description"],
    orient="row",
)


def demography():
    """Births in two regions of whom one is hidden in a year, as two tables give them with a break between."""
    rows = []
    for year, dataset in (
        (2019, "bd_hgnace2_r3"),
        (2020, "bd_hgnace2_r3"),
        (2021, "bd_hgnace_r"),
        (2022, "bd_hgnace_r"),
    ):
        for region, value in (("DE11", 100.0), ("DE12", 50.0)):
            hidden = (region, year) == ("DE12", 2022)
            flags = "c" if hidden else "b" if year == 2021 else ""
            rows.append((region, "TOTAL", year, "births", None if hidden else value + year - 2019, flags, dataset))
    return pl.DataFrame(
        rows, schema=["region", "industry", "year", "measure", "value", "flags", "dataset"], orient="row"
    )


@pytest.fixture
def firms(tmp_path, small_tables, settings):
    """The site of the small edition with business demography of two tables."""
    more = {"demography": fitted(demography(), "demography"), "demography_measures": MEASURES}
    shelves.lay_down(tmp_path, small_tables | more, manifest(invented=False))
    settings.HOME = tmp_path
    settings.ALLOWED_HOSTS = ["testserver"]
    return Client(raise_request_exception=False)


def table(page):
    """The rows of the page's table as lists of words."""
    body = page.content.decode().split('<section id="table"')[1].split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr.*?</tr>", body, re.S)
    return [
        [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", cell)).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in rows
    ]


def evidence(home, board, code, parameters=""):
    edition = catalogue.current(home)
    choice = choices.read(edition, QueryDict(parameters), queries.topic(edition, board, code))
    return Evidence(edition, choice)


def test_the_table_of_a_dimension_has_the_ranks_of_the_edition(real, real_edition):
    rows = table(real.get("/topics/industrial_change/creativity/"))
    scores = real_edition.rows("scoreboard_scores", scoreboard="industrial_change", code="creativity").sort("rank")

    assert len(rows) == scores.height == 279
    first = scores.row(0, named=True)
    assert rows[0][0].endswith(first["region"])
    assert rows[0][2] == f"{first['score']:.1f}"
    assert rows[0][3].startswith("1 (")


def test_a_value_that_is_not_the_regions_own_says_whose_it_is(real, real_edition):
    rows = {row[0].split()[-1]: row for row in table(real.get("/topics/industrial_change/business_research/"))}
    values = real_edition.rows("scoreboard_values", scoreboard="industrial_change", code="business_research")
    copied = values.filter(pl.col("level_used") == "NUTS 1")["region"]

    assert copied.len() > 20
    assert all("value of the NUTS 1 region, copied down" in rows[region][-1] for region in copied)
    assert all("NUTS 1 region" in rows[region][4] for region in copied)


def test_copied_values_are_hatched_on_the_map_and_own_ones_are_not(real_home, settings):
    settings.HOME = real_home
    found = evidence(real_home, "industrial_change", "business_research")
    fills = {shape.region: shape.fill for shape in found.map["shapes"]}

    for row in found.rows:
        if row.value is not None and row.region in fills:
            assert fills[row.region].startswith("url(#modelled") == (row.figures["level_used"] != "NUTS 2")


def test_a_score_that_rests_on_one_indicator_says_so(real):
    assert "It rests on one indicator alone" in words(real.get("/topics/industrial_change/eco_innovation/"))
    assert "It rests on one indicator alone" not in words(real.get("/topics/industrial_change/creativity/"))


def test_of_regions_with_the_very_same_figure_none_is_called_the_highest(real):
    page = heading(real.get("/topics/industrial_change/business_research/"))

    assert "highest in Braunschweig and 8 others alike, 157.4" in page


def test_less_is_better_where_the_indicator_says_so(real_home):
    edition = catalogue.current(real_home)
    against = [t for t in queries.topics(edition).values() if t.is_indicator and t.about["direction"] == -1]

    assert against
    for topic in against:
        values = [row.value for row in evidence(real_home, topic.board, topic.code).rows if row.value is not None]
        assert values == sorted(values)


def test_with_countries_chosen_ranks_are_those_of_europe_and_of_the_countries(real):
    page = real.get("/topics/industrial_change/industrial_change/?country=ES&country=PT")

    assert heading(page).startswith("Among the regions of Spain and Portugal: ")
    assert {row[1] for row in table(page)} == {"Spain", "Portugal"}
    bars = page.content.decode().split('<ol class="bars ranked">')[1].split("</ol>")[0]
    assert '<span class="place">1</span>' in bars
    assert "Europe’s no. 38" in bars


def test_every_region_of_the_innovation_index_is_on_the_map_in_its_parts(real_home, settings):
    settings.HOME = real_home
    found = evidence(real_home, "innovation", "index")

    assert found.map["without_place"] == []
    drawn = {shape.region: shape for shape in found.map["shapes"]}
    assert "figure of " in drawn["UKI3"].words and "(UKI) as a whole" in drawn["UKI3"].words
    assert drawn["UKI3"].address == "/regions/UKI/"
    assert drawn["UKI3"].fill and not drawn["DE11"].fill


def test_the_groups_of_the_innovation_index_are_those_of_the_edition(real, real_edition):
    page = real.get("/topics/innovation/?measure=group&year=2023")
    groups = real_edition.rows("innovation_index", year=2023)["performance_group"].value_counts()
    counted = dict(groups.iter_rows())

    assert heading(
        page
    ) == "Of 244 regions in 2023: {Leader} Leader, {Strong} Strong, {Moderate} Moderate, {Emerging} Emerging.".format(
        **counted
    )


def test_a_series_breaks_where_the_provider_counts_otherwise(firms, settings):
    found = evidence(settings.HOME, "demography", "births")
    points = found.trend.arguments[0]
    pieces = {point.year: point.piece for point in points if point.series == "Stuttgart"}

    assert pieces[2019] == pieces[2020] != pieces[2021] == pieces[2022]


def test_a_hidden_figure_says_that_it_is_confidential(firms):
    page = firms.get("/topics/demography/births/")

    assert "1 is hidden, as it would tell of one or two firms." in words(page)
    assert ["Karlsruhe DE12", "Germany", "–", "confidential"] in table(page)


def test_without_demography_the_list_says_what_would_be_there_and_how_to_get_it(real):
    page = words(real.get("/topics/demography/"))

    assert "This edition has no business demography by region." in page
    assert "bd_hgnace_r" in page
    assert real.get("/topics/demography/births/").status_code == 404


def test_an_edition_without_any_of_the_tables_has_pages_that_say_so(site):
    assert "This edition has no scoreboards" in words(site.get("/topics/"))
    assert "No scoreboards in this edition" in words(site.get("/scoreboards/"))
    assert [
        site.get(path).status_code for path in ("/topics/innovation/", "/topics/res/res/", "/scoreboards/res/")
    ] == [404] * 3


def test_every_topic_offered_has_a_page(invented, invented_home):
    groups = offered(catalogue.current(invented_home))

    addresses = [address for _title, topics in groups for address, _name in topics]
    assert len(addresses) > 50
    assert [address for address in addresses if invented.get(address).status_code != 200] == []


def test_another_topic_chosen_is_gone_to_with_the_countries_it_has(real):
    answer = real.get("/topics/industrial_change/creativity/?topic=innovation/index&country=ES&country=CH&year=2023")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/topics/innovation/?")
    assert "country=ES" in answer.headers["Location"] and "country=CH" in answer.headers["Location"]


def test_the_part_of_a_page_that_a_script_asks_for_tells_its_own_address(real):
    answer = real.get("/topics/res/res/?measure=rank", headers={"HX-Request": "true"})

    assert "<html" not in answer.content.decode()
    assert answer.headers["HX-Push-Url"] == "/topics/res/res/?measure=rank"


def test_a_topic_is_taken_as_a_table_with_every_digit(real, real_edition):
    answer = real.get("/tables/topic.csv?topic=industrial_change/creativity&country=ES").content.decode()
    rows = list(csv.DictReader(io.StringIO(answer)))
    scores = real_edition.rows("scoreboard_scores", scoreboard="industrial_change", code="creativity", region="ES24")

    assert {row["region"][:2] for row in rows} == {"ES"}
    assert float(next(row for row in rows if row["region"] == "ES24")["score"]) == scores["score"][0]


BAD = (
    *("/topics/nowhere/", "/topics/res/nothing/", "/topics/%00/%00/", f"/topics/res/{'x' * 5000}/"),
    *("/topics/res/res/?year=1700", "/topics/res/res/?measure=x", "/topics/res/res/?country=ZZ"),
    *("/topics/res/res/?sort=x", "/topics/res/res/?topic=a", f"/topics/res/res/?topic={'%F0' * 3000}"),
    *("/topics/res/res/?classes=%00", "/topics/res/res/?map=x", "/topics/res/res/?year=%D9%A2%D9%A0%D9%A2%D9%A3"),
    *(f"/topics/res/res/?year={'9' * 9000}", "/topics/innovation/?measure=<script>", "/topics/innovation/index2/"),
    *("/topics/demography/births/?industry=x", "/tables/topic.csv", "/tables/topic.csv?topic=/"),
    *("/tables/scoreboard.csv", "/tables/scoreboard.csv?name=%00", "/pictures/scoreboard-ranking.svg"),
    "/pictures/scoreboard-ranking.svg?name=x&year=-1",
)


@pytest.mark.parametrize("address", BAD)
def test_what_cannot_be_asked_is_refused_in_words(invented, address):
    answer = invented.get(address)

    assert answer.status_code in (400, 404)
    refusal = answer.content.decode().split("<main")[1].split("</main>")[0]
    assert "<script>" not in refusal
    assert len(refusal) < 3_000


def test_a_parameter_that_stands_twice_is_read_once(invented):
    assert invented.get("/topics/res/res/?year=2023&year=2023&measure=rank&measure=score").status_code == 200


def test_a_topic_chosen_on_the_first_page_leads_to_its_page_with_the_countries(invented):
    answer = invented.get("/", {"of": "industrial_change/digitalisation", "country": "ES"})

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/topics/industrial_change/digitalisation/?")
    assert "country=ES" in answer.headers["Location"]


def test_a_script_that_chooses_a_topic_is_told_to_go_there(invented):
    answer = invented.get("/", {"of": "industrial_change/digitalisation"}, headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"].startswith("/topics/industrial_change/digitalisation/")


def test_a_topic_that_is_none_is_refused_on_the_first_page_too(invented):
    assert invented.get("/", {"of": "industrial_change/nothing"}).status_code == 404
    assert invented.get("/", {"of": "/"}).status_code == 404
