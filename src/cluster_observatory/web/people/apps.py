"""The app people for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons and their accounts."""

    name = "cluster_observatory.web.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
