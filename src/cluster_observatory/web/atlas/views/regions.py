"""Regions: their list and their pages."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cluster_observatory.web.atlas import choices, innovation, lists, parents, queries, region_peers
from cluster_observatory.web.atlas.portrait import Portrait
from cluster_observatory.web.atlas.views.codes import moved


@require_safe
def regions(request):
    """Show the list of regions by country, filtered by words."""
    words = request.GET.get("q", "").strip()[:100]
    found = lists.regions(request.edition, words)
    context = {"countries": found, "words": words, "count": sum(len(c["regions"]) for c in found), "nav": "regions"}
    return render(request, "atlas/regions.html", context)


@require_safe
def region(request, code):
    """Show a region: its strongest sectors and clusters, its portfolio, its figures over time."""
    if elsewhere := moved(request, code):
        return elsewhere
    year = choices.year(request.edition, queries.SECTOR, request.GET.get("year"))
    if larger := parents.parent(request.edition, code, year):
        above = parents.of_region(request.edition, code, year)[: larger.level]
        context = {
            "parent": larger,
            "parents": above,
            "when": str(year),
            "innovation": innovation.of_region(request.edition, code),
            "nav": "regions",
        }
        return render(request, "atlas/parent.html", context)
    profile = choices.profile(request.edition, queries.SECTOR, request.GET.get("profile"))
    peers = region_peers.read(request.edition, code, request.GET)
    kept = [(name, request.GET[name]) for name in ("year", "profile", "modelled") if request.GET.get(name)]
    context = {
        "portrait": Portrait(request.edition, code, year, profile, peers),
        "hide_modelled": request.GET.get("modelled") == "hide",
        "kept": kept,
        "asked": region_peers.queries_of(peers, kept),
        "can_be_peers": region_peers.by_country(request.edition),
        "nav": "regions",
    }
    return render(request, "atlas/region.html", context)
