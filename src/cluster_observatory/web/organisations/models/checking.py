"""How profiles were checked: the criteria one by one, and changes that wait for a moderator."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.models import Tracked
from cluster_observatory.web.organisations.models.organisations import Organisation


class Validation(models.Model):
    """One check of a profile by a moderator."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="validations")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    profile_version = models.PositiveIntegerField()

    class Meta:
        ordering = ["-checked_at", "-pk"]


class Finding(models.Model):
    """What a check found for one criterion of `criteria`."""

    class Verdict(models.TextChoices):
        """Whether the criterion is met."""

        MET = "met", _("met")
        NOT_MET = "not_met", _("not met")
        WAIVED = "waived", _("waived")

    validation = models.ForeignKey(Validation, on_delete=models.CASCADE, related_name="findings")
    criterion = models.CharField(max_length=40)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["validation", "criterion"], name="one_finding_for_a_criterion")]


class ProfileChange(Tracked):
    """A change of a published profile that a moderator must see first; its states are those of `process.CHANGE`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="changes")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField()
    before = models.JSONField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(state="proposed"), name="one_change_waits_at_a_time"
            )
        ]
