"""Makers of persons, organisations and partnerships; the clock stands at one moment."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.utils import translation

from cluster_observatory.web.organisations.models import ClusterDetails, Membership, Organisation
from cluster_observatory.web.partnerships.models import Initiative, Partner, Partnership
from cluster_observatory.web.people.models import Appointment, Person

NOW = datetime(2019, 3, 20, 9, 0, tzinfo=UTC)
PASSWORD = "long enough for a test"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Checksums of passwords that cost nothing: the slow ones are Django's to test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def in_english():
    """Every test begins in English, whatever page in another language was asked for before it."""
    with translation.override("en"):
        yield


@pytest.fixture
def open_connection():
    """Requests leave the connection of the test open, as those of Django's own test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def now():
    """The moment at which everything in these tests happens, unless they say otherwise."""
    return NOW


@pytest.fixture
def make_person(db):
    """make_person("moderator") → a person who holds that office, with a second factor; make_person() → one without."""
    made = iter(range(1, 10_000))

    def make(*offices, email="", name="", second_factor=None, **more):
        number = next(made)
        whole = {"language": "en", "joined_at": NOW, **more}
        person = Person.objects.create_user(
            email or f"person-{number}@example.org", PASSWORD, name=name or f"Person {number}", **whole
        )
        person.emailaddress_set.create(email=person.email, verified=True, primary=True)
        for office in offices:
            Appointment.objects.create(person=person, office=office, since=NOW)
        if bool(offices) if second_factor is None else second_factor:
            Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "encrypted"})
        return person

    return make


@pytest.fixture
def make_organisation(db):
    """make_organisation(state="published", admin=person, cluster={...}) → one, a cluster with its details."""
    made = iter(range(1, 10_000))

    def make(*, state="published", admin=None, editor=None, cluster=None, **more):
        number = next(made)
        values = {
            "slug": f"organisation-{number}", "name": f"Organisation {number}", "kind": "cluster_organisation",
            "country": "DE", "region": "DE11", "created_at": NOW, "changed_at": NOW,
            "published_at": NOW if state == "published" else None, "confirmed_at": NOW,
            "website_in_english": f"https://organisation-{number}.example/en",
        } | more  # fmt: skip
        organisation = Organisation.objects.create(state=state, **values)
        if values["kind"] in ("cluster_organisation", "business_network"):
            details = {
                "management_fte": 2, "members_total": 30, "members_sme": 25, "members_research": 5,
                "works_with_public_bodies": "Yearly agreement with the region.",
            } | (cluster or {})  # fmt: skip
            ClusterDetails.objects.create(organisation=organisation, **details)
        for person, role in ((admin, "admin"), (editor, "editor")):
            if person is not None:
                Membership.objects.create(
                    person=person, organisation=organisation, role=role, state="active", began_at=NOW,
                    created_at=NOW, changed_at=NOW,
                )  # fmt: skip
        return organisation

    return make


@pytest.fixture
def make_partnership(db, make_organisation):
    """make_partnership("ESCP-S3", countries="DE FR IT", coordinator=organisation) → one with active partners."""
    made = iter(range(1, 10_000))

    def make(
        initiative="ESCP-S3", *, countries="DE FR IT", coordinator=None, state="active", programme="COSME", **more
    ):
        number = next(made)
        line, _made = Initiative.objects.get_or_create(code=initiative, defaults={"programme": programme})
        values = {"slug": f"partnership-{number}", "acronym": f"PARTNERSHIP {number}"} | more
        partnership = Partnership.objects.create(initiative=line, state=state, created_at=NOW, changed_at=NOW, **values)
        for place, country in enumerate(countries.split()):
            organisation = coordinator if place == 0 and coordinator else make_organisation(country=country, region="")
            Partner.objects.create(
                partnership=partnership, organisation=organisation, state="active", created_at=NOW, changed_at=NOW,
                role="coordinator" if place == 0 else "partner", joined_on=NOW.date(),
            )  # fmt: skip
        return partnership

    return make


@pytest.fixture
def visitor(db, settings):
    """A browser without a script, of someone who is not signed in."""
    settings.ALLOWED_HOSTS = ["testserver"]
    return Client(raise_request_exception=False)


@pytest.fixture
def signed_in(db, settings):
    """signed_in(person) → a browser without a script, of that person."""
    settings.ALLOWED_HOSTS = ["testserver"]

    def client(person):
        browser = Client(raise_request_exception=False)
        browser.force_login(person)
        return browser

    return client
