"""Organisations side by side."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cluster_observatory.web.organisations import comparison
from cluster_observatory.web.organisations.models import Organisation


@require_safe
def compare(request):
    """Show up to four organisations side by side; their slugs are the parameters `o`."""
    organisations, lines = comparison.compared(request.GET.getlist("o"))
    slugs = [one.slug for one in organisations]
    context = {
        "organisations": organisations,
        "columns": [(one, urlencode([("o", slug) for slug in slugs if slug != one.slug])) for one in organisations],
        "lines": lines,
        "invented": sum(one.source == Organisation.Source.DEMONSTRATION for one in organisations),
        "nav": "organisations",
    }
    return render(request, "organisations/compare.html", context)
