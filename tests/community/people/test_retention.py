"""What ends by itself after a time, and what does not."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError

from cluster_observatory.web.base import letters, retention
from cluster_observatory.web.base.models import Letter, Notice
from cluster_observatory.web.people import actions
from cluster_observatory.web.people.models import Consent, Person


@pytest.fixture
def unconfirmed(db, now):
    """unconfirmed("…@example.org") → who signed up just now and has not confirmed."""

    def make(email):
        person = Person.objects.create_user(email, "long enough for a test", joined_at=now)
        EmailAddress.objects.create(user=person, email=email, verified=False, primary=True)
        letters.write(to=email, subject="Confirm", text="Link", key=f"account:{email}", now=now)
        return person

    return make


@pytest.mark.parametrize(("days", "left"), [(30, 1), (31, 0)])
def test_an_account_that_is_never_confirmed_is_gone_after_thirty_days(unconfirmed, now, days, left):
    unconfirmed("forgotten@example.org")

    retention.sweep(now + timedelta(days=days))

    assert Person.objects.count() == left
    assert Letter.objects.exclude(to="").count() == left


def test_confirmed_accounts_and_accounts_made_by_others_stay(unconfirmed, make_person, now):
    confirmed = make_person()
    made = Person.objects.create_user("role@example.org", joined_at=now)

    retention.sweep(now + timedelta(days=4_000))

    assert set(Person.objects.all()) == {confirmed, made}


def test_letters_that_left_are_emptied_after_thirty_days_and_never_written_again(db, now):
    for key, state in (("sent", "sent"), ("failed", "failed"), ("waiting", "waiting")):
        letter = letters.write(to="somebody@example.org", subject="Secret", text="Secret", key=key, now=now)
        Letter.objects.filter(pk=letter.pk).update(state=state)

    early = retention.sweep(now + timedelta(days=30))["base.letters"]
    late = retention.sweep(now + timedelta(days=31))["base.letters"]
    again = retention.sweep(now + timedelta(days=32))["base.letters"]
    letters.write(to="somebody@example.org", subject="Secret", text="Secret", key="sent", now=now)

    assert (early, late, again) == (0, 2, 0)
    assert dict(Letter.objects.values_list("key", "text")) == {"sent": "", "failed": "", "waiting": "Secret"}
    assert dict(Letter.objects.values_list("key", "to"))["sent"] == ""


def test_notices_go_a_year_after_they_were_read_and_three_after_they_were_made(make_person, now):
    person = make_person()
    for key, read_at in (("read", now), ("unread", None)):
        Notice.objects.create(person=person, kind="x", key=key, subject="S", text="T", made_at=now, read_at=read_at)

    keys = []
    for days in (365, 366, 3 * 365, 3 * 365 + 1):
        retention.sweep(now + timedelta(days=days))
        keys.append(sorted(Notice.objects.values_list("key", flat=True)))

    assert keys == [["read", "unread"], ["unread"], ["unread"], []]


def test_a_withdrawn_consent_is_proof_for_three_years(make_person, now):
    person = make_person()
    actions.give_consent(person=person, purpose="news", now=now)
    retention.sweep(now + timedelta(days=4_000))
    holding = Consent.objects.count()
    actions.withdraw_consent(person=person, purpose="news", now=now)

    retention.sweep(now + timedelta(days=3 * 365))
    kept = Consent.objects.count()
    retention.sweep(now + timedelta(days=3 * 365 + 1))

    assert (holding, kept, Consent.objects.count()) == (1, 1, 0)


def test_where_one_was_signed_in_is_forgotten_with_the_session(visitor, make_person, sign_in, now):
    sign_in(visitor, make_person().email)
    Session.objects.update(expire_date=now - timedelta(seconds=1))

    retention.sweep(now)

    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)


def test_a_rule_that_fails_holds_up_no_other_and_is_in_the_log(db, now, caplog):
    def fails(before, now):
        raise IntegrityError("Something refers to it.")

    before = dict(retention.RULES)
    retention.RULES.clear()
    retention.register(
        retention.Rule("a", "A", timedelta(days=1), fails),
        retention.Rule("b", "B", timedelta(days=1), lambda before, now: 7),
    )
    try:
        ended = retention.sweep(now)
    finally:
        retention.RULES.clear()
        retention.RULES.update(before)

    assert ended == {"a": None, "b": 7}
    assert "retention a failed" in caplog.text
