"""Pages of an edition are kept in memory for everyone; what a person may see is never among them."""

import pytest


@pytest.fixture
def home(settings, invented_home):
    settings.HOME = str(invented_home)
    return invented_home


def test_a_page_of_the_community_has_no_address_within_an_edition(home, visitor, make_organisation):
    edition = (home / "editions" / "current").read_text().strip()
    make_organisation(slug="one")

    for path in ("/me/", "/organisations/one/?page=2", "/de/organisations/"):
        answer = visitor.get(f"/editions/{edition}{path}")
        assert (answer.status_code, answer["Location"]) == (302, path)
    assert visitor.post(f"/editions/{edition}/organisations/new/").status_code == 404


def test_a_draft_that_its_administrator_saw_is_not_shown_to_the_next_visitor(
    home, visitor, signed_in, make_person, make_organisation
):
    edition = (home / "editions" / "current").read_text().strip()
    own = make_person()
    make_organisation(slug="one", name="Secret draft", state="draft", admin=own)

    seen = signed_in(own).get(f"/editions/{edition}/organisations/one/", follow=True)
    next_one = visitor.get(f"/editions/{edition}/organisations/one/", follow=True)

    assert "Secret draft" in seen.content.decode()
    assert (next_one.status_code, "Secret draft" in next_one.content.decode()) == (404, False)


def test_a_page_of_figures_stays_within_its_edition(home, visitor):
    edition = (home / "editions" / "current").read_text().strip()

    assert visitor.get(f"/editions/{edition}/regions/").status_code == 200
