"""What the figures rest on, and whether the site answers."""

import logging
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cluster_observatory.errors import ObservatoryError
from cluster_observatory.publication import catalogue
from cluster_observatory.publication.dictionary import described
from cluster_observatory.web.atlas import findings
from cluster_observatory.web.base import health as community
from cluster_observatory.web.base.times import now

FOR_ROBOTS = """User-agent: *
Disallow: /*?
Disallow: /*/sheet.pdf
Disallow: /editions/
Disallow: /*/editions/
Disallow: /pictures/
Disallow: /*/pictures/
Disallow: /tables/
Disallow: /*/tables/
"""
"""What search engines are asked to leave: each choice has an address, so that a crawler would never end."""

log = logging.getLogger(__name__)


@require_safe
def robots(request):
    """Ask crawlers to read the pages and to leave choices, files and older editions."""
    return HttpResponse(FOR_ROBOTS, content_type="text/plain")


@require_safe
def about_the_data(request):
    """Show the manifest of the edition: sources, classifications, profiles, checks, tables."""
    manifest = request.edition.manifest
    context = {
        "manifest": manifest,
        "tables": described(request.edition),
        "finding": findings.of_checks([check["outcome"] for check in manifest["checks"]]),
        "nav": "about",
    }
    return render(request, "atlas/about_the_data.html", context)


@require_safe
def health(request):
    """Say that the site answers and which edition it shows, after reading one small table of it from its file."""
    request.edition.rows("flags")
    return JsonResponse(
        {"status": "ok", "edition": request.edition.name, "invented": request.edition.invented},
        headers={"Cache-Control": "no-store"},
    )


@require_safe
def ready(request):
    """Say whether all is in order that pages and acts rest on, or 503 with what is not; for a monitor or a balancer."""
    faults = {**_of_the_edition(), **community.faults(now())}
    if faults:
        log.warning("Not ready: %s", faults)
    return JsonResponse(
        {"status": "not ready" if faults else "ready", "faults": faults},
        status=503 if faults else 200,
        headers={"Cache-Control": "no-store"},
    )


def _of_the_edition():
    try:
        catalogue.current(Path(settings.HOME)).rows("flags")
    except (ObservatoryError, OSError, ValueError) as error:
        return {"edition": f"None can be read ({type(error).__name__}): `observatory check` says more."}
    return {}
