"""Feeds: valid Atom with ids that stay, the same to the byte while nothing changes."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.http import HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cluster_observatory.web.base import feeds

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def asked(rf, settings, now):
    """asked(entries, HTTP_IF_NONE_MATCH=…) → the answer to who asks for a feed of them."""
    settings.ALLOWED_HOSTS = ["testserver"]

    def ask(entries, **headers):
        def view(request):
            return feeds.answer(request, name="things", title="Things", page="/things/", entries=entries)

        request = rf.get("/things/feed.atom?country=DE&kind=a", **headers)
        return ConditionalGetMiddleware(view)(request)

    return ask


def entry(now, key="a", **more):
    """An entry of a feed."""
    values = {
        "key": key, "title": f"Thing {key}", "summary": "It is new.", "path": f"/things/{key}/",
        "published_at": now, "updated_at": now + timedelta(days=1),
    } | more  # fmt: skip
    return feeds.Entry(**values)


def test_a_feed_has_what_atom_asks_for(asked, now):
    answer = asked([entry(now)])

    feed = ElementTree.fromstring(answer.content)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert [(link.get("rel"), link.get("href")) for link in feed.findall(f"{ATOM}link")] == [
        ("alternate", "http://testserver/things/"), ("self", "http://testserver/things/feed.atom?country=DE&kind=a")
    ]  # fmt: skip
    said = {name: feed.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated")}
    assert said == {"id": "tag:testserver,2019:things", "title": "Things", "updated": "2019-03-21T09:00:00+00:00"}
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Cluster Observatory"
    [one] = feed.findall(f"{ATOM}entry")
    assert {child.tag.removeprefix(ATOM): child.text or child.get("href") for child in one} == {
        "title": "Thing a", "link": "http://testserver/things/a/", "published": "2019-03-20T09:00:00+00:00",
        "updated": "2019-03-21T09:00:00+00:00", "id": "tag:testserver,2019:things/a", "summary": "It is new.",
    }  # fmt: skip


def test_ids_are_the_same_in_every_language_and_the_language_is_said(asked, now):
    with translation.override("de"):
        feed = ElementTree.fromstring(asked([entry(now, path="/de/things/a/")]).content)

    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert feed.findtext(f"{ATOM}entry/{ATOM}id") == "tag:testserver,2019:things/a"


def test_the_public_address_stands_in_links_and_ids(asked, now, monkeypatch):
    monkeypatch.setenv("OBSERVATORY_PUBLIC_ADDRESS", "https://clusters.example:8443/")

    feed = ElementTree.fromstring(asked([entry(now)]).content)

    assert feed.find(f"{ATOM}entry/{ATOM}link").get("href") == "https://clusters.example:8443/things/a/"
    assert feed.findtext(f"{ATOM}id") == "tag:clusters.example,2019:things"


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
@pytest.mark.parametrize("count", [0, 2])
def test_who_asks_again_is_told_that_nothing_is_new(asked, now, header, count):
    entries = [entry(now, str(number)) for number in range(count)]
    first = asked(entries)
    asking = {"ETag": "HTTP_IF_NONE_MATCH", "Last-Modified": "HTTP_IF_MODIFIED_SINCE"}[header]

    again = asked(entries, **{asking: first.headers[header]})
    changed = asked(
        [entry(now, "new", updated_at=now + timedelta(days=9)), *entries], **{asking: first.headers[header]}
    )

    assert (again.status_code, again.content, changed.status_code) == (304, b"", 200)


@given(title=st.text(max_size=40), summary=st.text(max_size=40))
def test_whatever_people_write_the_feed_can_be_read(title, summary):
    moment = datetime.fromisoformat("2019-03-20T09:00:00+00:00")
    request = RequestFactory().get("/feed.atom", headers={"host": "localhost"})

    answer = feeds.answer(
        request, name="things", title=title, page="/", entries=[entry(moment, title=title, summary=summary)]
    )

    assert isinstance(answer, HttpResponse)
    ElementTree.fromstring(answer.content)
