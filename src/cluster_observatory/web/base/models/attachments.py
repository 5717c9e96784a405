"""Files that people entrust to the site."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    """A file that belongs to a thing; what it is was found by looking into it, not by its name."""

    class Visibility(models.TextChoices):
        """Who may read it."""

        PUBLIC = "public", _("everyone")
        PRIVATE = "private", _("those who may see the thing it belongs to")

    thing = models.CharField(max_length=40)
    thing_id = models.CharField(max_length=40)
    purpose = models.CharField(max_length=30, blank=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PRIVATE)
    language = models.CharField(max_length=2, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]
        indexes = [models.Index(fields=["thing", "thing_id"]), models.Index(fields=["sha256"])]
        constraints = [
            models.UniqueConstraint(
                fields=["thing", "thing_id"], condition=models.Q(purpose="logo"), name="one_logo_of_a_thing"
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the path on the site at which it can be read."""
        return reverse("base:file", args=[self.pk, self.name])
