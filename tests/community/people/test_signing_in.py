"""Signing in: guessing is stopped, sessions are new, and a new password ends the others."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from cluster_observatory.web.base.models import Letter

PASSWORD = "long enough for a test"


def test_after_five_wrong_passwords_even_the_right_one_is_refused_in_words(visitor, make_person, sign_in, is_in):
    person = make_person()

    for _attempt in range(5):
        assert "Too many" not in sign_in(visitor, person.email, "wrong").content.decode()
    sixth = sign_in(visitor, person.email, PASSWORD)

    assert "Too many failed login attempts" in sixth.content.decode()
    assert not is_in(visitor)


def test_an_account_is_locked_wherever_the_guesses_come_from(settings, visitor, make_person, sign_in):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    person = make_person()

    for number in range(5):
        sign_in(visitor, person.email, "wrong", address=f"192.0.2.{number}")
    sixth = sign_in(visitor, person.email, PASSWORD, address="192.0.2.99")

    assert "Too many failed login attempts" in sixth.content.decode()


def test_an_address_is_locked_whichever_accounts_it_tries(settings, visitor, make_person, sign_in):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    person = make_person()

    for number in range(10):
        sign_in(visitor, f"guessed-{number}@example.org", "wrong", address="192.0.2.1")
    here = sign_in(visitor, person.email, PASSWORD, address="192.0.2.1")
    elsewhere = sign_in(Client(), person.email, PASSWORD, address="192.0.2.2")

    assert "Too many failed login attempts" in here.content.decode()
    assert elsewhere.headers["Location"] == "/me/"


def test_a_wrong_password_and_an_unknown_address_are_refused_alike(visitor, make_person, sign_in):
    person = make_person()

    wrong = sign_in(visitor, person.email, "wrong").content.decode().replace(person.email, "")
    unknown = sign_in(visitor, "nobody@example.org", "wrong").content.decode().replace("nobody@example.org", "")

    assert without_tokens(wrong) == without_tokens(unknown)


def test_the_session_is_a_new_one_after_signing_in(visitor, make_person, sign_in, is_in):
    visitor.get("/account/login/?next=/me/data/")
    session = visitor.session
    session["planted"] = True
    session.save()
    planted = visitor.session.session_key

    sign_in(visitor, make_person().email, PASSWORD)

    assert visitor.session.session_key != planted
    assert is_in(visitor)


def test_a_new_password_ends_the_other_sessions_and_this_one_goes_on(visitor, make_person, sign_in, is_in):
    person = make_person()
    elsewhere = Client()
    sign_in(elsewhere, person.email, PASSWORD)
    sign_in(visitor, person.email, PASSWORD)
    new = "another harbour in the south"

    visitor.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert is_in(visitor)
    assert not is_in(elsewhere)
    assert Letter.objects.filter(to=person.email, subject="Your password was changed").exists()


def test_who_sees_a_session_that_is_not_theirs_ends_it(visitor, make_person, sign_in, is_in):
    person = make_person()
    elsewhere = Client(headers={"user-agent": "A browser in the library"})
    sign_in(elsewhere, person.email, PASSWORD)
    sign_in(visitor, person.email, PASSWORD)

    page = visitor.get("/account/sessions/").content.decode()
    visitor.post("/account/sessions/")

    assert "A browser in the library" in page
    assert is_in(visitor)
    assert not is_in(elsewhere)
    assert UserSession.objects.count() == 1


def test_a_forgotten_password_is_replaced_by_the_link_which_works_once(visitor, make_person, links, sign_in):
    person = make_person()
    new = "another harbour in the south"
    visitor.post("/account/password/reset/", {"email": person.email})
    (link,) = links(person.email)

    form = visitor.get(link, follow=True)
    visitor.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    again = Client().get(link, follow=True)

    assert sign_in(visitor, person.email, new).headers["Location"] == "/me/"
    assert "This link is too old" in again.content.decode()


def test_a_suspended_person_does_not_come_in_and_where_they_were_in_they_are_out(visitor, make_person, sign_in, is_in):
    person = make_person()
    sign_in(visitor, person.email, PASSWORD)
    person.state = "suspended"
    person.save()

    answer = sign_in(Client(), person.email, PASSWORD)

    assert not is_in(visitor)
    assert answer.headers.get("Location") != "/me/"


@pytest.mark.parametrize("page", ["/account/logout/", "/account/2fa/totp/deactivate/", "/me/data/take/"])
def test_looking_at_a_page_changes_nothing(proved, make_person, page, is_in):
    browser = proved(make_person())

    browser.get(page)

    assert is_in(browser)


def without_tokens(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_the_links_of_letters_have_the_public_address_whatever_host_was_asked_for(
    visitor, make_person, settings, monkeypatch
):
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setenv("OBSERVATORY_PUBLIC_ADDRESS", "https://observatory.example.org")
    person = make_person()

    visitor.post("/account/password/reset/", {"email": person.email}, headers={"host": "elsewhere.example"})

    text = Letter.objects.get(to=person.email).text
    assert re.findall(r"https?://[^/\s]+", text) == ["https://observatory.example.org"]
    assert "elsewhere" not in text
