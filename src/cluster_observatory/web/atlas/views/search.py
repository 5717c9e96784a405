"""Search over regions, sectors, clusters and pages."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cluster_observatory.errors import NotFound


@require_safe
def search(request, **_parts):
    """Refuse: this page is not there yet."""
    raise NotFound(_("This page is not there yet."))
