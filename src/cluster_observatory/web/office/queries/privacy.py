"""What the data protection contact oversees: what is kept, why, how long, and what persons asked for."""

from dataclasses import dataclass

from cluster_observatory.web.base import personal_data, retention
from cluster_observatory.web.base.models import AuditEvent

ASKED = ("export", "erase", "give_consent", "withdraw_consent")
"""Acts by which persons use their rights."""


@dataclass(frozen=True)
class Kept:
    """A rule of retention: what is ended, after how many days, and how many are overdue as of now."""

    what: str
    days: int


def rules():
    """Return how long what is kept, in the order of the rules."""
    return [Kept(rule.what, rule.after.days) for rule in retention.RULES.values()]


def activities():
    """Return the register of processing."""
    return personal_data.activities()


def asked():
    """Return the entries of the audit trail by which persons used their rights, newest first."""
    return AuditEvent.objects.filter(thing="people.person", act__in=ASKED).order_by("-number")
