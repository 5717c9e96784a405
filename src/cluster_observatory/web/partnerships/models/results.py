"""What a partnership achieved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.partnerships.models.partnerships import Partnership


class Result(models.Model):
    """A deliverable or another result."""

    class Kind(models.TextChoices):
        """What sort of result it is."""

        AGREEMENT = "agreement", _("partnership agreement")
        STRATEGY = "strategy", _("internationalisation strategy")
        ROADMAP = "roadmap", _("roadmap")
        EVENT = "event", _("event")
        MEMORANDUM = "memorandum", _("memorandum of understanding")
        PROJECT = "project", _("project")
        OTHER = "other", _("other")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="results")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=200)
    reached_on = models.DateField()
    is_public = models.BooleanField(default=True)
    file = models.ForeignKey("base.Attachment", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-reached_on", "pk"]


class Measure(models.Model):
    """What a partnership wants to reach, and how far it is on a day."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="measures")
    name = models.CharField(_("what is counted"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40)
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2)
    reached = models.DecimalField(_("reached"), max_digits=14, decimal_places=2, null=True, blank=True)
    measured_on = models.DateField(_("on"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="one_measure_of_a_name")]
