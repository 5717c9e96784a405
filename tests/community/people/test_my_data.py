"""What is held of a person: seen, taken away, agreed to, and erased, theirs and nobody else's."""

import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit, letters, personal_data
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.models import Letter, Notice
from cluster_observatory.web.organisations.actions import memberships
from cluster_observatory.web.people import actions
from cluster_observatory.web.people.models import Consent, NoticeChoice, Person


@pytest.fixture
def full(make_person, now):
    """A person of whom everything is held that can be held, with marks by which one finds it again."""

    def make(mark):
        person = make_person("editor", name=f"Name {mark}", email=f"{mark}@example.org", orcid="0000-0002-1825-0097")
        SocialAccount.objects.create(user=person, provider="openid", uid=f"uid-{mark}", extra_data={"name": mark})
        Notice.objects.create(person=person, kind="x", key=mark, subject=f"Notice {mark}", text=mark, made_at=now)
        UserSession.objects.create(user=person, ip="192.0.2.7", user_agent=f"Browser {mark}", session_key=mark)
        NoticeChoice.objects.create(person=person, kind="x", way="daily")
        letters.write(to=person.email, subject=f"Letter {mark}", text="Hello.", key=mark, now=now)
        actions.give_consent(person=person, purpose="news", now=now)
        return person

    return make


@pytest.fixture
def held(tmp_path):
    """held(…) → another app that holds something of persons, until the test is over."""
    before = dict(personal_data.HOLDERS)

    def register(name="things", export=lambda person: None, erase=lambda person, now: {}, obstacle=None):
        personal_data.register(personal_data.Holder(name, export, erase, (), obstacle))

    yield register
    personal_data.HOLDERS.clear()
    personal_data.HOLDERS.update(before)


def unpacked(answer):
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_copy_holds_all_of_the_person_and_nothing_of_anybody_else(proved, full):
    person, _other = full("own"), full("alien")

    answer = proved(person).post("/me/data/take/")
    packed = unpacked(answer)
    whole = json.loads(packed.read("people.json"))

    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert whole["account"]["email"] == "own@example.org"
    assert whole["account"]["orcid"] == "0000-0002-1825-0097"
    assert whole["email_addresses"] == [{"email": "own@example.org", "verified": True, "primary": True}]
    assert [one["kind"] for one in whole["second_factors"]] == ["totp"]
    assert [one["identifier"] for one in whole["other_services"]] == ["uid-own"]
    assert [one["network_address"] for one in whole["sessions"]] == ["192.0.2.7"]
    assert [one["office"] for one in whole["offices"]] == ["editor"]
    assert [one["purpose"] for one in whole["consents"]] == ["news"]
    assert whole["notice_choices"] == [{"kind": "x", "way": "daily"}]
    assert [one["subject"] for one in whole["notices"]] == ["Notice own"]
    assert "Letter own" in [one["subject"] for one in whole["letters"]]
    assert [one["act"] for one in whole["acts"]] == ["give_consent", "export"]
    assert not any(b"alien" in packed.read(name) for name in packed.namelist())


def test_no_secret_is_in_the_copy(proved, full):
    person = full("own")
    Authenticator.objects.filter(user=person).update(data={"secret": "do-not-show"})

    packed = unpacked(proved(person).post("/me/data/take/"))
    written = b"".join(packed.read(name) for name in packed.namelist()).decode()

    assert "do-not-show" not in written
    assert person.password not in written


def test_what_other_apps_hold_is_in_the_copy_with_its_files_under_names_that_harm_nobody(
    proved, make_person, held, tmp_path
):
    file = tmp_path / "kept"
    file.write_bytes(b"evidence")
    person = make_person()
    held(export=lambda asked: personal_data.Export([asked.pk], (("../../etc/päss\\wd.pdf", file),)))

    packed = unpacked(proved(person).post("/me/data/take/"))

    assert json.loads(packed.read("things.json")) == [person.pk]
    assert [name for name in packed.namelist() if name.startswith("things/")] == ["things/1-_.._etc_päss_wd.pdf"]
    assert packed.read("things/1-_.._etc_päss_wd.pdf") == b"evidence"


