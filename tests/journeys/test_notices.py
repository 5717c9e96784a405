"""The notices of a person in a browser: read, marked, on a phone, without a script."""

import pytest

pytestmark = pytest.mark.browser

TOLD = """
from datetime import timedelta
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from cluster_observatory.web.base.models import Notice
from cluster_observatory.web.base.times import now
from cluster_observatory.web.people.models import Person
person = Person.objects.create_user("reader@example.org", "long enough for a test")
person.emailaddress_set.create(email=person.email, verified=True, primary=True)
for number, subject in enumerate((
    "Your profile is public: Invented cluster organisation 17, Spain",
    "More is asked about your profile: Invented cluster organisation 17, Spain",
    "A company asks to be listed as a member: averyveryverylongnamewithoutanyspaceinitthatmustnotwidenthepage",
)):
    Notice.objects.create(person=person, kind="organisations.told", key=str(number), subject=subject,
        text="The moderators looked at it.\\n\\nThe reason: the website in English does not answer.",
        address="/organisations/", made_at=now() - timedelta(days=number), read_at=now() if number == 1 else None)
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.create()
print(session.session_key)
"""


@pytest.fixture(scope="module")
def session(community):
    """The key of the session of a person who was told three things and has read one."""
    return community.do(TOLD).strip()


@pytest.fixture
def opened(community, session, visit):
    """opened(width=320) → the list of notices, as that person sees it."""

    def page(**more):
        found = visit(f"{community.address}/privacy/", **more)
        found.context.add_cookies([{"name": "sessionid", "value": session, "url": community.address}])
        found.goto(f"{community.address}/me/notices/")
        return found

    return page


def test_the_list_follows_the_rules_and_fits_a_small_phone(opened, broken_rules):
    page = opened(width=320)

    assert page.get_by_role("heading", level=1).inner_text() == "2 notices are new"
    assert (broken_rules(page), page.evaluate("document.documentElement.scrollWidth")) == ([], 320)


def test_in_the_dark_the_list_follows_the_rules_too(opened, broken_rules):
    assert broken_rules(opened(scheme="dark")) == []


def test_one_notice_and_then_all_are_marked_as_read_without_a_script(opened):
    page = opened(script=False)

    page.get_by_role("button", name="Mark as read: Your profile is public").click()
    first = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Mark all as read").click()

    assert (first, page.get_by_role("heading", level=1).inner_text()) == ("1 notice is new", "Nothing is new")
    assert page.get_by_role("button", name="Mark").count() == 0
