"""The sheet of a region on two pages, as a page and as PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cluster_observatory import __version__
from cluster_observatory.publication import sheets
from cluster_observatory.web.atlas import choices, queries, region_peers, region_sheet
from cluster_observatory.web.atlas.portrait import Portrait
from cluster_observatory.web.atlas.views.codes import moved


@require_safe
def sheet(request, code):
    """Show the sheet of a region as two pages to print."""
    if elsewhere := moved(request, code):
        return elsewhere
    found = _sheet(request, code)
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    return render(request, "atlas/sheet.html", {"sheet": found, "code": code, "asked": asked, "nav": "regions"})


@require_safe
def sheet_pdf(request, code):
    """Give the sheet of a region as a tagged PDF."""
    if elsewhere := moved(request, code):
        return elsewhere
    found = _sheet(request, code)
    response = HttpResponse(sheets.pdf(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{found.file_name}.pdf"'
    return response


def _sheet(request, code):
    year = choices.year(request.edition, queries.SECTOR, request.GET.get("year"))
    profile = choices.profile(request.edition, queries.SECTOR, request.GET.get("profile"))
    peers = region_peers.read(request.edition, code, request.GET)
    return region_sheet.of_portrait(Portrait(request.edition, code, year, profile, peers), __version__)