def test_who_did_not_just_prove_who_they_are_gets_no_copy_and_erases_nothing(signed_in, make_person):
    person = make_person()
    browser = signed_in(person)

    copy = browser.post("/me/data/take/")
    erasure = browser.post("/me/data/erase/")

    assert copy.headers["Location"].startswith("/account/reauthenticate/")
    assert erasure.headers["Location"].startswith("/account/reauthenticate/")
    assert Person.objects.get(pk=person.pk).state == "active"


def test_after_the_password_the_copy_comes_without_asking_a_second_time(signed_in, make_person):
    person = make_person()
    browser = signed_in(person)
    asked = browser.post("/me/data/take/").headers["Location"]

    answer = browser.post(asked, {"password": "long enough for a test"})

    assert "people.json" in unpacked(answer).namelist()


def test_who_has_no_password_proves_who_they_are_by_a_code_from_a_letter(signed_in, make_person):
    person = make_person(email="own@example.org")
    person.set_unusable_password()
    person.save()
    browser = signed_in(person)
    asked = browser.post("/me/data/take/").headers["Location"]

    ask = browser.get(asked).content.decode()
    sent = browser.post(asked, {"recipient": "own@example.org", "next": "/me/data/take/"}).headers["Location"]
    letter = Letter.objects.get(to="own@example.org")
    code = re.search(r"^[A-Z0-9-]{6,}$", letter.text, re.MULTILINE)[0]
    enter = browser.get(sent).content.decode()
    answer = browser.post(sent, {"code": code, "next": "/me/data/take/"})

    assert "Send me a code" in ask
    assert "own@example.org" in enter
    assert letter.key.startswith("account:")
    assert "people.json" in unpacked(answer).namelist()


def test_a_consent_is_given_and_withdrawn_and_both_are_recorded(signed_in, make_person):
    person = make_person()
    browser = signed_in(person)

    browser.post("/me/data/consents/news/", {"give": "1"})
    browser.post("/me/data/consents/news/", {"give": "1"})
    given = Consent.objects.get()
    browser.post("/me/data/consents/news/", {"withdraw": "1"})
    browser.post("/me/data/consents/news/", {"withdraw": "1"})

    assert (given.wording, given.withdrawn_at) == ("1", None)
    assert Consent.objects.get().withdrawn_at is not None
    assert [event.act for event in audit.history(person)] == ["withdraw_consent", "give_consent"]


def test_a_changed_wording_asks_for_the_consent_again(make_person, now, signed_in):
    person = make_person()
    actions.give_consent(person=person, purpose="news", now=now)
    purpose = personal_data.PURPOSES["news"]
    personal_data.register_purpose(replace(purpose, wording="2"))
    try:
        page = signed_in(person).get("/me/data/").content.decode()
        actions.give_consent(person=person, purpose="news", now=now)
    finally:
        personal_data.register_purpose(purpose)

    assert "You did not agree." in page
    assert [(one.wording, bool(one.withdrawn_at)) for one in Consent.objects.order_by("pk")] == [
        ("1", True),
        ("2", False),
    ]


