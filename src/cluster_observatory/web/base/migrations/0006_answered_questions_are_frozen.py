"""The database itself refuses to change or delete a question of a version that has answers."""

from django.db import migrations

MESSAGE = "This version has answers: its questions stay as they are."
ANSWERED = "SELECT 1 FROM base_answersheet WHERE form_id = OLD.form_id"

SQLITE = [
    f"CREATE TRIGGER question_no_{word} BEFORE {word.upper()} ON base_question WHEN EXISTS ({ANSWERED}) "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for word in ("update", "delete")
]
POSTGRESQL = [
    f"CREATE FUNCTION question_refuses() RETURNS trigger AS $$ BEGIN IF EXISTS ({ANSWERED}) THEN "
    f"RAISE EXCEPTION '{MESSAGE}'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$ "
    "LANGUAGE plpgsql",
    "CREATE TRIGGER question_no_change BEFORE UPDATE OR DELETE ON base_question "
    "FOR EACH ROW EXECUTE FUNCTION question_refuses()",
]
UNDO_SQLITE = ["DROP TRIGGER question_no_update", "DROP TRIGGER question_no_delete"]
UNDO_POSTGRESQL = ["DROP TRIGGER question_no_change ON base_question", "DROP FUNCTION question_refuses()"]


def refuse(apps, editor):
    """Add the triggers."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def allow(apps, editor):
    """Take the triggers away."""
    for statement in UNDO_SQLITE if editor.connection.vendor == "sqlite" else UNDO_POSTGRESQL:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the table of questions; a later change of that table on SQLite must add them anew."""

    dependencies = [("base", "0005_notices_wait_for_a_digest")]
    operations = [migrations.RunPython(refuse, allow)]
