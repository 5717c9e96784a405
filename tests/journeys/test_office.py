"""The back office in a browser: who runs the platform sees what waits, who did what, and sets things up."""

import pytest

pytestmark = pytest.mark.browser

LOADED = """
from datetime import UTC, datetime
from allauth.mfa.models import Authenticator
from cluster_observatory.web.office import demonstration
from cluster_observatory.web.people.models import Person
demonstration.load(datetime.now(UTC))
for person in Person.objects.filter(appointments__isnull=False):
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
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


@pytest.fixture(scope="module")
def demonstration(community):
    """The site with the demonstration loaded; everyone in office has a second factor."""
    community.do(LOADED)
    return community


@pytest.fixture
def enter(demonstration, visit):
    """enter("moderator@example.org", "/office/") → the page, for that person."""

    def entered(email, path, **how):
        key = demonstration.do(SESSION.format(email=email)).split()[-1]
        page = visit(f"{demonstration.address}/statistics/", **how)
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": demonstration.address}])
        page.goto(demonstration.address + path)
        return page

    return entered


def test_a_moderator_sees_what_waits_and_goes_there(enter):
    page = enter("moderator@example.org", "/office/")

    page.get_by_role("link", name="Profiles to be checked").click()

    assert page.get_by_text("waiting for a moderator").first.is_visible()
    assert page.faults == []


def test_an_administrator_appoints_an_editor_and_an_auditor_reads_of_it(enter):
    page = enter("administrator@example.org", "/office/people/", script=False)
    page.get_by_label("Name or e-mail address").fill("organisations-ro")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Administrator of the invented organisations of Romania").click()
    page.get_by_label("Office", exact=True).select_option("editor")
    page.get_by_role("button", name="Give this office").click()
    said = page.locator(".messages").inner_text()

    trail = enter("auditor@example.org", "/office/trail/?act=appoint", script=False)
    trail.get_by_role("button", name="Verify the trail").click()

    assert "The office is given" in said
    assert "entries are as they were written" in trail.locator(".messages").inner_text()
    trail.goto(trail.url + "?act=appoint")
    assert trail.locator("tbody tr").count() == 1
    assert page.faults + trail.faults == []


@pytest.mark.parametrize(
    "email, path",
    [
        ("auditor@example.org", "/office/"),
        ("auditor@example.org", "/office/trail/"),
        ("administrator@example.org", "/office/people/"),
        ("administrator@example.org", "/office/people/1/"),
        ("administrator@example.org", "/office/letters/"),
        ("data-protection@example.org", "/office/privacy/"),
        ("moderator@example.org", "/office/statistics/"),
    ],
)
def test_every_page_keeps_the_rules_and_fits_a_small_phone(enter, broken_rules, email, path):
    page = enter(email, path, width=320, height=640)

    width = page.evaluate("document.documentElement.scrollWidth")

    assert broken_rules(page) == []
    assert width == 320
    assert page.faults == []


@pytest.mark.parametrize(
    "path",
    ["", "base/questionform/add/", "partnerships/initiative/1/change/", "organisations/organisation/",
     "organisations/organisation/1/change/", "base/auditevent/"],
)  # fmt: skip
def test_records_and_settings_run_nothing_that_is_not_ours(enter, path):
    page = enter("administrator@example.org", f"/admin/{path}")

    assert page.locator("#site-name").is_visible()
    assert page.faults == []


def test_an_initiative_is_set_up_without_a_programmer(enter):
    page = enter("administrator@example.org", "/admin/partnerships/initiative/add/")
    page.locator("#id_code").fill("EUROCLUSTER")
    page.locator("#id_programme").select_option("SMP")
    page.get_by_role("button", name="Add another Generation").click()
    page.locator("#id_generations-0-number").fill("1")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="EUROCLUSTER").first.click()
    page.get_by_role("link", name="History").click()

    assert page.locator("tbody tr").count() == 1
    assert page.get_by_text("What changed").is_visible()
    assert page.faults == []
