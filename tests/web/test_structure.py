"""What pages show of the structure of regions and sectors, and that they do without where an edition lacks it."""

import re

import polars as pl
import pytest

from cluster_observatory.lake import shelves
from cluster_observatory.web.atlas import concentration, estimates

from .conftest import DATASET, fitted, manifest
from .test_doubt import words_of
from .test_pages import heading, words

SHARE = {"DE11": 600 / 1160, "DE12": 150 / 1160}


def indicators():
    """Structural indicators of two German regions: value added and the like are the country's own per person."""
    rows = [
        {
            "region": region, "kind": kind, "category": category, "year": 2014, "nuts_edition": 2013,
            "persons": persons, "modelled_share": share, "local_units": persons / 5, "average_size": 5.0,
            "enterprises": persons / 6, "enterprises_modelled": True, "wages": persons * 0.04, "average_wage": 40.0,
            "turnover": persons * 0.2, "turnover_modelled": True,
            "value_added": persons * 0.07 if region == "DE11" else None, "value_added_modelled": True,
            "labour_productivity": 70.0 if region == "DE11" else None,
            "compound_growth": 11.1, "growth_since": 2013, "dataset": DATASET,
        }
        for region, persons in (("DE11", 600.0), ("DE12", 150.0))
        for kind, category, share in (("sector", "C29", 0.0), ("cluster", "4", 1.0), ("emerging", "E05", 1.0))
    ]  # fmt: skip
    return pl.DataFrame(rows)


def further():
    """The further tables of a whole edition, each with a row or two."""
    return {
        "structural_indicators": indicators(),
        "concentration": pl.DataFrame(
            {
                "industry": ["C29"], "year": [2014], "regions_compared": [6], "ellison_glaeser": [0.0312],
                "ellison_glaeser_z": [4.2], "plant_herfindahl_estimated": [True], "locational_gini": [0.613],
                "dataset": [DATASET],
            }
        ),
        "region_complexity": pl.DataFrame(
            {
                "region": ["DE11", "DE12"], "year": [2014, 2014], "diversity": [1, 2], "categories_compared": [3, 3],
                "economic_complexity": [-1.25, 1.25], "economic_complexity_rank": [2, 1], "krugman": [0.64, 0.4],
                "dataset": [DATASET, DATASET],
            }
        ),
        "diversification": pl.DataFrame(
            {
                "region": ["DE11", "DE11"], "industry": ["C10", "J62"], "year": [2014, 2014],
                "location_quotient": [0.28, 0.77], "density": [0.41, 0.52], "density_rank": [2, 1],
                "complexity": [0.5, -0.25], "opportunity": [0.1, 0.2], "related_present": [1, 0],
                "nearest_present": ["C29", ""], "dataset": [DATASET, DATASET],
            }
        ),
        "relatedness": pl.DataFrame(
            {
                "industry": ["C10", "C29"], "other_industry": ["C29", "J62"], "year": [2014, 2014],
                "regions_compared": [6, 6], "regions_with_both": [1, 2], "proximity": [0.25, 0.5],
                "dataset": [DATASET, DATASET],
            }
        ),
        "estimates": pl.DataFrame(
            {
                "region": ["FR10"], "industry": ["C29"], "year": [2014], "gap": ["confidential"], "persons": [2104.4],
                "persons_low": [1200.0], "persons_high": [3400.0], "rule": ["proportional"],
                "negative_residual": [False], "contradictory": [False], "converged": [True], "dataset": [DATASET],
            }
        ),
        "shift_share": pl.DataFrame(
            [
                ("DE11", "sector", "C29", 2013, 2014, 60.0, 20.0, 10.0, 30.0),
                ("DE11", "sector", "C10", 2013, 2014, -10.0, 4.0, -6.0, -8.0),
                ("DE11", "sector", "J62", 2013, 2014, None, None, None, None),
                ("DE11", "emerging", "E05", 2013, 2014, 1000.0, 1000.0, 0.0, 0.0),
            ],
            schema=["region", "kind", "category", "first_year", "last_year",
                    "change", "national_part", "mix_part", "regional_part"],
            orient="row",
        ).with_columns(nuts_edition=pl.lit(2013), dataset=pl.lit(DATASET)),
    }  # fmt: skip


