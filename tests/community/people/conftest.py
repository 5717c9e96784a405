"""What tests of accounts need: letters that were written, codes of an app, someone who has just proved who they are."""

import re
import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal import auth
from django.core.cache import cache

from cluster_observatory.web.base.models import Letter

PASSWORD = "long enough for a test"


@pytest.fixture(autouse=True)
def nothing_counted(db):
    """No attempts of other tests are counted."""
    cache.clear()


@pytest.fixture
def links():
    """links("person@example.org") → the addresses in the letters to them, oldest first, as paths."""

    def found(to):
        texts = Letter.objects.filter(to=to).order_by("pk").values_list("text", flat=True)
        return [path for text in texts for path in re.findall(r"https?://testserver(/\S+)", text)]

    return found


@pytest.fixture
def app_code():
    """app_code(secret) → the code that an authenticator app shows now."""

    def code(secret):
        return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))

    return code


@pytest.fixture
def proved(signed_in):
    """proved(person) → a browser of that person, who has just shown again who they are."""

    def browser(person):
        client = signed_in(person)
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return client

    return browser


@pytest.fixture
def sign_in():
    """sign_in(browser, email, password, address="192.0.2.7") → the answer to the form of the sign-in page."""

    def send(browser, email, password=PASSWORD, *, address="192.0.2.7"):
        said = {"login": email, "password": password}
        return browser.post("/account/login/", said, headers={"x-forwarded-for": address})

    return send


@pytest.fixture
def is_in():
    """is_in(browser) → whether the browser reaches the page of one's own account."""
    return lambda browser: browser.get("/me/").status_code == 200
