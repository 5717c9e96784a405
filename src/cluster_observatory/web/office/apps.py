"""The app office for Django."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """What those who run the platform work with."""

    name = "cluster_observatory.web.office"
    label = "office"
