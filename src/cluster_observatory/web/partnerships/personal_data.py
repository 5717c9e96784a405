"""What partnerships hold of a person: that they proposed, requested or recorded something."""

from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.models import AuditEvent
from cluster_observatory.web.base.personal_data import Activity, Export, Holder
from cluster_observatory.web.partnerships.models import Amendment, Certificate, Partnership

ACTIVITIES = (
    Activity(
        data=_("Who proposed a partnership, asked for a change of its members or recorded a certificate"),
        purpose=_("to know who acted for which organisation or for the platform"),
        ground=_("legitimate interest: decisions on partnerships can be traced"),
        kept=_("as a number without a name once the account is erased; the audit trail is never changed"),
    ),
)


def export(person):
    """Return the partnerships, changes and certificates that go back to the person, or None where none does."""
    proposals = AuditEvent.objects.filter(actor=person, act="propose", thing="partnerships.partnership")
    partnerships = Partnership.objects.filter(
        pk__in=[int(number) for number in proposals.values_list("thing_id", flat=True)]
    )
    requested = Amendment.objects.filter(requested_by=person)
    data = {
        "proposed": [
            {"acronym": one.acronym, "address": one.slug, "at": one.created_at.isoformat()}
            for one in partnerships.order_by("pk")
        ],
        "changes_requested": [
            {
                "partnership": one.partnership.acronym, "change": one.change, "organisation": one.organisation.name,
                "reason": one.reason, "at": one.created_at.isoformat(),
            }
            for one in requested.select_related("partnership", "organisation").order_by("pk")
        ],
        "certificates_recorded": [
            {"number": one.number, "at": one.created_at.isoformat()}
            for one in Certificate.objects.filter(recorded_by=person).order_by("pk")
        ],
    }  # fmt: skip
    return Export(data) if any(data.values()) else None


def erase(person, now):
    """Return how many things point at the erased account; they keep its number, which names nobody any more."""
    return {
        "changes_requested": Amendment.objects.filter(requested_by=person).count(),
        "certificates_recorded": Certificate.objects.filter(recorded_by=person).count(),
    }


HOLDER = Holder(name="partnerships", export=export, erase=erase, activities=ACTIVITIES)
