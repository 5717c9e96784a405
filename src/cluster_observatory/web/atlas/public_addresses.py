"""Addresses that hold from anywhere and for ever: with the host, and with the edition in them."""

from django.urls import get_script_prefix

from cluster_observatory.settings import setting


def public(request, path):
    """Return the whole address of a path of this site, under PUBLIC_ADDRESS where that is set."""
    base = setting("PUBLIC_ADDRESS").rstrip("/")
    return f"{base}{path}" if base else request.build_absolute_uri(path)


def lasting(request, path):
    """Return the whole address of a page, as `reverse` gives it, that goes on showing the edition shown now."""
    if request.asked_edition is None:
        before = get_script_prefix().rstrip("/")
        path = f"{before}/editions/{request.edition.name}{path.removeprefix(before)}"
    return public(request, path)
