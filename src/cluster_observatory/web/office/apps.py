"""The app office for Django, and its back office."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig

SHOWN = ("base", "people", "organisations", "partnerships")
"""Apps whose records stand in the back office; those of others, such as keys of second factors, do not."""


class OfficeConfig(AppConfig):
    """What those who run the platform work with."""

    name = "cluster_observatory.web.office"
    label = "office"
    default = True

    def ready(self):
        """Put the records of our apps into the back office."""
        for app in SHOWN:
            import_module(f"cluster_observatory.web.{app}.admin")


class BackOfficeConfig(SimpleAdminConfig):
    """Django's back office, entered and recorded as everything else of this site."""

    default = False
    default_site = "cluster_observatory.web.office.back_office.BackOffice"
