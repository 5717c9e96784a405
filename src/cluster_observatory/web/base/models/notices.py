"""What persons are told: notices on the site, and letters that wait until the mail server has taken them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One thing that a person is told; `key` makes sure it is told once.

    `digest` says which collected letter it waits for, as the person had chosen when they were told; `in_digest_at`
    says when it went into one.
    """

    class Digest(models.TextChoices):
        """Collected letters, by how often they come."""

        DAILY = "daily", _("once a day")
        WEEKLY = "weekly", _("once a week")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    address = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=10, choices=Digest.choices, blank=True)
    in_digest_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["digest", "in_digest_at"]), models.Index(fields=["person", "read_at"])]


class Letter(models.Model):
    """A mail on its way: it is written in the transaction of the act, and sent afterwards until it is taken."""

    class State(models.TextChoices):
        """How far a letter is."""

        WAITING = "waiting", _("waiting")
        LEAVING = "leaving", _("being handed over")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"])]
