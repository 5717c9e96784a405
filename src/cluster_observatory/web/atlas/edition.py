"""The edition every page rests on: found once per request, refused in plain words where there is none."""

from pathlib import Path

from django.conf import settings
from django.utils.cache import patch_cache_control

from cluster_observatory import __version__
from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.publication import catalogue
from cluster_observatory.web.atlas import refusals

FRESH_FOR = 60
"""Seconds a browser may show a page before it asks whether a newer edition is out."""


class CurrentEdition:
    """A middleware that puts the current edition on the request and turns refusals into pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            request.edition = catalogue.current(Path(settings.HOME))
        except NotFound:
            request.edition = None
            return refusals.no_edition(request)
        response = self.get_response(request)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=FRESH_FOR)
            response.headers["X-Observatory-Edition"] = request.edition.name
        return response

    def process_exception(self, request, exception):
        """Return the page of a refusal: 404 for what is not here, 400 for what cannot be asked."""
        if isinstance(exception, NotFound):
            return refusals.not_found(request, exception)
        if isinstance(exception, NotPossible):
            return refusals.not_possible(request, exception)
        return None


def for_templates(request):
    """Return what every page shows of the edition and the software."""
    return {"edition": getattr(request, "edition", None), "software_version": __version__}
