"""The description of the API: whatever it allows is answered as it says."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cluster_observatory.web.wsgi import application

EXAMPLES = 12
EDITION = "/editions/{edition}"
ADDRESSES = [
    "/editions",
    EDITION,
    f"{EDITION}/archive.zip",
    f"{EDITION}/tables",
    f"{EDITION}/tables/{{table}}",
    f"{EDITION}/search",
    f"{EDITION}/tables/{{table}}/rows",
    f"{EDITION}/tables/{{table}}.{{form}}",
    f"{EDITION}/regions/{{code}}",
]
COMMUNITY = [
    "/organisations",
    "/organisations/{organisation}",
    "/partnerships",
    "/partnerships/network",
    "/partnerships/{partnership}",
]
"""Addresses that answer from the database: tests/community asks them."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def described(db, site, settings):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        *((address, GenerationMode.POSITIVE) for address in ADDRESSES),
        # All text is allowed elsewhere, so that nothing is forbidden there.
        *((address, GenerationMode.NEGATIVE) for address in ADDRESSES[-3:]),
    ],
)
def test_every_answer_is_as_described(described, small_home, address, mode):
    """Of what the description allows and of what it does not, some is sent to an edition and a table that there are."""
    there = {"edition": (small_home / "editions" / "current").read_text().strip(), "table": "specialisation"}

    @given(
        case=described[f"/api/v1{address}"]["GET"].as_strategy(generation_mode=mode),
        real=st.sets(st.sampled_from(sorted(there))),
    )
    @hypothesis_settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def ask(case, real):
        case.path_parameters.update({name: there[name] for name in real if name in case.path_parameters})
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    ask()


def test_the_description_is_complete(site):
    described = site.get("/api/v1/openapi.json").json()
    assert {f"/api/v1{address}" for address in ADDRESSES + COMMUNITY} == set(described["paths"])
    operations = [operation for path in described["paths"].values() for operation in path.values()]

    assert described["openapi"] == "3.1.0"
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    for operation in operations:
        assert operation["summary"] and operation["description"]
        assert {"200", "400", "405", "503"} <= operation["responses"].keys()
        for parameter in operation["parameters"]:
            assert parameter["description"], parameter["name"]
        for status, answer in operation["responses"].items():
            assert answer["description"]
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"]
