"""Every address of the site, asked as every role: who gets in is exactly who the rules let in."""

import sys
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

DOCS = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(DOCS))
import addresses  # noqa: E402
import permissions  # noqa: E402

WALKED = ("base", "people", "organisations", "partnerships", "office")


def names(resolver=None, space=""):
    """Every name under which the site has an address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield space + pattern.name


@pytest.fixture
def world(db, settings, tmp_path):
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.HOME = tmp_path
    return permissions.world()


def browser(person):
    client = Client(raise_request_exception=False)
    if person.is_authenticated:
        client.force_login(person)
    return client


def lets_in(client, world, address, path):
    """Whether the site does what is asked, or says what is wrong with it; what it did is undone."""
    version = getattr(world.things.get(address.thing), "version", None)
    data = address.data | ({"version": version} if version and address.method == "post" else {})
    with transaction.atomic():
        answer = getattr(client, address.method)(path, data)
        transaction.set_rollback(True)
    if file := getattr(answer, "file_to_stream", None):
        file.close()  # closing the answer would close the connection to PostgreSQL too
    assert answer.status_code < 500, (path, answer.status_code)
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    return not to_sign_in and answer.status_code not in (401, 403, 404)


def test_every_address_of_the_community_stands_in_the_table():
    own = {name for name in names() if name.partition(":")[0] in WALKED}

    assert own - addresses.ADDRESSES.keys() == set()
    assert {name for name in addresses.ADDRESSES if ":" in name} - own == set()


def test_who_gets_in_is_whom_the_rule_lets_in(world):
    browsers = {role: browser(person) for role, person in world.people.items()}

    let_in, expected = {}, {}
    for name, address in addresses.ADDRESSES.items():
        path = reverse(name, kwargs=permissions.parts_of(world, name))
        let_in[name] = tuple(role for role in permissions.ROLES if lets_in(browsers[role], world, address, path))
        expected[name] = permissions.expected(world, address)

    wrong = [name for name in let_in if let_in[name] != expected[name]]
    assert {name: _difference(let_in[name], expected[name]) for name in wrong} == {}


def _difference(let_in, expected):
    """What is too much and what too little, so that a failure can be read."""
    return {"too many": sorted(set(let_in) - set(expected)), "too few": sorted(set(expected) - set(let_in))}


PROGRAMS = ("organisations", "organisations/organisation-1", "partnerships", "partnerships/active-partnership",
            "partnerships/network")  # fmt: skip
SECRET = ("organisations/organisation-2", "partnerships/proposed-partnership", "organisations/organisation-5")


def test_programs_read_the_same_as_everyone_and_nothing_secret_whoever_asks(world):
    browsers = [browser(person) for person in world.people.values()]

    open_to_all = {path: {client.get(f"/api/v1/{path}").content for client in browsers} for path in PROGRAMS}
    secret = {client.get(f"/api/v1/{path}").status_code for path in SECRET for client in browsers}
    changing = {client.post(f"/api/v1/{path}").status_code for path in PROGRAMS for client in browsers}

    assert {path: len(answers) for path, answers in open_to_all.items()} == dict.fromkeys(PROGRAMS, 1)
    assert all(b'"organisation-1"' in answer for answer in open_to_all["organisations"])
    assert secret == {404}
    assert changing == {405}
