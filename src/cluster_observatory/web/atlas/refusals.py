"""The pages for what cannot be shown: not found, not possible, no edition yet or a damaged one, and our own faults."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from cluster_observatory.errors import ObservatoryError


def _page(request, status, title, message, **context):
    response = render(request, "atlas/refusal.html", {"title": title, "message": message, **context}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def not_found(request, exception=None):
    """Return the page 404 with ways to go on."""
    message = str(exception) if isinstance(exception, ObservatoryError) else ""
    return _page(request, 404, _("There is no such page"), message)


def not_possible(request, exception):
    """Return the page 400 for an address that asks for what there is not."""
    return _page(request, 400, _("This cannot be shown"), str(exception))


def bad_request(request, exception=None):
    """Return the page 400 for a request that cannot be understood."""
    return _page(request, 400, _("This request cannot be understood"), "")


def server_error(request):
    """Return the page 500; the fault is ours and is in the log."""
    message = _("The fault is ours, and it has been written to the log. Try again, or go back to the map.")
    return _page(request, 500, _("Something went wrong here"), message)


def no_edition(request):
    """Return the page 503 that says how to get an edition."""
    return _page(request, 503, _("No figures have been published here yet"), "", without_edition=True)


def damaged_edition(request):
    """Return the page 503 that says how to find out what is damaged; the log says what was met."""
    message = _(
        "The edition published here cannot be read: it is damaged. Whoever runs this site: `observatory check` says "
        "what is wrong, and `observatory build` lays an edition down anew."
    )
    return _page(request, 503, _("The figures cannot be read just now"), message)
