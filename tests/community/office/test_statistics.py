"""Statistics of the community."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cluster_observatory.web.base import audit
from cluster_observatory.web.office.queries import statistics


@pytest.fixture
def record(db):
    """record(thing, day, act, after) → an entry of that day of 2019, as (month, day)."""

    def made(thing, day, act, after):
        with transaction.atomic():
            at = datetime(2019, *day, 12, 0, tzinfo=UTC)
            return audit.record(act=act, thing=thing, actor=None, now=at, after=after)

    return made


def test_countries_count_public_profiles_and_what_clusters_declare(make_organisation):
    make_organisation(country="DE", cluster={"members_sme": 20})
    make_organisation(country="DE", state="stale", cluster={"members_sme": 30, "members_total": 40})
    make_organisation(country="DE", kind="research")
    make_organisation(country="DE", state="draft")
    make_organisation(country="AT", region="", cluster={"members_sme": 10})

    rows = [(row.country, row.clusters, row.organisations, row.smes) for row in statistics.organisations_by_country()]

    assert rows == [("DE", 2, 3, 50), ("AT", 1, 1, 10)]


def test_kinds_are_counted_the_most_frequent_first(make_organisation):
    make_organisation(kind="research")
    make_organisation()
    make_organisation()

    assert statistics.organisations_by_kind() == [("cluster organisation", 2), ("research organisation", 1)]


def test_states_at_the_ends_of_months_are_those_of_the_trail(make_organisation, record):
    one, other = make_organisation(), make_organisation()
    record(one, (1, 20), "submit", "submitted")
    record(one, (2, 2), "approve", "published")
    record(other, (2, 3), "submit", "submitted")
    record(one, (2, 4), "edit", "")
    record(one, (3, 5), "go_stale", "stale")

    rows = statistics.states_over_time(datetime(2019, 3, 20, tzinfo=UTC))

    assert [(row.at.date().isoformat(), row.published, row.stale, row.being_checked) for row in rows] == [
        ("2019-02-01", 0, 0, 1), ("2019-03-01", 1, 0, 1), ("2019-03-20", 0, 1, 1),
    ]  # fmt: skip


def test_the_time_to_a_decision_counts_from_the_first_submission(make_organisation, record):
    slow, quick, waiting = make_organisation(), make_organisation(), make_organisation()
    record(slow, (1, 1), "submit", "submitted")
    record(slow, (1, 2), "start_review", "in_review")
    record(slow, (1, 3), "request_info", "info_requested")
    record(slow, (1, 9), "resubmit", "submitted")
    record(slow, (1, 11), "approve", "published")
    record(quick, (1, 1), "submit", "submitted")
    record(quick, (1, 3), "reject", "rejected")
    record(waiting, (1, 1), "submit", "submitted")
    record(slow, (6, 1), "confirm_up_to_date", "published")

    assert statistics.days_to_decide_profiles() == statistics.TimeTaken(decisions=2, median_days=6.0)


def test_without_decisions_there_is_no_time_to_tell(db):
    assert statistics.days_to_decide_partnerships() == statistics.TimeTaken(decisions=0, median_days=None)


def test_small_numbers_of_persons_are_hidden_and_the_next_one_that_would_give_them_away():
    assert statistics.without_small({"AT": 3, "DE": 12, "FR": 7}) == {"AT": None, "DE": 12, "FR": None}
    assert statistics.without_small({"AT": 4, "BE": 4, "DE": 12}) == {"AT": None, "BE": None, "DE": 12}
    assert statistics.without_small({"AT": 1, "BE": 1, "DE": 12}) == {"AT": None, "BE": None, "DE": None}
    assert statistics.without_small({"AT": 5, "DE": 12}) == {"AT": 5, "DE": 12}


@given(st.lists(st.integers(1, 40), max_size=12))
def test_what_is_hidden_is_never_one_alone_where_others_are_shown(persons):
    counts = dict(enumerate(persons))

    shown = statistics.without_small(counts)

    hidden = [counts[key] for key, count in shown.items() if count is None]
    visible = [count for count in shown.values() if count is not None]
    assert all(count >= 5 for count in visible)
    assert not (hidden and visible) or (len(hidden) > 1 and sum(hidden) >= 5)


def test_everyone_sees_the_statistics_and_nothing_of_persons(visitor, make_organisation, make_person):
    make_organisation(admin=make_person(email="somebody@example.org"))

    answer = visitor.get("/statistics/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Cluster organisations: 1; countries: 1; organisations of all kinds: 1; partnerships: 0." in page
    assert ("somebody" in page, "Accounts in use" in page) == (False, False)


@pytest.mark.parametrize("office", ["moderator", "auditor", "administrator"])
def test_those_in_office_see_the_numbers_of_persons_too(signed_in, make_person, office):
    page = signed_in(make_person(office)).get("/office/statistics/").content.decode()

    assert "Accounts in use: 1; with a second factor: 1." in page


def test_a_person_without_an_office_does_not(signed_in, make_person):
    assert signed_in(make_person()).get("/office/statistics/").status_code == 403


@pytest.mark.parametrize(
    "name, header",
    [
        ("organisations-by-country", ["country", "organisations", "cluster_organisations", "declared_smes"]),
        ("organisations-by-type", ["type", "organisations"]),
        ("profiles-over-time", ["at", "published", "not_confirmed", "being_checked", "archived"]),
        ("partnerships-by-initiative", ["initiative", "programme", "partnerships", "co_funded", "organisations",
                                        "countries", "certificates"]),
    ],
)  # fmt: skip
def test_every_table_is_there_as_csv(visitor, make_partnership, make_organisation, name, header):
    make_organisation()
    make_partnership()

    rows = list(csv.reader(io.StringIO(visitor.get(f"/statistics/{name}.csv").content.decode())))

    assert rows[0] == header
    assert {len(row) for row in rows} == {len(header)}


def test_a_table_that_there_is_not_is_not_found(visitor):
    assert visitor.get("/statistics/persons.csv").status_code == 404


def test_partnerships_are_counted_as_in_the_registry(visitor, make_partnership):
    make_partnership("ESCP-S3", countries="DE FR IT")
    make_partnership("INNOSUP-1", countries="DE FR ES PL", programme="H2020")

    rows = list(csv.reader(io.StringIO(visitor.get("/statistics/partnerships-by-initiative.csv").content.decode())))

    assert rows[1:] == [["ESCP-S3", "COSME", "1", "1", "3", "3", "0"], ["INNOSUP-1", "H2020", "1", "1", "4", "4", "0"]]


def test_the_page_asks_as_often_for_three_organisations_as_for_one(visitor, make_organisation, record):
    record(make_organisation(), (1, 1), "load", "published")
    visitor.get("/statistics/")
    with CaptureQueriesContext(connection) as for_one:
        visitor.get("/statistics/")
    record(make_organisation(country="AT", region=""), (1, 1), "load", "published")
    record(make_organisation(country="FR", region=""), (1, 1), "load", "published")

    with CaptureQueriesContext(connection) as for_three:
        visitor.get("/statistics/")

    assert len(for_three) == len(for_one)


def test_persons_who_joined_are_counted_by_month(make_person, now):
    for _person in range(5):
        make_person(joined_at=now)
    for _person in range(6):
        make_person(joined_at=now - timedelta(days=60))

    counted = [(month.isoformat(), count) for month, count in statistics.persons_by_month(now)]

    assert counted == [("2019-01-01", 6), ("2019-03-01", 5)]
