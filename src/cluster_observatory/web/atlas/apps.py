"""The atlas as a Django app."""

from django.apps import AppConfig


class AtlasConfig(AppConfig):
    """The atlas: it reads published editions and keeps nothing."""

    name = "cluster_observatory.web.atlas"
    label = "atlas"
