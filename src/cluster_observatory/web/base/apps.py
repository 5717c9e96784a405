"""The app base for Django."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """What the other apps share."""

    name = "cluster_observatory.web.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Let whoever writes a letter ring for a worker."""
        from cluster_observatory.web.base import letters, tasks  # noqa: PLC0415 - they need the models

        letters.written.connect(tasks.wake)
