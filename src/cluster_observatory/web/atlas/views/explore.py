"""The first page: the finding, the map, the ranking and the table of what the visitor chose."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cluster_observatory.web.atlas import choices, downloads
from cluster_observatory.web.atlas.views import evidence


@require_safe
def front(request):
    """Show the finding, the map, the ranking and the table for what the visitor chose."""
    choice = choices.read(request.edition, request.GET)
    return evidence.page(request, "atlas/front.html", choice, base=reverse("atlas:front"), nav="map")


@require_safe
def explore_csv(request):
    """Give the table of a choice as CSV, measured figures with full precision."""
    choice = choices.read(request.edition, request.GET)
    table = downloads.table(request.edition, choice)
    parts = (choice.subject.kind, choice.subject.code, choice.year, choice.profile, "edition", request.edition.name)
    name = "-".join(str(part) for part in parts if part) + ".csv"
    return HttpResponse(
        table.write_csv(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