@pytest.fixture(scope="session")
def whole_home(tmp_path_factory, small_tables):
    home = tmp_path_factory.mktemp("whole")
    added = {name: fitted(table, name) for name, table in further().items()}
    shelves.lay_down(home, small_tables | added, manifest(invented=False))
    return home


@pytest.fixture
def whole(whole_home, settings, site):
    """The site of the small edition with the further tables."""
    settings.HOME = whole_home
    return site


def section(page, name):
    return re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', page.content.decode(), re.S)[0]


def test_an_edition_without_the_further_tables_offers_and_shows_nothing_of_them(site):
    refused = site.get("/?measure=labour_productivity")
    region = site.get("/regions/DE11/")

    assert refused.status_code == 400
    assert "Choose one of location_quotient, stars, persons, focus, average_wage, growth, local_units." in words(
        refused
    )
    assert "The structure of" not in words(region)
    assert "Near to what the region has" not in words(region)
    assert "Ellison" not in words(site.get("/sectors/C29/"))


@pytest.mark.parametrize(
    ("measure", "finding"),
    [
        ("growth", "Employment in motor vehicles grew fastest in Stuttgart: +11.1% a year up to 2014, the only region"),
        (
            "local_units",
            "Stuttgart has the most workplaces in motor vehicles: 120 local units in 2014, of the 6 regions",
        ),
        ("average_size", "Workplaces in motor vehicles are largest in Stuttgart: 5.0 people each in 2014, the only"),
        (
            "labour_productivity",
            "A job in motor vehicles added most value in the regions of Germany: "
            "€70,000 (modelled: the country’s own) in 2014, the only region",
        ),
    ],
)
def test_each_further_measure_has_a_map_a_finding_and_a_column(whole, measure, finding):
    response = whole.get(f"/?of=C29&measure={measure}")

    assert heading(response).startswith(finding)
    assert f"sort=-{measure}" in response.content.decode()
    assert response.content.decode().count('<svg class="map"') == 1


def test_a_modelled_productivity_is_hatched_and_called_the_countrys_own(whole):
    response = whole.get("/?of=C29&measure=labour_productivity")
    page = response.content.decode()

    assert re.search(r'<a href="/regions/DE11/[^>]*><title>Stuttgart \(DE11\); €70,000; rank 1 of 1; modelled<', page)
    assert 'fill="url(#modelled-bar)"' in page
    assert "it is the country’s own per person employed, so the regions of one country do not differ" in words(response)
    assert "were split from coarser published figures" not in words(response)


def test_the_table_sorts_by_a_further_measure(whole):
    table = whole.get("/?of=C29&measure=growth&sort=-local_units").content.decode().split('id="table"')[1]

    assert re.findall(r'<th scope="row"><a href="/regions/(\w+)/', table)[:3] == ["DE11", "ITC1", "CZ02"]


def test_a_region_shows_its_structure_and_says_what_is_modelled(whole):
    page = words_of(section(whole.get("/regions/DE11/"), "structure-title"))

    assert (
        "Motor vehicles 600 120 5.0 €40,000 +11.1% a year since 2013 100 modelled €120 m modelled "
        "€42 m modelled €70,000 modelled"
    ) in page
    assert "Emerging industries (mostly modelled; they overlap and are never summed)" in page


def test_modelled_figures_can_be_switched_off(whole):
    shown = section(whole.get("/regions/DE11/"), "structure-title")
    hidden = words_of(section(whole.get("/regions/DE11/?modelled=hide"), "structure-title"))

    assert 'href="?year=2014&amp;profile=eocic2019&amp;modelled=hide#structure"' in shown
    assert "Motor vehicles 600 120 5.0 €40,000 +11.1% a year since 2013 – – – –" in hidden
    assert "Show modelled figures" in hidden


