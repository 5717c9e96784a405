"""How large a request may be: small, but for those who are signed in and write long texts, and for files."""

from django.conf import settings

from cluster_observatory.web.base import refusals

SMALL = 64 * 1024
LONG_TEXTS = 1024 * 1024
FILES = 21 * 1024 * 1024
"""Bytes.  Texts come in up to 24 languages; a file of 20 megabytes comes with the form around it."""


def takes_files(view):
    """Mark a view as one to which files may be sent."""
    view.takes_files = True
    return view


class RequestSizes:
    """A middleware that refuses, unread, a request with more than the page takes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, positional, named):
        """Return the page 413 for a request that is too large, or None."""
        if (size := _announced(request)) <= SMALL:
            return None
        if getattr(view, "takes_files", False):
            most = FILES
        else:
            most = LONG_TEXTS if settings.SESSION_COOKIE_NAME in request.COOKIES else SMALL
        if size <= most:
            return None
        return refusals.too_large(request, most)


def _announced(request):
    """Return the bytes that the request says it has; the server in front holds it to that."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
