"""Addresses that hold from anywhere and for ever: with the host, and with the edition in them."""

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils import translation

from cluster_observatory.publication.dcat import Addresses
from cluster_observatory.settings import setting

API = "api/v1"
"""Where the API begins, below the root of the site; its addresses are the same in every language."""


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


def root(request):
    """Return the whole address that every address of the site begins with, without an edition or a language."""
    before = get_script_prefix().rstrip("/")
    if request.asked_edition:
        before = before.removesuffix(f"/editions/{request.asked_edition}")
    return public(request, f"{before}/").rstrip("/")


def of_catalogue(root):
    """Return the addresses that the catalogue names: those of each edition, below the root of the site."""
    api = f"{root}/{API}"

    def page(edition, name, *parts):
        with translation.override(settings.LANGUAGE_CODE):
            path = reverse(f"atlas:{name}", args=parts).removeprefix(get_script_prefix())
        return f"{root}/editions/{edition}/{path}"

    return Addresses(
        home=f"{root}/",
        service=api,
        openapi=f"{api}/openapi.json",
        about=lambda edition: page(edition, "about_the_data"),
        method=lambda edition, method: page(edition, "method", method),
        edition=lambda edition: f"{api}/editions/{edition}",
        archive=lambda edition: f"{api}/editions/{edition}/archive.zip",
        table=lambda edition, table: f"{api}/editions/{edition}/tables/{table}",
        file=lambda edition, table, form: f"{api}/editions/{edition}/tables/{table}.{form}",
    )