def test_a_figure_that_is_not_there_is_not_called_modelled(whole):
    page = words_of(section(whole.get("/regions/DE12/"), "structure-title"))

    assert "Motor vehicles 150 30 5.0 €40,000 +11.1% a year since 2013 25 modelled €30 m modelled – –" in page


def test_a_region_shows_what_it_is_near_to_nearest_first_with_the_reason(whole):
    options = section(whole.get("/regions/DE11/"), "mix")
    rows = [words_of(row) for row in re.findall(r"<tr>.*?</tr>", options.split("<tbody>")[1], re.S)]

    assert rows == ["Computer programming 52% 0.77 −0.2 –", "Food 41% 0.28 +0.5 motor vehicles"]
    assert "It is no forecast and no advice." in words_of(options)


def test_a_sector_names_those_often_found_with_it_nearest_first(whole):
    page = words(whole.get("/sectors/C29/"))

    assert "Often found in the same regions: computer programming 50% , food 25% ." in page
    assert "Often found in the same regions" not in words(whole.get("/clusters/4/"))


def test_a_region_says_how_diverse_and_complex_it_is(whole):
    page = words(whole.get("/regions/DE11/"))

    assert "It has Europe’s share or more in 1 of the 3 sectors with a figure here." in page
    assert "32% of its jobs would have to change sector for it to look like Europe (Krugman index 0.64)." in page
    assert "Economic complexity: rank 2 of 2 (−1.25); high is not the same as advanced." in page


def test_the_change_of_a_region_is_summed_over_sectors_with_both_figures_only(whole):
    assert (
        "From 2013 to 2014 jobs changed by +50 in the 2 sectors with both figures: +24 as Europe’s whole economy grew "
        "or shrank, +4 through the mix of sectors here, +22 of the region’s own."
    ) in words(whole.get("/regions/DE11/"))


def test_a_sector_says_how_concentrated_it_is(whole):
    assert (
        "This sector is somewhat concentrated, more than the sizes of its workplaces explain "
        "(Ellison–Glaeser index 0.031, at its most). Its locational Gini is 0.61"
    ) in words(whole.get("/sectors/C29/"))
    assert "Ellison" not in words(whole.get("/clusters/4/"))


@pytest.mark.parametrize(
    ("index", "deviations", "said"),
    [
        (0.06, 3.0, "highly concentrated"),
        (0.02, 3.0, "somewhat concentrated"),
        (0.01, 1.0, "little concentrated beyond what the sizes of its workplaces explain (Ellison–Glaeser index 0.010, "
                    "could be chance)"),
        (-0.01, None, "spread more evenly than chance would have its workplaces (Ellison–Glaeser index −0.010)"),
    ],
)  # fmt: skip
def test_an_index_of_concentration_is_said_in_words(index, deviations, said):
    row = {
        "ellison_glaeser": index, "ellison_glaeser_z": deviations, "plant_herfindahl_estimated": False,
        "locational_gini": None,
    }  # fmt: skip

    assert said in concentration.in_words(row)


def test_a_missing_figure_comes_with_what_it_can_be(whole):
    sector = whole.get("/sectors/C29/").content.decode().split('id="table"')[1]
    row = re.search(r'<th scope="row"><a href="/regions/FR10/.*?</tr>', sector, re.S)[0]
    region = whole.get("/regions/FR10/").content.decode().split('id="table"')[1]

    assert "– between 1,200 and 3,400 (modelled: 2,100)" in words_of(row)
    assert "– between 1,200 and 3,400 (modelled: 2,100)" in words_of(region)


@pytest.mark.parametrize(
    ("low", "high", "modelled", "said"),
    [
        (1200.0, 3400.0, 2104.4, "between 1,200 and 3,400 (modelled: 2,100)"),
        (11.7, 12.2, None, "between 11 and 13"),
        (0.0, 40.0, 12.0, "at most 40 (modelled: 12)"),
        (30.0, None, None, "at least 30"),
        (50.0, 50.0, 50.0, "exactly 50"),
        (0.0, None, 7.0, "modelled: 7"),
        (None, None, None, ""),
    ],
)
def test_bounds_are_said_in_words(low, high, modelled, said):
    assert estimates.in_words(low, high, modelled) == said
