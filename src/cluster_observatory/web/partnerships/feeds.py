"""The feed of partnerships that have become public."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cluster_observatory.web.base import feeds
from cluster_observatory.web.partnerships import findings, queries

NEWEST = 30


@require_safe
def new_partnerships(request):
    """Return the newest public partnerships, as Atom."""
    newest = queries.public().select_related("initiative").order_by("-created_at", "-pk")
    entries = [
        feeds.Entry(
            key=str(one.pk), title=findings.of_partnership(one, one.members), summary=one.title,
            path=reverse("partnerships:page", args=[one.slug]), published_at=one.created_at, updated_at=one.changed_at,
        )
        for one in queries.with_members(newest)[:NEWEST]
    ]  # fmt: skip
    page = reverse("partnerships:registry")
    return feeds.answer(request, name="partnerships", title=_("Partnerships"), page=page, entries=entries)
