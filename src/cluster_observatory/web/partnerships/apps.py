"""The app partnerships for Django."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """Partnerships of organisations."""

    name = "cluster_observatory.web.partnerships"
    label = "partnerships"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Make known what lower apps ask of this one: notices, data of persons, mergers."""
        from cluster_observatory.web.base import notices, personal_data  # noqa: PLC0415 - models are not ready before
        from cluster_observatory.web.organisations import merging as mergers  # noqa: PLC0415
        from cluster_observatory.web.partnerships import emails, merging  # noqa: PLC0415
        from cluster_observatory.web.partnerships.personal_data import HOLDER  # noqa: PLC0415

        notices.register(*emails.KINDS)
        personal_data.register(HOLDER)
        mergers.register(merging.move_partners)
