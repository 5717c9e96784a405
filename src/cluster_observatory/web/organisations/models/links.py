"""Who acts for an organisation, and which organisations belong to a cluster."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.models import Tracked
from cluster_observatory.web.organisations.models.organisations import Organisation


class Membership(Tracked):
    """That a person acts for an organisation; its states are those of `process.MEMBERSHIP`."""

    class Role(models.TextChoices):
        """What the person may do for it."""

        ADMIN = "admin", _("administrator: everything, and who else may act")
        EDITOR = "editor", _("editor: the profile")
        MEMBER = "member", _("member: is named with it")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    title = models.CharField(_("position"), max_length=100, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"], condition=~models.Q(state="ended"), name="one_membership_at_a_time"
            )
        ]


class MemberLink(Tracked):
    """That an organisation is a member of a cluster; its states are those of `process.MEMBER_LINK`."""

    class Side(models.TextChoices):
        """Which of the two proposed it."""

        CLUSTER = "cluster", _("the cluster")
        MEMBER = "member", _("the member")

    cluster = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="member_links")
    member = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="cluster_links")
    proposed_by = models.CharField(max_length=10, choices=Side.choices)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "member"], condition=~models.Q(state="ended"), name="one_link_at_a_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(cluster=models.F("member")), name="no_organisation_is_its_own_member"
            ),
        ]
