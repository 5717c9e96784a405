"""What the site tells an analyst who doubts every figure: gaps, small cells, breaks, cheap stars, shared divisions."""

import csv
import html
import io
import re

import polars as pl
import pytest

from cluster_observatory.lake import shelves
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.web.atlas import coverage, findings

from .conftest import manifest
from .test_pages import heading, words


def edition_of(home):
    return Edition(home / "editions" / (home / "editions" / "current").read_text().strip())


def bars(page):
    return re.search(r'<ol class="bars">(.*?)</ol>', page, re.S)[1]


def test_the_most_of_any_region_is_said_only_where_every_region_has_a_figure(site):
    assert "the most of the 6 regions with a figure" in heading(site.get("/?of=C29"))
    assert "have no value" in words(site.get("/?of=C29"))


@pytest.mark.parametrize("measure", ["location_quotient", "focus", "persons"])
def test_no_finding_claims_a_place_among_hidden_regions(site, measure):
    assert "of any region" not in heading(site.get(f"/?of=C29&measure={measure}"))


def test_a_sector_says_how_little_of_what_countries_publish_its_regions_hold(site, small_home):
    # DE 750, CZ 150, ES 90, PT 10 of the five totals of 3,014; France's only region is hidden, Italy has no total
    found = coverage.of_sector(edition_of(small_home), "C29", 2014)

    assert found.share == pytest.approx(1000 / (5 * 3014))
    assert (
        "Regions with a figure hold only about 7% of the jobs that countries publish here "
        "(5 countries with a total of their own): quotients come out too high."
    ) in words(site.get("/?of=C29"))


def test_a_sector_without_national_totals_says_nothing_of_coverage(site, small_home):
    assert coverage.of_sector(edition_of(small_home), "C10", 2014) is None
    assert "hold only about" not in words(site.get("/?of=C10"))


def test_the_best_wage_is_of_a_region_with_many_people_and_says_how_many(site):
    assert heading(site.get("/?of=C29&measure=average_wage")) == (
        "A job in motor vehicles paid €40,000 on average in Stuttgart in 2014: 600 people, "
        "the only region with a wage and at least 500 people there."
    )
    assert heading(site.get("/?of=C29&measure=average_wage&year=2010")) == (
        "No region with at least 500 people in motor vehicles has a published wage in 2010."
    )


def test_the_most_specialised_region_has_many_people_on_the_page_as_on_the_list(site):
    assert "Most specialised of those with at least 500 people here: Stuttgart (Germany), 2.2 times" in words(
        site.get("/?of=C29")
    )
    assert "Most specialised" not in words(site.get("/?of=C29&year=2010")).split("All 7 regions")[0]


def test_small_cells_are_marked_in_ranking_and_table(site):
    page = site.get("/?of=C29&measure=average_wage").content.decode()

    assert "Střední Čechy CZ €40,000 few people" in words_of(bars(page))
    assert "Karlsruhe DE €40,000 few people" in words_of(bars(page))
    assert "Stuttgart DE €40,000 few people" not in words_of(bars(page))


def words_of(fragment):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", fragment)).split())


def test_a_star_that_could_not_be_judged_does_not_look_like_one_not_met(site):
    page = site.get("/?of=C29&measure=stars&profile=eocic2019").content.decode()
    row = re.search(r'<th scope="row"><a href="/regions/ITC1/.*?</tr>', page, re.S)[0]

    assert "not known: wages not published" in row
    assert re.search(r"><b>[★✫]*</b>☆*\?</span>", row)
    assert re.search(r"<title>Piemonte \(ITC1\); \d stars?; rank \d of 6; not known: wages not published", page)
    assert "1 region could not be judged on wages (shown as ?)." in words_of(page)


def test_a_profile_that_asks_for_no_wages_has_no_star_that_is_not_known(site):
    assert "not known:" not in site.get("/?of=C29&measure=stars&profile=eco1_2007").content.decode()


def test_the_flags_of_the_region_in_the_finding_stand_in_the_finding(site):
    assert heading(site.get("/?of=C29&measure=focus&year=2013")).endswith("in 2013 (break in series in this year).")
    assert "break in series" not in heading(site.get("/?of=C29&measure=focus&year=2014"))


