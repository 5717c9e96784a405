"""What is written of a request, and how large one may be."""

import json
import logging

import pytest
from django.conf import settings as site_settings
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from cluster_observatory.web import urls
from cluster_observatory.web.base.log_lines import LogLine
from cluster_observatory.web.base.request_log import said
from cluster_observatory.web.base.request_sizes import takes_files

RECEIVED = []


def received(request):
    """Take whatever is sent."""
    RECEIVED.append(len(request.body))
    return HttpResponse()


def failing(request):
    """Fail as a mistake of ours would."""
    raise ZeroDivisionError


urlpatterns = [
    path("texts", received),
    path("files", takes_files(lambda request: received(request))),
    path("fails", failing),
    *urls.urlpatterns,
]
handler500 = urls.handler500


@pytest.fixture
def with_views(settings):
    """The site with three more addresses: one takes texts, one takes files, one fails."""
    RECEIVED.clear()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def lines():
    """The lines of the log so far, read back."""
    written = []

    class Kept(logging.Handler):
        def emit(self, record):
            written.append(json.loads(LogLine().format(record)))

    handler = Kept()
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def of_requests(lines):
    return [line for line in lines if line["logger"] == "cluster_observatory.requests"]


def test_each_request_is_one_line_without_its_parameters(visitor, lines):
    answer = visitor.get("/robots.txt?q=someone@example.org", headers={"X-Request-ID": "from-the-proxy-1"})

    (line,) = of_requests(lines)
    told = {name: line[name] for name in ("method", "path", "status", "request")}
    assert told == {
        "method": "GET", "path": "/robots.txt", "status": answer.status_code, "request": "from-the-proxy-1",
    }  # fmt: skip
    assert line["ms"] >= 0
    assert "someone" not in json.dumps(line)
    assert answer.headers["X-Request-ID"] == "from-the-proxy-1"


@pytest.mark.parametrize("sent", ["", "short", "a" * 65, 'x"}\n{"level": "ERROR', "ünïcödé-number"])
def test_a_number_that_is_none_is_replaced_by_one_of_ours(visitor, lines, sent):
    answer = visitor.get("/robots.txt", headers={"X-Request-ID": sent})

    (line,) = of_requests(lines)
    assert line["request"] == answer.headers["X-Request-ID"]
    assert len(line["request"]) == 32


def test_our_own_fault_has_the_number_of_its_request(visitor, lines, with_views):
    answer = visitor.get("/fails")

    (fault,) = [line for line in lines if line["level"] == "ERROR"]
    assert fault["request"] == answer.headers["X-Request-ID"]
    assert of_requests(lines)[0]["status"] == 500


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/account/password/reset/key/1-d2m9xk-7c0ff0bb7e3d4e/", "/account/password/reset/key/…/"),
        ("/de/account/confirm-email/MQ:1sAbCd:n3v3rT0BeS33n1nAL0g/", "/de/account/confirm-email/…/"),
        ("/organisations/a-long-name-in-the-north/", "/organisations/a-long-name-in-the-north/"),
        ("/unsubscribe/MTIz:1sAbCd:n3v3rT0BeS33n1nAL0g", "/unsubscribe/…"),
    ],
)  # fmt: skip
def test_a_link_that_lets_its_bearer_in_is_written_without_its_secret(path, written):
    assert said(path) == written


@pytest.mark.parametrize(
    ("address", "signed_in", "size", "status"),
    [
        ("/texts", False, 64 * 1024, 200),
        ("/texts", False, 64 * 1024 + 1, 413),
        ("/texts", True, 1024 * 1024, 200),
        ("/texts", True, 1024 * 1024 + 1, 413),
        ("/files", False, 21 * 1024 * 1024, 200),
        ("/files", False, 21 * 1024 * 1024 + 1, 413),
    ],
)
def test_a_request_may_be_as_large_as_its_page_needs(visitor, with_views, address, signed_in, size, status):
    if signed_in:
        visitor.cookies[site_settings.SESSION_COOKIE_NAME] = "any"

    answer = visitor.post(address, b"x" * size, content_type="application/octet-stream")

    assert answer.status_code == status
    read = [size] if status == 200 else []
    assert read == RECEIVED


def test_a_request_that_is_too_large_is_told_how_much_is_taken(visitor, with_views):
    answer = visitor.post("/texts", b"x" * 70_000, content_type="application/octet-stream")

    assert "at most 64.0\xa0KB can be sent to this page" in answer.content.decode()
