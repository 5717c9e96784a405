"""Making an account: by a letter that waits with all others, and without telling a stranger who has one."""

import pytest
from django.test import Client

from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.people.models import Person

PASSWORD = "a quiet harbour in the north"


def sign_up(browser, email="New.Person@example.org", password=PASSWORD, path="/account/signup/"):
    return browser.post(path, {"email": email, "password1": password, "password2": password})


def test_who_signs_up_confirms_by_the_letter_and_signs_in(visitor, links):
    sign_up(visitor, path="/de/account/signup/")
    person = Person.objects.get(email="new.person@example.org")
    (confirm,) = links("new.person@example.org")

    before = visitor.post("/account/login/", {"login": person.email, "password": PASSWORD})
    visitor.get(confirm)
    still = person.emailaddress_set.get().verified
    visitor.post(confirm)
    after = visitor.post("/account/login/", {"login": "NEW.person@example.org", "password": PASSWORD})

    assert before.headers["Location"] == "/account/confirm-email/"
    assert still is False
    assert person.emailaddress_set.get().verified is True
    assert after.headers["Location"] == "/me/"
    assert person.language == "de"


def test_who_makes_an_account_with_the_address_of_another_never_gets_in(visitor, links, settings):
    thief, owner = visitor, Client()
    sign_up(thief, "owner@example.org", "the password of a thief")
    sign_up(owner, "owner@example.org", PASSWORD)

    answer = owner.post(links("owner@example.org")[-1])
    thief.post("/account/login/", {"login": "owner@example.org", "password": "the password of a thief"})
    owner.post("/account/password/reset/", {"email": "owner@example.org"})
    chosen = owner.get(links("owner@example.org")[-1]).headers["Location"]
    owner.post(chosen, {"password1": PASSWORD, "password2": PASSWORD})
    owner.post("/account/login/", {"login": "owner@example.org", "password": PASSWORD})

    assert answer.headers["Location"] == "/account/password/reset/"
    assert "_auth_user_id" not in thief.session
    assert owner.session["_auth_user_id"] == str(Person.objects.get().pk)


def test_the_letter_waits_among_ours_and_says_that_it_holds_a_secret(visitor):
    sign_up(visitor)

    letter = Letter.objects.get()

    assert letter.state == "waiting"
    assert letter.to == "new.person@example.org"
    assert letter.key.startswith("account:")
    assert letter.subject == "Confirm your e-mail address"


def test_a_stranger_does_not_learn_whether_an_address_has_an_account(visitor, make_person, links):
    make_person(email="known@example.org")

    known = sign_up(visitor, "known@example.org")
    unknown = sign_up(visitor, "unknown@example.org")

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert Letter.objects.get(to="known@example.org").subject == "You have an account already"
    assert Person.objects.filter(email="known@example.org").count() == 1


def test_who_asks_for_a_new_password_learns_nothing_and_strangers_get_no_letter(visitor, make_person):
    make_person(email="known@example.org")

    known = visitor.post("/account/password/reset/", {"email": "known@example.org"})
    unknown = visitor.post("/account/password/reset/", {"email": "unknown@example.org"})

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert list(Letter.objects.values_list("to", flat=True)) == ["known@example.org"]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elevensigns", "too short"),
        ("123456789012345", "entirely numeric"),
        ("new.person@example.org", "too similar"),
        ("passwordpassword", None),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused_in_words(visitor, password, why):
    answer = sign_up(visitor, password=password)

    if why is None:
        assert answer.status_code == 302
    else:
        assert why in answer.content.decode()
        assert Person.objects.count() == 0


def test_an_address_is_changed_only_when_the_new_one_is_confirmed_and_the_old_one_is_told(proved, make_person, links):
    person = make_person(email="old@example.org")
    browser = proved(person)

    browser.post("/account/email/", {"action_add": "", "email": "new@example.org"})
    person.refresh_from_db()
    meanwhile = person.email
    browser.post(links("new@example.org")[0])
    person.refresh_from_db()

    assert meanwhile == "old@example.org"
    assert person.email == "new@example.org"
    told = Letter.objects.filter(to="old@example.org").values_list("subject", flat=True)
    assert "Your e-mail address was changed" in told
