"""Certificates that a partnership was given, which anyone can verify."""

from django.conf import settings
from django.db import models

from cluster_observatory.web.base.models import Tracked
from cluster_observatory.web.partnerships.models.partnerships import Partnership


class Certificate(Tracked):
    """A certificate; its states are those of `process.CERTIFICATE`: issued, revoked."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=30, unique=True)
    code = models.CharField(max_length=32, unique=True)
    issued_on = models.DateField()
    issued_by = models.CharField(max_length=200)
    handed_over_at = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
