"""One line of JSON for each request: what was asked, how it ended, how long it took, and a number to find it by.

Neither parameters nor whoever asked are written; links that let their bearer in are written without their secret.
"""

import logging
import re
import time
import uuid

HEADER = "X-Request-ID"
ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")
SIGNED = re.compile(r"(?<=/)[^/:]+:[^/]{20,}")
KEY = re.compile(r"(?<=/)[^/]{20,}")
"""Signed values anywhere, and keys in links of accounts: who reads a log must not be able to use them."""

LONGEST = 500
"""Characters of an address that are written."""

log = logging.getLogger("cluster_observatory.requests")


def request_log(get_response):
    """Return a middleware that gives each request a number, the proxy's where it sent one, and writes its line."""

    def respond(request):
        sent = request.headers.get(HEADER, "")
        request.number = sent if ACCEPTED.fullmatch(sent) else uuid.uuid4().hex
        path, began = request.path, time.perf_counter()
        response = get_response(request)
        response.headers[HEADER] = request.number
        took = round(1000 * (time.perf_counter() - began), 1)
        line = {"method": request.method, "path": said(path), "status": response.status_code, "ms": took}
        log.info("request", extra={"line": {**line, "request": request.number}})
        return response

    return respond


def said(path):
    """Return a path, or a sentence with one, as it may stand in a log."""
    plain = KEY.sub("…", path) if "/account/" in path else path
    return SIGNED.sub("…", plain)[:LONGEST]
