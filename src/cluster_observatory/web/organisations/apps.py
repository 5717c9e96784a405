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
        # These modules need the models, which are there only now.
        from cluster_observatory.web.base import files as kept  # noqa: PLC0415
        from cluster_observatory.web.base import notices, questions, retention, timed  # noqa: PLC0415
        from cluster_observatory.web.base import personal_data as holders  # noqa: PLC0415
        from cluster_observatory.web.organisations import emails, files, named, parts, personal_data  # noqa: PLC0415
        from cluster_observatory.web.organisations import timed as due  # noqa: PLC0415

        import_module("cluster_observatory.web.organisations.search")
        parts.register()
        notices.register(*emails.KINDS)
        timed.register(due.run)
        holders.register(personal_data.HOLDER)
        retention.register(*personal_data.RULES)
        kept.register(files.THING, files.obstacle_to_reading, is_public=files.is_public)
        questions.register_organisations(named.THINGS)
