"""Restoring a backup into an empty database and a home folder without files of people."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from cluster_observatory.errors import CheckFailed, NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.backups import rows
from cluster_observatory.web.base.backups.archive import KEY, checked
from cluster_observatory.web.base.models import AuditHead

FILLED_BY_ITSELF = ("contenttypes.ContentType", "auth.Permission")
"""What Django writes into a new database; it is replaced, so that the numbers in the archive hold."""


class Restored(NamedTuple):
    """What was restored."""

    rows: int
    files: int
    has_key: bool
    made_at: str


def restore(file, *, replace_key):
    """Restore a backup and return what it held; `replace_key` says whether its key becomes that of the home folder.

    Everything is checked before anything is written.  The rows come last and in one transaction, so that a restoring
    that was broken off can be begun again.  Raises CheckFailed for an archive that is not whole or a trail that is not
    as it was, NotPossible where the place is not empty or the archive is of a newer software.
    """
    with checked(file) as archive:
        manifest = archive.manifest
        executor = MigrationExecutor(connection)
        target = _state_of(executor.loader, manifest)
        _refuse_what_is_not_empty(archive)
        for name in archive.names("files/"):
            _place(Path(settings.HOME) / name, archive.chunks(name), manifest["parts"][name]["sha256"])
        if replace_key and manifest["has_key"]:
            _place(Path(settings.HOME) / KEY, archive.chunks(KEY), manifest["parts"][KEY]["sha256"])
        executor.migrate(target)
        old_apps = MigrationExecutor(connection).loader.project_state(target).apps
        with transaction.atomic():
            count = _insert(archive, old_apps)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("rebuild_modelsearch_index", verbosity=0)
    _compare_trail(manifest["trail"])
    return Restored(count, len(archive.names("files/")), manifest["has_key"], manifest["made_at"])


def _state_of(loader, manifest):
    """Return the last migrations that the archive's database had; raises NotPossible where we lack one of them."""
    had = {tuple(one) for one in manifest["migrations"]}
    if unknown := sorted(had - loader.disk_migrations.keys()):
        raise NotPossible(
            f"The backup was made by version {manifest['software']}, whose database has what this version does not "
            f"know: {'.'.join(unknown[0])}. Install that version or a newer one."
        )
    children = {one: {child.key for child in loader.graph.node_map[one].children} for one in had}
    return sorted(one for one in had if not any(child in had and child[0] == one[0] for child in children[one]))


def _refuse_what_is_not_empty(archive):
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in rows.kept_models(apps):
            if model._meta.db_table in tables and model._meta.label not in FILLED_BY_ITSELF:
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(model._meta.db_table)} LIMIT 1")
                if cursor.fetchone():
                    raise NotPossible(
                        f"The database {connection.settings_dict['NAME']} is not empty: it has rows of "
                        f"{model._meta.label}. A backup is restored into a new database alone."
                    )
    home = Path(settings.HOME)
    there = {str(path.relative_to(home)) for path in home.glob("files/*/*")}
    if foreign := sorted(there - set(archive.names("files/"))):
        raise NotPossible(f"The folder {home} has files that are not in the backup, such as {foreign[0]}.")


def _place(path, chunks, sha256):
    """Write a file beside its place, then put it there."""
    if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix="arriving-", delete=False) as out:
        try:
            for chunk in chunks:
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
            Path(out.name).replace(path)
        except BaseException:
            Path(out.name).unlink(missing_ok=True)
            raise


def _insert(archive, old_apps):
    """Write all rows as they were, by the models of the time, and let new rows be numbered after them."""
    count, models = 0, []
    for label, table in archive.manifest["tables"].items():
        model = old_apps.get_model(label)
        model._base_manager.all()._raw_delete(connection.alias)
        found = rows.insert(model, table["columns"], archive.lines(f"tables/{label}.jsonl"))
        if found != table["rows"]:
            raise CheckFailed(f"{label} has {found} rows in the backup, expected {table['rows']}.")
        count += found
        models.append(model)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    return count


def _compare_trail(was):
    verdict = audit.verify()
    head = AuditHead.objects.filter(pk=1).values_list("checksum", flat=True).first()
    if (verdict.entries, verdict.broken_at, head) != (was["entries"], was["broken_at"], was["checksum"]):
        raise CheckFailed(
            f"The audit trail is not as it was: {verdict.entries} entries instead of {was['entries']}, "
            f"{verdict.fault or 'of other contents'}. Do not use this database."
        )
