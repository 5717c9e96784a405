"""What time does to a profile that nobody confirms."""

from datetime import timedelta

import pytest

from cluster_observatory.web.base import audit
from cluster_observatory.web.base.models import Notice
from cluster_observatory.web.organisations import timed
from cluster_observatory.web.organisations.actions import profiles
from cluster_observatory.web.organisations.models import Organisation

YEAR = timedelta(days=365)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (YEAR - SECOND, "published"),
        (YEAR, "stale"),
        (timedelta(days=548) - SECOND, "stale"),
        (timedelta(days=548), "archived"),
    ],
)
def test_after_a_year_it_says_so_and_after_half_a_year_more_it_is_archived(make_organisation, now, after, state):
    make_organisation()

    timed.run(now=now + after)

    assert Organisation.objects.get().state == state


def test_the_trail_says_that_nobody_did_it(make_organisation, now):
    organisation = make_organisation()

    timed.run(now=now + timedelta(days=600))
    timed.run(now=now + timedelta(days=601))

    assert [(event.act, event.actor) for event in audit.history(organisation)] == [
        ("archive_unconfirmed", None), ("go_stale", None),
    ]  # fmt: skip


def test_administrators_are_asked_at_eleven_and_at_twelve_months_once_each(make_organisation, make_person, now):
    admin = make_person()
    make_organisation(admin=admin)

    def asked(days):
        timed.run(now=now + timedelta(days=days))
        return Notice.objects.filter(kind="organisations.please_confirm", person=admin).count()

    assert [asked(days) for days in (333, 334, 335, 364, 365, 366, 547, 600)] == [0, 1, 1, 1, 2, 2, 2, 2]


@pytest.mark.parametrize("days", [10, 400])
def test_who_confirms_has_a_year_again(make_organisation, make_person, now, days):
    admin = make_person()
    organisation = make_organisation(admin=admin)
    later = now + timedelta(days=days)
    timed.run(now=later)

    profiles.confirm_up_to_date(organisation=Organisation.objects.get(), person=admin, now=later)
    timed.run(now=later + YEAR - SECOND)

    organisation.refresh_from_db()
    assert (organisation.state, organisation.confirmed_at) == ("published", later)


def test_a_profile_imported_without_confirmation_counts_from_when_it_was_published(make_organisation, now):
    make_organisation(confirmed_at=None)

    timed.run(now=now + YEAR)

    assert Organisation.objects.get().state == "stale"


def test_what_time_brought_shows_before_any_worker_ran_and_reading_writes_nothing(
    make_organisation, make_person, signed_in, now, monkeypatch
):
    admin = make_person()
    organisation = make_organisation(admin=admin)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + YEAR)
    browser = signed_in(admin)

    page = browser.get(f"/organisations/{organisation.slug}/manage/")

    assert page.context["organisation"].state == "stale"
    assert Organisation.objects.get().state == "published"

    version = page.context["organisation"].version
    browser.post(f"/organisations/{organisation.slug}/manage/confirm_up_to_date/", {"version": version})

    organisation.refresh_from_db()
    assert (organisation.state, organisation.confirmed_at) == ("published", now + YEAR)
    assert [event.act for event in audit.history(organisation)] == ["confirm_up_to_date", "go_stale"]
