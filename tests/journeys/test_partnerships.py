"""Partnerships in a browser: proposed, joined, selected, certified and verified; every kind of page for everyone."""

import pytest

pytestmark = pytest.mark.browser

PREPARED = """
from datetime import UTC, datetime
from allauth.mfa.models import Authenticator
from cluster_observatory.web.office import demonstration
from cluster_observatory.web.organisations.models import Membership, Organisation
from cluster_observatory.web.people.models import Person
now = datetime.now(UTC)
demonstration.load(now)
owner = Person.objects.filter(appointments__office="initiative_owner").first()
owner.email = "owner@example.org"
owner.save()
Authenticator.objects.get_or_create(user=owner, type="totp", defaults={"data": {"secret": "x"}})
for country in ("DE", "FR", "IT"):
    email = f"administrator-{country.lower()}@example.org"
    person = Person.objects.create_user(email, name=f"Administrator in {country}")
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    organisation = Organisation.objects.create(
        slug=f"clusters-{country.lower()}", name=f"Clusters of {country}", kind="cluster_organisation", country=country,
        state="published", published_at=now, confirmed_at=now, created_at=now, changed_at=now, source="demonstration",
    )
    Membership.objects.create(
        person=person, organisation=organisation, role="admin", state="active", began_at=now, created_at=now,
        changed_at=now,
    )
"""
SESSION = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from cluster_observatory.web.people.models import Person
person = Person.objects.get(email="{email}")
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.save()
print(session.session_key)
"""
PROPOSED = """
from datetime import UTC, datetime
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.partnerships.actions.proposing import propose
from cluster_observatory.web.partnerships.models import Initiative
from cluster_observatory.web.people.models import Person
person = Person.objects.get(email="administrator-de@example.org")
one, *others = Organisation.objects.filter(slug__startswith="clusters-").order_by("slug")
made = propose(
    initiative=Initiative.objects.get(code="ESCP-S3"), coordinator=one, partners=others, now=datetime.now(UTC),
    values={"acronym": "BETA", "objectives": {"en": "To meet."}}, person=person,
)
print(made.partners.last().pk)
"""
CERTIFIED = """
from cluster_observatory.web.partnerships.models import Certificate
one = Certificate.objects.first()
print(one.code, one.partnership.slug)
"""


@pytest.fixture(scope="module")
def prepared(community):
    """The site with the demonstration, and three organisations whose administrators can sign in."""
    community.do(PREPARED)
    return community


@pytest.fixture
def enter(prepared, visit):
    """enter("owner@example.org", "/office/partnerships/") → the page, for that person; "" is a visitor."""

    def entered(email, path, **how):
        page = visit(f"{prepared.address}/verify/", **how)
        if email:
            key = prepared.do(SESSION.format(email=email)).split()[-1]
            page.context.add_cookies([{"name": "sessionid", "value": key, "url": prepared.address}])
        page.goto(prepared.address + path)
        return page

    return entered


def test_a_partnership_is_proposed_joined_selected_certified_and_verified(enter):
    proposer = enter("administrator-de@example.org", "/partnerships/new/")
    proposer.get_by_label("Initiative").select_option(
        label="ESCP-S3 – European Strategic Cluster Partnerships for Smart Specialisation Investments"
    )
    proposer.get_by_label("Acronym").fill("ALPHA")
    proposer.get_by_label("Partner 1").press_sequentially("Clusters of F")
    proposer.locator("datalist option[value='Clusters of FR']").wait_for(state="attached")
    proposer.get_by_label("Partner 1").fill("Clusters of FR")
    proposer.get_by_role("button", name="Propose and invite").click()
    refused = proposer.locator("#faults").inner_text()
    proposer.get_by_label("Partner 2").fill("Clusters of IT")
    proposer.get_by_role("button", name="Propose and invite").click()

    assert "Here there are 2 organisations from: Germany and France." in refused
    assert proposer.get_by_role("heading", level=1).inner_text() == "ALPHA: proposed"

    for country in ("fr", "it"):
        invited = enter(f"administrator-{country}@example.org", "/me/", script=country == "fr")
        invited.get_by_role("link", name="into ALPHA").click()
        invited.get_by_role("button", name="Join").click()
        assert "is now a member of ALPHA" in invited.locator(".messages").inner_text()

    owner = enter("owner@example.org", "/office/partnerships/", script=False)
    owner.get_by_role("link", name="ALPHA").click()
    owner.get_by_role("button", name="Select", exact=True).click()
    owner.get_by_role("link", name="Issue a certificate").click()
    owner.get_by_label("Date of the certificate").fill("2018-10-25")
    owner.get_by_label("Issued by").fill("Owner of the initiative")
    owner.get_by_role("button", name="Issue").click()
    address = owner.url

    anyone = enter("", "/verify/", width=320)
    anyone.get_by_label("Code").fill(address.rstrip("/").rpartition("/")[2].lower())
    anyone.get_by_role("button", name="Verify").click()
    assert anyone.url == address
    assert anyone.get_by_role("heading", level=1).inner_text() == "Valid: ALPHA is a partnership under ESCP-S3"

    owner.go_back()
    owner.goto(owner.url.replace("/certificates/new/", "/manage/"))
    owner.get_by_role("link", name="Revoke").click()
    owner.get_by_label("Why").fill("Given by mistake.")
    owner.get_by_role("button", name="Revoke").click()
    anyone.reload()
    assert anyone.get_by_role("heading", level=1).inner_text().startswith("Revoked on ")
    assert anyone.faults == []


def test_every_kind_of_page_keeps_the_rules_and_fits_a_small_phone(prepared, enter, broken_rules):
    place = prepared.do(PROPOSED).split()[-1]
    code, slug = prepared.do(CERTIFIED).split()[-2:]
    pages = {
        "": (
            "/partnerships/", "/partnerships/network/", "/partnerships/statistics/", f"/partnerships/{slug}/",
            f"/verify/{code}/",
        ),
        "administrator-de@example.org": ("/partnerships/new/", "/partnerships/beta/manage/"),
        "administrator-it@example.org": (f"/partnerships/beta/invitation/{place}/",),
        "owner@example.org": (
            "/office/partnerships/", f"/partnerships/{slug}/measures/", f"/partnerships/{slug}/results/",
            f"/partnerships/{slug}/certificates/new/",
        ),
    }  # fmt: skip

    for email, addresses in pages.items():
        page = enter(email, addresses[0], width=320)
        for address in addresses:
            page.goto(prepared.address + address)
            assert page.evaluate("document.documentElement.scrollWidth") == 320, address
            assert broken_rules(page) == [], address
        assert page.faults == []


def test_a_click_in_the_network_filters_the_registry_and_keys_do_too(enter):
    page = enter("", "/partnerships/network/")

    page.locator("svg.network a", has=page.locator("title", has_text="Spain")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/partnerships/?country=ES")

    assert page.get_by_label("Country of a member").input_value() == "ES"
    assert page.locator("tbody tr").count() == int(
        page.get_by_role("heading", level=1).inner_text().split(": ")[1].split(",")[0]
    )
