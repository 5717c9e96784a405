"""The entrance of the back office: what waits, and where everything is."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cluster_observatory.web.base import times
from cluster_observatory.web.office.queries import waiting
from cluster_observatory.web.office.rules import (
    EVERY_OFFICE,
    READERS_OF_LETTERS,
    READERS_OF_RETENTION,
    READERS_OF_THE_TRAIL,
)
from cluster_observatory.web.office.views.access import only_for
from cluster_observatory.web.office.views.people import MAY_LOOK
from cluster_observatory.web.people.models import Office


@only_for(*EVERY_OFFICE)
@require_GET
def hub(request):
    """Show what waits for the person, and the pages that their offices open."""
    desks = waiting.desks(request.user, times.now())
    rooms = [
        ("office:statistics", _("Statistics"), _("How the community grows and how quickly it is served."),
         EVERY_OFFICE),
        ("office:people", _("People and offices"), _("Who may act for the platform; accounts that are suspended."),
         MAY_LOOK),
        ("office:trail", _("Audit trail"), _("Who did what, when, to which thing."), READERS_OF_THE_TRAIL),
        ("office:privacy", _("Personal data"), _("What is kept of persons, why and how long."), READERS_OF_RETENTION),
        ("office:letters", _("Letters that failed"), _("What could not be delivered, and why."),
         READERS_OF_LETTERS),
        ("admin:index", _("Records and settings"), _("Question forms, initiatives and generations; all records."),
         (Office.ADMINISTRATOR,)),
    ]  # fmt: skip
    context = {
        "desks": desks, "waiting": sum(desk.waiting for desk in desks), "nav": "account",
        "rooms": [(page, name, what) for page, name, what, offices in rooms if request.user.holds(*offices)],
    }  # fmt: skip
    return render(request, "office/hub.html", context)
