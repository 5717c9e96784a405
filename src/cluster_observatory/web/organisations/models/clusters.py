"""What is asked of cluster organisations beyond the profile of every organisation."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.languages import TextsField
from cluster_observatory.web.organisations.models.organisations import Organisation


class ClusterDetails(models.Model):
    """Size, members, fields and offers of a cluster organisation; codes are those of `vocabularies`."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="cluster")
    management_fte = models.DecimalField(
        _("management team, full-time equivalents"), max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    members_total = models.PositiveIntegerField(_("members"), null=True, blank=True)
    members_sme = models.PositiveIntegerField(_("of these small and medium-sized enterprises"), default=0)
    members_large = models.PositiveIntegerField(_("of these large companies"), default=0)
    members_research = models.PositiveIntegerField(_("of these research and training organisations"), default=0)
    members_public = models.PositiveIntegerField(_("of these public bodies"), default=0)
    members_other = models.PositiveIntegerField(_("of these others"), default=0)
    works_with_public_bodies = models.TextField(_("how it works with public bodies"), blank=True)
    employees_in_members = models.PositiveIntegerField(_("people employed by its members"), null=True, blank=True)
    sectors = models.JSONField(_("sectors (NACE)"), default=list, blank=True)
    clusters = models.JSONField(_("clusters"), default=list, blank=True)
    emerging_industries = models.JSONField(_("emerging industries"), default=list, blank=True)
    ecosystems = models.JSONField(_("industrial ecosystems"), default=list, blank=True)
    technologies = models.JSONField(_("technologies"), default=list, blank=True)
    priorities = models.JSONField(_("priorities of smart specialisation"), default=list, blank=True)
    services = models.JSONField(_("services"), default=list, blank=True)
    target_countries = models.JSONField(_("countries it wants to reach"), default=list, blank=True)
    projects = models.JSONField(_("European projects"), default=list, blank=True)
    offers = TextsField(_("what it offers to partners"))
    requests = TextsField(_("what it looks for"))
    keywords = models.JSONField(_("keywords"), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(members_total=None) | models.Q(members_sme__lte=models.F("members_total")),
                name="no_more_smes_than_members",
            )
        ]
