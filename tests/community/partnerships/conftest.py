"""Makers of what partnerships are made from: initiatives, coordinators, proposals."""

from types import SimpleNamespace

import pytest

from cluster_observatory.web.partnerships.actions.proposing import propose
from cluster_observatory.web.partnerships.models import Initiative


@pytest.fixture
def owner(make_person):
    """Someone who decides on partnerships."""
    return make_person("initiative_owner")


@pytest.fixture
def make_initiative(db):
    """make_initiative("ESCP-4x", needs_exchange_plan=True) → that initiative of COSME."""

    def make(code="ESCP-S3", **more):
        return Initiative.objects.get_or_create(code=code, defaults={"programme": "COSME", **more})[0]

    return make


@pytest.fixture
def three(make_person, make_organisation):
    """Three organisations of three countries, the first the coordinator's; `three.persons` administer them."""
    persons = [make_person() for _place in range(3)]
    organisations = [
        make_organisation(country=country, region="", admin=person)
        for country, person in zip(("DE", "FR", "IT"), persons, strict=True)
    ]
    return SimpleNamespace(organisations=organisations, persons=persons)


@pytest.fixture
def proposal(three, make_initiative, now):
    """A partnership that the first of three proposed; the other two have not answered."""
    return propose(
        initiative=make_initiative(), coordinator=three.organisations[0], partners=three.organisations[1:],
        values={"acronym": "ALPHA"}, person=three.persons[0], now=now,
    )  # fmt: skip
