"""Entries of the audit trail, by what they are about, who did it and when."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from cluster_observatory.web.base.models import AuditEvent

BRUSSELS = ZoneInfo("Europe/Brussels")


def entries(*, thing="", number="", person=None, act="", since=None, until=None):
    """Return the entries that fit, newest first; `since` and `until` are days in Brussels, both included."""
    wanted = {"thing": thing, "thing_id": number, "actor": person, "act": act}
    found = AuditEvent.objects.filter(**{field: value for field, value in wanted.items() if value})
    if since:
        found = found.filter(at__gte=datetime.combine(since, time.min, BRUSSELS))
    if until:
        found = found.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, BRUSSELS))
    return found.order_by("-number")


def acts():
    """Return the names of the acts that are in the trail."""
    return AuditEvent.objects.order_by("act").values_list("act", flat=True).distinct()


def sorts():
    """Return the sorts of things that are in the trail."""
    return AuditEvent.objects.order_by("thing").values_list("thing", flat=True).distinct()
