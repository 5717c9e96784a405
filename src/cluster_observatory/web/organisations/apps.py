"""The app organisations for Django."""

from importlib import import_module

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations and their members."""

    name = "cluster_observatory.web.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Let changes of profiles be found at once, and make known what is told, due, held of persons and kept."""
        from cluster_observatory.web.base import notices, retention, timed  # noqa: PLC0415 - models are not ready before
        from cluster_observatory.web.base import personal_data as holders  # noqa: PLC0415
        from cluster_observatory.web.organisations import emails, personal_data  # noqa: PLC0415
        from cluster_observatory.web.organisations import timed as due  # noqa: PLC0415

        import_module("cluster_observatory.web.organisations.search")
        notices.register(*emails.KINDS)
        timed.register(due.run)
        holders.register(personal_data.HOLDER)
        retention.register(*personal_data.RULES)
