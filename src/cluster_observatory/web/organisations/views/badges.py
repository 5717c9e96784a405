"""The badge of an organisation: how to show it, its picture, and what its address verifies."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cluster_observatory.web.base import times
from cluster_observatory.web.base.public_addresses import public
from cluster_observatory.web.organisations import badges, queries

FRESH_FOR = 3600
"""Seconds for which other sites may show a badge before they ask again."""


@require_safe
def badge(request, slug):
    """Show how an organisation puts its badge on its own site."""
    organisation = get_object_or_404(queries.public(), slug=slug)
    said = badges.claim(organisation)
    verification = reverse("organisations:verify_badge", args=[badges.code(said)]) if said else ""
    context = {
        "organisation": organisation,
        "claim": said,
        "picture": public(request, reverse("organisations:badge_picture", args=[slug, "svg"])),
        "verification": public(request, verification) if said else "",
        "forms": badges.MEDIA_TYPES,
        "nav": "organisations",
    }
    return render(request, "organisations/badge.html", context)


@require_safe
def picture(request, slug, form):
    """Give the badge of an organisation as a picture."""
    organisation = get_object_or_404(queries.public(), slug=slug)
    if form not in badges.MEDIA_TYPES:
        raise Http404
    drawn = badges.picture(organisation)
    response = HttpResponse(drawn if form == "svg" else badges.pixels(drawn), content_type=badges.MEDIA_TYPES[form])
    response.headers["Cache-Control"] = f"public, max-age={FRESH_FOR}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def verify(request, code):
    """Show what a badge says, whether it still holds, and how the profile stands now."""
    said = badges.read(code)
    context = {
        "claim": said,
        "holder": badges.holder(said),
        "has_ended": said.until < times.now().date(),
        "nav": "organisations",
    }
    return render(request, "organisations/verify_badge.html", context)