def test_stars_come_with_their_cut_offs_and_a_warning_where_one_is_cheap(site):
    page = words(site.get("/?of=C10&measure=stars&profile=eocic2019"))

    assert "A star each for: jobs from 300; quotient from " in page
    assert "is cheap here" not in page


def test_a_star_for_less_than_europes_share_is_called_cheap(tmp_path, small_tables, settings, site):
    cheap = small_tables["stars"].with_columns(specialisation_cutoff=0.01)
    shelves.lay_down(tmp_path, small_tables | {"stars": cheap}, manifest(invented=False))
    settings.HOME = tmp_path

    assert "a quotient of 0.01 is enough, less than Europe’s own share" in words(site.get("/?of=C10&measure=stars"))


def test_stars_among_few_regions_are_said_to_say_little(tmp_path, small_tables, settings, site):
    many = small_tables["stars"].with_columns(few_regions=pl.lit(value=False))
    shelves.lay_down(tmp_path, small_tables | {"stars": many}, manifest(invented=False))

    assert "Fewer than ten regions" in words(site.get("/?of=C10&measure=stars"))
    settings.HOME = tmp_path
    assert "Fewer than ten regions" not in words(site.get("/?of=C10&measure=stars"))


def test_stars_are_ranked_as_the_finding_names_them_and_drawn_as_parts_of_three(site):
    page = site.get("/?of=C29&measure=stars&profile=eco1_2007").content.decode()
    drawn = bars(page)

    assert re.findall(r'href="/regions/(\w+)/', drawn)[:2] == ["CZ02", "DE11"]
    assert re.findall(r'<rect class="bar-value" width="([\d.]+)"', drawn)[0] == "66.7"
    assert "; 2 stars; rank 1 of 6" in page


def test_the_regions_in_the_finding_are_marked_in_the_ranking_and_on_the_map(site):
    page = site.get("/?of=C29").content.decode()

    assert re.findall(r'<li class="marked" data-region="(\w+)"', page) == ["DE11"]
    assert re.findall(r'<a href="/regions/(\w+)/[^>]*><title>[^<]*</title><path class="c\d marked"', page) == ["DE11"]


@pytest.mark.parametrize(("names", "sentence"), [([], ""), (["A"], "A"), (["A", "B", "C"], "A, B and C")])
def test_names_are_listed_as_a_sentence_lists_them(names, sentence):
    assert findings.joined(names) == sentence


def test_a_region_is_strongest_by_the_rules_of_one_named_profile_and_says_what_is_hidden(site):
    page = words(site.get("/regions/FR10/"))

    assert re.search(r"Île de France is strongest in [\w ]+ by the rules of 2019, [\w ]+ a cluster: [\d.]+ times", page)
    assert "Most stars by the rules of 2019 first, then the highest location quotient; " in page
    assert "1 of 3 sectors are confidential here." in page


def with_twins(tables):
    """The small edition with a second cluster split from C29, and one from two divisions, as if both were modelled."""
    automotive = pl.col("cluster") == "4"
    figures, stars = tables["cluster_specialisation"], tables["cluster_stars"]
    others = pl.DataFrame(
        {
            "cluster": ["41", "42", "42"],
            "industry": ["C2932", "C2931", "C1011"],
            "nace": ["29.32", "29.31", "10.11"],
            "confidence": "A",
            "note": "",
            "origin": "",
        }
    )
    members = tables["cluster_members"].filter((pl.col("cluster") == "4") & pl.col("industry").str.starts_with("C29"))
    return tables | {
        "cluster_members": pl.concat([members, others]),
        "cluster_specialisation": pl.concat(
            [figures, *(figures.filter(automotive).with_columns(cluster=pl.lit(code)) for code in ("41", "42"))]
        ),
        "cluster_stars": pl.concat(
            [stars, *(stars.filter(automotive).with_columns(cluster=pl.lit(code)) for code in ("41", "42"))]
        ),
    }


