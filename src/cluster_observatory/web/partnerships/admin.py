"""Initiatives, which are set up in the back office, and partnerships, which are looked at there."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.back_office import Audited, ReadOnly
from cluster_observatory.web.partnerships.models import Certificate, Generation, Initiative, Partner, Partnership


class InitiativeLines(forms.ModelForm):
    """An initiative in plain words."""

    class Meta:
        model = Initiative
        fields = "__all__"
        labels = {
            "code": _("Code"), "name": _("Name"), "programme": _("Programme of the Union"),
            "description": _("Description"), "successor": _("What came after it"),
            "least_partners": _("Least number of members"), "least_countries": _("Least number of their countries"),
            "needs_third_country": _("A partnership must name a country outside the Union that it wants to reach"),
            "needs_exchange_plan": _("A partnership must have a plan for ClusterXchange"),
        }  # fmt: skip
        help_texts = {
            "code": _("As it is called, such as ESCP-4i."),
            "least_partners": _("Fewer are not selected."),
            "least_countries": _("Fewer are not selected."),
        }


class GenerationLines(forms.ModelForm):
    """A generation in plain words."""

    class Meta:
        model = Generation
        fields = "__all__"
        labels = {
            "number": _("Number"), "call": _("Call"), "programme_year": _("Year of the programme"),
            "begins_on": _("Begins"), "ends_on": _("Ends"),
        }  # fmt: skip
        help_texts = {
            "call": _("Its reference, such as COS-CLUSTER-2018-03-02."),
            "programme_year": _("Not the year of the deadline, which may be a later one."),
        }


class GenerationInline(admin.StackedInline):
    """The generations of an initiative."""

    model = Generation
    form = GenerationLines
    extra = 0


@admin.register(Initiative)
class InitiativeAdmin(Audited):
    """Lines of programmes under which partnerships are formed, with the rules that hold for them."""

    form = InitiativeLines
    list_display = ["code", "programme", "least_partners", "least_countries"]
    list_filter = ["programme"]
    inlines = [GenerationInline]


class PartnerInline(admin.TabularInline):
    """The members of a partnership."""

    model = Partner
    extra = 0


@admin.register(Partnership)
class PartnershipAdmin(ReadOnly):
    """Partnerships in every state."""

    list_display = ["acronym", "initiative", "generation", "state", "funding"]
    list_filter = ["state", "initiative", "funding"]
    search_fields = ["acronym", "title"]
    list_select_related = ["initiative", "generation__initiative"]
    inlines = [PartnerInline]


@admin.register(Certificate)
class CertificateAdmin(ReadOnly):
    """Certificates; their codes are on them, not here."""

    list_display = ["number", "partnership", "issued_on", "state"]
    list_filter = ["state"]
    search_fields = ["number", "partnership__acronym"]
    list_select_related = ["partnership"]
    exclude = ["code"]
