"""What the API answers where it cannot: problem details for programs and people (RFC 9457)."""

import json

from django.http import HttpResponse
from django.urls import reverse

from cluster_observatory.errors import NotPossible

MEDIA_TYPE = "application/problem+json"
LONGEST = 300
"""Characters of an address that an answer repeats."""

TITLES = {
    "bad-request": (400, "The request cannot be understood"),
    "not-found": (404, "There is no such thing here"),
    "method-not-allowed": (405, "Only reading is possible here"),
    "too-large": (413, "The answer would be too large"),
    "wrong-value": (422, "A parameter has a value that is not possible"),
    "server-error": (500, "The fault is ours, and it has been written to the log"),
    "no-edition": (503, "No edition has been published here yet"),
    "damaged": (503, "The figures cannot be read just now"),
}
"""Each kind of problem: its status and its title."""

KIND_OF = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 500: "server-error"}
"""The kind of a failure that Django answered."""


class NoEdition(NotPossible):
    """Nothing was published here yet."""


def problem(request, kind, detail):
    """Return the answer to what cannot be done: type, title, status, detail, instance."""
    status, title = TITLES[kind]
    described = {
        "type": f"{reverse('api:page')}#{kind}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.get_full_path()[:LONGEST],
    }
    return HttpResponse(json.dumps(described), status=status, content_type=MEDIA_TYPE)
