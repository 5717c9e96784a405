"""The pages for what cannot be shown: not found, not possible, no edition yet or a damaged one, and our own faults."""

from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound, NotPossible, ObservatoryError
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed


class Refusals:
    """A middleware that turns what is refused in words into a page: 404, 403, 409 or 400."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Return the page of a refusal, or None for any other error."""
        for kind, page in (
            (NotFound, not_found), (NotAllowed, not_allowed), (ChangedMeanwhile, changed), (NotPossible, not_possible),
        ):  # fmt: skip
            if isinstance(exception, kind):
                return page(request, exception)
        return None


def _page(request, status, title, message, **context):
    response = render(request, "refusal.html", {"title": title, "message": message, **context}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def not_found(request, exception=None):
    """Return the page 404 with ways to go on."""
    message = str(exception) if isinstance(exception, ObservatoryError) else ""
    return _page(request, 404, _("There is no such page"), message)


def not_possible(request, exception):
    """Return the page 400 for an address that asks for what there is not."""
    return _page(request, 400, _("This cannot be shown"), str(exception))


def not_allowed(request, exception):
    """Return the page 403 for what this person may not do or see."""
    return _page(request, 403, _("This is not yours to do"), str(exception))


def forged(request, reason=""):
    """Return the page 403 for a form that was not drawn here, or too long ago."""
    message = _("The form is too old, or does not come from this site. Go back, load the page again and send it anew.")
    return _page(request, 403, _("This form cannot be taken"), message)


def changed(request, exception):
    """Return the page 409 for a change of what someone else has changed meanwhile."""
    return _page(request, 409, _("This has changed in the meantime"), str(exception))


def too_large(request, most):
    """Return the page 413 for a request with more than `most` bytes."""
    message = _("This is too much at once: at most {size} can be sent to this page. Nothing was kept.").format(
        size=filesizeformat(most)
    )
    return _page(request, 413, _("This is too large"), message)


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
