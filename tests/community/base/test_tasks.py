"""What runs in the background: when, and what happens where something of it fails."""

import logging
from datetime import datetime

import pytest
from django.db import connection

from cluster_observatory.web.base import tasks, timed
from cluster_observatory.web.base.models import AuditEvent


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2019-03-20T09:01", {"letters", "each_minute"}),
        ("2019-03-20T09:10", {"letters", "each_minute", "digests"}),
        ("2019-03-20T02:10", {"letters", "each_minute", "digests", "retention"}),
        ("2019-03-20T02:30", {"letters", "each_minute", "digests", "trail"}),
    ],
)
def test_each_job_has_its_time(at, due):
    moment = datetime.fromisoformat(at)

    assert {type(task).__name__ for task in tasks.queue.read_periodic(moment)} == due


@pytest.mark.django_db
@pytest.mark.parametrize("number", [None, 2])
def test_a_broken_trail_is_an_error_in_the_log_and_a_whole_one_is_none(make_person, now, caplog, number):
    person = make_person()
    for at in (1, 2, 3):
        tasks.audit.record(act="renamed", thing=person, actor=person, now=now, changes={"name": [at, at]})
    if number:
        untrigger = (
            ["DROP TRIGGER audit_no_update"]
            if connection.vendor == "sqlite"
            else ["DROP TRIGGER audit_no_change ON base_auditevent"]
        )
        with connection.cursor() as cursor:
            for statement in untrigger:
                cursor.execute(statement)
        AuditEvent.objects.filter(number=number).update(reason="another")

    with caplog.at_level(logging.ERROR):
        tasks._trail(now)

    said = [record.getMessage() for record in caplog.records]
    assert said == (
        [f"The audit trail is broken at entry {number}: its contents are not what was written."] if number else []
    )


def test_what_fails_is_logged_and_keeps_nothing_else_from_being_done(monkeypatch, now, caplog):
    done = []

    def fails(now):
        raise ZeroDivisionError

    monkeypatch.setattr(timed, "REGISTERED", [])
    timed.register(fails)
    timed.register(lambda now: done.append(now))

    timed.run(now)

    assert done == [now]
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


def test_what_is_registered_twice_is_done_once(monkeypatch, now):
    done = []

    def due(now):
        done.append(now)

    monkeypatch.setattr(timed, "REGISTERED", [])
    for _number in range(2):
        timed.register(due)

    timed.run(now)

    assert done == [now]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the queue lies in a file where the database is SQLite")
def test_where_no_worker_ever_ran_nobody_is_rung_for_and_no_file_is_made(settings, tmp_path):
    settings.HOME = tmp_path

    tasks.wake()

    assert list(tmp_path.iterdir()) == []


def test_a_worker_is_refused_where_the_database_was_not_made_ready(observatory, tmp_path, monkeypatch):
    monkeypatch.setenv("OBSERVATORY_DATABASE_URL", f"sqlite:///{tmp_path}/site.sqlite3")

    ended = observatory("work", "--home", tmp_path)

    assert (ended.returncode, ended.stdout) == (11, "")
    assert "run `observatory migrate`" in ended.stderr
    assert "Traceback" not in ended.stderr
