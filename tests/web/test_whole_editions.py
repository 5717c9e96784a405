"""The pages on whole editions, as the pipeline lays them down: of Invented Europe, and of the recorded files."""

import csv
import io

import pytest

from .test_pages import METHODS, heading, words

PAGES = (
    *("/", "/?of=4&measure=stars&profile=uscm", "/?of=E05&measure=growth", "/?measure=average_size"),
    *("/?measure=labour_productivity", "/?measure=stars&profile=eocic2020", "/?measure=stars&profile=panorama2016"),
    *("/regions/", "/regions/DE11/", "/regions/DE11/?profile=eccp2021&modelled=hide", "/sectors/", "/sectors/C29/"),
    *("/clusters/", "/clusters/4/", "/clusters/E05/", "/clusters/101/", "/about-the-data/"),
    *("/tables/explore.csv?of=4&profile=uscm", *(f"/methods/{name}/" for name in METHODS)),
)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_an_invented_edition_answers(invented, address):
    response = invented.get(address)

    assert response.status_code == 200
    assert "invented" in response.content.decode() or address.startswith("/tables/explore.csv")


def test_the_emerging_industries_all_have_figures(real):
    page = real.get("/clusters/").content.decode().split('id="emerging"')[1].split("</section>")[0]

    assert page.count('href="/clusters/E') == 10


def test_stuttgart_is_almost_certainly_a_cluster_in_motor_vehicles(real):
    front = words(real.get("/?of=C29&year=2014"))

    assert "Stuttgart: 5.5 to 6.4 times Europe’s share (95% interval)." in front
    assert "By the rules of 2019 it is almost certainly a cluster (in 100 of 100 resamplings)." in front
    assert heading(real.get("/regions/DE11/?year=2014&profile=eccp2021")) == (
        "Stuttgart is strongest in motor vehicles by the rules of 2021, almost certainly a cluster: "
        "6.0 times Europe’s share of jobs, 158,012 people in 2014."
    )


def test_a_confidential_cell_comes_with_its_bounds(real):
    page = words(real.get("/regions/FR10/?year=2014"))

    assert "at most 106 (modelled: 40)" in page


def test_a_region_is_near_to_sectors_that_it_does_not_have(real):
    page = words(real.get("/regions/DE11/?year=2014"))

    assert "Near to what the region has, not yet strong, 2014" in page
    assert "Economic complexity: rank " in page
    assert "sectors with both figures:" in page


def test_the_download_of_a_real_sector_has_rank_number_and_cut_off(real):
    answer = real.get("/tables/explore.csv?of=C29&year=2014&profile=eocic2019").content.decode()
    stuttgart = next(row for row in csv.DictReader(io.StringIO(answer)) if row["region"] == "DE11")

    assert (stuttgart["size_rank"], stuttgart["size_regions"]) == ("1", "253")
    assert float(stuttgart["size_value"]) == 158_012
    assert float(stuttgart["cluster_probability"]) == 1


def test_a_region_that_only_scoreboards_know_is_in_the_list(real):
    page = words(real.get("/regions/"))

    assert "Auvergne FRK1 only scoreboards" in page
    assert "Aragón ES24 2008–2015" in page
