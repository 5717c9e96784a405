"""Makers of profiles on their way."""

import pytest
from django.utils import timezone

from cluster_observatory.web.organisations.actions import checking, profiles


@pytest.fixture
def standing_clock(monkeypatch, now):
    """Let the clock of the site stand at the moment of these tests."""
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def complete(make_organisation):
    """complete(admin=person, state="draft") → a profile with everything that a submission needs."""

    def make(*, state="draft", cluster=None, **more):
        values = {
            "city": "Stuttgart", "description": {"en": "It brings makers of machines together."}, "confirmed_at": None,
            "published_at": None,
        }  # fmt: skip
        details = {"sectors": ["C28"], "services": ["networking"]} | (cluster or {})
        return make_organisation(state=state, cluster=details, **(values | more))

    return make


@pytest.fixture
def moderator(make_person):
    """Someone who checks profiles."""
    return make_person("moderator")


@pytest.fixture
def met():
    """The findings of a check in which every criterion of clusters is met."""
    names = ("team", "website", "members", "sides", "public_bodies")
    return dict.fromkeys(names, ("met", ""))


@pytest.fixture
def in_review(complete, make_person, moderator, now):
    """in_review(cluster={...}) → a submitted profile that a moderator has begun to check."""

    def make(**more):
        organisation = complete(admin=make_person(), **more)
        person = organisation.memberships.get().person
        profiles.submit(organisation=organisation, person=person, now=now)
        checking.start_review(organisation=organisation, person=moderator, now=now)
        return organisation

    return make
