"""How the community grows and how quickly it is served: counts from the tables, times from the audit trail."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from cluster_observatory.web.base.models import AuditEvent
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.organisations.queries import IS_CLUSTER, by, public
from cluster_observatory.web.people.models import Person

MONTHS = 24
BEING_CHECKED = ("submitted", "in_review", "info_requested")
FEWEST_SHOWN = 5
SECONDS_OF_A_DAY = 86_400


@dataclass(frozen=True)
class OfCountry:
    """A country's code with its public organisations, cluster organisations and what these declare."""

    country: str
    organisations: int
    clusters: int
    smes: int


@dataclass(frozen=True)
class AtMonthEnd:
    """How many profiles were in which state when a month ended, or are now; `at` is that moment."""

    at: datetime
    published: int
    stale: int
    being_checked: int
    archived: int


@dataclass(frozen=True)
class TimeTaken:
    """How many decisions there were, and the median of days from the submission to them; None without decisions."""

    decisions: int
    median_days: float | None


def organisations_by_country():
    """Return the countries that have public organisations, those with most cluster organisations first."""
    rows = (
        public()
        .exclude(country="")
        .order_by()
        .values("country")
        .annotate(
            organisations=Count("pk"),
            clusters=Count("pk", filter=IS_CLUSTER),
            smes=Sum("cluster__members_sme", filter=IS_CLUSTER, default=0),
        )
    )
    return sorted((OfCountry(**row) for row in rows), key=lambda row: (-row.clusters, -row.organisations, row.country))


def organisations_by_kind():
    """Return (label of the kind, public organisations), the most frequent first."""
    counted = by(public(), "kind")
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(Organisation.Kind(kind).label, count) for kind, count in ordered]


def states_over_time(now):
    """Return the states of all profiles at the end of each of the last 24 months and now, oldest first.

    They are those that the audit trail tells of; months before its first entry are left out.
    """
    events = list(
        AuditEvent.objects.filter(thing="organisations.organisation")
        .exclude(after="")
        .order_by("number")
        .values_list("at", "thing_id", "after")
    )
    if not events:
        return []
    moments = [end for end in _ends_of_months(now) if end > events[0][0]]
    found, state, place = [], {}, 0
    for moment in [*moments, now]:
        while place < len(events) and events[place][0] <= moment:
            _at, number, after = events[place]
            state[number] = after
            place += 1
        counted = Counter(state.values())
        found.append(
            AtMonthEnd(
                moment, counted["published"], counted["stale"], sum(counted[one] for one in BEING_CHECKED),
                counted["archived"],
            )
        )  # fmt: skip
    return found


def days_to_decide_profiles():
    """Return the time from the submission of a profile until it is published or rejected, questions back included."""
    return _time_taken("organisations.organisation", {"submitted"}, {"approve", "reject"})


def days_to_decide_partnerships():
    """Return the time from the proposal of a partnership until it is selected or not."""
    return _time_taken("partnerships.partnership", {"proposed"}, {"select", "refuse"})


def persons_by_month(now):
    """Return (first day of the month, persons who joined in it) for the last 24 months, small numbers as None."""
    since = _ends_of_months(now)[0]
    rows = (
        Person.objects.filter(joined_at__gte=since)
        .exclude(state=Person.State.ERASED)
        .order_by()
        .annotate(month=TruncMonth("joined_at", tzinfo=UTC))
        .values_list("month")
        .annotate(Count("pk"))
    )
    counted = without_small({month.date(): count for month, count in rows})
    return sorted(counted.items())


def persons_by_country():
    """Return (country, persons who act for an organisation there), by code, small numbers as None."""
    rows = (
        Person.objects.filter(memberships__state="active", state=Person.State.ACTIVE)
        .exclude(memberships__organisation__country="")
        .order_by()
        .values_list("memberships__organisation__country")
        .annotate(Count("pk", distinct=True))
    )
    return sorted(without_small(dict(rows)).items())


def persons():
    """Return how many accounts are in use, and how many of them have a second factor."""
    in_use = Person.objects.filter(state=Person.State.ACTIVE)
    return in_use.aggregate(
        all=Count("pk", distinct=True),
        with_second_factor=Count("pk", filter=Q(authenticator__type__in=["totp", "webauthn"]), distinct=True),
    )


def without_small(counts):
    """Return the counts of persons with those below 5 as None; with the next smallest where one could be worked out.

    What is hidden is together at least 5, so that a total shown beside them does not give one of them away.
    """
    hidden, together = set(), 0
    for key, count in sorted(counts.items(), key=lambda pair: pair[1]):
        if count >= FEWEST_SHOWN and (not hidden or (together >= FEWEST_SHOWN and len(hidden) > 1)):
            break
        hidden.add(key)
        together += count
    return {key: None if key in hidden else count for key, count in counts.items()}


def _time_taken(thing, begins, decides):
    begun, days = {}, []
    events = AuditEvent.objects.filter(thing=thing).exclude(after="").order_by("number")
    for at, number, act, after in events.values_list("at", "thing_id", "act", "after"):
        if after in begins:
            begun.setdefault(number, at)
        elif act in decides and number in begun:
            days.append((at - begun.pop(number)).total_seconds() / SECONDS_OF_A_DAY)
    return TimeTaken(len(days), round(median(days), 1) if days else None)


def _ends_of_months(now):
    """Return the moments at which each of the last 24 months ended, oldest first."""
    months = now.year * 12 + now.month - 1
    return [datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in range(months - MONTHS + 1, months + 1)]
