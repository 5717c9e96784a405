"""Persons, their offices and consents in the back office, to look at."""

from django.contrib import admin

from cluster_observatory.web.base.back_office import ReadOnly
from cluster_observatory.web.people.models import Appointment, Consent, Person


class AppointmentInline(admin.TabularInline):
    """The offices of a person."""

    model = Appointment
    fk_name = "person"
    extra = 0


@admin.register(Person)
class PersonAdmin(ReadOnly):
    """Persons; their password is not shown, not even scrambled."""

    list_display = ["email", "name", "state", "language", "joined_at"]
    list_filter = ["state", "language"]
    search_fields = ["email", "name"]
    exclude = ["password"]
    inlines = [AppointmentInline]


@admin.register(Appointment)
class AppointmentAdmin(ReadOnly):
    """Who holds or held which office."""

    list_display = ["person", "office", "since", "ended_at"]
    list_filter = ["office"]
    list_select_related = ["person"]


@admin.register(Consent)
class ConsentAdmin(ReadOnly):
    """What persons agreed to."""

    list_display = ["person", "purpose", "wording", "given_at", "withdrawn_at"]
    list_filter = ["purpose"]
    list_select_related = ["person"]
