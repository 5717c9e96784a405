"""Regions, sectors or clusters side by side, and one cluster under the rules of several editions."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cluster_observatory.errors import NotFound


@require_safe
def compare(request, **_parts):
    """Refuse: this page is not there yet."""
    raise NotFound(_("This page is not there yet."))


@require_safe
def rules(request, **_parts):
    """Refuse: this page is not there yet."""
    raise NotFound(_("This page is not there yet."))
