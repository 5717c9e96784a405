"""What can be asked of partnerships."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, TextField, Value, When
from django.db.models.functions import Cast

from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.organisations.rules import ADMIN
from cluster_observatory.web.partnerships.models import Amendment, Generation, Initiative, Partner, Partnership
from cluster_observatory.web.partnerships.rules import CAN_JOIN, COUNTED_STATES, HERE, PUBLIC_STATES, RUNNING_STATES

BY_ROLE = Case(
    When(role=Partner.Role.COORDINATOR, then=Value(0)),
    When(role=Partner.Role.PARTNER, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)
"""The order of members: who coordinates, partners, associated ones."""


def public():
    """Return all partnerships that everyone sees."""
    return Partnership.objects.filter(state__in=PUBLIC_STATES)


def registry(choice):
    """Return the public partnerships that a `choices.Choice` leaves, by acronym, with initiative and `members`.

    Without a state those that count: terminated ones are listed only where they are asked for.
    """
    found = public().filter(state=choice.state) if choice.state else public().filter(state__in=COUNTED_STATES)
    if choice.q:
        found = found.filter(Q(acronym__icontains=choice.q) | Q(title__icontains=choice.q))
    if choice.initiative:
        found = found.filter(initiative__code=choice.initiative)
    if choice.generation:
        initiative, _colon, number = choice.generation.rpartition(":")
        found = found.filter(generation__initiative__code=initiative, generation__number=number)
    if choice.country:
        there = Partner.objects.filter(partnership=OuterRef("pk"), state="active", organisation__country=choice.country)
        found = found.filter(Exists(there))
    if choice.sector:
        # JSON lists cannot be searched on SQLite; as text they can on both databases, and codes hold no quotes.
        found = found.annotate(all_sectors=Cast("sectors", TextField())).filter(
            all_sectors__contains=f'"{choice.sector}"'
        )
    if choice.funding:
        found = found.filter(funding=choice.funding)
    if choice.dual_use:
        found = found.filter(is_dual_use=choice.dual_use == "yes")
    return with_members(found.select_related("initiative", "generation"))


def with_members(partnerships):
    """Return the partnerships with `members`: their active places with organisations, the coordinator first."""
    places = (
        Partner.objects.filter(state="active").select_related("organisation").order_by("role", "organisation__name")
    )
    return partnerships.prefetch_related(Prefetch("partners", queryset=places, to_attr="members"))


def by_programme():
    """Return how many partnerships each programme of the Union has, as {programme: count}, without those with none."""
    counted = (
        Partnership.objects.filter(state__in=COUNTED_STATES)
        .values_list("initiative__programme")
        .annotate(Count("pk"))
        .order_by("initiative__programme")
    )
    return dict(counted)


def options():
    """Return for each filter what can be chosen and how many partnerships have it, as {filter: {code: count}}.

    States are counted among all public partnerships, everything else among those that count.
    """
    counted = Partnership.objects.filter(state__in=COUNTED_STATES)

    def count(partnerships, field):
        return dict(partnerships.order_by(field).values_list(field).annotate(Count("pk", distinct=True)))

    here = Partner.objects.filter(state="active", partnership__state__in=COUNTED_STATES)
    sectors = Counter(code for codes in counted.values_list("sectors", flat=True) for code in codes)
    by_country = here.order_by("organisation__country").values_list("organisation__country")
    return {
        "initiative": count(counted, "initiative__code"),
        "generation": count(counted.exclude(generation=None), "generation"),
        "country": dict(by_country.annotate(Count("partnership", distinct=True))),
        "sector": dict(sorted(sectors.items())),
        "state": count(public(), "state"),
        "funding": count(counted, "funding"),
        "dual_use": {"yes" if dual else "no": number for dual, number in count(counted, "is_dual_use").items()},
    }  # fmt: skip


def totals(partnerships):
    """Return of partnerships how many they are, and of how many distinct organisations and countries."""
    here = Partner.objects.filter(state="active", partnership__in=partnerships.order_by().values("pk"))
    met = here.aggregate(
        organisations=Count("organisation", distinct=True), countries=Count("organisation__country", distinct=True)
    )
    return {"partnerships": partnerships.count(), **met}


def generations():
    """Return all generations, with their initiatives."""
    return Generation.objects.select_related("initiative").order_by("initiative__code", "number")


@dataclass(frozen=True)
class Figures:
    """Counts of an initiative, or of all: partnerships, distinct organisations, countries, valid certificates."""

    partnerships: int
    co_funded: int
    organisations: int
    countries: int
    certificates: int


def statistics():
    """Return the figures of each initiative that has partnerships, as [(initiative, figures)], and those of all."""
    funded = {
        code: (whole, paid)
        for code, whole, paid in Partnership.objects.filter(state__in=COUNTED_STATES)
        .order_by("initiative__code")
        .values_list("initiative__code")
        .annotate(whole=Count("pk"), paid=Count("pk", filter=Q(funding=Partnership.Funding.CO_FUNDED)))
    }
    here = Partner.objects.filter(state="active", partnership__state__in=COUNTED_STATES)
    distinct = {
        "organisations": Count("organisation", distinct=True),
        "countries": Count("organisation__country", distinct=True),
    }
    met = {
        row.pop("partnership__initiative__code"): row
        for row in here.order_by().values("partnership__initiative__code").annotate(**distinct)
    }
    valid = dict(
        Partnership.objects.filter(state__in=COUNTED_STATES, certificates__state="issued")
        .order_by()
        .values_list("initiative__code")
        .annotate(Count("certificates"))
    )
    nobody = {"organisations": 0, "countries": 0}
    rows = [
        (
            initiative,
            Figures(
                *funded[initiative.code], **met.get(initiative.code, nobody), certificates=valid.get(initiative.code, 0)
            ),
        )
        for initiative in Initiative.objects.filter(code__in=funded)
    ]
    whole = Figures(
        partnerships=sum(row.partnerships for _one, row in rows),
        co_funded=sum(row.co_funded for _one, row in rows),
        certificates=sum(row.certificates for _one, row in rows),
        **here.aggregate(**distinct),
    )
    return rows, whole


def places_of(organisation):
    """Return the places that an organisation has in public partnerships, newest first."""
    return (
        Partner.objects.filter(organisation=organisation, state="active", partnership__state__in=PUBLIC_STATES)
        .select_related("partnership", "partnership__initiative")
        .order_by("-joined_on", "-pk")
    )


def invitations(person):
    """Return the invitations that the person can answer, oldest first."""
    return (
        Partner.objects.filter(
            state="invited", partnership__state__in=("proposed", *RUNNING_STATES),
            organisation__memberships__person=person, organisation__memberships__state="active",
            organisation__memberships__role=ADMIN,
        )
        .select_related("partnership", "partnership__initiative", "organisation")
        .order_by("created_at")
    )  # fmt: skip


def administered(person):
    """Return the organisations that the person administers and that can be members, by name."""
    return Organisation.objects.filter(
        memberships__person=person, memberships__state="active", memberships__role=ADMIN, state__in=CAN_JOIN
    ).order_by("name")  # fmt: skip


def of_person(person):
    """Return the partnerships in which an organisation that the person administers has a place, by acronym."""
    acts = {
        "organisation__memberships__person": person, "organisation__memberships__state": "active",
        "organisation__memberships__role": ADMIN,
    }  # fmt: skip
    places = Partner.objects.filter(partnership=OuterRef("pk"), state__in=HERE, **acts)
    return Partnership.objects.filter(Exists(places)).select_related("initiative").order_by("acronym")


def proposals():
    """Return the partnerships that wait for a decision, oldest first, with their members."""
    waiting = Partnership.objects.filter(state="proposed").select_related("initiative").order_by("created_at")
    return with_members(waiting)


def changes_requested():
    """Return the changes of members that wait for a decision, oldest first."""
    return (
        Amendment.objects.filter(state="requested", partnership__state__in=RUNNING_STATES)
        .select_related("partnership", "partnership__initiative", "organisation")
        .order_by("created_at")
    )


def places(choice):
    """Return who is in which of the partnerships asked for, as (partnership, organisation) with both loaded."""
    chosen = registry(choice).prefetch_related(None)
    return list(
        Partner.objects.filter(state="active", partnership__in=chosen.values("pk"))
        .select_related("partnership", "organisation")
        .order_by("partnership__acronym", BY_ROLE, "organisation__name")
    )
