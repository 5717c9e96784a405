"""The app base for Django."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """What the other apps share."""

    name = "cluster_observatory.web.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Let whoever writes a letter ring for a worker; register what base holds of persons, and how long."""
        # These modules need the models, which are there only now.
        from cluster_observatory.web.base import files, letters, personal_data, retention, tasks  # noqa: PLC0415
        from cluster_observatory.web.base.files import personal as of_files  # noqa: PLC0415
        from cluster_observatory.web.base.questions import personal as of_answers  # noqa: PLC0415

        letters.written.connect(tasks.wake)
        personal_data.register(of_answers.HOLDER)
        personal_data.register(of_files.HOLDER)
        retention.register(of_answers.RULE, of_files.RULE)
        files.register("base.answersheet", of_answers.obstacle_to_seeing)
