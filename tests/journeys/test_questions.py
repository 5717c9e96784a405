"""Questions and files in a browser: with and without a script, at any width, for everyone."""

import pytest

pytestmark = pytest.mark.browser

MAKE = """
from cluster_observatory.web.base.models import Question, QuestionForm
from cluster_observatory.web.base.times import now
from cluster_observatory.web.organisations.models import ClusterDetails, Membership, Organisation
from cluster_observatory.web.people.models import Person
from django.contrib.sessions.backends.db import SessionStore

at = now()
person = Person.objects.create_user("administrator@example.org", "long enough for a test", name="Administrator")
person.emailaddress_set.create(email=person.email, verified=True, primary=True)
organisation = Organisation.objects.create(
    slug="invented", name="Invented cluster organisation", kind="cluster_organisation", country="DE", region="DE11",
    state="published", created_at=at, changed_at=at, published_at=at, confirmed_at=at,
)
ClusterDetails.objects.create(organisation=organisation, members_total=30)
Membership.objects.create(
    person=person, organisation=organisation, role="admin", state="active", began_at=at, created_at=at, changed_at=at
)
form = QuestionForm.objects.create(
    key="organisation-profile", title={"en": "More about your cluster"}, is_open=True, made_at=at
)
options = [{"value": value, "label": {"en": label}} for value, label in (("de", "Germany"), ("fr", "France"))]
rows = [{"value": "now", "label": {"en": "Today"}}, {"value": "soon", "label": {"en": "In five years"}}]
for order, (key, kind, more) in enumerate([
    ("name", "text", {"required": "yes"}), ("story", "long_text", {"most_words": 100}), ("firms", "number", {}),
    ("turnover", "money", {}), ("since", "date", {}), ("plan", "period", {}), ("exports", "yes_no", {}),
    ("first", "choice", {"shown_if": {"exports": True}}), ("markets", "choices", {}), ("order", "ranking", {}),
    ("country", "country", {}), ("region", "region", {}), ("partner", "organisation", {}), ("statutes", "file", {}),
    ("agrees", "consent", {}), ("grid", "matrix", {}),
]):
    Question.objects.create(
        form=form, key=key, order=order, kind=kind, label={"en": f"Question on {key}"}, options=options
        if kind in ("choice", "choices", "ranking", "matrix") else [], rows=rows if kind == "matrix" else [],
        help={"en": "Help before the field."}, **more,
    )
session = SessionStore()
session["_auth_user_id"], session["_auth_user_hash"] = str(person.pk), person.get_session_auth_hash()
session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
session.create()
print(session.session_key)
"""


@pytest.fixture(scope="module")
def session(community):
    """The session of an administrator of an organisation that is asked all kinds of questions."""
    return community.do(MAKE).split()[-1]


@pytest.fixture
def open_page(community, session, visit):
    """open_page("questions/", width=320) → the page as the administrator sees it."""

    def opened(path, **options):
        page = visit(f"{community.address}/account/login/", **options)  # a page with an icon: none is asked for later
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": community.address}])
        page.faults.clear()
        page.goto(f"{community.address}/organisations/invented/{path}")
        return page

    return opened


def test_all_sixteen_kinds_are_answered_and_read_again(open_page, broken_rules):
    page = open_page("questions/", width=320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert not page.locator("#question-first").is_visible()
    page.get_by_label("Question on name").fill("Wood")
    page.get_by_label("Question on turnover").fill("a lot")
    page.locator("#question-exports").get_by_label("Yes").check()
    assert page.locator("#question-first").is_visible()
    page.get_by_label("Question on first").select_option("fr")
    page.locator("#question-markets").get_by_label("Germany").check()
    page.locator("#question-order").get_by_label("France").select_option("1")
    page.get_by_label("Question on region").fill("Stuttgart (DE11)")
    page.locator("#question-grid").get_by_label("In five years").select_option("de")
    page.get_by_label("Question on statutes").set_input_files(
        {"name": "statutes.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
    )

    page.get_by_role("button", name="Save the answers").click()

    assert "“a lot” is no number." in page.locator("#faults").inner_text()
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_label("Question on turnover").fill("1250")
    page.get_by_role("button", name="Save the answers").click()
    assert page.get_by_text("Your answers are saved.").is_visible()
    assert page.get_by_label("Question on name").input_value() == "Wood"
    assert page.get_by_label("Question on turnover").input_value() == "1250"
    assert page.locator("#question-order").get_by_label("France").input_value() == "1"
    assert page.get_by_role("link", name="statutes.pdf").is_visible()
    assert page.faults == ["Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"]


def test_without_a_script_a_condition_is_said_and_answers_are_taken(open_page):
    page = open_page("questions/", script=False)

    assert page.locator("#question-first").is_visible()
    assert page.get_by_text("Answer this only if your answer to “Question on exports” is: Yes.").is_visible()
    page.get_by_label("Question on firms").fill("17")
    page.get_by_role("button", name="Save the answers").click()
    assert page.get_by_label("Question on firms").input_value() == "17"


def test_files_are_added_and_taken_away(open_page, broken_rules):
    page = open_page("files/", width=320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    logo = b"\x89PNG\r\n\x1a\n"
    page.locator("input[name=logo-file]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": logo})
    page.get_by_role("button", name="Add (Logo)").click()
    assert "The picture cannot be read" in page.locator(".faults").inner_text()
    page.locator("input[name=evidence-file]").set_input_files(
        {
            "name": "statutes.pdf",
            "mimeType": "application/pdf",
            "buffer": b"%PDF-1.7\n" + b"%" * 3_000_000 + b"\n%%EOF\n",
        }
    )
    page.get_by_role("button", name="Add (Evidence)").click()

    assert page.get_by_text("“statutes.pdf” is here now.").is_visible()
    assert broken_rules(page) == []
    page.get_by_role("button", name="Take away statutes.pdf").click()
    assert page.get_by_text("The file is taken away.").is_visible()
