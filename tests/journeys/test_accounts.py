"""Journeys of a person through their account: from signing up to being erased, and by a passkey."""

import re
import time
import zipfile

import pytest
from allauth.mfa.totp.internal import auth

pytestmark = pytest.mark.browser
PASSWORD = "a quiet harbour in the north"
WITHOUT_SCRIPT = {"script": False}


def sign_up(page, community, email):
    page.goto(f"{community.address}/account/signup/")
    page.fill("input[name=email]", email)
    page.fill("input[name=password1]", PASSWORD)
    page.fill("input[name=password2]", PASSWORD)
    page.click("main button[type=submit]")


def sign_in(page, community, email, password=PASSWORD):
    page.goto(f"{community.address}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.click("main form >> nth=0 >> button")


def letter_to(community, email):
    """The last letter to an address, sent now; as text."""
    community.do("from cluster_observatory.web.base import letters, times; letters.send_due(now=times.now())")
    return [text for text in community.letters() if f"To: {email}" in text][-1]


def link_in(letter):
    plain = letter.replace("=\n", "").replace("=3D", "=")
    return re.search(r"https?://\S+/account/\S+", plain)[0]


def made(community, email, offices=""):
    """Make a confirmed person with an account."""
    community.do(
        f"""
from django.utils import timezone
from cluster_observatory.web.people.models import Person, Appointment
person = Person.objects.create_user({email!r}, {PASSWORD!r})
person.emailaddress_set.create(email=person.email, verified=True, primary=True)
for office in {offices!r}.split():
    Appointment.objects.create(person=person, office=office, since=timezone.now())
"""
    )


def code_now(secret):
    """The code of an authenticator app; waits where the present one is about to end."""
    if time.time() % 30 > 25:
        time.sleep(6)
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))


def test_from_signing_up_to_being_erased_without_a_script(visit, community, tmp_path):
    page = visit(f"{community.address}/account/signup/", **WITHOUT_SCRIPT)
    sign_up(page, community, "somebody@example.org")
    assert page.locator("h1").inner_text() == "Look into your mail"

    page.goto(link_in(letter_to(community, "somebody@example.org")))
    page.click("main button")
    sign_in(page, community, "somebody@example.org")
    assert page.url == f"{community.address}/me/"

    page.click("text=Change the second factor")
    page.click("text=Set up an app")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    secret = page.locator(".secret").inner_text()
    page.fill("input[name=code]", code_now(secret))
    page.click("text=Set up the app")
    assert page.locator(".codes li").count() == 10

    page.goto(f"{community.address}/me/data/")
    with page.expect_download() as download:
        page.click("text=Download my data")
    download.value.save_as(tmp_path / "mine.zip")
    assert {"README.txt", "people.json"} <= set(zipfile.ZipFile(tmp_path / "mine.zip").namelist())

    page.goto(f"{community.address}/me/data/erase/")
    page.click("text=Erase my account for good")
    assert page.locator("h1").inner_text() == "Your account is erased"
    sign_in(page, community, "somebody@example.org")
    assert page.locator(".faults").count() == 1


def test_a_passkey_is_added_and_opens_the_account_without_a_password(visit, community):
    address = community.address.replace("127.0.0.1", "localhost")
    made(community, "passkey@example.org")
    page = visit(f"{address}/account/login/")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.fill("input[name=login]", "passkey@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.click("main form >> nth=0 >> button")

    page.goto(f"{address}/account/2fa/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.fill("input[name=name]", "Key at work")
    page.check("input[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/2fa/recovery-codes/**")
    page.goto(f"{address}/account/2fa/webauthn/")
    assert "Key at work" in page.locator("table").inner_text()

    page.context.clear_cookies()  # as if signed out; the way out leads to the map, which takes seconds to draw
    page.goto(f"{address}/account/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/me/")
    assert page.faults == []


def test_a_browser_that_gives_no_passkey_is_told_so_beside_the_button(visit, community):
    page = visit(f"{community.address.replace('127.0.0.1', 'localhost')}/account/login/")
    assert page.locator("[data-passkey-fault]").is_hidden()

    page.evaluate("void (navigator.credentials.get = () => Promise.reject(new Error('no key')))")
    page.click("#passkey_login")

    page.locator("[data-passkey-fault]").wait_for(state="visible")


PAGES = (
    "/account/login/", "/account/signup/", "/account/password/reset/", "/privacy/", "/me/", "/me/profile/",
    "/me/notices/choices/", "/me/data/", "/account/email/", "/account/password/change/", "/account/2fa/",
    "/account/sessions/", "/account/logout/", "/account/reauthenticate/", "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/add/", "/me/data/erase/",
)  # fmt: skip


def test_the_pages_of_an_account_are_for_everyone_and_fit_a_small_phone(visit, community, broken_rules):
    made(community, "reader@example.org", "moderator")
    faults = {}

    page = visit(f"{community.address}/account/login/", width=320)
    for path in PAGES:
        page.goto(community.address + path)
        if page.url.endswith("reauthenticate/?next=" + path) and "reauthenticate" not in path:
            page.fill("input[name=password]", PASSWORD)
            page.click("main button")
        width = page.evaluate("document.documentElement.scrollWidth")
        if (broken := broken_rules(page)) or width != 320:
            faults[path] = (broken, width)
        if path == "/privacy/":
            sign_in(page, community, "reader@example.org")
            assert page.url == f"{community.address}/account/2fa/"
    page.goto(f"{community.address}/me/profile/")
    page.fill("input[name=orcid]", "0000-0002-1825-0098")
    page.click("main form button")
    if broken := broken_rules(page):
        faults["a form with a fault"] = broken

    assert faults == {}
    assert page.faults == []
