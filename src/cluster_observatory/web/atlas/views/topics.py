"""Topics beside sectors and clusters: their list, and the evidence of one of them."""

from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from cluster_observatory.web.atlas.parts import asks_for_part
from cluster_observatory.web.atlas.topics import choices, figures, queries
from cluster_observatory.web.atlas.topics.evidence import Evidence


@require_safe
def topics(request):
    """Show the list of topics."""
    context = {
        "groups": queries.offered(request.edition),
        "has_demography": queries.has_demography(request.edition),
        "nav": "scoreboards",
    }
    return render(request, "atlas/topics/topics.html", context)


@require_safe
def board(request, board):
    """Show the innovation index, the measures of demography, or go to the scoreboard of that name."""
    if board == queries.INNOVATION:
        return _page(request, queries.topic(request.edition, board, queries.INDEX.code))
    if board == queries.DEMOGRAPHY:
        found = [topic for topic in queries.topics(request.edition).values() if topic.family == queries.DEMOGRAPHY]
        return render(request, "atlas/topics/demography.html", {"topics": found, "nav": "scoreboards"})
    return redirect("atlas:scoreboard", queries.board(request.edition, board)["scoreboard"])


@require_safe
def topic(request, board, code):
    """Show a topic: finding, map, ranking, distribution, trend, table."""
    return _page(request, queries.topic(request.edition, board, code))


def _page(request, found):
    asked = request.GET.get("topic") or found.key
    if asked != found.key:
        return other(request, asked)
    choice = choices.read(request.edition, request.GET, found)
    part = asks_for_part(request)
    context = {
        "evidence": Evidence(request.edition, choice),
        "choice": choice,
        "base": found.address,
        "part": part,
        "nav": "scoreboards",
    }
    template = "atlas/topics/_evidence.html" if part else "atlas/topics/topic.html"
    response = render(request, template, context)
    patch_vary_headers(response, ("HX-Request", "HX-Boosted", "HX-History-Restore-Request"))
    if part:
        response.headers["HX-Push-Url"] = request.get_full_path()
    return response


def other(request, asked):
    """Go to another topic, by its key of board and code, with the countries chosen as far as it has them."""
    found = queries.topic(request.edition, *asked.partition("/")[::2])
    usual = choices.read(request.edition, QueryDict(), found)
    known = figures.countries(request.edition, found, usual.year, usual.industry)
    kept = tuple(sorted(known & set(request.GET.getlist("country"))))
    return redirect(found.address + usual.query(countries=kept))
