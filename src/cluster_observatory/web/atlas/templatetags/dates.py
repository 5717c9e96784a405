"""The filter that writes dates for people."""

from datetime import date

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def day(value):
    """Return an ISO date such as 2026-11-22 as 22 November 2026; other words stay as they are."""
    try:
        return date_format(date.fromisoformat(str(value)), "j F Y")
    except ValueError:
        return value
