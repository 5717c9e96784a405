"""Regions, sectors or clusters side by side, and one cluster under the rules of several editions."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cluster_observatory.errors import NotFound
from cluster_observatory.web.atlas.side_by_side import SideBySide


@require_safe
def compare(request):
    """Show up to six regions, or sectors, clusters and emerging industries, side by side."""
    found = SideBySide(request.edition, request.GET)
    return render(request, "atlas/compare.html", {"found": found, "table": found.table, "nav": "compare"})


@require_safe
def rules(request, **_parts):
    """Refuse: this page is not there yet."""
    raise NotFound(_("This page is not there yet."))
