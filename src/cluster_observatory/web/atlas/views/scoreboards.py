"""Scoreboards: their list and their pages."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from cluster_observatory.web.atlas.parts import asks_for_part
from cluster_observatory.web.atlas.topics import choices, queries
from cluster_observatory.web.atlas.topics.boards import Board
from cluster_observatory.web.atlas.topics.listing import listed


@require_safe
def scoreboards(request):
    """Show the list of scoreboards, each with who leads, how sure that is, and what it rests on."""
    context = {
        "boards": listed(request.edition),
        "has_demography": queries.has_demography(request.edition),
        "nav": "scoreboards",
    }
    return render(request, "atlas/scoreboards.html", context)


@require_safe
def scoreboard(request, name):
    """Show a scoreboard: ranking with intervals, framework with weights, correlations, recipe."""
    if name in (queries.INNOVATION, queries.DEMOGRAPHY):
        return redirect("atlas:topic_board", name)
    row = queries.board(request.edition, name)
    choice = choices.read(request.edition, request.GET, queries.tops(request.edition, name)[0])
    part = asks_for_part(request)
    context = {
        "evidence": Board(request.edition, choice, row),
        "choice": choice,
        "base": reverse("atlas:scoreboard", args=[name]),
        "part": part,
        "nav": "scoreboards",
    }
    response = render(request, "atlas/topics/_board.html" if part else "atlas/scoreboard.html", context)
    patch_vary_headers(response, ("HX-Request", "HX-Boosted", "HX-History-Restore-Request"))
    return response
