"""Every page of an account is drawn in our frame, and kept by no cache."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

STRANGERS = (
    "/account/login/", "/account/signup/", "/account/password/reset/", "/account/password/reset/done/",
    "/account/confirm-email/", "/account/confirm-email/nonsense/", "/account/password/reset/key/1-nonsense/",
    "/account/password/reset/key/done/", "/account/inactive/", "/account/3rdparty/login/cancelled/",
    "/account/3rdparty/login/error/", "/privacy/", "/me/data/erased/",
)  # fmt: skip
OWN = (
    "/me/", "/me/profile/", "/me/notices/choices/", "/me/data/", "/me/data/erase/", "/account/email/",
    "/account/password/change/", "/account/logout/", "/account/2fa/", "/account/sessions/", "/account/3rdparty/",
    "/account/reauthenticate/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/",
)  # fmt: skip
PROTECTED = (
    "/account/2fa/", "/account/2fa/totp/deactivate/", "/account/2fa/recovery-codes/",
    "/account/2fa/recovery-codes/generate/", "/account/2fa/reauthenticate/", "/me/",
)  # fmt: skip


def whole(answer):
    text = answer.content.decode()
    return answer.status_code in (200, 401) and '<main id="content"' in text and "base/community.css" in text


@pytest.mark.parametrize("page", STRANGERS)
def test_a_stranger_gets_the_page_in_our_frame(visitor, page):
    assert whole(visitor.get(page))


@pytest.mark.parametrize("page", OWN)
def test_a_person_gets_the_page_in_our_frame_and_no_cache_keeps_it(proved, make_person, page):
    answer = proved(make_person()).get(page)

    assert whole(answer)
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("page", PROTECTED)
def test_who_has_a_second_factor_gets_the_page_in_our_frame(proved, make_person, page):
    person = make_person(second_factor=False)
    TOTP.activate(person, "A" * 32)
    RecoveryCodes.activate(person)

    assert whole(proved(person).get(page))


def test_keys_are_listed_renamed_and_removed(proved, make_person):
    person = make_person()
    key = Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Key at work", "credential": {}}
    )
    browser = proved(person)

    assert "Key at work" in browser.get("/account/2fa/webauthn/").content.decode()
    assert whole(browser.get(f"/account/2fa/webauthn/keys/{key.pk}/edit/"))
    assert whole(browser.get(f"/account/2fa/webauthn/keys/{key.pk}/remove/"))


@pytest.mark.parametrize("page", ["/me/", "/me/profile/", "/me/data/", "/me/data/erase/", "/account/2fa/"])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(visitor, page):
    answer = visitor.get(page)

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/account/login/?next={page}"


def test_pages_of_the_atlas_never_ask_who_reads_them(signed_in, make_person, django_assert_num_queries):
    browser = signed_in(make_person())

    with django_assert_num_queries(0):
        answer = browser.get("/methods/")

    assert "private" not in answer.headers["Cache-Control"]