def test_the_database_holds_one_consent_for_a_purpose(make_person, now):
    person = make_person()
    actions.give_consent(person=person, purpose="news", now=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(person=person, purpose="news", wording="1", given_at=now)


def test_there_is_nothing_unknown_to_agree_to(signed_in, make_person):
    answer = signed_in(make_person()).post("/me/data/consents/anything/", {"give": "1"})

    assert answer.status_code == 400
    assert Consent.objects.count() == 0


def test_who_is_erased_is_nowhere_any_more_and_the_trail_still_verifies(proved, full, is_in, sign_in, visitor):
    person, other = full("own"), full("alien")
    browser, elsewhere = proved(person), proved(person)
    sign_in(visitor, person.email)  # who comes this far is asked for the second factor
    assert is_in(elsewhere)

    answer = browser.post("/me/data/erase/")
    person = Person.objects.get(pk=person.pk)

    assert answer.headers["Location"] == "/me/data/erased/"
    assert person.name.startswith("erased user ")
    assert person.email.endswith("@erased.invalid")
    assert (person.state, person.orcid, person.has_usable_password()) == ("erased", "", False)
    assert person.offices == frozenset()
    for held_of in (EmailAddress, Authenticator, SocialAccount, UserSession):
        assert not held_of.objects.filter(user=person).exists()
    for held_of in (Consent, Notice, NoticeChoice):
        assert list(held_of.objects.values_list("person", flat=True)) == [other.pk]
    assert set(Letter.objects.values_list("to", flat=True)) == {"alien@example.org"}
    assert not is_in(browser)
    assert not is_in(elsewhere)
    assert not any(str(person.pk) in map(str, one.get_decoded().values()) for one in Session.objects.all())
    assert audit.history(person)[0].act == "erase"
    assert audit.verify().broken_at is None


def test_nothing_in_the_database_says_who_an_erased_person_was(proved, full):
    person = full("own")

    proved(person).post("/me/data/erase/")

    for model in (Person, EmailAddress, SocialAccount, Notice, Letter, Session):
        assert not [row for row in model.objects.values() if "own@example.org" in str(row) or "Name own" in str(row)]


def test_an_erased_person_does_not_come_in_and_the_address_is_free_again(proved, make_person, sign_in, visitor):
    person = make_person(email="own@example.org")
    proved(person).post("/me/data/erase/")
    password = "a quiet harbour in the north"

    refused = sign_in(visitor, "own@example.org")
    visitor.post("/account/signup/", {"email": "own@example.org", "password1": password, "password2": password})

    assert "Location" not in refused.headers
    assert Person.objects.get(email="own@example.org").pk != person.pk


def test_what_another_app_needs_first_stands_in_the_way_and_is_said(proved, make_person, held):
    held(obstacle=lambda person, now: "You are the only administrator of Organisation 1: add another one first.")
    person = make_person()
    browser = proved(person)

    page = browser.get("/me/data/").content.decode()
    answer = browser.post("/me/data/erase/")

    assert "only administrator of Organisation 1" in page
    assert answer.status_code == 400
    assert "only administrator of Organisation 1" in answer.content.decode()
    assert Person.objects.get(pk=person.pk).state == "active"


def test_an_app_that_fails_to_erase_undoes_the_whole_erasure(make_person, held, now):
    def fails(person, now):
        raise NotPossible("Not now.")

    held(erase=fails)
    person = make_person()

    with pytest.raises(NotPossible):
        actions.erase(whom=person, person=person, now=now)

    assert Person.objects.get(pk=person.pk).state == "active"
    assert EmailAddress.objects.filter(user=person).exists()


def test_the_data_protection_contact_erases_for_someone_who_asks_and_nobody_else_does(make_person, now):
    contact, whom = make_person("data_protection"), make_person()

    for person in (make_person(), make_person("administrator"), make_person("data_protection", second_factor=False)):
        with pytest.raises(NotAllowed):
            actions.erase(whom=whom, person=person, now=now)
    actions.erase(whom=whom, person=contact, now=now)

    assert Person.objects.get(pk=whom.pk).state == "erased"
    assert audit.history(whom)[0].actor == contact
    with pytest.raises(NotPossible, match="already"):
        actions.erase(whom=whom, person=contact, now=now)


def test_the_register_of_processing_is_open_to_all_and_says_how_long(visitor):
    page = visitor.get("/privacy/").content.decode()

    assert "Where you are signed in" in page
    assert "Accounts whose address was never confirmed: deleted" in page
    assert "30 days" in page


def test_letters_to_an_address_of_before_go_with_the_person(make_person, now):
    whom = make_person(email="before@example.org")
    actions.appoint(whom=whom, office="editor", person=make_person("administrator"), now=now)
    whom.email = "after@example.org"
    whom.save()

    actions.erase(whom=whom, person=whom, now=now)

    assert not Letter.objects.filter(to="before@example.org").exists()


def test_an_address_of_before_is_named_to_nobody_once_it_has_changed(
    proved, links, make_organisation, make_person, now
):
    person = make_person(email="before@example.org")
    memberships.ask_to_join(organisation=make_organisation(admin=make_person()), person=person, now=now)
    browser = proved(person)
    browser.post("/account/email/", {"email": "after@example.org", "action_add": ""})
    browser.post(links("after@example.org")[-1])
    told = Notice.objects.get(kind="organisations.join_requested")
    assert told.text.startswith("after@example.org asks")
    person.refresh_from_db()

    actions.erase(whom=person, person=person, now=now)

    told.refresh_from_db()
    assert told.text.startswith("… asks")
