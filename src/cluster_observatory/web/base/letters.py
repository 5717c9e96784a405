"""Letters: written in the transaction of the act they tell of, and sent afterwards until the mail server took them.

What happens when the mail server or the worker fails, and the one case in which a letter may arrive twice, is
decided in docs/decisions/0019-letters.md.
"""

import logging
import smtplib
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.db.models import F
from django.dispatch import Signal

from cluster_observatory.web.base.models import Letter

LONGEST_SUBJECT = 200
LONGEST_FAULT = 300
SECRET = "account:"
"""How the key of a letter begins that holds a secret, such as a link to set a new password."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440, 1440))
"""How long a letter waits after each time it was put off; after the last it is given up, nearly three days in all."""

ABANDONED_AFTER = timedelta(minutes=10)
"""A letter that has been leaving for so long has lost its worker; longer than a round and its last letter take."""

DIED = "The worker ended while it handed this letter over."

LONGEST_ROUND = 60.0
"""Seconds after which a round takes no further letter, so that a worker can be stopped."""

written = Signal()
"""Sent after the transaction in which a letter was written: who sends letters need not wait for the next minute."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """What became of the letters of one round: how many were sent, put off and given up; why it ended early, if so."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    unreachable: str = ""


def write(*, to, subject, text, key, now):
    """Return the letter with that key, written now where there is none yet; nothing is sent here.

    The same key never makes a second letter, however often an act is repeated.  A letter whose key begins
    with "account:" holds a secret: it has no text any more once it was sent or given up.
    """
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    plain = " ".join(subject.split())[:LONGEST_SUBJECT]
    letter, made = Letter.objects.get_or_create(
        key=key,
        defaults={
            "to": to, "subject": plain, "text": text, "written_at": now, "due_at": now,
            "message_id": f"<{uuid.uuid4().hex}@{host}>",
        },
    )  # fmt: skip
    if made:
        transaction.on_commit(_say_written, robust=True)
    return letter


def _say_written():
    written.send(sender=Letter)


def send_due(*, now, limit=100):
    """Hand the letters that are due to the mail server, one by one, and return what became of them, a `Round`.

    Not within a transaction: that a letter leaves is written down before, that it was taken after.  `now` is when
    the round begins.  Several rounds at once never take the same letter.
    """
    _take_back(now)
    counts = {Letter.State.SENT: 0, Letter.State.WAITING: 0, Letter.State.FAILED: 0}
    unreachable = ""
    began = time.monotonic()
    connection = mail.get_connection()
    try:
        while sum(counts.values()) < limit and time.monotonic() - began < LONGEST_ROUND and _next_due(now) is not None:
            try:
                connection.open()
            except OSError as error:  # nothing is known against any letter, so none is put off
                unreachable = _fault(error)[1]
                _say_unreachable(unreachable, now)
                break
            if (letter := _claimed(now)) is not None:
                counts[_handed_over(letter, connection, now)] += 1
    finally:
        _hang_up(connection)
    return Round(counts[Letter.State.SENT], counts[Letter.State.WAITING], counts[Letter.State.FAILED], unreachable)


def is_due(now):
    """Whether a letter is due."""
    return _next_due(now) is not None


def _next_due(now):
    due = Letter.objects.filter(state=Letter.State.WAITING, due_at__lte=now)
    return due.values_list("pk", flat=True).first()


def _claimed(now):
    """Return the next letter that is due, which is now ours to send, or None where another worker was quicker."""
    pk = _next_due(now)
    with transaction.atomic(durable=True):
        claim = {"state": Letter.State.LEAVING, "left_at": now, "attempts": F("attempts") + 1}
        taken = Letter.objects.filter(pk=pk, state=Letter.State.WAITING).update(**claim)
    return Letter.objects.get(pk=pk) if taken else None


def _handed_over(letter, connection, now):
    """Hand over a letter that is ours, write down how it went, and return the state it has then."""
    try:
        _message(letter, connection).send()
    except (OSError, ValueError) as error:  # errors of smtplib are OSErrors; an address that is none a ValueError
        _hang_up(connection)
        is_final, fault = _fault(error)
        return _put_off(letter, fault, now) if not is_final else _give_up(letter, fault)
    _finish(letter, state=Letter.State.SENT, sent_at=now, last_fault="")
    return Letter.State.SENT


def _message(letter, connection):
    headers = {"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"}
    return mail.EmailMessage(letter.subject, letter.text, to=[letter.to], headers=headers, connection=connection)


def _fault(error):
    """Return whether an error is the last word on a letter, and what was said in at most 300 characters."""
    code, words = 0, f"{type(error).__name__}: {error}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    about_the_letter = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    unsendable = isinstance(error, ValueError | smtplib.SMTPNotSupportedError)
    whole = f"{code} {said}" if code else said
    return unsendable or (about_the_letter and 500 <= code < 600), " ".join(whole.split())[:LONGEST_FAULT]


def _put_off(letter, fault, now):
    if letter.attempts > len(PAUSES):
        return _give_up(letter, fault)
    _finish(letter, state=Letter.State.WAITING, due_at=now + PAUSES[letter.attempts - 1], last_fault=fault)
    return Letter.State.WAITING


def _give_up(letter, fault):
    _log.warning("Letter %s is given up: %s", letter.pk, fault)
    _finish(letter, state=Letter.State.FAILED, last_fault=fault)
    return Letter.State.FAILED


def _finish(letter, **values):
    """Write down what became of a letter, unless it was taken from this worker meanwhile."""
    if values["state"] != Letter.State.WAITING and letter.key.startswith(SECRET):
        values["text"] = ""
    ours = Letter.objects.filter(pk=letter.pk, state=Letter.State.LEAVING, left_at=letter.left_at)
    ours.update(**values)


def _take_back(now):
    """Make letters due again whose worker died on them; they leave under the same Message-ID."""
    for letter in Letter.objects.filter(state=Letter.State.LEAVING, left_at__lt=now - ABANDONED_AFTER):
        if letter.attempts > len(PAUSES):
            _give_up(letter, DIED)
        else:
            _finish(letter, state=Letter.State.WAITING, due_at=now, last_fault=DIED)


def _say_unreachable(fault, now):
    _log.warning("The mail server cannot be reached; letters wait: %s", fault)
    due = Letter.objects.filter(state=Letter.State.WAITING, due_at__lte=now)
    due.exclude(last_fault=fault).update(last_fault=fault)


def _hang_up(connection):
    with suppress(OSError):  # a server that is gone cannot be taken leave of
        connection.close()
