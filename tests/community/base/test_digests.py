"""Digests: at seven in Brussels, each notice in one, none where nothing is new, no person two on a day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_observatory.web.base import digests
from cluster_observatory.web.base.models import Letter, Notice

pytestmark = pytest.mark.django_db

WEDNESDAY = datetime(2019, 3, 20, 6, 0, tzinfo=UTC)
"""Seven in the morning in Brussels, in winter time."""

MONDAY = datetime(2019, 3, 25, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2019-03-20T05:59:59", "2019-03-19T06:00"), ("2019-03-20T06:00", "2019-03-20T06:00"),
        ("2019-03-31T04:59", "2019-03-30T06:00"), ("2019-03-31T05:00", "2019-03-31T05:00"),
        ("2019-10-27T05:30", "2019-10-26T05:00"), ("2019-10-27T06:00", "2019-10-27T06:00"),
        ("2020-01-01T00:30", "2019-12-31T06:00"),
    ],
)  # fmt: skip
def test_digests_are_due_at_seven_in_brussels_in_winter_and_in_summer(now, last):
    assert digests.last_hour(datetime.fromisoformat(f"{now}+00:00")) == datetime.fromisoformat(f"{last}+00:00")


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_the_last_hour_is_never_ahead_nor_longer_ago_than_its_period(now):
    daily, weekly = digests.last_hour(now), digests.last_hour(now, weekly=True)

    assert timedelta(0) <= now - daily.astimezone(UTC) < timedelta(hours=25)
    assert timedelta(0) <= now - weekly.astimezone(UTC) < timedelta(days=7, hours=1)
    assert (weekly.weekday(), weekly.hour, daily.hour) == (0, 7, 7)


def test_the_notices_of_a_day_come_in_one_letter_oldest_first(make_person, told):
    person = make_person()
    told(person, 2, at=WEDNESDAY - timedelta(hours=3), digest="daily")

    written = digests.write_due(now=WEDNESDAY)

    letter = Letter.objects.get()
    assert (written, letter.to, letter.subject) == (1, person.email, "2 notices of the Cluster Observatory")
    lines = [line for line in letter.text.splitlines() if line]
    assert lines[:6] == [
        "1. Subject 0", "Text 0 <b>&", "http://127.0.0.1:8000/organisations/",
        "2. Subject 1", "Text 1 <b>&", "http://127.0.0.1:8000/organisations/",
    ]  # fmt: skip


def test_written_twice_nothing_comes_twice(make_person, told):
    told(make_person(), 2, at=WEDNESDAY - timedelta(hours=3), digest="daily")

    written = [digests.write_due(now=WEDNESDAY + timedelta(minutes=minute)) for minute in (0, 0, 10, 24 * 60)]

    assert (written, Letter.objects.count()) == ([1, 0, 0, 0], 1)


def test_a_notice_after_seven_waits_for_the_next_day(make_person, told):
    told(make_person(), at=WEDNESDAY + timedelta(minutes=1), digest="daily")

    written = [digests.write_due(now=WEDNESDAY + timedelta(hours=hours)) for hours in (1, 23, 24)]

    assert written == [0, 0, 1]


def test_a_notice_whose_act_ended_after_the_digest_was_written_is_in_that_of_the_next_day(make_person, told):
    person = make_person()
    told(person, at=WEDNESDAY - timedelta(hours=3), digest="daily")
    digests.write_due(now=WEDNESDAY)
    told(person, at=WEDNESDAY - timedelta(seconds=1), digest="daily")

    written = [digests.write_due(now=WEDNESDAY + timedelta(hours=hours)) for hours in (1, 24)]

    assert written == [0, 1]
    assert sorted(Letter.objects.values_list("subject", flat=True)) == ["1 notice of the Cluster Observatory"] * 2


def test_after_a_time_without_a_worker_the_digest_comes_late_and_once(make_person, told):
    for day in range(3):
        told(make_person(email="a@example.org") if day == 0 else Notice.objects.first().person,
             at=WEDNESDAY + timedelta(days=day, hours=1), digest="daily")  # fmt: skip

    written = [digests.write_due(now=WEDNESDAY + timedelta(days=3, hours=hours)) for hours in (5, 6)]

    assert written == [1, 0]
    assert Notice.objects.filter(in_digest_at=None).count() == 0


def test_a_weekly_digest_comes_on_monday_together_with_that_of_the_day(make_person, told):
    person = make_person()
    told(person, at=WEDNESDAY - timedelta(hours=1), digest="weekly")
    told(person, at=MONDAY - timedelta(hours=1), digest="daily")

    written = [digests.write_due(now=WEDNESDAY + timedelta(days=day)) for day in range(6)]

    assert written == [0, 0, 0, 0, 0, 1]
    assert Letter.objects.get().subject == "2 notices of the Cluster Observatory"


@pytest.mark.parametrize("more", [{"digest": ""}, {"digest": "daily", "read_at": WEDNESDAY}])
def test_where_nothing_is_new_no_letter_comes(make_person, told, more):
    told(make_person(), at=WEDNESDAY - timedelta(hours=1), **more)

    assert (digests.write_due(now=WEDNESDAY), Letter.objects.count()) == (0, 0)


def test_who_has_no_account_in_use_gets_no_digest(make_person, told):
    told(make_person(state="suspended"), at=WEDNESDAY - timedelta(hours=1), digest="daily")

    assert digests.write_due(now=WEDNESDAY) == 0


def test_each_person_gets_their_own(make_person, told):
    for _number in range(2):
        told(make_person(), at=WEDNESDAY - timedelta(hours=1), digest="daily")

    assert digests.write_due(now=WEDNESDAY) == 2
    assert Letter.objects.values("to").distinct().count() == 2
