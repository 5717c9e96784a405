"""How django-allauth meets our persons: its letters wait with ours, so that none is lost while mail is down."""

import uuid
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cluster_observatory.settings import setting
from cluster_observatory.web.base import letters, times
from cluster_observatory.web.base.public_addresses import public

SIGNED_UP = "signed_up"
"""What the session of a browser says of the account that was made in it."""

SECRET = "account:"
"""Letters whose key begins with it hold a link that opens an account: their text is emptied once they were sent."""


class Accounts(DefaultAccountAdapter):
    """What is ours about signing up and in."""

    def new_user(self, request):
        """Return a new person who reads the language of the page."""
        person = super().new_user(request)
        person.language = (get_language() or "en")[:2]
        return person

    def save_user(self, request, user, form, commit=True):
        """Return the new person; the browser that signed up is known by its session."""
        person = super().save_user(request, user, form, commit)
        request.session[SIGNED_UP] = person.pk
        return person

    def confirm_email(self, request, email_address):
        """Confirm an address; where the account was made in another browser, its password holds no more.

        Else someone could make an account with the address of another and wait until its owner opens the letter.
        """
        person = email_address.user
        is_first = not person.emailaddress_set.filter(verified=True).exists()
        is_confirmed = super().confirm_email(request, email_address)
        is_elsewhere = request.session.get(SIGNED_UP) != person.pk
        if is_confirmed and is_first and is_elsewhere and person.has_usable_password():
            person.set_unusable_password()
            person.save(update_fields=["password"])
            request.needs_password = True
        return is_confirmed

    def get_email_verification_redirect_url(self, email_address):
        """Return the page after confirming: where to choose a password, for who has none that is surely theirs."""
        if not getattr(self.request, "needs_password", False):
            return super().get_email_verification_redirect_url(email_address)
        messages.info(
            self.request,
            _(
                "Your address is confirmed. The account was made in another browser: choose a password now, so that it "
                "is yours alone. We send you a letter for it."
            ),
        )
        return reverse("account_reset_password")

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
