"""Authenticator app and recovery codes: set up, asked for, and guessed in vain."""

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.people import rules

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_an_app_is_set_up_by_its_code_recovery_codes_come_with_it_and_the_person_is_told(
    proved, make_person, app_code, django_capture_on_commit_callbacks
):
    person = make_person("moderator", second_factor=False)
    browser = proved(person)
    before = rules.obstacle_to_office(person, "moderator")
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'class="secret">(\w+)<', page)[1]

    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post("/account/2fa/totp/activate/", {"code": app_code(secret)})

    assert "second factor" in before
    assert rules.obstacle_to_office(person, "moderator") is None
    assert answer.headers["Location"] == "/account/2fa/recovery-codes/"
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert Letter.objects.filter(to=person.email, subject="An authenticator app was set up").exists()


def test_the_password_alone_opens_nothing_and_the_code_of_the_app_does(visitor, make_person, sign_in, is_in, app_code):
    person = make_person(second_factor=False)
    TOTP.activate(person, SECRET)

    halfway = sign_in(visitor, person.email)
    meanwhile = is_in(visitor)
    visitor.post("/account/2fa/authenticate/", {"code": app_code(SECRET)})

    assert halfway.headers["Location"] == "/account/2fa/authenticate/"
    assert meanwhile is False
    assert is_in(visitor)


def test_a_code_that_was_used_opens_nothing_a_second_time(visitor, make_person, sign_in, is_in, app_code):
    person = make_person(second_factor=False)
    TOTP.activate(person, SECRET)
    code = app_code(SECRET)
    sign_in(visitor, person.email)
    visitor.post("/account/2fa/authenticate/", {"code": code})
    thief = Client()

    sign_in(thief, person.email)
    thief.post("/account/2fa/authenticate/", {"code": code})

    assert not is_in(thief)


def test_a_recovery_code_opens_once(visitor, make_person, sign_in, is_in):
    person = make_person(second_factor=False)
    TOTP.activate(person, SECRET)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    again = Client()

    for browser in (visitor, again):
        sign_in(browser, person.email)
        browser.post("/account/2fa/authenticate/", {"code": code})

    assert is_in(visitor)
    assert not is_in(again)


def test_codes_are_not_guessed(visitor, make_person, sign_in, is_in, app_code):
    person = make_person(second_factor=False)
    TOTP.activate(person, SECRET)
    cache.clear()
    sign_in(visitor, person.email)

    for _attempt in range(5):
        visitor.post("/account/2fa/authenticate/", {"code": "000000"})
    sixth = visitor.post("/account/2fa/authenticate/", {"code": app_code(SECRET)})

    assert "Too many" in sixth.content.decode()
    assert not is_in(visitor)


def test_what_weakens_the_account_asks_once_more_who_is_there(signed_in, make_person):
    person = make_person(second_factor=False)
    TOTP.activate(person, SECRET)

    answer = signed_in(person).post("/account/2fa/totp/deactivate/")

    assert answer.headers["Location"].startswith("/account/reauthenticate/")
    assert Authenticator.objects.filter(user=person).exists()


def test_who_came_in_by_the_password_alone_is_out_once_a_factor_is_set_up(
    proved, make_person, app_code, sign_in, is_in, django_capture_on_commit_callbacks
):
    person = make_person("moderator", second_factor=False)
    thief, browser = Client(), proved(person)
    sign_in(thief, person.email)
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'class="secret">(\w+)<', page)[1]
    before = is_in(thief), is_in(browser)

    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/account/2fa/totp/activate/", {"code": app_code(secret)})

    assert (before, (is_in(thief), is_in(browser))) == ((True, True), (False, True))
