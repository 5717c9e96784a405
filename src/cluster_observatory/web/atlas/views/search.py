"""Search over regions, sectors, clusters, scoreboards and pages."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from cluster_observatory.publication.search import LONGEST
from cluster_observatory.web.atlas import found
from cluster_observatory.web.atlas.parts import asks_for_part
from cluster_observatory.web.atlas.views.methods import METHODS

SUGGESTED, SHOWN = 8, 50


@require_safe
def search(request):
    """Show what answers a question by kind; of a script that asks while one types, only the first answers."""
    asked = found.read(request.GET)
    part = asks_for_part(request)
    answers = found.answers(request.edition, asked, METHODS, SUGGESTED if part else SHOWN)
    context = {
        "asked": asked[:LONGEST],
        "is_cut": len(request.GET.get("q", "")) > LONGEST,
        "longest": LONGEST,
        "answers": answers,
        "groups": found.groups(answers),
        "shown": SHOWN,
    }
    response = render(request, "atlas/_found.html" if part else "atlas/search.html", context)
    patch_vary_headers(response, ("HX-Request", "HX-Boosted", "HX-History-Restore-Request"))
    if part:  # a page for every letter typed would drive the others out of memory
        response.headers["Cache-Control"] = "no-store"
    return response