def test_clusters_split_from_one_division_say_that_their_quotients_are_equal(tmp_path, small_tables, settings, site):
    shelves.lay_down(tmp_path, with_twins(small_tables), manifest(invented=False))
    settings.HOME = tmp_path
    said = "Splits the same division (C29) as Automotive , so their quotients are equal."

    assert said in words(site.get("/clusters/41/"))
    assert said in words(site.get("/clusters/"))
    assert "Splits the same division" not in words(site.get("/clusters/42/"))


def test_modelled_persons_show_no_more_digits_than_are_known(tmp_path, small_tables, settings, site):
    figures = small_tables["cluster_specialisation"]
    uneven = figures.with_columns(persons=pl.col("persons") * 11.1337)
    shelves.lay_down(tmp_path, small_tables | {"cluster_specialisation": uneven}, manifest(invented=False))
    settings.HOME = tmp_path
    page = site.get("/clusters/4/?measure=persons").content.decode()
    rows = csv.DictReader(io.StringIO(site.get("/tables/explore.csv?of=4&year=2014").content.decode()))

    assert "6,680" in page
    assert "about 6,680;" in page
    assert "6,681" not in page
    assert "6,680.2" not in page
    assert {row["region"]: row["persons"] for row in rows}["DE11"] == "6680.0"


def test_charts_of_a_cluster_say_modelled_in_their_captions(site):
    captions = re.findall(r"<figcaption[^>]*>(.*?)</figcaption>", site.get("/clusters/4/").content.decode())

    assert captions
    assert all("(modelled)" in caption for caption in captions)
    assert "(modelled)" not in words(site.get("/sectors/C29/"))


def test_a_cluster_that_is_partly_measured_says_so(tmp_path, small_tables, settings, site):
    figures = small_tables["cluster_specialisation"].with_columns(modelled_share=0.5, coverage=0.375)
    shelves.lay_down(tmp_path, small_tables | {"cluster_specialisation": figures}, manifest(invented=False))
    settings.HOME = tmp_path
    page = words(site.get("/clusters/4/"))

    assert "These figures are partly modelled. 50.0% of the people" in page
    assert "3 of 8 classes" in page
    assert "most of these are modelled" in words(site.get("/clusters/"))


@pytest.mark.parametrize(
    ("code", "kind", "why"),
    [
        ("20", "traded", "none of the divisions that its classes belong to is published"),
        ("101", "local", "local clusters serve the people of their own region"),
        ("E01", "emerging industry", "none of the divisions that its classes belong to is published"),
    ],
)
def test_a_cluster_without_figures_has_a_page_that_says_why(site, code, kind, why):
    response = site.get(f"/clusters/{code}/")

    assert response.status_code == 200
    assert heading(response).endswith(": no figures")
    assert f"Clusters · {kind} ·" in words(response)
    assert why in words(response)
    assert f'href="/clusters/{code}/"' in site.get("/clusters/").content.decode()


def test_a_traded_cluster_without_figures_lists_its_classes(site):
    assert "4 NACE classes make up this cluster" in words(site.get("/clusters/20/"))


def test_traded_clusters_without_figures_are_listed_under_the_table(site):
    assert "Traded clusters without figures" in words(site.get("/clusters/"))


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        (["passed"] * 5, "This edition passed 5 of 5 checks"),
        (["passed"] * 4 + ["departs"], "This edition passed 4 of 5 checks; 1 departs"),
        (["passed", "departs", "departs"], "This edition passed 1 of 3 checks; 2 depart"),
    ],
)
def test_the_page_about_the_data_counts_the_checks_that_passed(outcomes, sentence):
    assert findings.of_checks(outcomes) == sentence


def test_the_page_about_the_data_has_the_checks_for_its_heading(site):
    assert heading(site.get("/about-the-data/")) == "This edition passed 1 of 1 check"


def test_a_region_in_small_letters_leads_to_its_page(site):
    response = site.get("/regions/de11/?year=2013")

    assert response.status_code == 302
    assert response["Location"] == "/regions/DE11/?year=2013"
    assert site.get("/regions/de1x/").status_code == 404
