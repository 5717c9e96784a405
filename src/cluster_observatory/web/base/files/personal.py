"""Files and the persons who gave them: they belong to a thing and stay with it; who gave them is a number."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.files.actions import clear_up
from cluster_observatory.web.base.files.store import path_of
from cluster_observatory.web.base.models import Attachment
from cluster_observatory.web.base.personal_data import Activity, Export, Holder
from cluster_observatory.web.base.retention import Rule


def _export(person):
    attachments = list(Attachment.objects.filter(added_by=person))
    given = [
        {
            "name": each.name, "media_type": each.media_type, "size": each.size,
            "about": f"{each.thing} {each.thing_id}", "added_at": each.added_at.isoformat(),
        }
        for each in attachments
    ]  # fmt: skip
    there = ((each.name, path_of(each.sha256)) for each in attachments)
    return Export(given, tuple((name, path) for name, path in there if path.is_file())) if given else None


def _erase(person, now):
    """Leave the files: they are of their things; that this person gave them says nothing once the name is gone."""
    return {}


HOLDER = Holder(
    name="files",
    export=_export,
    erase=_erase,
    activities=(
        Activity(
            _("That a person added a file"),
            _("To answer who added what to the profile of an organisation"),
            _("Public task"),
            _("As long as the file; the name of the person until they are erased"),
        ),
    ),
)
RULE = Rule("base.files", _("Contents of files that belong to nothing any more: deleted"), timedelta(days=1), clear_up)
