"""The organisations of the demonstration."""

from datetime import timedelta
from itertools import cycle, islice

from cluster_observatory.taxonomy import regions
from cluster_observatory.web.office.demonstration import data_files
from cluster_observatory.web.office.demonstration.persons import address_for
from cluster_observatory.web.organisations.models import (
    ClusterDetails,
    Contact,
    MemberLink,
    Membership,
    Organisation,
    ProfileChange,
)
from cluster_observatory.web.organisations.vocabularies import SERVICES, regions_of

NUTS_EDITION = 2021
MONTH = timedelta(days=365.25 / 12)
DEMONSTRATION = Organisation.Source.DEMONSTRATION

ELSEWHERE = (
    ("waiting for a moderator", "submitted", "cluster_organisation", "DE", 0.1),
    ("waiting for a moderator", "submitted", "cluster_organisation", "PT", 0.3),
    ("asked for more", "info_requested", "cluster_organisation", "FR", 0.5),
    ("being written", "draft", "cluster_organisation", "IT", 0.2),
    ("not confirmed for 13 months", "stale", "business_network", "ES", 13),
    ("not confirmed for 19 months", "archived", "cluster_organisation", "PL", 19),
)
"""Those in other states than published: what the name says, state, kind, country, months since last confirmed."""


def add_cluster_organisations(now):
    """Make the invented cluster organisations, published, and return them in the order of their numbers."""
    places = [(country, place) for country in data_files.countries() for place in _regions(country)]
    organisations = [
        _invented(number, f"Invented cluster organisation {number}, {country.name}", country, region, now)
        for number, (country, region) in enumerate(places, start=1)
    ]
    Organisation.objects.bulk_create(organisations)
    ClusterDetails.objects.bulk_create(
        _details(number, organisation) for number, organisation in enumerate(organisations, start=1)
    )
    Contact.objects.bulk_create(
        Contact(
            organisation=organisation, name=f"Cluster manager of organisation {number} (invented)",
            role="Cluster manager", email=organisation.email, is_public=number % 3 != 0,
        )
        for number, organisation in enumerate(organisations, start=1)
    )  # fmt: skip
    return organisations


def add_in_other_states(first_number, now):
    """Make invented organisations that wait for a moderator, are drafts, out of date or archived; return them."""
    by_code = {country.code: country for country in data_files.countries()}
    made = []
    for number, (said, state, kind, code, months) in enumerate(ELSEWHERE, start=first_number):
        country = by_code[code]
        what = "business network" if kind == "business_network" else "cluster organisation"
        organisation = _invented(
            number, f"Invented {what} {number}, {country.name} ({said})", country, regions_of(code)[0][0], now
        )
        organisation.state, organisation.kind = state, kind
        organisation.created_at = organisation.changed_at = now - months * MONTH
        was_public = state in ("stale", "archived")
        organisation.published_at = organisation.confirmed_at = organisation.created_at if was_public else None
        made.append(organisation)
    Organisation.objects.bulk_create(made)
    ClusterDetails.objects.bulk_create(
        _details(number, organisation) for number, organisation in enumerate(made, start=first_number)
    )
    return made


