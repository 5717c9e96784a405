"""What a visitor reads on each page."""

import csv
import html
import io
import re

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cluster_observatory.tables.shapes import shapes
from cluster_observatory.web.atlas.views import methods as method_views

METHODS = (
    *("location-quotient", "size", "focus", "european-share", "average-wage", "stars"),
    *("certainty", "sweep", "comparison", "splitting", "gaps", "flags", "taxonomy", "harmonise", "structure"),
    *("shift-share", "concentration", "relatedness", "complexity", "diversification", "context"),
    *("score", "peers", "partners", "innovation-scoreboard", "demography"),
)
PAGES = (
    *("/", "/?of=4", "/?measure=stars&profile=eocic2019", "/?measure=persons", "/?measure=focus"),
    *("/?measure=average_wage", "/?year=2010", "/regions/", "/regions/?q=stutt", "/regions/DE11/"),
    *("/regions/DE11/?year=2010", "/sectors/", "/sectors/C29/", "/clusters/", "/clusters/4/"),
    *("/methods/", "/about-the-data/", *(f"/methods/{name}/" for name in METHODS)),
)


def words(response):
    """The text of a page without its tags, spaces made single."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def heading(response):
    return html.unescape(re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.S)[1]).strip()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_with_one_heading(site, address):
    response = site.get(address)

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_the_front_page_says_the_finding_in_a_sentence_made_from_the_data(site):
    # 600 of 1,000 jobs against 1,160 of 3,390 + 900 + 500 = 4,290 that have a value
    assert heading(site.get("/")) == (
        "Stuttgart has 2.2 times Europe’s share of jobs in motor vehicles: 600 people in 2014, "
        "the most of the 6 regions with a figure."
    )


def test_a_cluster_says_in_its_finding_that_people_are_modelled(site):
    assert "about 600 people (modelled) in 2014" in heading(site.get("/clusters/4/"))
    assert "These figures are modelled. 100.0% of the people counted were split" in words(site.get("/clusters/4/"))


def test_each_measure_has_a_finding_of_its_own(site):
    assert heading(site.get("/?measure=persons")).startswith(
        "Stuttgart employs the most people of the 6 regions with a figure in motor vehicles: 600 people in 2014"
    )
    assert heading(site.get("/?measure=focus")).startswith("In Střední Čechy, 68.2% of all jobs are in motor vehicles")
    assert heading(site.get("/?measure=stars&profile=eco1_2007")) == (
        "2 of 6 regions with a figure have two stars in motor vehicles in 2014, "
        "led by Střední Čechy (almost certainly a cluster) and Stuttgart (likely a cluster)."
    )
    assert "€40,000" in heading(site.get("/?measure=average_wage"))


def test_the_source_line_names_producer_table_date_and_edition(site, small_home):
    page = words(site.get("/"))
    edition = (small_home / "editions" / "current").read_text().strip()

    assert f"Source: Eurostat sbs_r_nuts06_r2 , read on 22 November 2026 · edition {edition} · method" in page


def test_a_confidential_region_is_hatched_on_the_map_and_said_in_the_table(site):
    page = site.get("/").content.decode()

    region = re.search(
        r'<a href="/regions/FR10/\?year=2014"[^>]*><title>(.*?)</title><path class="(\w+)" fill="(.*?)"', page
    )
    assert region.groups() == ("Île de France (FR10); no value; confidential", "hatched", "url(#no-value)")
    assert "confidential" in words(site.get("/"))


def test_a_region_on_the_map_is_a_link_with_name_value_and_rank(site):
    page = site.get("/").content.decode()

    assert "<title>Stuttgart (DE11); 2.22; rank 2 of 6</title>" in page


def test_the_map_is_one_stop_for_the_keyboard(site):
    map_ = re.search(r'<g class="regions.*?</g>', site.get("/").content.decode(), re.S)[0]

    assert map_.count('tabindex="0"') == 1
    assert map_.count('tabindex="-1"') == map_.count("<a ") - 1


def test_the_legend_counts_regions_in_every_class(site):
    legend = re.search(r'<div class="legend">.*?</div>', site.get("/").content.decode(), re.S)[0]
    counts = [int(count) for count in re.findall(r'class="many">(\d+)<', legend)]
    shown = site.get("/").content.decode().count('<th scope="row"><a href="/regions/')

    assert sum(counts) == shown


def test_the_table_is_sorted_by_a_link(site):
    table = site.get("/?sort=-persons").content.decode().split('id="table"')[1]
    regions = re.findall(r'<th scope="row"><a href="/regions/(\w+)/', table)

    assert regions[:3] == ["DE11", "ITC1", "CZ02"]
    assert 'aria-sort="descending"' in table


def test_the_csv_holds_the_table_with_full_precision(site):
    response = site.get("/tables/explore.csv?of=C29&year=2014")
    rows = {row["region"]: row for row in csv.DictReader(io.StringIO(response.content.decode()))}

    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert float(rows["DE11"]["location_quotient"]) == pytest.approx((600 / 1000) / (1160 / 4290))
    assert rows["FR10"]["persons"] == ""
    assert rows["FR10"]["flags"] == "c"


def test_the_region_page_shows_strengths_figures_and_context(site):
    page = words(site.get("/regions/DE11/"))

    assert (
        "Stuttgart is strongest in motor vehicles by the rules of 2019, almost certainly a cluster: "
        "2.2 times Europe’s share of jobs, 600 people in 2014."
    ) in page
    assert "Gross domestic product 170,000 million EUR 2013" in page
    assert "3 of 3 stars" in site.get("/regions/DE11/").content.decode()


def test_a_region_without_figures_in_a_year_says_in_which_years_it_has_some(site):
    page = words(site.get("/regions/FRA1/"))
    assert "No figures of this region were published in any year of this edition" in page


def test_regions_are_found_without_accents(site):
    page = words(site.get("/regions/?q=stredni cechy"))

    assert "One region matches" in page
    assert "Střední Čechy CZ02" in page


def test_a_cluster_page_lists_its_classes_with_confidence(site):
    page = words(site.get("/clusters/4/"))

    assert "8 NACE classes make up this cluster" in page
    assert "29.10 Manufacture of motor vehicles A" in page


def test_the_page_about_the_data_shows_the_manifest(site):
    page = words(site.get("/about-the-data/"))

    assert "ab" * 32 in page
    assert "Every key stands once. 12 tables passed" in page
    assert "location_quotient float ratio yes Share of the region's persons employed that work here" in page
    assert "the cut-off of one criterion" in page


@pytest.mark.parametrize(
    "address", ["/", "/regions/DE11/", "/clusters/4/", "/methods/stars/", "/about-the-data/", "/nowhere"]
)
def test_invented_figures_are_called_invented_on_every_page(invented_site, address):
    assert "The figures on this page are invented" in words(invented_site.get(address))


def test_real_figures_are_not_called_invented(site):
    assert "invented" not in words(site.get("/"))


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("/?year=1999", 400, "There are no figures for the year “1999”. Choose one of 2010, 2013, 2014."),
        ("/?year=20１4", 400, "Choose one of 2010, 2013, 2014."),
        ("/?of=Z9", 400, "There is no sector or cluster “Z9” with figures here."),
        ("/?measure=beauty", 400, "“beauty” is no measure. Choose one of location_quotient, stars,"),
        ("/?measure=stars&profile=mine", 400, "“mine” is no profile."),
        ("/?sort=secret", 400, "The table cannot be sorted by “secret”."),
        ("/sectors/C2/", 404, "Near it:"),
        ("/clusters/99/", 404, "There is no sector or cluster “99”"),
        ("/regions/DE1X/", 404, "There is no region “DE1X”. Near it:"),
        ("/methods/alchemy/", 404, "There is no method page “alchemy”."),
        ("/nowhere", 404, "There is no such page"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_can_be(site, address, status, message):
    response = site.get(address)

    assert response.status_code == status
    assert message in words(response)


def test_without_an_edition_the_page_says_how_to_make_one(site_without_edition):
    response = site_without_edition.get("/")

    assert response.status_code == 503
    assert "observatory build" in words(response)
    assert site_without_edition.get("/health").status_code == 503


TEXT = st.text(max_size=30) | st.sampled_from(["C29", "4", "2014", "stars", "-persons", "eco1_2007", "%", "-"])


@given(
    path=st.sampled_from(
        ["/", "/tables/explore.csv", "/regions/", "/regions/DE11/", "/sectors/C29/", "/clusters/4/", "/clusters/"]
    ),
    parameters=st.dictionaries(st.sampled_from(["of", "year", "measure", "profile", "sort", "q"]), TEXT, max_size=4),
)
@example(path="/", parameters={"year": "²⁰¹⁴"})
@example(path="/", parameters={"of": "\x00"})
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_address_is_our_fault(site, path, parameters):
    assert site.get(path, parameters).status_code in (200, 400, 404)


@given(code=st.text(min_size=1, max_size=12).filter(lambda code: "/" not in code))
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_code_in_a_path_is_our_fault(site, code):
    for folder in ("regions", "sectors", "clusters"):
        assert site.get(f"/{folder}/{code}/").status_code in (200, 301, 404)


def test_every_table_has_a_method_page():
    listed = {name for name, _title in method_views.METHODS}

    assert {described.method for described in shapes().values() if described.method} <= listed
    assert listed == set(METHODS)


@pytest.mark.parametrize(
    "name",
    [
        *("certainty", "sweep", "comparison", "gaps", "harmonise", "structure", "shift-share"),
        *("concentration", "relatedness", "complexity", "diversification"),
        *("score", "peers", "partners", "innovation-scoreboard", "demography"),
    ],
)
def test_a_method_page_has_formula_missing_values_example_what_is_not_verified_and_source(site, name):
    page = site.get(f"/methods/{name}/").content.decode()
    headings = re.findall(r"<h[23]>(.*?)</h[23]>", page)

    assert 'class="formula"' in page
    assert {"Missing values", "A worked example", "What is not verified", "Source"} <= set(headings)
    assert "docs/methods/" in page
