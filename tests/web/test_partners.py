"""The page that finds partners: what it says, and what it refuses."""

import csv
import io

import pytest
from django.test import Client

from .test_pages import heading, words


def test_without_a_region_the_page_says_how_to_begin(site):
    page = site.get("/partners/")

    assert page.status_code == 200
    assert heading(page) == "Find regions to work with: as strong in a topic, or with what yours lacks around it"
    assert "How to begin" in words(page)


def test_the_first_partner_comes_with_its_reasons(site):
    """Střední Čechy is by far the most specialised in motor vehicles beside Stuttgart."""
    page = site.get("/partners/?region=DE11&of=C29&mode=matching")

    assert heading(page) == (
        "For Stuttgart in motor vehicles, the nearest match is Střední Čechy, with 2.5 times Europe’s share of jobs."
    )
    text = words(page)
    assert "Strong in it: 2.5 times Europe’s share of jobs, 150 people" in text
    assert "Compare Stuttgart and Střední Čechy" in text
    assert "/compare/?region=DE11&amp;region=CZ02" in page.content.decode()
    assert "Source: Eurostat sbs_r_nuts06_r2" in text


def test_partners_at_home_are_shown_only_when_asked_for(site):
    assert (
        "Karlsruhe"
        not in words(site.get("/partners/?region=DE11&of=C10&mode=complementary")).split("possible partners")[-1]
    )
    assert "of Germany" in words(site.get("/partners/?region=DE11&of=C29&country=own"))


def test_a_region_without_strength_has_complementary_partners_and_is_told_so(real):
    page = real.get("/partners/?region=PT11&of=J62&mode=matching")

    assert heading(page).startswith("Norte is not strong in computer programming; ")
    assert "so there is no strength to match. Shown instead: regions that have what it lacks" in words(page)


def test_a_region_whose_figure_is_secret_is_told_so(site):
    page = words(site.get("/partners/?region=FR10&of=C29&country=all"))

    assert "has no published figure in motor vehicles" in page or "No partner was found" in page


def test_modelled_strength_is_said_and_hatched(real):
    page = real.get("/partners/?region=DE11&of=4&mode=matching").content.decode()

    assert "mostly modelled: split from those of sectors" in page
    assert 'fill="url(#modelled-part)"' in page


def test_a_region_is_known_by_its_later_code(real):
    """Rhône-Alpes is FR71 in the figures of 2014, and FRK2 today."""
    assert heading(real.get("/partners/?region=FRK2&of=C29")).startswith(
        "Rhône-Alpes is not strong in motor vehicles; "
    )


def test_where_nobody_is_found_the_page_leads_on(site):
    page = site.get("/partners/?region=DE11&of=C29&country=FR&least=999999999")

    assert heading(page) == "No partner was found for Stuttgart in motor vehicles."
    assert "in all countries" in words(page)
    assert "in regions of any size" in words(page)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("?region=DE99", 404, "There is no region “DE99”. Near it:"),
        ("?of=X99", 404, "There is no sector or cluster “X99”"),
        ("?mode=best", 400, "There is no kind of partner “best”. Choose one of both, matching, complementary."),
        ("?country=Mars", 400, "There are no partners in “Mars”. Choose one of abroad, all, own, or a country: CZ"),
        ("?least=many", 400, "“many” is no number of people."),
        ("?least=²", 400, "“²” is no number of people."),
        ("?least=99999999999999999999", 400, "is no number of people."),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(site, address, status, said):
    page = site.get(f"/partners/{address}")

    assert page.status_code == status
    assert said in words(page)


@pytest.mark.parametrize("name", ["region", "of", "mode", "country", "least"])
@pytest.mark.parametrize("value", ["x" * 10_000, "%00", "%ED%A0%80", "<script>alert(1)</script>", "%F0%9F%98%80"])
def test_no_parameter_breaks_the_page(site, name, value):
    page = site.get(f"/partners/?region=DE11&{name}={value}")

    assert page.status_code in (400, 404)
    assert "<script>alert" not in page.content.decode()
    assert "x" * 41 not in page.content.decode().split("<main")[1].split("</main>")[0]


def test_the_table_can_be_taken_and_equals_the_page(real):
    page = words(real.get("/partners/?region=ES24&of=C29"))
    rows = list(csv.DictReader(io.StringIO(real.get("/tables/partners.csv?region=ES24&of=C29").content.decode())))

    assert f"All {len(rows)} possible partners" in page
    assert f"For Aragón in motor vehicles, {rows[0]['partner_name']} comes first" in page
    assert {row["partner"][:2] for row in rows}.isdisjoint({"ES"})
    assert rows[0]["mode"] == "both"


def test_no_table_is_taken_without_a_region(site):
    page = site.get("/tables/partners.csv")

    assert page.status_code == 400
    assert "Choose a region with figures in 2014, such as CZ02, DE11, DE12." in words(page)


def test_dimensions_in_which_a_partner_is_ahead_are_named(invented_home, settings):
    settings.HOME, settings.ALLOWED_HOSTS = invented_home, ["testserver"]
    page = words(Client(raise_request_exception=False).get("/partners/?region=RO11&of=C29&country=all"))

    ahead = page.split("Ahead where Nord-Vest is weak: ")[1:]
    assert ahead
    assert not any("_" in reason.split(".")[0] for reason in ahead)
