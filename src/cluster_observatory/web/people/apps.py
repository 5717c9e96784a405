"""The app people for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons and their accounts."""

    name = "cluster_observatory.web.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Say what persons are told, what is held of them, and for how long."""
        from allauth.account.signals import email_changed  # noqa: PLC0415 - needs models
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415 - needs models

        from cluster_observatory.web.base import notices, personal_data, retention  # noqa: PLC0415 - needs models
        from cluster_observatory.web.people import emails, sessions  # noqa: PLC0415 - needs models
        from cluster_observatory.web.people import personal_data as held  # noqa: PLC0415 - needs models

        email_changed.connect(held.follow_change_of_address)
        authenticator_added.connect(sessions.end_those_without)
        notices.register(*emails.KINDS)
        personal_data.register(held.PEOPLE)
        personal_data.register_purpose(held.NEWS)
        retention.register(*held.RETENTION)
