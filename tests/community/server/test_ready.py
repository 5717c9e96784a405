"""Whether the site says that it can work, and what stands in the way."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from cluster_observatory.web.base import health, letters
from cluster_observatory.web.base.times import now


@pytest.fixture
def in_order(home_with_edition, db):
    """A site with an edition and a worker that lives."""
    health.worker_lives(now())
    return home_with_edition


def test_a_site_in_order_is_ready(in_order, visitor):
    answer = visitor.get("/ready")

    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "faults": {}})
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_damaged_edition_is_named_while_the_community_works(in_order, visitor):
    (in_order / "editions" / "current").write_text("0123456789ab")

    answer = visitor.get("/ready")

    assert (answer.status_code, list(answer.json()["faults"])) == (503, ["edition"])


def test_a_worker_that_never_ran_or_fell_silent_is_named(home_with_edition, visitor):
    never = visitor.get("/ready")
    health.worker_lives(now() - timedelta(minutes=6))
    silent = visitor.get("/ready")

    assert never.json()["faults"] == {"worker": "None has run here yet: `observatory work`."}
    assert list(silent.json()["faults"]) == ["worker"]
    assert silent.status_code == 503


def test_letters_that_wait_for_more_than_an_hour_are_counted_and_no_address_is_told(in_order, visitor):
    letters.write(to="someone@example.org", subject="A", text="B", key="late", now=now() - timedelta(minutes=61))
    letters.write(to="someone@example.org", subject="A", text="B", key="fresh", now=now() - timedelta(minutes=1))

    answer = visitor.get("/ready")

    assert answer.json()["faults"] == {"letters": "1 wait for more than an hour: is the mail server there?"}


def test_a_database_that_is_not_up_to_date_is_named(in_order, visitor):
    MigrationRecorder(connection).record_unapplied("base", "0001_initial")

    answer = visitor.get("/ready")

    assert answer.json()["faults"] == {"database": "1 migrations are missing: run `observatory migrate`."}


def test_a_database_that_does_not_answer_is_named_without_its_address(in_order, visitor):
    def gone(execute, sql, params, many, context):
        raise OperationalError("connection to server at 10.0.0.7 failed for user observatory")

    with connection.execute_wrapper(gone):
        answer = visitor.get("/ready")

    assert (answer.status_code, answer.json()["faults"]) == (
        503,
        {"database": "It does not answer (OperationalError)."},
    )
