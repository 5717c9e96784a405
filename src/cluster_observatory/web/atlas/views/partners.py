"""The finder of partners for a region and a topic."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cluster_observatory.web.atlas import lists, partner_choices, queries
from cluster_observatory.web.atlas.partner_choices import MODES, PLACES, SIZES
from cluster_observatory.web.atlas.partners import Finder


@require_safe
def partners(request):
    """Show the partners of a region in a topic with the reasons, or how to begin where no region is chosen."""
    choice = partner_choices.read(request.edition, request.GET)
    finder = Finder(request.edition, choice)
    context = {
        "choice": choice,
        "finder": finder,
        "countries": lists.regions(request.edition),
        "sectors": queries.subjects(request.edition, queries.SECTOR).values(),
        "clusters": queries.subjects(request.edition, queries.CLUSTER).values(),
        "emerging": queries.subjects(request.edition, queries.EMERGING).values(),
        "modes": MODES.items(),
        "places": PLACES.items(),
        "sizes": SIZES,
        "asked": choice.query(),
        "base": reverse("atlas:partners"),
        "nav": "partners",
    }
    return render(request, "atlas/partners.html", context)
