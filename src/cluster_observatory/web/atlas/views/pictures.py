"""Charts and maps as files."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cluster_observatory.errors import NotFound
from cluster_observatory.publication.picture_files import png
from cluster_observatory.web.atlas import framing, picture_files, public_addresses

TYPES = {"svg": "image/svg+xml", "png": "image/png"}
"""The forms that a picture can be taken in, with their media types."""


@require_safe
def picture(request, kind, form):
    """Give a chart or map as a file that stands on its own."""
    if form not in TYPES:
        raise NotFound(
            _("There are no pictures as “{form}”. There are: {known}.").format(form=form[:40], known=", ".join(TYPES))
        )
    found = picture_files.picture(request.edition, kind, request.GET)
    drawn = framing.svg(request.edition, found, public_addresses.lasting(request, found.page))
    name = f"{found.name}-edition-{request.edition.name}.{form}"
    return HttpResponse(
        drawn.encode() if form == "svg" else png(drawn),
        content_type=TYPES[form],
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
