"""The first page: the finding, the map, the ranking and the table of what the visitor chose."""

from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from cluster_observatory.web.atlas import choices
from cluster_observatory.web.atlas.views import evidence, topics


@require_safe
def front(request):
    """Show the finding, the map, the ranking and the table for what the visitor chose."""
    asked = request.GET.get("of", "")
    if "/" in asked:
        there = topics.other(request, asked)
        return HttpResponseClientRedirect(there.url) if request.htmx else there
    choice = choices.read(request.edition, request.GET)
    return evidence.page(request, "atlas/front.html", choice, base=reverse("atlas:front"), nav="map")
