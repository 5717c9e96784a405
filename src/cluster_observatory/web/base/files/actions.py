"""What can be done with files: give one to a thing, take it away, clear up what nobody needs."""

from django.db import transaction
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.files import store
from cluster_observatory.web.base.files.kinds import CHUNK, KINDS, LARGEST, examined
from cluster_observatory.web.base.files.names import cleaned, with_ending
from cluster_observatory.web.base.files.pictures import rewritten
from cluster_observatory.web.base.models import Attachment, AuditHead

MOST = 50
"""How many files one thing may have."""


def of(thing, purpose=None):
    """Return the files of a thing, oldest first; only those for a purpose where one is named."""
    found = Attachment.objects.filter(thing=thing._meta.label_lower, thing_id=str(thing.pk))
    return found if purpose is None else found.filter(purpose=purpose)


def attach(*, thing, upload, visibility, person, now, purpose="", language="", kinds=KINDS, largest=LARGEST):
    """Give a thing, a saved model, a file that a person sent; return the attachment.

    `upload` has a name and can be read and sought; pictures are written anew, so that they tell no place.  Raises
    Unfit where the file is not taken and NotPossible where the thing has as many as it may.  Whether the person may
    do it is asked by the caller.
    """
    kind = examined(upload, upload.name, kinds, largest)
    chunks = [rewritten(upload, kind)] if kind.is_picture else iter(lambda: upload.read(CHUNK), b"")
    with store.arriving(chunks) as arrived, transaction.atomic():
        _one_at_a_time()
        if of(thing).count() >= MOST:
            raise NotPossible(_("There are {number} files already. Take one away first.").format(number=MOST))
        store.place(arrived)
        attachment = Attachment.objects.create(
            thing=thing._meta.label_lower, thing_id=str(thing.pk), purpose=purpose, visibility=visibility,
            name=with_ending(cleaned(upload.name), kind.endings), media_type=kind.media_type, size=arrived.size,
            sha256=arrived.sha256, language=language, added_by=person, added_at=now,
        )  # fmt: skip
        audit.record(
            act="file_attached", thing=thing, actor=person, now=now, changes={"file": [None, _in_numbers(attachment)]}
        )
        return attachment


def remove(*, thing, attachment, person, now):
    """Take a file away from its thing; its bytes go with the last that has them.

    Raises NotFound where it is no file of this thing, or no more.
    """
    with transaction.atomic():
        fresh = of(thing).select_for_update().filter(pk=attachment.pk).first()
        if fresh is None:
            raise NotFound(_("There is no such file here, or it has been taken away already."))
        before = _in_numbers(fresh)
        fresh.delete()
        audit.record(act="file_removed", thing=thing, actor=person, now=now, changes={"file": [before, None]})
        transaction.on_commit(lambda: _clear(attachment.sha256))


def remove_all(*, thing, person, now):
    """Take all files away from a thing that ends; return how many there were."""
    found = list(of(thing))
    for attachment in found:
        remove(thing=thing, attachment=attachment, person=person, now=now)
    return len(found)


def clear_up(before, now):
    """Remove bytes older than a moment that no row names, left by processes that ended midway; return how many."""
    moment = before.timestamp()
    left = store.left_over(moment)
    for path in left:
        path.unlink(missing_ok=True)
    named = set(Attachment.objects.values_list("sha256", flat=True))
    orphans = [sha256 for sha256, at in store.all_checksums().items() if sha256 not in named and at < moment]
    for sha256 in orphans:
        _clear(sha256)
    return len(left) + len(orphans)


def _in_numbers(attachment):
    """What the audit trail may say of a file: not its name, in which people write names of people."""
    return {
        "number": attachment.pk, "purpose": attachment.purpose, "media_type": attachment.media_type,
        "size": attachment.size, "sha256": attachment.sha256, "visibility": attachment.visibility,
    }  # fmt: skip


def _clear(sha256):
    """Remove the bytes unless a row names them, while nobody else attaches the same."""
    with transaction.atomic():
        _one_at_a_time()
        if not Attachment.objects.filter(sha256=sha256).exists():
            store.take_away(sha256)


def _one_at_a_time():
    """Hold the end of the audit trail, which every act on files needs, until the transaction ends."""
    AuditHead.objects.select_for_update().get_or_create(pk=1)
