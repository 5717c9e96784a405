"""Letters: written in the transaction of the act they tell of, and sent afterwards until the mail server took them."""

import uuid
from email.utils import make_msgid

from django.conf import settings

from cluster_observatory.web.base.models import Letter

LONGEST_SUBJECT = 200


def write(*, to, subject, text, key, now):
    """Return the letter with that key, written now where there is none yet; nothing is sent here.

    The same key never makes a second letter, however often an act is repeated.
    """
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    plain = " ".join(subject.split())[:LONGEST_SUBJECT]
    letter, _made = Letter.objects.get_or_create(
        key=key,
        defaults={
            "to": to, "subject": plain, "text": text, "written_at": now, "due_at": now,
            "message_id": make_msgid(idstring=uuid.uuid4().hex, domain=host),
        },
    )  # fmt: skip
    return letter
