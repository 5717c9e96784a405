"""A certificate on paper: one A4 page across, as a tagged PDF (PDF/UA-1) with a QR code of its address.

Every word is handed over finished, and none is read as markup.
"""

import json
from importlib import resources

import typst
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.partnerships import codes, findings, qr

FACE = "Libertinus Serif"


def pdf(certificate, address, language):
    """Return a certificate, whose partnership has its `members`, as a PDF in the language."""
    template = (resources.files("cluster_observatory.web.partnerships") / "certificate.typ").read_bytes()
    data = json.dumps(_said(certificate, address, language), ensure_ascii=False)
    return typst.compile(
        template, format="pdf", sys_inputs={"certificate": data, "face": FACE}, ignore_system_fonts=True,
        pdf_standards="ua-1",
    )  # fmt: skip


def _said(certificate, address, language):
    partnership = certificate.partnership
    members = partnership.members
    countries = {place.organisation.country for place in members}
    together = ngettext(
        "a partnership of {organisations} organisation",
        "a partnership of {organisations} organisations from {countries} countries",
        len(members),
    ).format(organisations=len(members), countries=len(countries))
    handed_over = (
        _("Handed over at: {occasion}").format(occasion=certificate.handed_over_at)
        if certificate.handed_over_at
        else ""
    )
    is_invented = partnership.source == Organisation.Source.DEMONSTRATION
    return {
        "language": language,
        "title": _("Certificate {number}").format(number=certificate.number),
        "banner": _("Invented for demonstration: this certificate certifies nothing.") if is_invented else "",
        "kicker": _("Certificate"),
        "says": _("This certifies that"),
        "acronym": partnership.acronym,
        "full_title": partnership.title,
        "is": _("{together}, was selected under").format(together=together),
        "initiative": partnership.initiative.code,
        "initiative_name": findings.name_of(partnership.initiative),
        "facts": [
            [_("Number"), certificate.number],
            [_("Date"), date_format(certificate.issued_on, "j F Y")],
            [_("Issued by"), certificate.issued_by],
        ],
        "handed_over": handed_over,
        "verify": _("Whether it still holds is said at:"),
        "address": address,
        "code": _("Code: {code}").format(code=codes.written(certificate.code)),
        "qr": qr.svg(address).decode(),
        "qr_words": _("QR code of the address {address}").format(address=address),
    }
