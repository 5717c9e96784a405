"""The app partnerships for Django."""

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    """Partnerships of organisations."""

    name = "cluster_observatory.web.partnerships"
    label = "partnerships"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Make known what is told, due and held of persons, what a merger moves, and what other pages show of it."""
        from cluster_observatory.web.base import files, notices, personal_data, timed  # noqa: PLC0415 - needs models
        from cluster_observatory.web.organisations import merging as mergers  # noqa: PLC0415
        from cluster_observatory.web.partnerships import emails, merging, parts, rules  # noqa: PLC0415
        from cluster_observatory.web.partnerships import timed as due  # noqa: PLC0415
        from cluster_observatory.web.partnerships.personal_data import HOLDER  # noqa: PLC0415

        notices.register(*emails.KINDS)
        personal_data.register(HOLDER)
        timed.register(due.remind_of_measures)
        mergers.register(merging.move_partners)
        files.register("partnerships.result", rules.obstacle_to_reading_files, is_public=rules.is_public_result)
        parts.register()
