"""How sure a star is, in words and marks: beside every star, in findings, rankings, tables and downloads."""

import csv
import html
import io
import re

import pytest

from cluster_observatory.lake import shelves
from cluster_observatory.web.atlas import certainty, numbers
from cluster_observatory.web.atlas.stars import Star, Stars
from cluster_observatory.web.atlas.templatetags.atlas import stars as drawn
from cluster_observatory.web.atlas.templatetags.atlas import sure

from .conftest import manifest
from .test_doubt import bars
from .test_pages import heading, words


def row_of(page, region):
    return re.search(rf'<th scope="row"><a href="/regions/{region}/.*?</tr>', page.split('id="table"')[1], re.S)[0]


def text(fragment):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", fragment)).split())


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (1.0, "almost certain: in 100 of 100 resamplings"),
        (0.97, "almost certain: in 97 of 100 resamplings"),
        (0.8, "likely: in 80 of 100 resamplings"),
        (0.5, "more likely than not: in 50 of 100 resamplings"),
        (0.2, "unlikely: in 20 of 100 resamplings"),
        (0.0, "very unlikely: in 0 of 100 resamplings"),
        (None, "not known"),
    ],
)
def test_a_probability_is_said_in_a_word_and_a_figure(probability, said):
    assert certainty.in_words(probability) == said


def test_what_was_not_always_or_never_so_is_not_said_to_be():
    assert certainty.times(0.999) == 99
    assert certainty.times(0.001) == 1


def test_a_star_that_is_less_than_likely_has_a_mark_of_its_own_and_its_label_says_how_sure():
    each = (Star("size", True, 0.97), Star("specialisation", True, 0.6), Star("productivity", False, 0.1))

    mark = str(drawn(Stars(count=2, each=each)))

    assert ">★✫</b>☆</span>" in mark
    assert (
        'aria-label="2 of 3 stars; size almost certain: in 97 of 100 resamplings; '
        'specialisation more likely than not: in 60 of 100 resamplings"'
    ) in mark


def test_a_star_of_no_known_probability_is_drawn_as_one_that_is_got():
    assert ">★</b></span>" in str(drawn(Stars(count=1, each=(Star("size", True, None),))))


def test_whether_a_cluster_stands_whatever_the_choice_is_said_where_it_is_known():
    assert "other choices: usually" in str(sure(Stars(count=1, probability=0.9, stands="usually")))
    assert "other choices" not in str(sure(Stars(count=1, probability=0.9)))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(5.52, 6.44, "5.5 to 6.4"), (0.61, 1.2, "0.61 to 1.20"), (1.27, 1.33, "1.3 to 1.3"), (None, 2.0, "")],
)
def test_an_interval_has_no_more_digits_than_tell_its_ends_apart(low, high, said):
    assert numbers.interval(low, high) == (said if said != "1.3 to 1.3" else "1.27 to 1.33")


def test_the_table_says_beside_each_star_how_sure_it_is(site):
    page = site.get("/?of=C29&measure=stars&profile=eccp2021").content.decode()

    assert re.search(r"[\w ]+: in \d+ of 100 resamplings", text(row_of(page, "DE11")))
    assert re.search(r"2\.22 \d\.\d to \d\.\d 600", text(row_of(page, "DE11")))
    assert "tier medium" in text(row_of(page, "CZ02"))


def test_where_local_units_were_not_published_how_sure_it_is_is_not_known(site):
    page = site.get("/?of=C29&year=2010&measure=stars").content.decode()

    assert "not known" in text(row_of(page, "DE11"))
    assert "resamplings" not in text(row_of(page, "DE11"))
    assert "not known how surely a cluster" in heading(site.get("/?of=C29&year=2010&measure=stars&profile=eccp2021"))
    assert "how sure its quotient is, is not known" in words(site.get("/?of=C29&year=2010"))


def test_the_ranking_of_stars_says_how_sure_and_draws_a_doubtful_bar_hollow(site, small_tables, tmp_path, settings):
    stars = small_tables["stars"].with_columns(cluster_probability=0.6)
    shelves.lay_down(tmp_path, small_tables | {"stars": stars}, manifest(invented=False))
    sure_ranking = bars(site.get("/?of=C29&measure=stars&profile=eccp2021").content.decode())
    settings.HOME = tmp_path
    doubtful = bars(site.get("/?of=C29&measure=stars&profile=eccp2021").content.decode())

    assert "more likely than not a cluster (60 of 100)" in text(doubtful)
    assert doubtful.count("bar-hollow") == doubtful.count("<li")
    assert sure_ranking.count("bar-hollow") < sure_ranking.count("<li")


