"""Questions asked of every organisation: who answers, what two at once see, who reads the answers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cluster_observatory.web.base import questions
from cluster_observatory.web.base.models import Answer, AnswerSheet, Question, QuestionForm
from cluster_observatory.web.organisations import named


@pytest.fixture(autouse=True)
def home(tmp_path, settings, standing_clock):
    settings.HOME = tmp_path


@pytest.fixture
def form(db, now):
    """An open form with a question that must be answered, and two more."""
    form = QuestionForm.objects.create(
        key="organisation-profile", title={"en": "More about you"}, is_open=True, made_at=now
    )
    for order, (key, kind, more) in enumerate(
        [("turnover", "money", {"required": "yes"}), ("since", "date", {}), ("partner", "organisation", {})]
    ):
        Question.objects.create(form=form, key=key, order=order, kind=kind, label={"en": key.capitalize()}, **more)
    return form


@pytest.fixture
def acting(make_person, make_organisation):
    """An administrator, with the published organisation they act for."""
    person = make_person()
    return person, make_organisation(admin=person)


def address(organisation):
    return f"/organisations/{organisation.slug}/questions/"


def test_looking_at_the_questions_writes_nothing(acting, form, signed_in):
    person, organisation = acting

    page = signed_in(person).get(address(organisation))

    assert page.status_code == 200
    assert "More about you" in page.content.decode()
    assert "1 question must still be answered" in page.content.decode()
    assert AnswerSheet.objects.count() == 0


def test_answers_are_kept_and_shown_again(acting, form, signed_in):
    person, organisation = acting
    browser = signed_in(person)

    answer = browser.post(address(organisation), {"version": "0", "q-turnover": "1250", "q-since": "2019-05-14"})

    assert (answer.status_code, answer.headers["Location"]) == (302, address(organisation))
    page = browser.get(address(organisation)).content.decode()
    assert "Your answers are saved." in page
    assert 'value="1250"' in page
    assert "must still be answered" not in page


def test_what_is_no_answer_is_said_beside_the_field_and_is_there_tomorrow(acting, form, signed_in):
    person, organisation = acting
    browser = signed_in(person)

    answer = browser.post(address(organisation), {"version": "0", "q-turnover": "a lot", "q-since": "2019-05-14"})

    assert answer.status_code == 422
    assert '<a href="#question-turnover">Turnover</a>: “a lot” is no number.' in answer.content.decode()
    tomorrow = browser.get(address(organisation)).content.decode()
    assert 'value="a lot"' in tomorrow
    assert 'value="2019-05-14"' in tomorrow
    assert "What you typed is kept. These are no answers yet:" in tomorrow


def test_a_file_sent_beside_what_is_no_answer_is_kept_and_shown(acting, form, signed_in):
    person, organisation = acting
    QuestionForm.objects.update(is_open=False)
    asked = QuestionForm.objects.create(
        key="organisation-profile", version=2, title={"en": "More"}, is_open=True, made_at=form.made_at
    )
    for key, kind in (("plan", "file"), ("photo", "file"), ("firms", "number")):
        Question.objects.create(form=asked, key=key, kind=kind, label={"en": key})
    sent = {
        "q-plan": SimpleUploadedFile("plan.pdf", b"%PDF-1.7\n%%EOF\n"), "q-photo": SimpleUploadedFile("a.png", b"x"),
        "q-firms": "many", "version": "0",
    }  # fmt: skip

    page = signed_in(person).post(address(organisation), sent)

    assert page.status_code == 422
    assert ">plan.pdf</a>" in page.content.decode()
    assert 'value="many"' in page.content.decode()
    assert '<a href="#question-photo">photo</a>: This file' in page.content.decode()


def test_the_second_of_two_editors_sees_both_and_can_save_theirs(acting, form, signed_in):
    person, organisation = acting
    first, second = signed_in(person), signed_in(person)
    first.post(address(organisation), {"version": "0", "q-turnover": "1"})
    first.post(address(organisation), {"version": "2", "q-turnover": "222"})

    refused = second.post(address(organisation), {"version": "2", "q-turnover": "333"})

    page = refused.content.decode()
    assert refused.status_code == 409
    assert 'value="333"' in page
    assert "€222.00" in page
    assert Answer.objects.get().value == "222"
    version = AnswerSheet.objects.get().version
    assert f'name="version" value="{version}"' in page
    assert second.post(address(organisation), {"version": version, "q-turnover": "333"}).status_code == 302
    assert Answer.objects.get().value == "333"


def test_answers_to_an_earlier_version_are_filled_in(acting, form, signed_in, now):
    person, organisation = acting
    browser = signed_in(person)
    browser.post(address(organisation), {"version": "0", "q-turnover": "1250"})
    copy = questions.new_version(form=form, person=person, now=now)
    questions.open_form(form=copy, person=person, now=now)

    page = browser.get(address(organisation)).content.decode()

    assert "Your earlier answers are filled in where they fit" in page
    assert 'value="1250"' in page
    assert questions.sheet_of(copy, organisation) is None


def test_only_those_who_edit_the_profile_answer(acting, form, signed_in, visitor, make_person):
    _person, organisation = acting

    assert signed_in(make_person()).post(address(organisation), {"q-turnover": "1"}).status_code == 403
    assert visitor.post(address(organisation), {"q-turnover": "1"}).headers["Location"].startswith("/account/login/")
    assert AnswerSheet.objects.count() == 0


def test_nothing_is_answered_while_the_profile_is_checked(complete, form, make_person, signed_in):
    person = make_person()
    organisation = complete(admin=person, state="in_review")
    browser = signed_in(person)

    page = browser.get(address(organisation)).content.decode()

    assert "The profile is being checked" in page
    assert browser.post(address(organisation), {"q-turnover": "1"}).status_code == 403
    assert AnswerSheet.objects.count() == 0


def test_without_an_open_form_the_page_says_that_nothing_is_asked(acting, signed_in):
    person, organisation = acting

    assert "Nothing is asked beyond the profile" in signed_in(person).get(address(organisation)).content.decode()


def test_moderators_read_the_answers_where_they_check(acting, form, signed_in, make_person):
    person, organisation = acting
    signed_in(person).post(address(organisation), {"version": "0", "q-turnover": "1250"})

    page = signed_in(make_person("moderator")).get(f"/organisations/{organisation.slug}/check/").content.decode()

    assert "€1,250.00" in page
    assert "not answered" in page


def test_moderators_take_all_answers_as_a_table_and_nobody_else(acting, form, signed_in, visitor, make_person):
    person, organisation = acting
    signed_in(person).post(address(organisation), {"version": "0", "q-turnover": "1250"})
    moderator = signed_in(make_person("moderator"))

    answer = moderator.get("/office/profiles/answers.csv")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert answer.getvalue().decode().splitlines() == [
        "thing,number,changed_at,turnover,since,partner",
        f"organisations.organisation,{organisation.pk},2019-03-20T09:00:00+00:00,1250,,",
    ]
    assert "/office/profiles/answers.csv" in moderator.get("/office/profiles/").content.decode()
    assert signed_in(person).get("/office/profiles/answers.csv").status_code == 403
    assert visitor.get("/office/profiles/answers.csv").status_code == 302


def test_an_organisation_is_named_by_its_address_its_slug_or_its_whole_name(make_organisation):
    hub = make_organisation(name="The Hub", slug="the-hub")
    make_organisation(name="Twice", slug="twice-1")
    make_organisation(name="Twice", slug="twice-2")
    make_organisation(name="Hidden", slug="hidden", state="draft")

    assert {named.find(typed) for typed in ("the-hub", "THE HUB", "https://example.org/organisations/the-hub/")} == {
        hub.pk
    }
    assert [named.find(typed) for typed in ("Twice", "hidden", "Hidden", "", "/")] == [None] * 5
    assert (named.shown(hub.pk), named.name(hub.pk)) == ("The Hub (the-hub)", "The Hub")
    assert (named.shown(0), named.name(0)) == ("0", "0")


def test_an_answer_that_names_an_organisation_is_kept_and_found_again(acting, form, signed_in, make_organisation):
    person, organisation = acting
    hub = make_organisation(name="The Hub (Brussels)", slug="the-hub")
    browser = signed_in(person)

    browser.post(address(organisation), {"version": "0", "q-turnover": "1", "q-partner": "The Hub (Brussels)"})

    assert Answer.objects.get(question__key="partner").value == hub.pk
    page = browser.get(address(organisation)).content.decode()
    assert 'value="The Hub (Brussels) (the-hub)"' in page
    assert browser.post(
        address(organisation), {"version": "2", "q-turnover": "1", "q-partner": "The Hub (Brussels) (the-hub)"}
    ).status_code == 302  # fmt: skip
    assert AnswerSheet.objects.get().version == 2