def add_enterprises(clusters, now):
    """Make invented enterprises as members of some of the clusters, two of them only proposed; return them."""
    chosen = clusters[:: len(clusters) // 12][:12]
    enterprises = [
        Organisation(
            slug=f"invented-enterprise-{number:02}", name=f"Invented enterprise {number}", kind=Organisation.Kind.SME,
            country=cluster.country, region=cluster.region, nuts_edition=NUTS_EDITION,
            description={"en": f"An invented enterprise, member of {cluster.name}."}, source=DEMONSTRATION,
            state="published", created_at=now, changed_at=now, published_at=now, confirmed_at=now,
        )
        for number, cluster in enumerate(chosen, start=1)
    ]  # fmt: skip
    Organisation.objects.bulk_create(enterprises)
    MemberLink.objects.bulk_create(
        MemberLink(
            cluster=cluster, member=enterprise, proposed_by=MemberLink.Side.CLUSTER,
            state="proposed" if number > 10 else "confirmed", since=now.date(), created_at=now, changed_at=now,
        )
        for number, (cluster, enterprise) in enumerate(zip(chosen, enterprises, strict=True), start=1)
    )  # fmt: skip
    return enterprises


def add_named(now):
    """Make the organisations that the newsletter names, with what it says of them; return them."""
    return Organisation.objects.bulk_create(
        Organisation(
            slug=one["slug"], name=one["name"], acronym=one.get("acronym", ""), kind=one["kind"],
            country=one["country"], description={"en": one["says"]}, source=Organisation.Source.IMPORT,
            state="published" if one["country"] else "draft", created_at=now, changed_at=now,
            published_at=now if one["country"] else None, confirmed_at=now if one["country"] else None,
        )
        for one in data_files.named()
    )  # fmt: skip


def add_administrators(organisations, persons, now):
    """Let one person in each country act for its invented organisations; one more asked three weeks ago and waits."""
    Membership.objects.bulk_create(
        Membership(
            person=persons[address_for(organisation.country)], organisation=organisation, role=Membership.Role.ADMIN,
            state="active", began_at=now, created_at=now, changed_at=now,
        )
        for organisation in organisations
    )  # fmt: skip
    asked = now - timedelta(days=21)
    Membership.objects.create(
        person=persons[address_for("FR")], organisation=organisations[0], role=Membership.Role.EDITOR,
        state="requested", created_at=asked, changed_at=asked,
    )  # fmt: skip


def propose_change(organisation, person, now):
    """Let a change of a published profile wait for a moderator; returns it."""
    return ProfileChange.objects.create(
        organisation=organisation, proposed_by=person, state="proposed", created_at=now, changed_at=now,
        values={"name": f"{organisation.name} (another name)"}, before={"name": organisation.name},
    )  # fmt: skip


def _regions(country):
    return islice(cycle(code for code, _name in regions_of(country.code, edition=NUTS_EDITION)), country.organisations)


def _invented(number, name, country, region, now):
    longitude, latitude = _places()[region]
    theme = _theme(number)
    said = data_files.words()["description"]
    described = {code: said[code].format(theme=theme["words"]) for code in {"en", country.language}}
    return Organisation(
        slug=f"invented-{number:03}", name=name, kind=Organisation.Kind.CLUSTER_ORGANISATION, country=country.code,
        region=region, nuts_edition=NUTS_EDITION, latitude=latitude, longitude=longitude, description=described,
        founded_in=1995 + number % 22, website=f"https://invented-{number:03}.example/",
        website_in_english=f"https://invented-{number:03}.example/en", email=f"invented-{number:03}@example.org",
        languages=sorted({"en", country.language}), source=DEMONSTRATION, state="published",
        recognised_by="Invented national cluster programme" if number % 9 == 0 else "",
        is_social_economy=number % 38 == 0, created_at=now, changed_at=now, published_at=now,
        confirmed_at=now - (number % 11) * MONTH,
    )  # fmt: skip


def _details(number, organisation):
    enterprises, large, research, public = 60 + number * 37 % 61, number % 9, 2 + number % 6, number % 3
    theme, services = _theme(number), list(SERVICES)
    return ClusterDetails(
        organisation=organisation, management_fte=1 + number % 8 / 2, members_sme=enterprises, members_large=large,
        members_research=research, members_public=public, members_total=enterprises + large + research + public,
        works_with_public_bodies="" if public else "Invented yearly agreement with the region.",
        services=[services[(number + step) % len(services)] for step in range(2 + number % 3)],
        offers={"en": data_files.words()["offers"]["en"].format(theme=theme["words"])},
        requests={"en": data_files.words()["requests"]["en"].format(theme=theme["words"])},
        **{name: codes for name, codes in theme.items() if name != "words"},
    )  # fmt: skip


def _theme(number):
    return data_files.themes()[number % len(data_files.themes())]


def _places():
    return {region: (longitude, latitude) for region, longitude, latitude, _origin in regions.places().iter_rows()}
