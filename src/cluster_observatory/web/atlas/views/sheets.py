"""The sheet of a region on one double page, as a page and as PDF."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cluster_observatory.errors import NotFound


@require_safe
def sheet(request, **_parts):
    """Refuse: this page is not there yet."""
    raise NotFound(_("This page is not there yet."))


@require_safe
def sheet_pdf(request, **_parts):
    """Refuse: this page is not there yet."""
    raise NotFound(_("This page is not there yet."))
