"""What is written about partnerships, and to whom."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.notices import Kind, tell
from cluster_observatory.web.organisations.rules import ADMIN
from cluster_observatory.web.partnerships.process import PARTNERSHIP
from cluster_observatory.web.partnerships.rules import HERE
from cluster_observatory.web.people.models import Office, Person

KINDS = (
    Kind("partnerships.proposed", _("A partnership was proposed and waits for a decision")),
    Kind("partnerships.invited", _("My organisation was invited into a partnership"), is_statutory=True),
    Kind("partnerships.answered", _("An organisation answered the invitation into a partnership")),
    Kind("partnerships.state_changed", _("A partnership was selected, began or ended"), is_statutory=True),
    Kind("partnerships.change_requested", _("A change of members waits for a decision")),
    Kind("partnerships.change_decided", _("A change of members was decided"), is_statutory=True),
    Kind("partnerships.certificate_issued", _("A certificate was issued")),
    Kind("partnerships.certificate_revoked", _("A certificate was revoked"), is_statutory=True),
    Kind("partnerships.measures_due", _("The measures of a partnership are to be brought up to date")),
)


def administrators(organisations):
    """Return the persons who administer any of these organisations, each once."""
    found = Person.objects.filter(
        memberships__organisation__in=organisations, memberships__role=ADMIN, memberships__state="active"
    )
    return found.distinct().order_by("pk")


def owners():
    """Return the persons who decide on partnerships."""
    return Person.objects.filter(
        appointments__office=Office.INITIATIVE_OWNER, appointments__ended_at=None
    ).distinct().order_by("pk")  # fmt: skip


def proposed(partnership, now):
    """Tell those who decide that a partnership was proposed."""
    tell(
        kind="partnerships.proposed", people=owners(), about=partnership, now=now, address=_manage(partnership)
    )  # fmt: skip


def invited(place, now):
    """Tell those who administer an organisation that it was invited."""
    tell(
        kind="partnerships.invited", people=administrators([place.organisation]), about=place, now=now,
        address=reverse("partnerships:invitation", args=[place.partnership.slug, place.pk]),
    )  # fmt: skip


def answered(place, coordinator, now):
    """Tell those who coordinate whether an organisation joined."""
    tell(
        kind="partnerships.answered", people=administrators([coordinator] if coordinator else []), about=place, now=now,
        key=str(place.version), address=_manage(place.partnership),
    )  # fmt: skip


def state_changed(partnership, reason, now):
    """Tell all partners in which state the partnership is now, and why."""
    tell(
        kind="partnerships.state_changed", people=_partners(partnership), about=partnership, now=now,
        key=str(partnership.version), address=_manage(partnership), reason=reason,
        state=PARTNERSHIP.states[partnership.state],
    )  # fmt: skip


def change_requested(amendment, now):
    """Tell those who decide that a change of members was requested."""
    tell(
        kind="partnerships.change_requested", people=owners(), about=amendment, now=now,
        address=_manage(amendment.partnership),
    )  # fmt: skip


def change_decided(amendment, reason, now):
    """Tell all partners, and the organisation that it concerns, what was decided."""
    concerned = [*_organisations(amendment.partnership), amendment.organisation]
    tell(
        kind="partnerships.change_decided", people=administrators(concerned), about=amendment, now=now,
        key=str(amendment.version), address=_manage(amendment.partnership), reason=reason,
    )  # fmt: skip


def certificate_issued(certificate, now):
    """Tell all partners that they have a certificate."""
    tell(
        kind="partnerships.certificate_issued", people=_partners(certificate.partnership), about=certificate, now=now,
        address=reverse("partnerships:verify", args=[certificate.code]),
    )  # fmt: skip


def certificate_revoked(certificate, reason, now):
    """Tell all partners that their certificate holds no longer."""
    tell(
        kind="partnerships.certificate_revoked", people=_partners(certificate.partnership), about=certificate, now=now,
        reason=reason, address=reverse("partnerships:verify", args=[certificate.code]),
    )  # fmt: skip


def measures_due(partnership, half_year, now):
    """Tell those who coordinate that the measures of a half-year, such as "2019-1", are due."""
    organisations = partnership.partners.filter(role="coordinator", state="active").values("organisation")
    return tell(
        kind="partnerships.measures_due", people=administrators(organisations), about=partnership, now=now,
        key=half_year, address=reverse("partnerships:measures", args=[partnership.slug]),
    )  # fmt: skip


def _partners(partnership):
    return administrators(_organisations(partnership))


def _organisations(partnership):
    return [place.organisation for place in partnership.partners.filter(state__in=HERE).select_related("organisation")]


def _manage(partnership):
    return reverse("partnerships:manage", args=[partnership.slug])
