"""Organisations for programs: what is public, and nothing else."""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cluster_observatory.web.wsgi import application

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def read(visitor, address):
    answer = visitor.get(f"/api/v1{address}")
    return answer.status_code, json.loads(answer.content)


def test_the_list_has_the_public_ones_that_a_choice_leaves(visitor, make_organisation):
    make_organisation(slug="one", country="FR", region="FRK2", cluster={"clusters": ["4"]})
    make_organisation(slug="two")
    make_organisation(slug="hidden", state="draft", country="FR", region="")

    status, found = read(visitor, "/organisations?country=FR")

    assert (status, found["count"], found["next"]) == (200, 1, None)
    assert [one["organisation"] for one in found["organisations"]] == ["one"]
    assert found["organisations"][0]["clusters"] == ["4"]
    assert found["organisations"][0]["address"] == "http://testserver/organisations/one/"


def test_reading_goes_on_where_it_ended_and_meets_everyone_once(visitor, make_organisation):
    for number in range(120):
        make_organisation(slug=f"one-{number}", kind="sme")

    address, met, pages = "/api/v1/organisations?kind=sme", [], 0
    while address:
        found = json.loads(visitor.get(address).content)
        met += [one["organisation"] for one in found["organisations"]]
        address, pages = found["next"], pages + 1

    assert (pages, len(met), len(set(met))) == (3, 120, 120)


def test_one_has_all_that_its_page_says_and_no_hidden_contact(visitor, make_organisation):
    organisation = make_organisation(slug="one", email="public@example.org", description={"de": "Was", "en": "What"})
    organisation.contacts.create(name="Shown role", email="shown@example.org", is_public=True)
    organisation.contacts.create(name="Hidden role", email="hidden@example.org")

    status, found = read(visitor, "/organisations/one")

    assert status == 200
    assert (found["email"], found["descriptions"]) == ("public@example.org", {"de": "Was", "en": "What"})
    assert [one["name"] for one in found["contacts"]] == ["Shown role"]
    assert "idden" not in json.dumps(found)


@pytest.mark.parametrize("state", ["draft", "submitted", "archived", "merged"])
def test_what_is_not_public_is_not_there(visitor, make_organisation, state):
    make_organisation(slug="one", name="Hidden", state=state)

    answer = visitor.get("/api/v1/organisations/one")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert "Hidden" not in answer.content.decode()


@pytest.mark.parametrize("asked", ["country=XX", "cursor=nonsense", "state=draft"])
def test_a_value_that_there_is_not_is_a_problem_in_words(visitor, db, asked):
    answer = visitor.get(f"/api/v1/organisations?{asked}")

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


def test_every_answer_is_as_described(visitor, make_organisation):
    make_organisation(slug="one")
    described = json.loads(visitor.get("/api/v1/openapi.json").content)
    schemas = described["components"]["schemas"]

    listed = read(visitor, "/organisations")[1]["organisations"][0]
    whole = read(visitor, "/organisations/one")[1]

    assert set(listed) == set(schemas["OrganisationInList"]["properties"])
    assert set(whole) == set(schemas["OrganisationInFull"]["properties"])


def test_the_answer_is_the_same_for_whoever_asks(visitor, signed_in, make_person, make_organisation):
    own = make_person()
    make_organisation(slug="one", state="draft", admin=own)

    assert signed_in(own).get("/api/v1/organisations/one").status_code == 404


@pytest.mark.parametrize("address", ["/api/v1/organisations", "/api/v1/organisations/{organisation}"])
def test_whatever_the_description_allows_is_answered_as_it_says(settings, open_connection, make_organisation, address):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    make_organisation(slug="one")
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)

    @given(case=described[address]["GET"].as_strategy(generation_mode=GenerationMode.POSITIVE))
    @hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def ask(case):
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    ask()
