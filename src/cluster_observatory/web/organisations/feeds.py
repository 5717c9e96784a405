"""The feed of organisations whose profile was published."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cluster_observatory.web.base import feeds
from cluster_observatory.web.base.languages import said
from cluster_observatory.web.organisations import facets, portraits

NEWEST = 30


@require_safe
def new_organisations(request):
    """Return the newest public organisations that a choice leaves, as Atom."""
    choice = facets.read(request.GET)
    newest = facets.sorted_by(facets.filtered(choice).exclude(published_at=None), "newest")
    entries = [
        feeds.Entry(
            key=str(one.pk), title=portraits.finding(one), summary=said(one.description).text,
            path=reverse("organisations:profile", args=[one.slug]), published_at=one.published_at,
            updated_at=one.changed_at,
        )
        for one in newest.select_related("cluster")[:NEWEST]
    ]  # fmt: skip
    page = f"{reverse('organisations:directory')}{choice.query()}"
    return feeds.answer(request, name="organisations", title=_("Organisations"), page=page, entries=entries)
