"""The API as a Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API: it reads published editions and keeps nothing."""

    name = "cluster_observatory.web.api"
    label = "api"
