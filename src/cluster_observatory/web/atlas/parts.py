"""Which part of a page a request wants."""


def asks_for_part(request):
    """Return whether a script asks for the part that changes, and not for a whole page as a browser does.

    htmx asks for whole pages too: for a link it follows, and for a page of the history that it no longer has.
    """
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
