"""How django-allauth meets our persons: its letters wait with ours, so that none is lost while mail is down."""

import uuid
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.sites.shortcuts import get_current_site
from django.urls import reverse
from django.utils.translation import get_language

from cluster_observatory.settings import setting
from cluster_observatory.web.base import letters, times
from cluster_observatory.web.base.public_addresses import public

SECRET = "account:"
"""Letters whose key begins with it hold a link that opens an account: their text is emptied once they were sent."""


class Accounts(DefaultAccountAdapter):
    """What is ours about signing up and in."""

    def new_user(self, request):
        """Return a new person who reads the language of the page."""
        person = super().new_user(request)
        person.language = (get_language() or "en")[:2]
        return person

    def send_mail(self, template_prefix, email, context):
        """Write the letter; it leaves with all others, as soon as the mail server takes it.

        Its links have the public address, not the host that the request names: that is the sender's to choose.
        """
        site = get_current_site(self.request)
        if address := setting("PUBLIC_ADDRESS"):
            site.domain = site.name = urlsplit(address).netloc
        said = {"request": self.request, "email": email, **context, "current_site": site}
        message = self.render_mail(template_prefix, email, said)
        text = message.body.replace(self.request.build_absolute_uri("/"), public(self.request, "/"))
        letters.write(to=email, subject=message.subject, text=text, key=f"{SECRET}{uuid.uuid4()}", now=times.now())

    def get_login_redirect_url(self, request):
        """Return the page after signing in: for who holds an office without a second factor, where to set one up."""
        if request.user.offices and not is_mfa_enabled(request.user):
            return reverse("mfa_index")
        return super().get_login_redirect_url(request)


class OtherServices(DefaultSocialAccountAdapter):
    """What is ours about signing in by OpenID Connect."""

    def populate_user(self, request, sociallogin, data):
        """Return the new person with the name that the other service says."""
        person = super().populate_user(request, sociallogin, data)
        whole = data.get("name") or f"{data.get('first_name') or ''} {data.get('last_name') or ''}"
        person.name = " ".join(whole.split())[:150]
        return person
