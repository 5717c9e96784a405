"""What the figures rest on, and whether the site answers."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cluster_observatory.publication.dictionary import described
from cluster_observatory.web.atlas import findings

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
