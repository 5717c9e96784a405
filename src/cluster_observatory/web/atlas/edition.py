"""The edition every page rests on: found once per request, refused in plain words where there is none."""

import logging
from pathlib import Path

from django.conf import settings
from django.utils.cache import patch_cache_control

from cluster_observatory import __version__
from cluster_observatory.errors import BadTable, NotFound, NotPossible, ObservatoryError
from cluster_observatory.publication import catalogue
from cluster_observatory.web.atlas import refusals

FRESH_FOR = 60
"""Seconds a browser may show a page before it asks whether a newer edition is out."""

PARTS = {"invented", "software", "classifications", "profiles", "sources", "checks", "tables"}
"""What the pages read of a manifest."""

log = logging.getLogger(__name__)


class CurrentEdition:
    """A middleware that puts the current edition on the request and turns refusals into pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.edition = None
        try:
            request.edition = _current()
        except NotFound:
            return refusals.no_edition(request)
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
        """Return the page of a refusal: 404 for what is not here, 400 for what cannot be asked, 503 for damage."""
        if isinstance(exception, NotFound):
            return refusals.not_found(request, exception)
        if isinstance(exception, NotPossible):
            return refusals.not_possible(request, exception)
        if isinstance(exception, ObservatoryError):
            log.error("A page cannot be shown: %s", exception)
            return refusals.damaged_edition(request)
        return None


def _current():
    """Return the current edition, its manifest read, so that no page meets a damaged one half-way."""
    edition = catalogue.current(Path(settings.HOME))
    if not edition.manifest.keys() >= PARTS:
        raise BadTable(f"The manifest of the edition {edition.name} lacks one of {', '.join(sorted(PARTS))}.")
    return edition


def for_templates(request):
    """Return what every page shows of the edition and the software."""
    return {"edition": getattr(request, "edition", None), "software_version": __version__}
