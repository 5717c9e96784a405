"""Editions old and new, and what changed between two of them."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cluster_observatory.errors import NotFound


@require_safe
def editions(request, **_parts):
    """Refuse: this page is not there yet."""
    raise NotFound(_("This page is not there yet."))


@require_safe
def changes(request, **_parts):
    """Refuse: this page is not there yet."""
    raise NotFound(_("This page is not there yet."))
