"""Things that pass through a process, and of which two may be changed at once."""

from django.db import models


class Tracked(models.Model):
    """A thing with a state and a version; every change adds one to the version, so that a stale one is refused."""

    state = models.CharField(max_length=30)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True
