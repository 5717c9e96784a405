"""The audit trail: what is recorded, and whether it is still as it was written.

Each entry carries SHA-256 of the checksum before it and of its own contents in a
canonical form, so that changing, leaving out or adding a row in the middle shows.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC

from django.db import transaction

from cluster_observatory.web.base.models import AuditEvent, AuditHead

START = "0" * 64
CHUNK = 2_000


@dataclass(frozen=True)
class Verdict:
    """How many entries were read, and the number of the first that is not as it was written, with what is wrong."""

    entries: int
    broken_at: int | None = None
    fault: str = ""


def record(*, act, thing, actor, now, before="", after="", changes=None, reason=""):
    """Append an entry about a thing, a saved model, and return it; only within a transaction, that of the act.

    `changes` are {field: [before, after]} in JSON's types, without personal data.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An entry of the audit trail belongs into the transaction of its act.")
    head, _made = AuditHead.objects.select_for_update().get_or_create(pk=1)
    event = AuditEvent(
        number=head.number + 1, at=now.astimezone(UTC), actor=actor, act=act, before=before, after=after,
        thing=thing._meta.label_lower, thing_id=str(thing.pk), changes=changes or {}, reason=reason,
        previous=head.checksum,
    )  # fmt: skip
    event.checksum = checksum(event)
    event.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(number=event.number, checksum=event.checksum)
    return event


def checksum(event):
    """Return the checksum that an entry must have."""
    said = {
        "number": event.number, "at": event.at.astimezone(UTC).isoformat(), "actor": event.actor_id,
        "thing": event.thing, "thing_id": event.thing_id, "act": event.act, "before": event.before,
        "after": event.after, "changes": event.changes, "reason": event.reason,
    }  # fmt: skip
    written = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((event.previous + written).encode()).hexdigest()


def verify():
    """Return whether the whole trail is as it was written, and where not."""
    previous, number = START, 0
    for event in AuditEvent.objects.order_by("number").iterator(chunk_size=CHUNK):
        if event.number != number + 1:
            return Verdict(number, number + 1, "an entry is missing")
        if event.previous != previous:
            return Verdict(number, event.number, "it does not follow the entry before it")
        if checksum(event) != event.checksum:
            return Verdict(number, event.number, "its contents are not what was written")
        previous, number = event.checksum, event.number
    head = AuditHead.objects.filter(pk=1).first()
    if head is not None and (head.number, head.checksum) != (number, previous):
        return Verdict(number, number + 1, "entries at the end are missing")
    return Verdict(number)


def history(thing):
    """Return the entries about a thing, newest first."""
    return (
        AuditEvent.objects.filter(thing=thing._meta.label_lower, thing_id=str(thing.pk))
        .select_related("actor")
        .order_by("-number")
    )
