"""The way through the pages of one's own account."""

from allauth.socialaccount.adapter import get_adapter
from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("people/_account_way.html", takes_context=True)
def account_way(context):
    """Return the pages of the account in order, each with its words, its address, and whether it is this one."""
    request = context["request"]
    pages = [
        ("people:me", _("Overview")),
        ("people:profile", _("Name and language")),
        ("account_email", _("E-mail address")),
        ("account_change_password", _("Password")),
        ("mfa_index", _("Second factor")),
        ("usersessions_list", _("Sessions")),
        ("socialaccount_connections", _("Other services")),
        ("people:notice_choices", _("What I am told")),
        ("people:data", _("My data")),
        ("account_logout", _("Sign out")),
    ]
    if not get_adapter().list_apps(request):
        pages = [(name, words) for name, words in pages if name != "socialaccount_connections"]
    return {"pages": [(words, reverse(name), reverse(name) == request.path) for name, words in pages]}
