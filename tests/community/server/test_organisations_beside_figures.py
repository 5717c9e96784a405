"""Organisations beside the figures of the atlas: on a map, on a fact sheet, on the page of a region."""

import pytest

from cluster_observatory.web.atlas import organisation_map
from cluster_observatory.web.organisations import facets


@pytest.fixture
def home(settings, invented_home):
    settings.HOME = str(invented_home)
    return invented_home


def text(answer):
    return answer.content.decode()


def test_the_area_of_a_circle_is_the_number_of_organisations(home, make_organisation):
    for _each in range(4):
        make_organisation(region="DE111")
    make_organisation(region="DE212")
    make_organisation(country="FR", region="")
    make_organisation(region="DE11", state="draft")

    _drawn, places = organisation_map.map_of(facets.read({}))

    assert [(place.code, place.count, place.name) for place in places] == [
        ("DE11", 4, "Stuttgart"), ("DE21", 1, "Oberbayern"), ("FR", 1, "France"),
    ]  # fmt: skip
    assert places[0].radius == 2 * places[1].radius
    assert all(place.x and place.y for place in places)


def test_circles_and_table_lead_to_the_list_of_the_same_choice(home, visitor, make_organisation):
    make_organisation(region="DE11", cluster={"technologies": ["photonics"]})
    make_organisation(country="FR", region="FRK2")

    page = visitor.get("/organisations/map/?technology=photonics")

    assert [place.address for place in page.context["places"]] == ["/organisations/?region=DE11&technology=photonics"]
    assert text(page).count("/organisations/?region=DE11&amp;technology=photonics") == 2


def test_what_changes_of_organisations_is_seen_at_once_on_map_and_sheet(home, visitor, make_organisation):
    organisation = make_organisation(slug="one", name="Name of before", region="DE11")
    addresses = ("/organisations/map/", "/organisations/one/fact-sheet/")
    first = [visitor.get(address) for address in addresses]
    organisation.state = "archived"
    organisation.save()

    again = [visitor.get(address) for address in addresses]

    assert [answer.status_code for answer in first] == [200, 200]
    assert "1 cluster organisation" in text(first[0])
    assert "No organisation is like that" in text(again[0])
    assert again[1].status_code == 404


def test_the_fact_sheet_has_the_figures_of_its_region_and_fields(home, visitor, make_organisation):
    make_organisation(
        slug="one", name="One", region="DE111", cluster={"clusters": ["4"], "emerging_industries": ["E05"]}
    )

    page = visitor.get("/organisations/one/fact-sheet/")

    sheet = page.context["sheet"]
    assert (sheet.region.code, [entry["subject"].code for entry in sheet.own]) == ("DE11", ["4", "E05"])
    assert sheet.region.finding in text(page).replace("&#x27;", "'")
    assert len(sheet.strongest) == 4


@pytest.mark.parametrize("region", ["", "DE1", "UA11"])
def test_without_a_region_with_figures_the_sheet_says_so(home, visitor, make_organisation, region):
    make_organisation(slug="one", region=region)

    page = visitor.get("/organisations/one/fact-sheet/")

    assert page.status_code == 200
    assert "names no region of level 2 of NUTS with figures here" in text(page)


def test_the_page_of_a_region_leads_to_its_organisations_with_and_without_a_script(home, visitor, db):
    page = text(visitor.get("/regions/DE11/"))

    assert 'hx-get="/organisations/in/DE11/"' in page
    assert 'href="/organisations/?region=DE11"' in page


def test_the_part_for_a_region_has_ten_at_most_and_says_how_many_there_are(visitor, make_organisation):
    for number in range(12):
        make_organisation(slug=f"one-{number}", region="DE111")
    make_organisation(slug="elsewhere", region="DE21")

    part = visitor.get("/organisations/in/DE11/")

    assert [len(part.context["lines"]), part.context["counts"].organisations] == [10, 12]
    assert "All 12 in the directory" in text(part)
    assert "<html" not in text(part)


def test_a_region_without_organisations_says_how_to_begin(visitor, db):
    assert "No organisation of this region presents itself here yet." in text(visitor.get("/organisations/in/DE11/"))
    assert visitor.get("/organisations/in/QQ99/").status_code == 400
