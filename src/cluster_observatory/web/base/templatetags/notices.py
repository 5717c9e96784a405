"""How many notices whoever looks at a page has not read."""

from django import template

from cluster_observatory.web.base import notices

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context):
    """Return how many notices the person who is signed in has not read; 0 for a visitor, of whom nothing is asked."""
    user = getattr(context.get("request"), "user", None)
    return notices.unread(user).count() if user is not None and user.is_authenticated else 0
