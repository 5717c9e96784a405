"""Under which initiative and in which generation a partnership was formed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.languages import TextsField


class Initiative(models.Model):
    """A programme's line for partnerships, such as ESCP-4i, with the rules that hold for it.

    Only partners from `eligible_countries`, codes as in NUTS, count towards the least; every country where it is empty.
    """

    class Programme(models.TextChoices):
        """The programme of the Union that pays."""

        COSME = "COSME", "COSME"
        H2020 = "H2020", "Horizon 2020"
        SMP = "SMP", _("Single Market Programme")

    code = models.CharField(max_length=30, unique=True)
    name = TextsField()
    programme = models.CharField(max_length=10, choices=Programme.choices)
    description = TextsField()
    successor = models.CharField(max_length=100, blank=True)
    least_partners = models.PositiveSmallIntegerField(default=3)
    least_countries = models.PositiveSmallIntegerField(default=3)
    eligible_countries = models.JSONField(default=list, blank=True)
    needs_third_country = models.BooleanField(default=False)
    needs_exchange_plan = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.code


class Generation(models.Model):
    """One round of an initiative."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="generations")
    number = models.PositiveSmallIntegerField()
    call = models.CharField(max_length=60, blank=True)
    programme_year = models.PositiveSmallIntegerField(null=True, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["initiative", "number"]
        constraints = [models.UniqueConstraint(fields=["initiative", "number"], name="one_generation_of_a_number")]

    def __str__(self):
        return f"{self.initiative} {self.number}"
