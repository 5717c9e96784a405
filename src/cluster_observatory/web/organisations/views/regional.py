"""The organisations of a region, as a part of the region's page."""

from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from cluster_observatory.web.organisations import facets, findings, listing, queries, vocabularies

SHOWN, FRESH_FOR = 10, 300


@require_safe
def in_region(request, code):
    """Show the first organisations of a region and how many there are, to stand within another page."""
    choice = facets.read({"region": code})
    found = facets.filtered(choice)
    counts = queries.counts(found)
    shown = facets.sorted_by(found.select_related("cluster"), "members")[:SHOWN]
    context = {
        "choice": choice,
        "counts": counts,
        "finding": findings.of_list(counts, vocabularies.country_name(code[:2].upper())),
        "lines": [listing.line(organisation) for organisation in shown],
        "region": vocabularies.region_name(choice.region),
    }
    response = render(request, "organisations/_in_region.html", context)
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    return response
