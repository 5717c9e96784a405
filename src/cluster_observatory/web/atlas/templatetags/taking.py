"""The tag that writes what is asked for into the links to files."""

from urllib.parse import urlencode

from django import template

register = template.Library()


@register.simple_tag
def asked(**parameters):
    """Return the parameters of an address."""
    return "?" + urlencode(parameters)
