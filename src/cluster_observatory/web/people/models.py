"""Persons, the offices they hold, and what they agreed to."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager):
    """Makes persons; e-mail addresses are kept in lower case, so that one address is one account."""

    def create_user(self, email, password=None, **more):
        """Return a new person with that address and password; without one nobody can sign in by password."""
        person = self.model(email=email.strip().lower(), **more)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, email):
        """Return the person with that address, however it is written."""
        return self.get(email=email.strip().lower())


class Person(AbstractBaseUser):
    """Someone with an account."""

    class State(models.TextChoices):
        """Whether the account can be used."""

        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        ERASED = "erased", _("erased")

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Brussels")
    orcid = models.CharField("ORCID", max_length=19, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    joined_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = PersonManager()

    def __str__(self):
        return self.name or self.email

    @property
    def is_active(self):
        """Whether the person may sign in."""
        return self.state == self.State.ACTIVE

    @cached_property
    def offices(self):
        """The offices that the person holds now."""
        return frozenset(self.appointments.filter(ended_at=None).values_list("office", flat=True))

    def holds(self, *offices):
        """Whether the person holds one of the offices now."""
        return self.is_active and not self.offices.isdisjoint(offices)

    @property
    def is_staff(self):
        """Whether the person may enter the back office of Django."""
        return self.holds(Office.ADMINISTRATOR)

    @property
    def is_superuser(self):
        """Whether the person may do everything in the back office of Django."""
        return self.is_staff

    def has_perm(self, perm, obj=None):
        """Whether the person may do it in the back office of Django."""
        return self.is_staff

    def has_perms(self, perm_list, obj=None):
        """Whether the person may do all of it in the back office of Django."""
        return self.is_staff

    def has_module_perms(self, app_label):
        """Whether the person sees an app in the back office of Django."""
        return self.is_staff


class Office(models.TextChoices):
    """What a person may do for the whole platform, beyond their own organisations."""

    MODERATOR = "moderator", _("moderator")
    INITIATIVE_OWNER = "initiative_owner", _("owner of partnership initiatives")
    EDITOR = "editor", _("editor")
    AUDITOR = "auditor", _("auditor")
    DATA_PROTECTION = "data_protection", _("data protection contact")
    ADMINISTRATOR = "administrator", _("administrator")


class Appointment(models.Model):
    """That a person holds an office, from when to when."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appointments")
    office = models.CharField(max_length=30, choices=Office.choices)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    appointed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "office"], condition=models.Q(ended_at=None), name="one_office_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.get_office_display()}: {self.person}"


class Consent(models.Model):
    """That a person agreed to a purpose in a certain wording, and whether that still holds."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=60)
    wording = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=models.Q(withdrawn_at=None), name="one_consent_for_a_purpose"
            )
        ]


class NoticeChoice(models.Model):
    """How a person wants to be told of a kind of thing."""

    class Way(models.TextChoices):
        """By mail at once, in a digest, or on the site alone."""

        AT_ONCE = "at_once", _("by e-mail, at once")
        DAILY = "daily", _("by e-mail, once a day")
        WEEKLY = "weekly", _("by e-mail, once a week")
        SITE = "site", _("on the site only")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=60)
    way = models.CharField(max_length=10, choices=Way.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_way_for_a_kind")]
