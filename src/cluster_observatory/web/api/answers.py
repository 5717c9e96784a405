"""How the API answers: in JSON, with an ETag, for every page of every site to read, and problems as problems.

Editions never change: an answer depends on the edition, the address and the software alone, so that its ETag is
known before it is made.
"""

import hashlib
import json
from functools import wraps

from django.http import HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri

from cluster_observatory import __version__
from cluster_observatory.web.api import lookups, problems
from cluster_observatory.web.atlas.edition import FOR_PROGRAMS

CURRENT = "current"
"""The name that leads to the edition published now."""

FOREVER = "public, max-age=31536000, immutable"
"""What is read from an edition by its name never changes."""

AN_HOUR = "public, max-age=3600"
"""What is worded by the software may change with it."""

A_MINUTE = "public, max-age=60"


def api_answers(get_response):
    """Return a middleware: every site may read the API, HEAD is answered, and every failure is a problem."""

    def respond(request):
        if not request.path_info.startswith(FOR_PROGRAMS):
            return get_response(request)
        if request.method == "OPTIONS":
            return _open(_preflight())
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = get_response(request)
        if response.status_code >= 400:
            response = _as_problem(request, response)
        if is_head:
            request.method = "HEAD"
            _empty(response)
        return _open(response)

    return respond


def answer(data):
    """Return data as JSON."""
    written = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return HttpResponse(written, content_type="application/json")


def of_edition(cache=FOREVER):
    """Return a decorator of views: the edition found as `request.edition`, its ETag, and how long an answer is kept.

    Who has the answer already does not have it made again.  The name `current` leads
    to the address that names the edition, which will stay.
    """

    def decorated(view):
        @wraps(view)
        def respond(request, edition, **parts):
            if edition == CURRENT:
                return _to_the_current(request, lookups.current().name)
            request.edition = lookups.edition(edition)
            tag = _tag(request)
            is_known = tag in request.headers.get("If-None-Match", "")
            response = HttpResponseNotModified() if is_known else view(request, edition=edition, **parts)
            response.headers["ETag"] = tag
            response.headers["Cache-Control"] = cache
            response.headers["X-Observatory-Edition"] = request.edition.name
            return response

        return respond

    return decorated


def link(address, relation, media_type=""):
    """Return a link as a header says it; the address may hold what was asked for, and ends where we say it ends."""
    typed = f'; type="{media_type}"' if media_type else ""
    return f'<{iri_to_uri(address)}>; rel="{relation}"{typed}'


def _to_the_current(request, name):
    match = request.resolver_match
    address = reverse(match.view_name, kwargs=match.kwargs | {"edition": name})
    asked = request.META.get("QUERY_STRING", "")
    response = HttpResponseRedirect(f"{address}{'?' if asked else ''}{asked}", preserve_request=True)
    response.headers["Cache-Control"] = A_MINUTE
    return response


def _tag(request):
    depends_on = f"{__version__} {request.edition.name} {request.build_absolute_uri()}"
    return f'"{hashlib.sha256(depends_on.encode()).hexdigest()[:32]}"'


def _preflight():
    return HttpResponse(
        status=204,
        headers={
            "Allow": "GET, HEAD, OPTIONS",
            "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
            "Access-Control-Allow-Headers": "Accept, If-None-Match",
            "Access-Control-Max-Age": "86400",
        },
    )


def _open(response):
    # The API speaks one language, whatever the visitor's.
    response.headers.pop("Vary", None)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link, X-Observatory-Edition"
    return response


def _as_problem(request, response):
    if not response.headers["Content-Type"].startswith(problems.MEDIA_TYPE):
        detail = f"The API is described at {reverse('api:page')}."
        allowed = response.headers.get("Allow")
        response = problems.problem(request, problems.KIND_OF.get(response.status_code, "bad-request"), detail)
        if allowed:
            response.headers["Allow"] = "GET, HEAD, OPTIONS"
    response.headers["Cache-Control"] = "no-store"
    return response


def _empty(response):
    if response.streaming:
        response.streaming_content = ()
    else:
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    patch_vary_headers(response, ("Accept-Encoding",))
