"""What hostile visitors and harvesters try: to lead others elsewhere, to fill memory, log or threads, to see inside."""

import http.client
import json
import logging
import random
import re
import threading
from contextlib import closing

import pytest
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django_htmx.middleware import HtmxDetails
from waitress import create_server

from cluster_observatory.commands.serve import LIMITS
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.web.atlas.kept_pages import kept_pages
from cluster_observatory.web.base.log_lines import LogLine

LINK = re.compile(r'(?:href|action|hx-get|src)="([^"]*)"')


@pytest.mark.parametrize(
    "address",
    [
        "/de//elsewhere.example/",
        "/fr/%2felsewhere.example",
        "/%5celsewhere.example/",
        "/de/%5c%5celsewhere.example/",
        "/editions/000000000000//elsewhere.example/",
        "/editions/000000000000/de//elsewhere.example/?//elsewhere.example",
    ],
)
def test_no_link_of_a_refusal_leads_to_another_host(site, address):
    response = site.get(address)
    links = LINK.findall(response.content.decode())

    assert response.status_code == 404
    assert links
    assert [link for link in links if re.match(r"[/\\]{2}|[a-z]+:", link)] == []


def test_the_links_to_other_languages_lead_to_the_very_path_that_was_asked_for(site):
    page = site.get("/regions/%3Fyear=2014%23x/").content.decode()

    assert 'href="/de/regions/%3Fyear%3D2014%23x/"' in page


@pytest.mark.parametrize("address", ["/regions/{}/", "/sectors/{}/", "/clusters/{}/", "/methods/{}/", "/topics/{}/"])
def test_a_refusal_repeats_no_more_than_forty_letters_in_its_words(site, address):
    response = site.get(address.format("A" * 3_000))
    words = re.sub(r"<[^>]*>", "", response.content.decode())

    assert response.status_code == 404
    assert "A" * 41 not in words


def test_a_region_of_which_no_change_is_known_is_repeated_in_forty_letters(site):
    response = site.get("/editions/changes/?region=" + "B" * 3_000)

    assert response.status_code == 200
    assert "B" * 41 not in response.content.decode().replace("=" + "B" * 3_000, "")


def test_a_question_of_any_length_makes_no_page_of_many_times_its_length(site):
    response = site.get("/?year=" + "9" * 50_000)

    assert response.status_code == 400
    assert len(response.content) < 10_000


@pytest.mark.parametrize("form", ["rows", "csv"])
def test_more_parameters_than_anyone_needs_are_a_problem_and_no_fault_of_ours(site, form):
    edition = site.get("/health").json()["edition"]
    address = f"/api/v1/editions/{edition}/tables/flags" + ("/rows" if form == "rows" else ".csv")
    response = site.get(address + "?" + "flag=b&" * 1_001)

    assert (response.status_code, response.json()["type"]) == (400, "/api/#bad-request")


def test_an_address_too_long_to_lead_on_is_a_problem_and_no_fault_of_ours(site):
    response = site.get("/api/v1/editions/current/tables?" + "a" * 20_000)

    assert (response.status_code, response.json()["type"]) == (400, "/api/#bad-request")


@pytest.mark.parametrize("address", ["editions", "editions/current", "openapi.json"])
def test_the_api_has_no_addresses_below_an_edition_that_is_not_here(site, address):
    edition = site.get("/health").json()["edition"]
    nowhere = site.get(f"/editions/000000000000/api/v1/{address}")

    assert (nowhere.status_code, nowhere.json()["type"]) == (404, "/api/#not-found")
    assert site.get(f"/editions/{edition}/api/v1/{address}").status_code in (200, 307)


def test_what_is_asked_for_adds_nothing_to_the_links_of_a_header(site):
    edition = site.get("/health").json()["edition"]
    asked = '?flag=b&flag=>;rel="next",<//elsewhere.example'
    response = site.get(f"/api/v1/editions/{edition}/tables/flags.csv", QUERY_STRING=asked[1:])

    assert re.findall(r"<([^>]*)>", response.headers["Link"]) == [
        f"/api/v1/editions/{edition}/tables/flags",
        f"/api/v1/editions/{edition}/tables/flags.csv-metadata.json?flag=b&flag=%3E;rel=%22next%22,%3C//elsewhere.example",
    ]


def test_crawlers_are_asked_to_leave_what_has_no_end(site):
    response = site.get("/robots.txt")

    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/plain")
    assert "Disallow: /*?" in response.content.decode().splitlines()


def test_a_refused_request_fills_one_short_line_of_the_log(rf):
    refused = DisallowedHost("Invalid HTTP_HOST header: " + "x" * 50_000)
    record = logging.LogRecord("django.security", logging.ERROR, "", 0, str(refused), (), (None, refused, None))
    record.request = rf.get("/?" + "a" * 50_000)
    written = LogLine().format(record)

    assert len(written) < 3_000
    assert "traceback" not in json.loads(written)


def test_who_does_not_read_an_answer_keeps_no_thread_of_the_server():
    def application(environ, start_response):
        large = environ["PATH_INFO"] == "/large"
        start_response("200 OK", [])
        return (b"x" * 1_000_000 for _ in range(60 if large else 1))

    server = create_server(application, host="127.0.0.1", port=0, threads=1, **LIMITS)
    threading.Thread(target=server.run, daemon=True).start()
    with closing(server), closing(_asked(server, "/large")), closing(_asked(server, "/small")) as quick:
        assert len(quick.getresponse().read()) == 1_000_000


def _asked(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", int(server.effective_port), timeout=20)
    connection.request("GET", path)
    return connection


@pytest.mark.parametrize(("size", "times"), [(100_000, 1), (900_000, 2)])
def test_pictures_under_ever_new_addresses_do_not_fill_the_memory(rf, tmp_path, size, times):
    drawn = []

    def draw(request):
        drawn.append(request.path)
        return HttpResponse(random.Random(1).randbytes(size), content_type="image/png")

    site = kept_pages(draw)
    for _ in range(2):
        request = rf.get("/pictures/explore-map.png")
        request.edition = request.current_edition = Edition(tmp_path)
        request.LANGUAGE_CODE = "en"
        request.htmx = HtmxDetails(request)
        assert len(site(request).content) == size

    assert len(drawn) == times
