"""Files as they are read: those for everyone by everyone, others by whom a rule lets."""

import logging

from django.http import FileResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cluster_observatory.errors import NotFound
from cluster_observatory.web.base import files
from cluster_observatory.web.base.files import store
from cluster_observatory.web.base.models import Attachment

log = logging.getLogger(__name__)
POLICY = "default-src 'none'; sandbox"
KEPT_SECONDS = 300
"""How long others may keep a file for everyone: it can be taken away, or its thing hidden."""


@require_safe
def file(request, number, name):
    """Return the bytes of a file, to be kept; pictures are shown.

    One that the person may not read is answered as one that is not there.
    """
    attachment = Attachment.objects.filter(pk=number, name=name).first()
    is_public = attachment is not None and files.is_for_everyone(attachment)
    if attachment is None or not (is_public or files.obstacle_to_reading(attachment, request.user) is None):
        raise NotFound(_("There is no such file, or it is not yours to read. If you have an account, sign in first."))
    try:
        opened = store.path_of(attachment.sha256).open("rb")
    except FileNotFoundError as error:
        log.exception("The bytes of file %s are not there.", attachment.pk)
        raise NotFound(_("The fault is ours: this file is no longer here. It has been written to the log.")) from error
    is_picture = attachment.media_type.startswith("image/")
    media_type = attachment.media_type + ("; charset=utf-8" if attachment.media_type == "text/csv" else "")
    response = FileResponse(opened, as_attachment=not is_picture, filename=attachment.name, content_type=media_type)
    response.headers["Content-Length"] = str(attachment.size)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}" if is_public else "private, no-store"
    response.headers["ETag"] = f'"{attachment.sha256}"'
    return response
