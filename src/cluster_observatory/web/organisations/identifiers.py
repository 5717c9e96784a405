"""Whether numbers and addresses of organisations are written as they must be; answers in words or None.

Only the way of writing and the check digits are looked at.  The tax offices' register (VIES) and the register of PICs
are not asked.
"""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from stdnum import lei
from stdnum.eu import vat as european_vat
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.gb import vat as british_vat

KNOWN_ADDRESSES = ("GROW-CLUSTERS@ec.europa.eu", "EUclusterobservatory@EOCIC.eu", "info@eucluster2019.eu")
"""Addresses in the newsletters of the observatory; in print, hyphens of some are lost at the end of a line."""

BREAKS = re.compile("[\\s\u00ad\u200b\u2010\u2011]")
"""What stays in an address that was copied across the end of a line."""

OLD_ENOUGH = 1000


def compact(number):
    """Return a number without blanks, dots and hyphens, in capitals."""
    return re.sub(r"[\s.\-]", "", number).upper()


def obstacle_to_pic(pic):
    """Return why this is no participant identification code, or None."""
    if re.fullmatch(r"[0-9]{9}", pic):
        return None
    return _("A PIC has 9 digits.")


def obstacle_to_vat(number):
    """Return why this is no VAT number with the country in front, or None; check digits of the Union and the UK."""
    number = compact(number)
    country = number[:2].lower()
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9+*]{2,13}", number):
        return _("A VAT number begins with its country, such as DE or EL.")
    try:
        if country in ("gb", "uk"):
            british_vat.validate(number[2:])
        elif country == "el" or country in european_vat.MEMBER_STATES:
            european_vat.validate(number)
    except WrongNumber:
        return _("This is not a VAT number of that country: look at its length and digits again.")
    return None


def obstacle_to_lei(number):
    """Return why this is no legal entity identifier, or None."""
    try:
        lei.validate(number)
    except WrongNumber:
        return _("An LEI has 20 letters and digits, the last two of which check the others: these do not fit.")
    return None


def obstacle_to_year(year, now):
    """Return why an organisation cannot have been founded then, or None."""
    if OLD_ENOUGH <= year <= now.year:
        return None
    return _("Give a year up to {year}.").format(year=now.year)


def flaw_of_address(address):
    """Return why an e-mail address looks broken, or None.

    An address that lost its hyphen at the end of a line is well written, and yet nobody reads what is sent there: so
    it is held against those that are known.
    """
    if BREAKS.search(address):
        return _("“{address}” looks broken: there is a break within it.").format(address=BREAKS.sub("·", address))
    try:
        validate_email(address)
    except ValidationError:
        return _("“{address}” looks broken: it is no e-mail address.").format(address=address)
    name, _at, _host = address.partition("@")
    if name.startswith("-") or name.endswith("-"):
        return _("“{address}” looks broken: a hyphen stands at its end.").format(address=address)
    for known in KNOWN_ADDRESSES:
        if address.lower() != known.lower() and _without_hyphens(address) == _without_hyphens(known):
            return _("“{address}” looks broken: the known address is {known}.").format(address=address, known=known)
    return None


def _without_hyphens(address):
    return address.replace("-", "").lower()
