"""Organisations and who acts for them in the back office, to look at."""

from django.contrib import admin

from cluster_observatory.web.base.back_office import ReadOnly
from cluster_observatory.web.organisations.models import (
    ClusterDetails,
    MemberLink,
    Membership,
    Organisation,
    ProfileChange,
    Validation,
)


class ClusterDetailsInline(admin.StackedInline):
    """What is asked of cluster organisations."""

    model = ClusterDetails


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly):
    """Organisations in every state."""

    list_display = ["name", "kind", "country", "state", "confirmed_at", "source"]
    list_filter = ["state", "kind", "source", "country"]
    search_fields = ["name", "acronym", "slug"]
    inlines = [ClusterDetailsInline]


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    """Who acts for which organisation."""

    list_display = ["person", "organisation", "role", "state", "changed_at"]
    list_filter = ["state", "role"]
    search_fields = ["person__email", "organisation__name"]
    list_select_related = ["person", "organisation"]


@admin.register(MemberLink)
class MemberLinkAdmin(ReadOnly):
    """Which organisation is a member of which cluster."""

    list_display = ["member", "cluster", "state", "since", "until"]
    list_filter = ["state"]
    search_fields = ["member__name", "cluster__name"]
    list_select_related = ["member", "cluster"]


@admin.register(ProfileChange)
class ProfileChangeAdmin(ReadOnly):
    """Changes of published profiles that a moderator sees first."""

    list_display = ["organisation", "state", "created_at"]
    list_filter = ["state"]
    list_select_related = ["organisation"]


@admin.register(Validation)
class ValidationAdmin(ReadOnly):
    """Checks of profiles."""

    list_display = ["organisation", "checked_at", "profile_version"]
    list_select_related = ["organisation"]
