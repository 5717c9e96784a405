"""Work in the background: what runs when, by huey, whose queue is only a bell.

All that must not be lost stands in the tables of the site (letters that wait, things whose time has come), so that a
worker may be killed at any moment and another finds what is left to do.  The queue lies in the file tasks.sqlite3 of
HOME, or in the database where that is PostgreSQL; it can be thrown away.
"""

import logging
import signal
import threading
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connections
from huey import PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from cluster_observatory.web.base import audit, digests, health, letters, retention, timed, times

WAKE = "wake"
"""Set while somebody has rung and no worker has looked yet: a hundred letters ring once."""

LATEST_LOOK = 1.0
"""Seconds after which an idle worker looks at the queue again."""

THREADS = 2

_log = logging.getLogger(__name__)


def _is_postgresql():
    return connections["default"].vendor == "postgresql"


def _queue():
    chosen = {"name": "observatory", "results": False, "create_tables": False}
    if _is_postgresql():
        return PostgresHuey(connection=_connected, **chosen)
    return SqliteHuey(filename=str(_file()), **chosen)


def _connected():
    """Return a connection of its own to the database of the site."""
    database = connections["default"]
    known = database.get_connection_params()
    named = {name: known[name] for name in ("dbname", "user", "password", "host", "port") if known.get(name)}
    return database.Database.connect(**named)


def _file():
    return Path(settings.HOME) / "tasks.sqlite3"


queue = _queue()


def _job(function):
    """Let a function run as a task: with connections to the database that are alive, before and after."""

    def run():
        close_old_connections()
        try:
            function(times.now())
        finally:
            close_old_connections()

    return run


def _letters(now):
    queue.delete(WAKE)  # before looking, so that whoever writes a letter from now on rings anew
    letters.send_due(now=now)


def _each_minute(now):
    health.worker_lives(now)
    timed.run(now)


def _digests(now):
    digests.write_due(now=now)


def _trail(now):
    verdict = audit.verify()
    if verdict.broken_at is not None:
        _log.error("The audit trail is broken at entry %s: %s.", verdict.broken_at, verdict.fault)


ring_for_letters = queue.task(name="letters_now", priority=2)(_job(_letters))
queue.periodic_task(crontab(), name="letters", priority=1, expires=50)(_job(_letters))
queue.periodic_task(crontab(), name="each_minute", priority=1, expires=50)(_job(_each_minute))
queue.periodic_task(crontab(minute="*/10"), name="digests")(_job(_digests))
queue.periodic_task(crontab(hour="2", minute="10"), name="retention")(_job(retention.sweep))
queue.periodic_task(crontab(hour="2", minute="30"), name="trail")(_job(_trail))


def wake(**_signal):
    """Ring for a worker, so that a letter leaves at once and not within the next minute.

    Where no worker has ever run, nothing is done.
    """
    if _has_queue() and queue.put_if_empty(WAKE, True):
        ring_for_letters()


def _has_queue():
    if not _is_postgresql():
        return _file().is_file()
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [queue.storage.table_task])
        return cursor.fetchone()[0]


class _Worker(Consumer):
    """A consumer that ends after the present task when it is told to stop, and is never replaced by another process."""

    def __init__(self, *, takes_signals):
        self._takes_signals = takes_signals
        queue.storage.initialize_schema()
        super().__init__(queue, workers=THREADS, max_delay=LATEST_LOOK, check_worker_health=True)
        self._signal_actions = {signal.SIGTERM: (False, True), signal.SIGINT: (False, True)}

    def _set_signal_handlers(self):
        if self._takes_signals:
            super()._set_signal_handlers()


def work():
    """Do what is due until SIGTERM or SIGINT comes, and end after the present task; a second signal ends it at once."""
    _Worker(takes_signals=True).run()


def start_beside():
    """Start a worker in threads of this process, which end with it; returns a function that stops it in order."""
    worker = _Worker(takes_signals=False)
    threading.Thread(target=worker.run, name="worker", daemon=True).start()
    return lambda: worker.stop(graceful=True)
