"""The app organisations for Django."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations and their members."""

    name = "cluster_observatory.web.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
