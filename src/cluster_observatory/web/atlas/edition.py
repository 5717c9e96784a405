"""The edition every page rests on, the current one or an older: found once per request, else refused in plain words."""

import logging
from pathlib import Path

from django.conf import settings
from django.http import HttpResponseNotFound, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from cluster_observatory import __version__
from cluster_observatory.errors import BadTable, NotFound, NotPossible, ObservatoryError
from cluster_observatory.publication import catalogue
from cluster_observatory.web.atlas.addresses import in_edition, in_language, leave_edition
from cluster_observatory.web.base import refusals

FOR_PROGRAMS = "/api/v1/"
"""What is under this address finds its edition itself and answers programs, not with pages."""

OF_FIGURES = ("atlas", "api")
"""The apps whose pages rest on an edition."""

FRESH_FOR = 60
"""Seconds a browser may show a page before it asks whether a newer edition is out."""

PARTS = {"invented", "software", "classifications", "profiles", "sources", "checks", "tables"}
"""What the pages read of a manifest."""

NATIVE_NAMES = {code: get_language_info(code)["name_local"].capitalize() for code, _name in settings.LANGUAGES}
"""Each language under its own name, as who reads it looks for it."""

log = logging.getLogger(__name__)


class CurrentEdition:
    """A middleware that puts the current edition on the request and turns refusals into pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.edition = None
        if request.path_info.startswith(FOR_PROGRAMS):
            if request.asked_edition is None or request.asked_edition in _known():
                return self.get_response(request)
            leave_edition(request)
            return HttpResponseNotFound()
        if not _rests_on_figures(request):
            return self.get_response(request) if request.asked_edition is None else _outside_editions(request)
        try:
            request.current_edition = _whole(catalogue.current(Path(settings.HOME)))
            request.edition = _asked(request)
        except NotFound as error:
            if request.asked_edition is None:
                return refusals.no_edition(request)
            leave_edition(request)
            return refusals.not_found(request, error)
        except (ObservatoryError, OSError, ValueError) as error:
            log.error("The current edition cannot be read: %s", error)
            return refusals.damaged_edition(request)
        response = self.get_response(request)
        if response.status_code == 200 and not response.has_header("Cache-Control"):
            patch_cache_control(response, public=True, max_age=FRESH_FOR)
        if response.status_code == 200:
            response.headers["X-Observatory-Edition"] = request.edition.name
        return response

    def process_exception(self, request, exception):
        """Return the page 503 where what is published turns out to be damaged; refusals have pages of their own."""
        if isinstance(exception, ObservatoryError) and not isinstance(exception, NotFound | NotPossible):
            log.error("A page cannot be shown: %s", exception)
            return refusals.damaged_edition(request)
        return None


def _rests_on_figures(request):
    """Whether the page asked for shows an edition; those of the community do not, and are there without one."""
    try:
        return resolve(request.path_info).app_name in OF_FIGURES
    except Resolver404:
        return True


def _outside_editions(request):
    """Lead from an address within an edition to a page of the community, which has one address only.

    Pages of an edition are kept for everyone; one that shows what a person may see must not be among them.
    """
    if request.method not in ("GET", "HEAD"):
        leave_edition(request)
        return refusals.not_found(request)
    return HttpResponseRedirect(in_edition(request, None))


def _asked(request):
    """Return the edition that the address names, else the current one; raises NotFound with those that there are."""
    if request.asked_edition in (None, request.current_edition.name):
        return request.current_edition
    known = _known()
    if request.asked_edition not in known:
        raise NotFound(
            _("There is no edition “{name}” here. There are: {known}.").format(
                name=request.asked_edition, known=", ".join(known)
            )
        )
    return _whole(known[request.asked_edition])


def _known():
    """Return every edition by its name, oldest first."""
    return {edition.name: edition for edition in catalogue.editions(Path(settings.HOME))}


def _whole(edition):
    """Return the edition with its manifest read, so that no page meets a damaged one half-way."""
    if not edition.manifest.keys() >= PARTS:
        raise BadTable(f"The manifest of the edition {edition.name} lacks one of {', '.join(sorted(PARTS))}.")
    return edition


def for_templates(request):
    """Return what every page shows of the edition, the languages and the software."""
    edition, current = getattr(request, "edition", None), getattr(request, "current_edition", None)
    is_old = edition is not None and edition.name != current.name
    return {
        "edition": edition,
        "newer_address": in_edition(request, None) if is_old else "",
        "languages": [
            {"code": code, "name": name, "address": in_language(request, code)} for code, name in NATIVE_NAMES.items()
        ],
        "software_version": __version__,
    }
