"""Editions old and new, and what changed between two of them."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cluster_observatory.web.atlas import queries, revisions


@require_safe
def editions(request):
    """Show every edition with what it rests on and the address at which it is read."""
    context = {"editions": revisions.listed(request.current_edition), "nav": "about"}
    return render(request, "atlas/editions.html", context)


@require_safe
def changes(request):
    """Show which stars differ between two editions, years or profiles, and the cause of each."""
    asked = revisions.read(request.GET, request.current_edition)
    found = revisions.compared(asked)
    region = request.GET.get("region", "")[: queries.LONGEST_CODE]
    context = {
        "asked": asked,
        "kinds": revisions.TITLES,
        "known": revisions.known()[::-1],
        "edition_now": request.current_edition.name,
        "finding": revisions.finding(found),
        "summary": revisions.summary(found),
        "causes": revisions.CAUSES,
        "changes": revisions.changes(asked, found, region),
        "region": region,
        "differences": revisions.differences(asked),
        "asked_again": "?" + urlencode(asked.parameters),
        "nav": "about",
    }
    return render(request, "atlas/changes.html", context)
