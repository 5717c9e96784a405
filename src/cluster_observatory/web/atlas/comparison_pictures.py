"""The pictures of regions, sectors or clusters side by side, as files."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.web.atlas.framing import PictureFile, alone
from cluster_observatory.web.atlas.side_by_side import SideBySide


def chart(edition, parameters):
    """Return one of the dot plots, the first where `place` does not say which."""
    return _picture(edition, parameters, "chart")


def trend(edition, parameters):
    """Return one of the small pictures over the years, the first where `place` does not say which."""
    return _picture(edition, parameters, "trend")


def _picture(edition, parameters, kind):
    found = SideBySide(edition, parameters)
    table = found.table
    shown = [] if table is None else getattr(table, f"{kind}s")
    if not shown:
        raise NotFound(_("There are too few figures for this picture."))
    asked = parameters.get("place") or "1"
    if asked not in [str(place + 1) for place in range(len(shown))]:
        raise NotPossible(
            _("“{asked}” is no place of a picture here. Choose one from 1 to {n}.").format(
                asked=asked[:40], n=len(shown)
            )
        )
    one = shown[int(asked) - 1]
    return PictureFile(
        drawing=alone(one["chart"]),
        title=one["title"],
        source=one.get("source", table.source),
        page=reverse("atlas:compare") + found.query(found.codes),
        name="-".join(("side-by-side", kind, asked, *found.codes, str(found.year))),
    )
