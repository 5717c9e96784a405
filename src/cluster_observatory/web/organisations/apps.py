"""The app organisations for Django."""

from importlib import import_module

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations and their members."""

    name = "cluster_observatory.web.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Let changes of profiles be found at once."""
        import_module("cluster_observatory.web.organisations.search")
