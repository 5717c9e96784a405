"""The database itself refuses to change or delete an entry of the audit trail."""

from django.db import migrations

MESSAGE = "The audit trail can only be appended to."

SQLITE = [
    f"CREATE TRIGGER audit_no_{word} BEFORE {word.upper()} ON base_auditevent "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for word in ("update", "delete")
]
POSTGRESQL = [
    f"CREATE FUNCTION audit_refuses() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON base_auditevent "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuses()",
]
UNDO_SQLITE = ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"]
UNDO_POSTGRESQL = ["DROP TRIGGER audit_no_change ON base_auditevent", "DROP FUNCTION audit_refuses()"]


def refuse(apps, editor):
    """Add the triggers."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def allow(apps, editor):
    """Take the triggers away."""
    for statement in UNDO_SQLITE if editor.connection.vendor == "sqlite" else UNDO_POSTGRESQL:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the table of the audit trail."""

    dependencies = [("base", "0001_initial")]
    operations = [migrations.RunPython(refuse, allow)]