def test_the_ranking_of_quotients_draws_and_says_the_interval(site):
    ranking = bars(site.get("/?of=C29").content.decode())

    assert ranking.count('class="bar-interval"') >= 2 * ranking.count("<li")
    assert "2.0 to 3.2" in text(ranking)
    assert "bar-interval" not in bars(site.get("/?of=C29&measure=persons").content.decode())


def test_an_interval_that_runs_out_of_the_bar_has_no_end(site, small_tables, tmp_path, settings):
    wide = small_tables["specialisation"].with_columns(location_quotient_high=900.0)
    shelves.lay_down(tmp_path, small_tables | {"specialisation": wide}, manifest(invented=False))
    settings.HOME = tmp_path
    ranking = bars(site.get("/?of=C29").content.decode())

    assert ranking.count('class="bar-interval"') == 2 * ranking.count("<li")


def test_the_finding_says_how_sure_it_is(site):
    assert "(almost certainly a cluster)" in heading(site.get("/?of=C29&measure=stars&profile=eco1_2007"))
    assert re.search(
        r"Stuttgart: \d\.\d to 2\.\d times Europe’s share \(95% interval\)\. "
        r"By the rules of 2019 it is [\w ]+ a cluster \(in \d+ of 100 resamplings\)\.",
        words(site.get("/?of=C29")),
    )


def test_the_lists_of_a_region_say_how_sure_each_star_is(site):
    strongest = site.get("/regions/DE11/").content.decode().split('id="strong-sectors"')[1].split("</section>")[0]

    assert len(re.findall(r"\w+: <span class=\"many\">in \d+ of 100 resamplings", strongest)) == 3


@pytest.mark.parametrize("address", ["/", "/?measure=stars", "/sectors/C29/", "/clusters/4/", "/regions/DE11/"])
def test_every_page_with_stars_says_whose_rules_they_are_and_what_of_them_is_not_verified(site, address):
    page = words(site.get(address))

    assert "Stars: Rules of 2019 (Industrial Change), reconstructed · 1 parameter is not verified" in page
    assert "Not verified in a source the cut-off of one criterion" in page
    assert "top 20 % by location quotient, in each category and year" in page
    assert "★ met, ✫ met but less than likely, ☆ not met, ? not known." in page


def test_a_published_profile_is_called_published(site):
    page = words(site.get("/?measure=stars&profile=eco1_2007"))

    assert "Stars: Rules of 2007 (first Observatory), published" in page
    assert "Published: its rules were read in a source." in page


def test_the_download_carries_all_that_a_star_rests_on(site):
    response = site.get("/tables/explore.csv?of=C29&year=2014&profile=eocic2019")
    rows = {row["region"]: row for row in csv.DictReader(io.StringIO(response.content.decode()))}
    stuttgart = rows["DE11"]

    assert "C29-2014-eocic2019-edition" in response["Content-Disposition"]
    assert (stuttgart["profile"], stuttgart["profile_status"]) == ("eocic2019", "reconstructed")
    assert stuttgart["denominator"] == "total employment"
    assert stuttgart["reference_area"].startswith("All regions of the table with a value")
    assert (stuttgart["size_star"], stuttgart["size_value"], stuttgart["size_rank"]) == ("true", "600.0", "1")
    assert (stuttgart["size_regions"], stuttgart["size_cutoff"]) == ("6", "160.0")
    assert 0 <= float(stuttgart["cluster_probability"]) <= 1
    assert 0 <= float(stuttgart["specialisation_probability"]) <= 1
    assert float(stuttgart["location_quotient_low"]) < float(stuttgart["location_quotient"])
    assert stuttgart["modelled_share"] == "0.0"
    assert not [column for column in stuttgart if column.startswith(("focus_", "units_", "growth_"))]
    assert (rows["FR10"]["stars"], rows["FR10"]["cluster_probability"]) == ("", "")


def test_the_download_link_names_the_profile(site):
    assert re.search(r'href="/tables/explore\.csv\?[^"]*profile=eocic2019"', site.get("/").content.decode())


def test_the_download_of_a_cluster_has_the_interval_of_the_profiles_own_quotient_beside_that_of_the_page(site):
    rows = list(csv.DictReader(io.StringIO(site.get("/tables/explore.csv?of=4&profile=uscm").content.decode())))
    stuttgart = next(row for row in rows if row["region"] == "DE11")

    assert stuttgart["denominator"] == "traded employment"
    assert stuttgart["specialisation_value"] != stuttgart["location_quotient"]
    assert stuttgart["specialisation_value_low"] != stuttgart["location_quotient_low"]
    assert stuttgart["modelled_share"] == "1.0"
