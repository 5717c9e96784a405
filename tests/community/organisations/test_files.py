"""Files of organisations: who adds them, who reads them, and that they end with their organisation."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image

from cluster_observatory.web.base import audit, questions
from cluster_observatory.web.base import files as kept
from cluster_observatory.web.base.models import AnswerSheet, Attachment, QuestionForm
from cluster_observatory.web.organisations.actions import profiles

PDF = b"%PDF-1.7\ntrailer <<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def home(tmp_path, settings, standing_clock):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def acting(make_person, make_organisation):
    """An administrator, with the published organisation they act for."""
    person = make_person()
    return person, make_organisation(admin=person)


def picture():
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(out, "PNG")
    return out.getvalue()


def add(browser, organisation, purpose="evidence", content=PDF, name="statutes.pdf", **more):
    sent = {f"{purpose}-file": SimpleUploadedFile(name, content)} | {
        f"{purpose}-{key}": text for key, text in more.items()
    }
    return browser.post(f"/organisations/{organisation.slug}/files/{purpose}/", sent)


def test_an_administrator_adds_evidence_and_finds_it_listed(acting, signed_in):
    person, organisation = acting
    browser = signed_in(person)

    answer = add(browser, organisation)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/organisations/{organisation.slug}/files/")
    page = browser.get(answer.headers["Location"])
    assert "“statutes.pdf” is here now." in page.content.decode()
    attachment = kept.of(organisation, "evidence").get()
    assert f'href="{attachment.get_absolute_url()}"' in page.content.decode()
    assert audit.history(organisation).get().act == "file_attached"


@pytest.mark.parametrize(
    ("who", "status"), [("admin", 200), ("moderator", 200), ("member", 404), ("stranger", 404), ("visitor", 404)]
)
def test_evidence_is_read_by_those_who_edit_and_moderators_alone(
    who, status, acting, signed_in, visitor, make_person, now
):
    admin, organisation = acting
    add(signed_in(admin), organisation)
    member = make_person()
    organisation.memberships.create(
        person=member, role="member", state="active", began_at=now, created_at=now, changed_at=now
    )
    persons = {"admin": admin, "moderator": make_person("moderator"), "member": member, "stranger": make_person()}
    browser = visitor if who == "visitor" else signed_in(persons[who])

    assert browser.get(kept.of(organisation).get().get_absolute_url()).status_code == status


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("published", 200), ("stale", 200), ("archived", 404)])
def test_documents_are_for_everyone_while_the_profile_is(state, status, acting, signed_in, visitor):
    person, organisation = acting
    add(signed_in(person), organisation, "document", language="de")
    type(organisation).objects.filter(pk=organisation.pk).update(state=state)

    attachment = kept.of(organisation).get()
    assert attachment.language == "de"
    assert visitor.get(attachment.get_absolute_url()).status_code == status


def test_the_public_profile_shows_logo_and_documents_and_no_evidence(acting, signed_in, visitor):
    person, organisation = acting
    browser = signed_in(person)
    add(browser, organisation)
    add(browser, organisation, "document", name="strategy.pdf")
    add(browser, organisation, "logo", picture(), "logo.png")

    page = visitor.get(f"/organisations/{organisation.slug}/").content.decode()

    assert f'alt="Logo of {organisation.name}"' in page
    assert "strategy.pdf" in page
    assert "statutes.pdf" not in page


def test_a_new_logo_takes_the_place_of_the_old_one(acting, signed_in):
    person, organisation = acting
    browser = signed_in(person)

    add(browser, organisation, "logo", picture(), "old.png")
    add(browser, organisation, "logo", picture(), "new.png")

    assert [attachment.name for attachment in kept.of(organisation)] == ["new.png"]


def test_a_file_that_is_not_taken_is_answered_with_the_reason_beside_the_field(acting, signed_in):
    person, organisation = acting

    answer = add(signed_in(person), organisation, "logo", PDF, "logo.pdf")

    assert answer.status_code == 422
    assert "“PDF document” is not taken here. Expected one of: JPG, PNG, WEBP." in answer.content.decode()
    assert Attachment.objects.count() == 0


def test_a_file_is_taken_away_by_post_alone(acting, signed_in):
    person, organisation = acting
    browser = signed_in(person)
    add(browser, organisation)
    address = f"/organisations/{organisation.slug}/files/{kept.of(organisation).get().pk}/remove/"

    assert browser.get(address).status_code == 405
    assert kept.of(organisation).count() == 1
    assert browser.post(address).status_code == 302
    assert kept.of(organisation).count() == 0
    assert browser.post(address).status_code == 404


def test_nothing_is_changed_while_the_profile_is_checked(complete, make_person, signed_in):
    person = make_person()
    organisation = complete(admin=person, state="in_review")
    browser = signed_in(person)

    page = browser.get(f"/organisations/{organisation.slug}/files/").content.decode()

    assert "The profile is being checked" in page
    assert 'type="file"' not in page
    assert add(browser, organisation).status_code == 403
    assert Attachment.objects.count() == 0


def test_nobody_adds_to_or_takes_from_another_organisation(acting, signed_in, make_person, make_organisation):
    person, organisation = acting
    add(signed_in(person), organisation)
    number = kept.of(organisation).get().pk
    stranger = make_person()
    own = make_organisation(admin=stranger)
    browser = signed_in(stranger)

    assert add(browser, organisation).status_code == 403
    assert browser.get(f"/organisations/{organisation.slug}/files/").status_code == 403
    assert browser.post(f"/organisations/{organisation.slug}/files/{number}/remove/").status_code == 403
    assert browser.post(f"/organisations/{own.slug}/files/{number}/remove/").status_code == 404
    assert kept.of(organisation).count() == 1


def test_a_purpose_that_there_is_not_is_not_found(acting, signed_in):
    person, organisation = acting

    assert add(signed_in(person), organisation, "virus").status_code == 404


def test_moderators_see_the_evidence_where_they_check(acting, signed_in, make_person):
    person, organisation = acting
    add(signed_in(person), organisation)

    page = signed_in(make_person("moderator")).get(f"/organisations/{organisation.slug}/check/").content.decode()

    assert "statutes.pdf" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_files_asks_no_more_queries_for_more_files(
    number, acting, signed_in, django_assert_max_num_queries
):
    person, organisation = acting
    browser = signed_in(person)
    for each in range(number):
        add(browser, organisation, name=f"{each}.pdf")
    browser.get(f"/organisations/{organisation.slug}/files/")

    with django_assert_max_num_queries(14):
        browser.get(f"/organisations/{organisation.slug}/files/")


def test_files_and_answers_end_with_a_draft_that_is_deleted(
    complete, make_person, signed_in, now, django_capture_on_commit_callbacks, home
):
    person = make_person()
    organisation = complete(admin=person)
    add(signed_in(person), organisation)
    form = QuestionForm.objects.create(key="organisation-profile", title={"en": "More"}, is_open=True, made_at=now)
    form.questions.create(key="plan", kind="file", label={"en": "Plan"})
    sent = MultiValueDict({"q-plan": [SimpleUploadedFile("plan.pdf", PDF + b"\n")]})
    questions.save_answers(
        form=form, thing=organisation, data={}, uploads=sent, person=person, now=now, expected_version=0
    )

    with django_capture_on_commit_callbacks(execute=True):
        profiles.discard(organisation=organisation, person=person, now=now)

    assert (Attachment.objects.count(), AnswerSheet.objects.count()) == (0, 0)
    assert [path for path in (home / "files").rglob("*") if path.is_file()] == []
