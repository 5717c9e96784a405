"""A profile from its first word to the directory, and two people at one profile, in a browser."""

import pytest

pytestmark = pytest.mark.browser

MAKE = """
from allauth.mfa.models import Authenticator
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from cluster_observatory.web.people.models import Appointment, Person
from cluster_observatory.web.base.times import now
person, made = Person.objects.get_or_create(email={email!r}, defaults={{"name": {name!r}}})
if made:
    person.set_unusable_password()
    person.save()
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    if {office!r}:
        Appointment.objects.create(person=person, office={office!r}, since=now())
        Authenticator.objects.create(user=person, type="totp", data={{"secret": "x"}})
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.create()
print(session.session_key)
"""


@pytest.fixture
def signed_in(community, visit):
    """signed_in("moderator", path) → a page in a browser of its own, of a person in that office, or without one."""

    def opened(name, path, *, office="", **how):
        key = community.do(MAKE.format(email=f"{name}@example.org", name=name.capitalize(), office=office)).strip()
        page = visit(f"{community.address}/organisations/criteria/", **how)
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": community.address}])
        page.goto(community.address + path)
        return page

    return opened


def fits(page):
    """Whether a page needs no sideways scrolling on a small phone."""
    page.set_viewport_size({"width": 320, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return width == 320


def press(page, name):
    """Press a button and wait for the page behind it."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def fill_in(page, part, **values):
    """Fill in one part of the editor and save it, without a script."""
    with page.expect_navigation():
        page.get_by_role("link", name=part, exact=True).click()
    for label, value in values.items():
        field = page.locator("main").get_by_label(label.replace("_", " ")).first
        if value is True:
            field.check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    press(page, "Save")


def test_a_profile_is_begun_asked_about_submitted_again_and_published(community, signed_in, broken_rules, visit):
    page = signed_in("founder", "/organisations/criteria/", script=False)
    with page.expect_navigation():
        page.get_by_role("link", name="Begin a profile").click()
    page.get_by_label("Name").fill("Machines of the South")
    page.get_by_label("Type").select_option("cluster_organisation")
    page.get_by_label("Country").select_option("DE")
    press(page, "Begin")
    fill_in(page, "Who and where", Region="DE11", City="Stuttgart")
    fill_in(page, "What it does", English="It brings makers of machines together.")
    fill_in(page, "Website and contact", Website_in_English="machines.example/en")
    fill_in(
        page, "Team, members, recognition", Management_team="0.4", Members="20", Of_these_small="15",
        Of_these_research="4", Of_these_public="1",
    )  # fmt: skip
    fill_in(page, "Fields of work", Manufacture_of_machinery=True, networking_and_matchmaking=True)
    assert page.get_by_text("Everything that must be there is there.").count() == 1
    with page.expect_navigation():
        page.get_by_role("link", name="Look where the profile stands").click()
    press(page, "Submit to the moderators")
    address = page.url
    path = address.removeprefix(community.address).removesuffix("manage/")

    check = signed_in("moderator", "/office/profiles/", office="moderator")
    assert broken_rules(check) == []
    assert fits(check)
    check.get_by_role("link", name="Machines of the South").click()
    press(check, "Begin to check")
    assert check.get_by_role("button", name="Publish").is_disabled()
    assert check.get_by_text("Not met: A management team.").count() == 1
    check.get_by_label("To the organisation").fill("Does a programme recognise you?")
    assert broken_rules(check) == []
    assert fits(check)
    press(check, "Ask for more")

    page.goto(address)
    assert page.get_by_text("Does a programme recognise you?").count() >= 1
    with page.expect_navigation():
        page.get_by_role("link", name="Change the profile").click()
    fill_in(page, "Team, members, recognition", Recognised_by="go-cluster")
    page.goto(address)
    press(page, "Submit again")

    check.goto(f"{community.address}{path}check/")
    press(check, "Begin to check")
    assert check.get_by_text("Computed: waived").count() == 1
    press(check, "Publish")

    seen = visit(f"{community.address}{path}")
    assert seen.get_by_role("heading", level=1).inner_text().startswith("Machines of the South: cluster organisation")
    assert page.faults + check.faults == []


def test_the_second_of_two_browsers_sees_both_versions_and_loses_nothing(community, signed_in, broken_rules):
    community.do(MAKE.format(email="owner@example.org", name="Owner", office=""))
    path = community.do("""
from cluster_observatory.web.base.times import now
from cluster_observatory.web.organisations.actions import profiles
from cluster_observatory.web.people.models import Person
person = Person.objects.get(email="owner@example.org")
made = profiles.create_draft(person=person, now=now(), name="Weavers", kind="cluster_organisation", country="DE")
print(f"/organisations/{made.slug}/edit/basics/")
""").strip()
    first = signed_in("owner", path)
    second = signed_in("owner", path, script=False)
    assert broken_rules(first) == []
    assert fits(first)

    first.get_by_label("City").fill("Ulm")
    first.get_by_label("Acronym").click()
    first.get_by_text("Saved (").wait_for()
    second.get_by_label("City").fill("Aalen")
    press(second, "Save")

    assert second.get_by_role("heading", name="Someone else has changed this in the meantime").count() == 1
    assert second.get_by_role("row", name="City Aalen Ulm").count() == 1
    assert second.get_by_label("City").input_value() == "Aalen"

    press(second, "Save")
    second.goto(community.address + path)
    assert second.get_by_label("City").input_value() == "Aalen"
    assert first.faults == []


@pytest.mark.parametrize("page_of", ["new/", "mine/", "{slug}/manage/", "{slug}/edit/", "{slug}/edit/work/",
                                     "{slug}/edit/contacts/", "{slug}/people/", "{slug}/members/"])  # fmt: skip
def test_every_page_keeps_the_rules_and_fits_a_small_phone(community, signed_in, broken_rules, page_of):
    community.do(MAKE.format(email="keeper@example.org", name="Keeper", office=""))
    slug = community.do("""
from cluster_observatory.web.base.times import now
from cluster_observatory.web.organisations.actions import profiles
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.people.models import Person
person = Person.objects.get(email="keeper@example.org")
made = Organisation.objects.filter(name="Kept").first() or profiles.create_draft(
    person=person, now=now(), name="Kept", kind="cluster_organisation", country="DE")
print(made.slug)
""").strip()

    page = signed_in("keeper", "/organisations/" + page_of.format(slug=slug))

    assert page.get_by_role("heading", level=1).count() == 1
    assert broken_rules(page) == []
    assert fits(page)
    assert page.faults == []
