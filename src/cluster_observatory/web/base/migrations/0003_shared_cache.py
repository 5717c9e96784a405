"""The table of the cache that all processes share, so that `migrate` alone makes a database whole."""

from django.core.management import call_command
from django.db import migrations

TABLE = "base_shared_cache"


def make(apps, editor):
    """Make the table where there is none."""
    call_command("createcachetable", TABLE, database=editor.connection.alias, verbosity=0)


def drop(apps, editor):
    """Take it away."""
    editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    """Makes the table of the shared cache."""

    dependencies = [("base", "0002_trail_is_append_only")]
    operations = [migrations.RunPython(make, drop)]
