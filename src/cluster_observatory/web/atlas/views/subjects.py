"""Sectors, clusters and emerging industries: their lists and their pages."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cluster_observatory.web.atlas import choices, lists, queries
from cluster_observatory.web.atlas.views import evidence


@require_safe
def sectors(request):
    """Show the list of sectors."""
    year = choices.year(request.edition, queries.SECTOR, request.GET.get("year"))
    found = lists.subjects(request.edition, queries.SECTOR, year)
    return render(request, "atlas/sectors.html", {"sections": found, "year": year, "nav": "sectors"})


@require_safe
def clusters(request):
    """Show the list of clusters."""
    year = choices.year(request.edition, queries.CLUSTER, request.GET.get("year"))
    context = {
        "sections": lists.subjects(request.edition, queries.CLUSTER, year),
        "emerging": lists.subjects(request.edition, queries.EMERGING, year),
        "others": lists.clusters_without_figures(request.edition),
        "year": year,
        "nav": "clusters",
    }
    return render(request, "atlas/clusters.html", context)


@require_safe
def sector(request, code):
    """Show a sector: finding, map, ranking, distribution, trend."""
    subject = queries.subject(request.edition, code, queries.SECTOR)
    choice = choices.read(request.edition, request.GET, subject)
    return evidence.page(request, "atlas/subject.html", choice, base=subject.address, own_page=True, nav="sectors")


@require_safe
def cluster(request, code):
    """Show a cluster or emerging industry: its evidence, or why it has none, with the classes it is made of."""
    members = lists.members(request.edition, code)
    bare = lists.cluster_without_figures(request.edition, code)
    if bare:
        context = {"cluster": bare, "members": members, "nav": "clusters"}
        return render(request, "atlas/cluster_without_figures.html", context)
    subject = queries.subject(request.edition, code, (queries.CLUSTER, queries.EMERGING))
    choice = choices.read(request.edition, request.GET, subject)
    return evidence.page(
        request, "atlas/subject.html", choice, base=subject.address, own_page=True, nav="clusters", members=members
    )
