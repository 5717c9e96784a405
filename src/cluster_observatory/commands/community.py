"""The community behind the site, as the commands reach it: its packages, its settings, its database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from cluster_observatory.errors import DatabaseRefused, NotFound


def prepare() -> None:
    """Make the site's settings and models ready; raises NotFound where its packages are not installed."""
    if find_spec("django") is None or find_spec("waitress") is None:
        raise NotFound("The site needs more packages. Install them with: pip install 'cluster-observatory[web]'")
    import django  # noqa: PLC0415 - only with the extra [web]

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cluster_observatory.web.settings")
    django.setup()


@contextmanager
def faults_of_the_database() -> Iterator[None]:
    """Make the site ready, and raise DatabaseRefused where its database cannot be reached, read or written."""
    prepare()
    from django.conf import settings  # noqa: PLC0415 - only with the extra [web]
    from django.db import Error, connection  # noqa: PLC0415

    settings.HOME.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except Error as error:
        said = str(error).partition("\n")[0].rstrip(".")
        raise DatabaseRefused(
            f"The community's database {place(connection)} does not do what is asked: {said}. "
            "Check OBSERVATORY_DATABASE_URL, or the folder and its permissions."
        ) from error
    finally:
        connection.close()


def bring_up_to_date() -> int:
    """Give the community's database the tables that this software expects; return how many steps that took.

    Raises DatabaseRefused where it cannot be reached or written.
    """
    with faults_of_the_database():
        from django.core.management import call_command  # noqa: PLC0415 - only with the extra [web]
        from django.db import connection  # noqa: PLC0415
        from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if missing:
            call_command("migrate", verbosity=0, interactive=False)
    return missing


def place(connection: Any) -> str:
    """Return where a database is, without who may enter."""
    known = connection.settings_dict
    return f"{known['NAME']} at {known['HOST']}" if known["HOST"] else str(known["NAME"])


def start_worker() -> None:
    """Start the work in the background in threads of this process, which end with it."""
    from cluster_observatory.web.base import tasks  # noqa: PLC0415 - only with the extra [web]

    tasks.start_beside()


def load_demonstration() -> bool:
    """Fill an empty database with the demonstration data; return whether it was empty."""
    from cluster_observatory.web.base.times import now  # noqa: PLC0415 - only with the extra [web]
    from cluster_observatory.web.office import demonstration  # noqa: PLC0415
    from cluster_observatory.web.organisations.models import Organisation  # noqa: PLC0415
    from cluster_observatory.web.people.models import Person  # noqa: PLC0415

    if Person.objects.exists() or Organisation.objects.exists():
        return False
    demonstration.load(now())
    return True


def where_letters_go() -> str:
    """Return in a sentence what becomes of the letters of the site."""
    from django.conf import settings  # noqa: PLC0415 - only with the extra [web]

    if folder := getattr(settings, "EMAIL_FILE_PATH", None):
        return f"Letters are written as files into {folder}: no mail server is set (OBSERVATORY_MAIL_SERVER)."
    return f"Letters leave by {settings.EMAIL_HOST}:{settings.EMAIL_PORT} as {settings.DEFAULT_FROM_EMAIL}."
