"""How long things are kept: a table of rules in code, swept every night.

An app registers its rules when it is ready.  A rule that fails is written to the
log and does not hold up the others; the next night tries it again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.models import Letter, Notice

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """What ends after which time: `end(before, now)` ends what is older than the moment, and returns how many."""

    name: str
    what: str
    after: timedelta
    end: Callable


def register(*rules):
    """Make rules known, in place of earlier ones of their names; called by an app when it is ready."""
    RULES.update({rule.name: rule for rule in rules})


def sweep(now):
    """Apply every rule in a transaction of its own; return how many things each ended, None where it failed."""
    ended = {}
    for rule in RULES.values():
        try:
            with transaction.atomic():
                ended[rule.name] = rule.end(now - rule.after, now)
        except DatabaseError:
            log.exception("The rule of retention %s failed; it is tried again the next night.", rule.name)
            ended[rule.name] = None
    return ended


def _empty_letters(before, now):
    """Empty letters that left or were given up; their key stays, so that none is written a second time."""
    done = Letter.objects.filter(state__in=(Letter.State.SENT, Letter.State.FAILED), written_at__lt=before)
    return done.exclude(to="", text="").update(to="", subject="", text="", last_fault="")


def _delete_read_notices(before, now):
    return Notice.objects.filter(read_at__lt=before).delete()[0]


def _delete_old_notices(before, now):
    return Notice.objects.filter(made_at__lt=before).delete()[0]


def _delete_sessions(before, now):
    return Session.objects.filter(expire_date__lt=before).delete()[0]


RULES = {rule.name: rule for rule in (
    Rule(
        "base.letters", _("Letters that were sent or given up: address and text are emptied"),
        timedelta(days=30), _empty_letters,
    ),
    Rule("base.read_notices", _("Notices that were read: deleted"), timedelta(days=365), _delete_read_notices),
    Rule("base.notices", _("All other notices: deleted"), timedelta(days=3 * 365), _delete_old_notices),
    Rule("base.sessions", _("Sessions that ran out: deleted"), timedelta(0), _delete_sessions),
)}  # fmt: skip
"""The rules by name; what base itself keeps stands here, other apps add theirs."""
