"""Making a backup while the site runs."""

import os
import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from cluster_observatory import __version__
from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit, health
from cluster_observatory.web.base.backups import rows
from cluster_observatory.web.base.backups.archive import KEY, PART, Writing
from cluster_observatory.web.base.models import Attachment, AuditHead

FILES = "files"


class Saved(NamedTuple):
    """What a backup holds, and what is not in order in what it was made of."""

    rows: int
    files: int
    has_key: bool
    faults: tuple[str, ...]


def save(file, *, now):
    """Write a backup into a new file, whole or not at all, and return what it holds.

    All rows are as they were at one moment.  Raises NotPossible where the file is there already or the database is not
    up to date.
    """
    file = Path(file)
    if file.exists():
        raise NotPossible(f"{file} is there already. Name another file.")
    if health.missing_migrations():
        raise NotPossible("The database is not up to date with this software. Run `observatory migrate` first.")
    draft = file.with_name(f".{file.name[:200]}.{secrets.token_hex(4)}.draft")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out:
            saved = _write(Writing(out), now)
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, file)  # unlike a renaming it never replaces what someone else put there meanwhile
    except FileExistsError as error:
        raise NotPossible(f"{file} is there already. Name another file.") from error
    finally:
        draft.unlink(missing_ok=True)
    return saved


def _write(archive, now):
    tables, faults = {}, []
    with _at_one_moment():
        for model in rows.kept_models(apps):
            written = (line.encode() for line in rows.lines(model))
            count = archive.add(f"tables/{model._meta.label}.jsonl", written)
            tables[model._meta.label] = {"rows": count, "columns": rows.columns(model)}
        migrations = sorted(MigrationRecorder(connection).applied_migrations())
        files = set(Attachment.objects.values_list("sha256", flat=True))
        trail = audit.verify()
        head = AuditHead.objects.filter(pk=1).values_list("checksum", flat=True).first()
    if trail.broken_at is not None:
        faults.append(f"The audit trail is broken at entry {trail.broken_at}: {trail.fault}.")
    kept = _add_files(archive)
    faults += [f"The file {sha256} is missing in the folder {FILES}." for sha256 in sorted(files - kept)]
    has_key = _add_key(archive)
    archive.close(
        software=__version__, made_at=now.isoformat(), database=connection.vendor, migrations=migrations, tables=tables,
        trail={"entries": trail.entries, "checksum": head, "broken_at": trail.broken_at}, has_key=has_key,
    )  # fmt: skip
    return Saved(sum(table["rows"] for table in tables.values()), len(kept), has_key, tuple(faults))


@contextmanager
def _at_one_moment():
    """Let all that is read be of one moment, while others go on writing."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("BEGIN DEFERRED")  # Django's own would wait for writers, and have them wait
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        else:
            with transaction.atomic():
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield


def _add_files(archive):
    """Add the files of people, which are never changed once they are there; return their checksums."""
    kept = set()
    for path in sorted((Path(settings.HOME) / FILES).glob("[0-9a-f][0-9a-f]/*")):
        try:
            with path.open("rb") as content:
                archive.add(f"{FILES}/{path.parent.name}/{path.name}", iter(lambda: content.read(PART), b""))
        except FileNotFoundError:
            continue  # deleted since it was listed
        kept.add(path.name)
    return kept


def _add_key(archive):
    """Add the key that signs sessions and encrypts second factors, unless it is a setting and kept elsewhere."""
    file = Path(settings.HOME) / KEY
    if not file.is_file() or file.read_text("utf-8").strip() != settings.SECRET_KEY:
        return False
    archive.add(KEY, [file.read_bytes()])
    return True
