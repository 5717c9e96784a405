"""Badges: a small picture that an organisation shows on its own site, and the signed address that verifies it.

The address says what the badge said and until when.  Whoever follows it reads that, and how the profile stands now.
"""

from dataclasses import dataclass
from datetime import date

import vl_convert
from django.core import signing
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.organisations.process import CONFIRMED_EVERY
from cluster_observatory.web.organisations.rules import PUBLIC_STATES

SALT = "organisations.badge"
LONGEST_NAME = 44
SCALE = 2
"""Pixels of the PNG for each unit of the SVG, for sharp screens."""

MEDIA_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True)
class Claim:
    """What a badge says: of which organisation, that its profile was confirmed on a day, and until when that holds."""

    organisation: int
    name: str
    confirmed_on: date
    until: date


def claim(organisation):
    """Return what the badge of an organisation says today, None while its profile is not confirmed."""
    if organisation.state != "published" or organisation.confirmed_at is None:
        return None
    until = organisation.confirmed_at + CONFIRMED_EVERY
    return Claim(organisation.pk, organisation.name, organisation.confirmed_at.date(), until.date())


def code(said):
    """Return a claim as a code that only this site can make."""
    parts = [said.organisation, said.name, said.confirmed_on.isoformat(), said.until.isoformat()]
    return signing.Signer(salt=SALT, sep=".").sign_object(parts, compress=True)


def read(signed):
    """Return the claim of a code; raises NotFound for one that this site did not make."""
    try:
        number, name, confirmed_on, until = signing.Signer(salt=SALT, sep=".").unsign_object(signed)
    except (signing.BadSignature, ValueError) as error:
        raise NotFound(_("This badge was not made here, or its address is not whole. Do not trust it.")) from error
    return Claim(number, name, date.fromisoformat(confirmed_on), date.fromisoformat(until))


def holder(said):
    """Return the organisation of a claim where it is public now, following mergers; None where it is not."""
    found = Organisation.objects.filter(pk=said.organisation).select_related("merged_into").first()
    if found is not None and found.state == "merged":
        found = found.merged_into
    return found if found is not None and found.state in PUBLIC_STATES else None


def picture(organisation):
    """Return the badge of a public organisation as SVG, in the language of the address."""
    said = claim(organisation)
    name = organisation.name
    context = {
        "name": name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…",
        "line": _("profile confirmed {day}").format(day=_day(said.confirmed_on)) if said else _stale(organisation),
        "is_confirmed": said is not None,
        "is_invented": organisation.source == Organisation.Source.DEMONSTRATION,
    }
    return render_to_string("organisations/badge.svg", context)


def pixels(svg):
    """Return an SVG as PNG."""
    return bytes(vl_convert.svg_to_png(svg, scale=SCALE))


def _stale(organisation):
    if organisation.confirmed_at is None:
        return _("profile not confirmed")
    return _("profile not confirmed since {day}").format(day=_day(organisation.confirmed_at))


def _day(day):
    # Translators: how a date is written, in Django's letters: j day, F month, Y year.
    return date_format(day, _("j F Y"))
