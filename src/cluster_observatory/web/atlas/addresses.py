"""Addresses that hold an edition and a language: /editions/413276377bfe/de/regions/DE11/.

An address without an edition shows the one published now, and one without a language is in English.  Every link of a
page keeps the edition and the language of that page, since they are the prefix under which addresses are written.
"""

import re

from django.conf import settings
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

OF_AN_EDITION = re.compile(r"/editions/(?P<name>[0-9a-f]{12})(?=/)")

LONGEST_QUESTION = 8_000
"""Characters of the parameters of an address that links to other languages and editions carry on."""


def editions_in_addresses(get_response):
    """Return a middleware that takes the edition out of an address: it stands then in `request.asked_edition`."""

    def respond(request):
        request.asked_edition = None
        found = OF_AN_EDITION.match(request.path_info)
        if found is None:
            return get_response(request)
        request.asked_edition = found["name"]
        request.path_info = request.path_info[found.end() :]
        before = get_script_prefix()
        set_script_prefix(f"{before.rstrip('/')}{found[0]}/")
        try:
            return get_response(request)
        finally:
            set_script_prefix(before)

    return respond


def leave_edition(request):
    """Let the links of the page that is asked for lead to the current edition."""
    set_script_prefix(f"{_root(request)}/")
    request.asked_edition = None


def in_language(request, language):
    """Return the address of the page that is asked for in another language."""
    start, rest = get_script_prefix().rstrip("/"), request.path_info
    for code, _name in settings.LANGUAGES:
        if rest == f"/{code}" or rest.startswith(f"/{code}/"):
            rest = rest.removeprefix(f"/{code}")
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return _written(request, f"{start}{prefix}{rest or '/'}")


def in_edition(request, name):
    """Return the address of the page that is asked for in the edition of that name, or in the current one for None."""
    return _written(request, f"{_root(request)}{_of(name)}{request.path_info}")


def front_of_edition(request, name):
    """Return the address of the first page of the edition of that name, in the language of the page asked for."""
    return f"{_root(request)}{_of(name)}/{reverse('atlas:front').removeprefix(get_script_prefix())}"


def _written(request, path):
    """Return a path of this site with the parameters asked for; "//elsewhere" would be the address of another host."""
    asked = request.META.get("QUERY_STRING", "")
    if len(asked) > LONGEST_QUESTION:
        asked = ""
    return f"{escape_leading_slashes(escape_uri_path(path))}{'?' if asked else ''}{asked}"


def _root(request):
    """Return what stands before every address of the site, without an edition."""
    return get_script_prefix().rstrip("/").removesuffix(_of(request.asked_edition))


def _of(name):
    return f"/editions/{name}" if name else ""
