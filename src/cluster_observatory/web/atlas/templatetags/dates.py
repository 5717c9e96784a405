"""The filter that writes dates for people."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def day(value):
    """Return an ISO date such as 2026-11-22 as 22 November 2026; other words stay as they are."""
    try:
        # Translators: how a date is written, in Django's letters: j day, F month, Y year.
        return date_format(date.fromisoformat(str(value)), _("j F Y"))
    except ValueError:
        return value
