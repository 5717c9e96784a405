"""The partnerships of the demonstration, their members, certificates and results."""

import hashlib
from datetime import date

from cluster_observatory.web.office.demonstration import data_files
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.partnerships import codes
from cluster_observatory.web.partnerships.models import (
    Certificate,
    Generation,
    Initiative,
    Measure,
    Partner,
    Partnership,
    Result,
)

HANDED_OVER = date(2018, 10, 25)
EVENT = "European Cluster Partnerships event, Brussels"
ISSUER = "Invented for demonstration"


def add_initiatives():
    """Make the initiatives and their generations where they are not there yet; return (generation, plan) for each."""
    made = []
    for one in data_files.initiatives():
        rules = {name: one[name] for name in ("needs_third_country", "needs_exchange_plan") if name in one}
        line, _made = Initiative.objects.get_or_create(
            code=one["code"],
            defaults={
                "name": {"en": one["name"]}, "programme": one["programme"], "successor": "Joint Cluster Initiatives",
                **rules,
            },
        )  # fmt: skip
        for plan in one["generation"]:
            generation, _made = Generation.objects.get_or_create(
                initiative=line, number=plan["number"],
                defaults={"call": plan.get("call", ""), "programme_year": plan.get("programme_year")},
            )  # fmt: skip
            made.append((generation, plan))
    return made


def add_partnerships(organisations, now):
    """Make the invented partnerships among the organisations, with their members; return (partnership, plan) for each.

    Each has three to six members, all of different countries.
    """
    planned = [
        (_invented(generation, plan, place, now), plan)
        for generation, plan in add_initiatives()
        for place in range(1, plan["partnerships"] + 1)
    ]
    for number, (partnership, _plan) in enumerate(planned, start=1):
        partnership.slug = f"invented-partnership-{number:02}"
    Partnership.objects.bulk_create(partnership for partnership, _plan in planned)
    Partner.objects.bulk_create(
        Partner(
            partnership=partnership, organisation=organisation, state="active", joined_on=now.date(),
            role=Partner.Role.PARTNER if place else Partner.Role.COORDINATOR, created_at=now, changed_at=now,
        )
        for number, (partnership, _plan) in enumerate(planned)
        for place, organisation in enumerate(_members(number, organisations))
    )  # fmt: skip
    return planned


def add_certificates(planned, now):
    """Give the new partnerships of 25 October 2018 their certificates; return these."""
    chosen = [partnership for partnership, plan in planned if plan.get("certificates")]
    return Certificate.objects.bulk_create(
        Certificate(
            partnership=partnership, number=f"DEMONSTRATION-2018-{number:02}", code=_code(number),
            issued_on=HANDED_OVER, issued_by=ISSUER, handed_over_at=EVENT, state="issued", created_at=now,
            changed_at=now,
        )
        for number, partnership in enumerate(chosen, start=1)
    )  # fmt: skip


def add_results(planned, now):
    """Give every third partnership a result, and a measure with what is reached so far."""
    some = [partnership for partnership, _plan in planned][::3]
    Result.objects.bulk_create(
        Result(
            partnership=partnership, kind=Result.Kind.AGREEMENT, title="Partnership agreement (invented)",
            reached_on=now.date(),
        )
        for partnership in some
    )  # fmt: skip
    Measure.objects.bulk_create(
        Measure(
            partnership=partnership, name="Meetings between enterprises (invented)", unit="meetings", target=60,
            reached=number * 7 % 60, measured_on=now.date(),
        )
        for number, partnership in enumerate(some, start=1)
    )  # fmt: skip


def _invented(generation, plan, place, now):
    line = generation.initiative
    theme = data_files.themes()[(place + generation.number) % len(data_files.themes())]
    acronym = f"{line.code} {generation.number}-{place:02} (invented)"
    return Partnership(
        acronym=acronym, title=f"Invented partnership {place} of {line.code}, generation {generation.number}",
        initiative=line, generation=generation, sectors=theme["sectors"], source=Organisation.Source.DEMONSTRATION,
        funding=(
            Partnership.Funding.VOLUNTARY
            if place > plan["partnerships"] - plan.get("voluntary", 0)
            else Partnership.Funding.CO_FUNDED
        ),
        objectives={"en": f"An invented partnership for {theme['words']}, to show how the registry works."},
        target_countries=theme["target_countries"] if line.needs_third_country else [],
        priority=theme["priorities"][0] if line.code == "ESCP-S3" else "",
        value_chain=theme["words"] if line.code == "INNOSUP-1" else "",
        is_dual_use=plan.get("dual_use", False), state="active", created_at=now, changed_at=now,
    )  # fmt: skip


def _members(number, organisations):
    """Return the members of a partnership, the coordinator first, no two of one country."""
    wanted, found = 3 + number % 4, []
    for step in range(len(organisations)):
        candidate = organisations[(number * 41 + step * 17) % len(organisations)]
        if candidate.country not in {one.country for one in found}:
            found.append(candidate)
        if len(found) == wanted:
            break
    return found


def _code(number):
    """Return the code of a certificate: always the same, so that a demonstration can be written down."""
    digest = int.from_bytes(hashlib.sha512(f"demonstration certificate {number}".encode()).digest(), "big")
    return "".join(
        codes.LETTERS[digest // len(codes.LETTERS) ** place % len(codes.LETTERS)] for place in range(codes.LENGTH)
    )
