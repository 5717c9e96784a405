"""The app partnerships for Django."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """Partnerships of organisations."""

    name = "cluster_observatory.web.partnerships"
    label = "partnerships"
    default_auto_field = "django.db.models.BigAutoField"
