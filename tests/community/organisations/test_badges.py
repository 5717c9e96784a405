"""Badges say what is true and can be verified."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from cluster_observatory.errors import NotFound
from cluster_observatory.web.base import times
from cluster_observatory.web.organisations import badges


@pytest.fixture
def clock(monkeypatch, now):
    monkeypatch.setattr(times, "now", lambda: now)


def verified(visitor, organisation):
    address = reverse("organisations:verify_badge", args=[badges.code(badges.claim(organisation))])
    return visitor.get(address).content.decode()


def test_it_holds_for_a_year_after_the_last_confirmation(visitor, make_organisation, clock):
    organisation = make_organisation(slug="one", name="One")

    page = visitor.get("/organisations/one/badge/").content.decode()

    assert "The badge of One holds until 19 March 2020" in page
    assert "The badge of One is genuine and holds until 19 March 2020" in verified(visitor, organisation)


def test_the_address_on_the_page_is_the_one_that_verifies(visitor, make_organisation, clock):
    make_organisation(slug="one", name="One")

    page = visitor.get("/organisations/one/badge/").content.decode()
    address = re.search(r'http://testserver(/organisations/badges/[^"&]+)', page)[1]

    assert "It was made on this site." in visitor.get(address).content.decode()


@pytest.mark.parametrize(
    "change", [lambda code: code[:-1], lambda code: "x" + code, lambda code: "forged", str.swapcase]
)
def test_a_forged_one_is_told_not_to_be_trusted(visitor, make_organisation, clock, change):
    forged = change(badges.code(badges.claim(make_organisation())))

    answer = visitor.get(f"/organisations/badges/{forged}/")

    assert answer.status_code == 404
    assert "Do not trust it" in answer.content.decode()


def test_a_code_made_for_something_else_is_no_badge(db):
    with pytest.raises(NotFound):
        badges.read("WzFd.c2ln")


def test_it_says_when_it_has_ended_and_when_nobody_holds_it(visitor, make_organisation, now, monkeypatch):
    organisation, gone = make_organisation(name="One"), make_organisation(name="Gone")
    address = reverse("organisations:verify_badge", args=[badges.code(badges.claim(gone))])
    gone.state = "archived"
    gone.save()
    monkeypatch.setattr(times, "now", lambda: now + timedelta(days=366))

    assert "The badge of One held until 19 March 2020" in verified(visitor, organisation)
    assert "The badge of Gone does not hold any more" in visitor.get(address).content.decode()


def test_that_of_a_merged_organisation_leads_to_the_survivor(visitor, make_organisation, clock):
    survivor, merged = make_organisation(name="Survivor"), make_organisation(name="Merged")
    address = reverse("organisations:verify_badge", args=[badges.code(badges.claim(merged))])
    merged.state, merged.merged_into = "merged", survivor
    merged.save()

    assert "The profile of Survivor" in visitor.get(address).content.decode()


def test_the_picture_of_one_that_was_not_confirmed_says_so(visitor, make_organisation, now):
    make_organisation(slug="one", state="stale", confirmed_at=now - timedelta(days=400))

    picture = visitor.get("/organisations/one/badge.svg").content.decode()

    assert "profile not confirmed since 13 February 2018" in picture
    assert (
        "has no badge while its profile is not confirmed" in visitor.get("/organisations/one/badge/").content.decode()
    )


def test_the_picture_is_whole_whatever_the_name(visitor, make_organisation):
    make_organisation(slug="one", name='<b>"&' * 30)

    picture = visitor.get("/organisations/one/badge.svg")

    assert ElementTree.fromstring(picture.content)[0].text.startswith('<b>"&')
    assert picture["Content-Type"] == "image/svg+xml"


def test_it_can_be_had_in_pixels(visitor, make_organisation):
    make_organisation(slug="one")

    picture = visitor.get("/organisations/one/badge.png")

    assert (picture["Content-Type"], picture.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert visitor.get("/organisations/one/badge.gif").status_code == 404


def test_a_draft_has_none(visitor, make_organisation):
    make_organisation(slug="one", state="draft")

    assert [visitor.get(f"/organisations/one/badge{end}").status_code for end in ("/", ".svg", ".png")] == [404] * 3
