"""Regions, sectors or clusters side by side, and one cluster under the rules of several editions."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cluster_observatory.web.atlas import comparison_files
from cluster_observatory.web.atlas.side_by_side import SideBySide
from cluster_observatory.web.atlas.under_rules import UnderRules


@require_safe
def compare(request):
    """Show up to six regions, or sectors, clusters and emerging industries, side by side."""
    found = SideBySide(request.edition, request.GET)
    context = {"found": found, "table": found.table, "kind": comparison_files.COMPARE, "nav": "compare"}
    return render(request, "atlas/compare.html", context | {"asked": found.query(found.codes)})


@require_safe
def rules(request):
    """Show one sector or cluster under the rules of two profiles or more."""
    found = UnderRules(request.edition, request.GET)
    context = {"found": found, "kind": comparison_files.RULES, "asked": found.query, "nav": "compare"}
    return render(request, "atlas/rules.html", context)
