"""Initiatives, which are set up in the back office, and partnerships, which are looked at there."""

from django.contrib import admin

from cluster_observatory.web.base.back_office import Audited, ReadOnly
from cluster_observatory.web.partnerships.models import Certificate, Generation, Initiative, Partner, Partnership


class GenerationInline(admin.StackedInline):
    """The generations of an initiative."""

    model = Generation
    extra = 0


@admin.register(Initiative)
class InitiativeAdmin(Audited):
    """Lines of programmes under which partnerships are formed, with the rules that hold for them."""

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
