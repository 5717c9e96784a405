"""The audit trail: who did what, when, to which thing; each entry carries the checksum of the one before."""

from django.conf import settings
from django.db import models


class AuditHead(models.Model):
    """The end of the trail, in one row: who appends locks it, so that entries stand in one order."""

    number = models.PositiveBigIntegerField(default=0)
    checksum = models.CharField(max_length=64, default="0" * 64)


class AuditEvent(models.Model):
    """One entry.  It is never changed nor deleted: the database refuses both.

    It holds no names or addresses of persons, only their numbers, since it outlives an erasure.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    thing = models.CharField(max_length=40)
    thing_id = models.CharField(max_length=40)
    act = models.CharField(max_length=60)
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30, blank=True)
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    checksum = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["thing", "thing_id"])]
