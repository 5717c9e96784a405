"""Persons, as those who run the platform look for them."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q

from cluster_observatory.web.people.models import Appointment, Person

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def holders():
    """Return the persons who hold an office, by address, with `held`, their appointments."""
    return _with_offices(Person.objects.filter(appointments__ended_at=None, appointments__isnull=False).distinct())


def found(words):
    """Return the persons whose address or name holds the words, by address, with `held`."""
    return _with_offices(
        Person.objects.filter(Q(email__icontains=words) | Q(name__icontains=words)).exclude(state=Person.State.ERASED)
    )


def _with_offices(persons):
    held = Appointment.objects.filter(ended_at=None).order_by("office")
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
    return (
        persons.annotate(has_second_factor=Exists(factors))
        .prefetch_related(Prefetch("appointments", queryset=held, to_attr="held"))
        .order_by("email")
    )
