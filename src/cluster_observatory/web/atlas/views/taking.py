"""What is taken away: tables as files."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cluster_observatory.errors import NotFound
from cluster_observatory.publication.exports import formats
from cluster_observatory.web.atlas import downloads


@require_safe
def table(request, kind, form):
    """Give a table of a page as a file; its address in the edition and its metadata stand in the headers."""
    make = _known(downloads.TABLES, kind, _("There is no table “{asked}” to take away. There are: {known}."))
    format_ = _known(formats.FORMATS, form, _("There is no format “{asked}”. There are: {known}."))
    taken = make(request.edition, request.GET)
    response = HttpResponse(
        formats.write(form, taken.table, taken.about(request, kind)), content_type=format_.media_type
    )
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{taken.file_name(request.edition, format_.ending)}"'
    )
    links = [f'<{taken.address(request, kind, form)}>; rel="canonical"']
    if form == "csv":
        described_by = taken.address(request, kind, "csvw")
        links.append(f'<{described_by}>; rel="describedby"; type="{formats.FORMATS["csvw"].media_type}"')
    response.headers["Link"] = ", ".join(links)
    return response


def _known(there, asked, words):
    if asked not in there:
        raise NotFound(words.format(asked=asked[:40], known=", ".join(there)))
    return there[asked]
