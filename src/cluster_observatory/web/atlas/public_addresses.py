"""Addresses that hold from anywhere and for ever: with the host, and with the edition in them."""

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils import translation

from cluster_observatory.publication.dcat import Addresses
from cluster_observatory.web.base.public_addresses import public


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
    """Return the addresses that the catalogue names: those of each edition, in no language, below the root of the site.

    The API's have the edition as a part of their own.
    """

    def api(name, *parts):
        with translation.override(settings.LANGUAGE_CODE):
            return f"{root}/{reverse(name, args=parts).removeprefix(get_script_prefix())}"

    def page(edition, name, *parts):
        return api(f"atlas:{name}", *parts).replace(f"{root}/", f"{root}/editions/{edition}/", 1)

    return Addresses(
        home=f"{root}/",
        service=api("api-1:editions"),
        openapi=api("openapi"),
        about=lambda edition: page(edition, "about_the_data"),
        method=lambda edition, method: page(edition, "method", method),
        edition=lambda edition: api("api-1:edition", edition),
        archive=lambda edition: api("api-1:archive", edition),
        table=lambda edition, table: api("api-1:table", edition, table),
        file=lambda edition, table, form: api("api-1:file", edition, table, form),
    )
