"""Numbers as people read them, in the visitor's language; an en dash where there is none."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

NONE = "–"


def count(value):
    """Return a count in whole numbers with separated thousands."""
    return NONE if value is None else number_format(round(value), force_grouping=True)


def about(value):
    """Return a modelled count with the digits that are known: three."""
    if value is None:
        return NONE
    size = len(str(int(abs(value))))
    return number_format(round(value, 3 - size) if size > 3 else round(value), decimal_pos=0, force_grouping=True)


def decimal(value, digits):
    """Return a number with so many decimals."""
    return NONE if value is None else number_format(f"{value:.{digits}f}", decimal_pos=digits, force_grouping=True)


def quotient(value):
    """Return a location quotient as tables show it, with two decimals."""
    return decimal(value, 2)


def quotient_in_text(value):
    """Return a location quotient as sentences say it, with one decimal."""
    return decimal(value, 1)


def share(value):
    """Return a share as a percentage with one decimal."""
    return NONE if value is None else _("{number}%").format(number=decimal(value * 100, 1))


def share_in_text(value):
    """Return a share as a whole percentage, as sentences say it."""
    return NONE if value is None else _("{number}%").format(number=decimal(value * 100, 0))


def thousand_euro(value):
    """Return thousands of euro as euro, to the hundred."""
    if value is None:
        return NONE
    return _("€{number}").format(number=number_format(round(value * 10) * 100, force_grouping=True))


def interval(low, high):
    """Return the ends of an interval of a quotient as a sentence says them: "5.5 to 6.4"; empty where there is none."""
    if low is None or high is None:
        return ""
    digits = 1 if low >= 1 and decimal(low, 1) != decimal(high, 1) else 2
    return _("{low} to {high}").format(low=decimal(low, digits), high=decimal(high, digits))


def signed(value, digits):
    """Return a number with its sign and so many decimals."""
    if value is None:
        return NONE
    rounded = round(value, digits)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + decimal(abs(value), digits)


def signed_count(value):
    """Return a count in whole numbers with its sign."""
    return signed(value, 0)


def growth(value):
    """Return growth in per cent a year, with its sign."""
    if value is None:
        return NONE
    return _("{number}% a year").format(number=signed(value, 1))


def share_limit(value):
    """Return the limit of a class of shares, in per cent."""
    return _("{number}%").format(number=limit(round(value * 100, 6)))


def growth_limit(value):
    """Return the limit of a class of growth."""
    return _("{number}%").format(number=limit(value).replace("-", "−"))


def per_unit(value):
    """Return persons per local unit, with one decimal."""
    return decimal(value, 1)


def stars(value):
    """Return a count of stars."""
    return NONE if value is None else str(value)


def limit(value):
    """Return the limit of a class, without needless decimals."""
    if value == int(value):
        return number_format(int(value), force_grouping=True)
    return number_format(f"{value:.10f}".rstrip("0"), force_grouping=True)
