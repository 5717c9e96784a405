"""Partnerships, their members, and changes of members."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.languages import TextsField
from cluster_observatory.web.base.models import Tracked
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.partnerships.models.initiatives import Generation, Initiative


class Partnership(Tracked):
    """A partnership of organisations; its states are those of `process.PARTNERSHIP`."""

    class Strand(models.TextChoices):
        """Which part of the work is funded."""

        PREPARATION = "preparation", _("preparation")
        IMPLEMENTATION = "implementation", _("implementation")

    class Funding(models.TextChoices):
        """Whether it is paid for; those on the reserve list got the label without money."""

        CO_FUNDED = "co_funded", _("co-funded")
        VOLUNTARY = "voluntary", _("voluntary")

    slug = models.SlugField(max_length=80, unique=True)
    acronym = models.CharField(_("acronym"), max_length=40)
    title = models.CharField(_("title"), max_length=300, blank=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="partnerships")
    generation = models.ForeignKey(
        Generation, null=True, blank=True, on_delete=models.PROTECT, related_name="partnerships"
    )
    strand = models.CharField(max_length=20, choices=Strand.choices, blank=True)
    funding = models.CharField(max_length=20, choices=Funding.choices, default=Funding.CO_FUNDED)
    grant = models.CharField(_("grant number"), max_length=40, blank=True)
    budget = models.DecimalField(_("budget, euro"), max_digits=12, decimal_places=2, null=True, blank=True)
    contribution = models.DecimalField(
        _("contribution of the Union, euro"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    begins_on = models.DateField(_("begins"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    objectives = TextsField(_("objectives"))
    sectors = models.JSONField(_("sectors (NACE)"), default=list, blank=True)
    priority = models.CharField(_("area of smart specialisation"), max_length=200, blank=True)
    target_countries = models.JSONField(_("third countries it wants to reach"), default=list, blank=True)
    value_chain = models.CharField(_("value chain"), max_length=200, blank=True)
    exchange_plan = models.TextField(_("plan for ClusterXchange"), blank=True)
    is_dual_use = models.BooleanField(_("defence and security, dual use"), default=False)
    website = models.URLField(_("website"), blank=True)
    smes_reached = models.PositiveIntegerField(_("small and medium-sized enterprises reached"), null=True, blank=True)
    source = models.CharField(max_length=20, choices=Organisation.Source.choices, default=Organisation.Source.SELF)

    class Meta:
        ordering = ["acronym", "pk"]
        indexes = [models.Index(fields=["state", "initiative"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None)
                | models.Q(begins_on=None)
                | models.Q(ends_on__gte=models.F("begins_on")),
                name="ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(budget=None)
                | models.Q(contribution=None)
                | models.Q(contribution__lte=models.F("budget")),
                name="no_more_contribution_than_budget",
            ),
        ]

    def __str__(self):
        return self.acronym


class Partner(Tracked):
    """That an organisation is in a partnership; its states are those of `process.PARTNER`."""

    class Role(models.TextChoices):
        """What it does there."""

        COORDINATOR = "coordinator", _("coordinator")
        PARTNER = "partner", _("partner")
        ASSOCIATED = "associated", _("associated partner")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.PARTNER)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organisation"], condition=models.Q(state__in=["invited", "active"]),
                name="one_place_for_a_partner",
            ),
            models.UniqueConstraint(
                fields=["partnership"], condition=models.Q(role="coordinator", state__in=["invited", "active"]),
                name="one_coordinator",
            ),
        ]  # fmt: skip


class Amendment(Tracked):
    """A change of members that the owner of the initiative decides; its states are those of `process.AMENDMENT`."""

    class Change(models.TextChoices):
        """What changes."""

        JOINS = "joins", _("an organisation joins")
        LEAVES = "leaves", _("an organisation leaves")
        COORDINATES = "coordinates", _("another organisation coordinates")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="amendments")
    change = models.CharField(max_length=20, choices=Change.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organisation"], condition=models.Q(state="requested"),
                name="one_change_of_a_partner_waits",
            )
        ]  # fmt: skip
