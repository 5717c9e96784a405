"""How the site answers a browser: what it may load, what it may keep, what a script asks for."""

import re

import pytest


def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(site):
    response = site.get("/")
    page = response.content.decode()
    policy = response.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.findall(r'<(?:script|link(?! rel="alternate")|img)[^>]+(?:src|href)="(?!/static/)', page) == []
    assert re.findall(r"<script(?![^>]*src=)", page) == []
    assert re.findall(r'\sstyle="|\son\w+="', page) == []


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_pages_carry_the_headers_that_protect_visitors(site, header, value):
    assert site.get("/").headers[header] == value


def test_a_page_that_has_not_changed_is_not_sent_again(site):
    first = site.get("/sectors/C29/")
    again = site.get("/sectors/C29/", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert again.status_code == 304
    assert again.content == b""


def test_a_refusal_is_not_kept(site):
    assert site.get("/?year=1999").headers["Cache-Control"] == "no-store"


def test_pages_are_sent_compressed(site):
    response = site.get("/", headers={"Accept-Encoding": "gzip"})

    assert response.headers["Content-Encoding"] == "gzip"


def test_a_script_gets_only_the_part_that_changes(site):
    part = site.get("/?of=C10", headers={"HX-Request": "true"}).content.decode()

    assert part.startswith("<title>Location quotient in food, 2014")
    assert '<div id="evidence"' in part
    assert '<header class="head">' not in part


@pytest.mark.parametrize("header", ["HX-History-Restore-Request", "HX-Boosted"])
def test_a_script_that_restores_or_follows_gets_the_whole_page(site, header):
    page = site.get("/?of=C10", headers={"HX-Request": "true", header: "true"}).content.decode()

    assert page.startswith("<!doctype html>")
    assert '<header class="head">' in page
    assert page.count("· Cluster Observatory</title>") == 1


def test_what_changes_by_the_asker_says_so(site):
    varies = set(site.get("/").headers["Vary"].split(", "))

    assert varies >= {"HX-Request", "HX-History-Restore-Request", "HX-Boosted", "Accept-Encoding", "Accept-Language"}


def test_health_tells_the_edition(site, small_home):
    assert site.get("/health").json() == {
        "status": "ok",
        "edition": (small_home / "editions" / "current").read_text().strip(),
        "invented": False,
    }


def test_nothing_can_be_posted(site):
    assert site.post("/", {"of": "C29"}).status_code == 405


def test_style_sheet_and_script_are_served_without_being_collected(site):
    page = site.get("/").content.decode()
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        assert site.get(address).status_code == 200
