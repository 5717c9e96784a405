"""Partnerships for programs: public ones, page by page, with the same filters as the registry."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from cluster_observatory.web.partnerships.models import Measure, Result
from cluster_observatory.web.wsgi import application

PLAIN = {"Accept-Encoding": "identity"}


def test_pages_follow_each_other_and_hold_each_partnership_once(make_partnership, visitor):
    made = [make_partnership(countries="").slug for _place in range(53)]

    first = visitor.get("/api/v1/partnerships").json()
    second = visitor.get(first["next"]).json()

    assert (first["count"], len(first["partnerships"]), second["next"]) == (53, 50, None)
    assert [one["partnership"] for one in first["partnerships"] + second["partnerships"]] == made


def test_a_cursor_belongs_to_its_question(make_partnership, visitor):
    for _place in range(51):
        make_partnership(countries="")
    following = visitor.get("/api/v1/partnerships").json()["next"]

    answer = visitor.get(f"{following}&initiative=ESCP-S3")

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


def test_what_is_not_public_is_not_there(make_partnership, visitor):
    for state in ("proposed", "withdrawn"):
        make_partnership(state=state, slug=state)

    assert visitor.get("/api/v1/partnerships").json()["partnerships"] == []
    assert [visitor.get(f"/api/v1/partnerships/{slug}").status_code for slug in ("proposed", "withdrawn", "none")] == [
        404
    ] * 3


def test_a_partnership_in_full_says_what_its_page_says(make_partnership, make_organisation, visitor, now):
    hidden = make_organisation(state="submitted", country="PT", region="")
    one = make_partnership("ESCP-4i", slug="alpha", acronym="ALPHA", coordinator=hidden, contribution="360000.00")
    Result.objects.create(partnership=one, kind="roadmap", title="Shown", reached_on=now.date())
    Result.objects.create(partnership=one, kind="roadmap", title="Hidden", reached_on=now.date(), is_public=False)
    Measure.objects.create(partnership=one, name="Meetings", unit="meetings", target=60, reached=7)

    said = visitor.get("/api/v1/partnerships/alpha").json()

    assert (said["acronym"], said["contribution"], said["page"]) == ("ALPHA", 360_000.0, "/partnerships/alpha/")
    assert said["members"][0] == {
        "organisation": None, "name": hidden.name, "country": "PT", "role": "coordinator", "joined_on": "2019-03-20",
    }  # fmt: skip
    assert [result["title"] for result in said["results"]] == ["Shown"]
    assert said["measures"][0]["reached"] == 7


@pytest.mark.parametrize("query", ["country=XX", "cursor=abc", "initiative=none"])
def test_what_there_is_not_is_a_problem(visitor, db, query):
    answer = visitor.get(f"/api/v1/partnerships?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


def test_filters_are_those_of_the_registry(make_partnership, visitor):
    make_partnership("ESCP-4i", acronym="ALPHA", countries="ES", is_dual_use=True)
    make_partnership("ESCP-S3", acronym="BETA", countries="DE")

    found = visitor.get("/api/v1/partnerships?country=ES&dual_use=yes").json()

    assert ([one["acronym"] for one in found["partnerships"]], found["count"]) == (["ALPHA"], 1)


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        *(("/partnerships", mode) for mode in GenerationMode),
        *(("/partnerships/network", mode) for mode in GenerationMode),
        ("/partnerships/{partnership}", GenerationMode.POSITIVE),
    ],
)
def test_every_answer_is_as_described(make_partnership, settings, open_connection, address, mode):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    one = make_partnership("ESCP-4i", slug="alpha", budget=1, contribution=1)
    one.measures.create(name="Meetings", unit="meetings", target=60, reached=7)
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    strategy = described[f"/api/v1{address}"]["GET"].as_strategy(generation_mode=mode)

    @given(case=strategy, slug=st.sampled_from(["alpha", "none"]))
    @hypothesis_settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(case, slug):
        if "{partnership}" in address:
            case.path_parameters = {"partnership": slug}
        case.call_and_validate(
            checks=[not_a_server_error, status_code_conformance, response_schema_conformance], headers=PLAIN
        )

    ask()
