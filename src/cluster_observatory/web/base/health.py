"""Whether what the community rests on is in order: its database, its worker, its letters."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cluster_observatory.web.base.models import Letter

WORKER = "worker-lives"
SILENT_AFTER = timedelta(minutes=5)
"""A worker says every minute that it lives."""

STUCK_AFTER = timedelta(hours=1)
"""A letter usually leaves within seconds."""


def worker_lives(now):
    """Note that the worker lives; called by itself, each minute."""
    cache.set(WORKER, now.timestamp(), timeout=None)


def faults(now):
    """Return what is not in order, each by its name with words for whoever runs the site; nothing secret is in them."""
    try:
        missing = missing_migrations()
        if missing:
            return {"database": f"{missing} migrations are missing: run `observatory migrate`."}
        return {**_of_worker(now), **_of_letters(now)}
    except DatabaseError as error:
        return {"database": f"It does not answer ({type(error).__name__})."}


def missing_migrations():
    """Return how many migrations of this software the database lacks."""
    return len(_migrations() - MigrationRecorder(connection).applied_migrations().keys())


@lru_cache
def _migrations():
    """Return the migrations that this software has."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _of_worker(now):
    last = cache.get(WORKER)
    if last is None:
        return {"worker": "None has run here yet: `observatory work`."}
    seen = datetime.fromtimestamp(last, UTC)
    if now - seen > SILENT_AFTER:
        return {"worker": f"Nothing was heard of it since {seen:%Y-%m-%d %H:%M} UTC."}
    return {}


def _of_letters(now):
    unsent = (Letter.State.WAITING, Letter.State.LEAVING)
    late = Letter.objects.filter(state__in=unsent, written_at__lt=now - STUCK_AFTER).count()
    return {"letters": f"{late} wait for more than an hour: is the mail server there?"} if late else {}
