"""The app base for Django."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """What the other apps share."""

    name = "cluster_observatory.web.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"
