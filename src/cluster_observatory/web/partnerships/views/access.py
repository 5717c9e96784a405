"""Which partnership an address means, for who may see it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.partnerships import rules
from cluster_observatory.web.partnerships.models import Partnership


def seen(request, slug):
    """Return the partnership of that address; raises Http404 where its existence is not this person's to know."""
    partnership = get_object_or_404(Partnership.objects.select_related("initiative", "generation"), slug=slug)
    if rules.obstacle_to_seeing(partnership, request.user):
        raise Http404
    return partnership


def seen_within(request, slug):
    """Return the partnership for one who takes part in it or decides on it; raises NotAllowed for others."""
    partnership = seen(request, slug)
    if refusal := rules.obstacle_to_seeing_within(partnership, request.user):
        raise NotAllowed(refusal)
    return partnership


def edited(request, slug):
    """Return the partnership for one who may edit it; raises NotAllowed for others."""
    partnership = seen(request, slug)
    if refusal := rules.obstacle_to_editing(partnership, request.user):
        raise NotAllowed(refusal)
    return partnership
