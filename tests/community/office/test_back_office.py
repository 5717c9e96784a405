"""Django's back office: our sign-in, administrators alone, nothing unrecorded."""

import pytest
from django.contrib import admin

from cluster_observatory.web.base import audit
from cluster_observatory.web.base.models import AnswerSheet, AuditEvent, Question, QuestionForm
from cluster_observatory.web.partnerships.models import Generation, Initiative

GENERATIONS = {"generations-TOTAL_FORMS": "1", "generations-INITIAL_FORMS": "0", "generations-0-number": "1"}


@pytest.fixture
def browser(signed_in, make_person):
    return signed_in(make_person("administrator"))


def test_a_visitor_is_led_to_the_sign_in_of_the_site(visitor):
    answer = visitor.get("/admin/", follow=True)

    assert answer.redirect_chain[-1] == ("/account/login/?next=/admin/", 302)


@pytest.mark.parametrize("offices, second_factor", [
    ((), False), (("moderator",), True), (("auditor",), True), (("administrator",), False),
])  # fmt: skip
def test_others_are_told_why_they_do_not_enter(signed_in, make_person, offices, second_factor):
    answer = signed_in(make_person(*offices, second_factor=second_factor)).get("/admin/", follow=True)

    assert answer.status_code == 403


def test_an_administrator_with_a_second_factor_enters_every_list(browser):
    statuses = {
        f"{model._meta.app_label}/{model._meta.model_name}": browser.get(
            f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        ).status_code
        for model in admin.site._registry
    }

    assert set(statuses.values()) == {200}
    assert browser.get("/admin/").status_code == 200


def test_records_of_other_packages_such_as_second_factors_are_not_there(db):
    apps = {model._meta.app_label for model in admin.site._registry}

    assert apps == {"base", "people", "organisations", "partnerships"}


def test_things_with_acts_of_their_own_are_only_looked_at(browser, make_organisation):
    organisation = make_organisation(name="As it was")

    statuses = [
        browser.get(f"/admin/organisations/organisation/{organisation.pk}/change/").status_code,
        browser.post(f"/admin/organisations/organisation/{organisation.pk}/change/", {"name": "x"}).status_code,
        browser.get("/admin/organisations/organisation/add/").status_code,
        browser.post(f"/admin/organisations/organisation/{organisation.pk}/delete/", {"post": "yes"}).status_code,
    ]

    organisation.refresh_from_db()
    assert statuses == [200, 403, 403, 403]
    assert organisation.name == "As it was"


def test_no_password_and_no_text_of_a_letter_is_shown(browser, make_person):
    person = make_person()

    page = browser.get(f"/admin/people/person/{person.pk}/change/").content.decode()

    assert person.password not in page
    assert "pbkdf2" not in page


def test_an_initiative_with_its_generation_is_added_and_recorded(browser):
    values = {"code": "EUROCLUSTER", "programme": "SMP", "least_partners": "3", "least_countries": "3"} | GENERATIONS

    answer = browser.post("/admin/partnerships/initiative/add/", values)

    assert answer.status_code == 302
    assert list(Generation.objects.values_list("initiative__code", "number")) == [("EUROCLUSTER", 1)]
    event = AuditEvent.objects.get()
    assert (event.act, event.thing, event.changes["code"], event.changes["generations"]) == (
        "add", "partnerships.initiative", [None, "EUROCLUSTER"], [None, ["added: EUROCLUSTER 1"]],
    )  # fmt: skip


def test_a_change_is_recorded_with_what_was_there_before(browser):
    initiative = Initiative.objects.create(code="ESCP-4x", programme="COSME")
    values = {"code": "ESCP-4x", "programme": "COSME", "least_partners": "5", "least_countries": "3",
              "generations-TOTAL_FORMS": "0", "generations-INITIAL_FORMS": "0"}  # fmt: skip

    browser.post(f"/admin/partnerships/initiative/{initiative.pk}/change/", values)

    event = AuditEvent.objects.get()
    assert (event.act, event.changes) == ("change", {"least_partners": [3, 5]})
    assert audit.verify() == audit.Verdict(1)


def test_saving_without_a_change_records_nothing(browser):
    initiative = Initiative.objects.create(code="ESCP-4x", programme="COSME")
    values = {"code": "ESCP-4x", "programme": "COSME", "least_partners": "3", "least_countries": "3",
              "generations-TOTAL_FORMS": "0", "generations-INITIAL_FORMS": "0"}  # fmt: skip

    browser.post(f"/admin/partnerships/initiative/{initiative.pk}/change/", values)

    assert AuditEvent.objects.count() == 0


def test_the_history_of_a_record_is_that_of_the_trail(browser):
    initiative = Initiative.objects.create(code="ESCP-4x", programme="COSME")

    answer = browser.get(f"/admin/partnerships/initiative/{initiative.pk}/history/")

    assert answer["Location"] == f"/office/trail/?thing=partnerships.initiative&number={initiative.pk}"


def test_a_form_of_the_same_key_is_its_next_version(browser, now):
    QuestionForm.objects.create(key="moderators", version=1, made_at=now)

    browser.post("/admin/base/questionform/add/", {"key": "moderators", "questions-TOTAL_FORMS": "0",
                 "questions-INITIAL_FORMS": "0"})  # fmt: skip

    assert list(QuestionForm.objects.order_by("version").values_list("key", "version")) == [
        ("moderators", 1), ("moderators", 2),
    ]  # fmt: skip


def test_a_form_that_was_answered_stays_as_it_is(browser, now, make_person):
    form = QuestionForm.objects.create(key="moderators", version=1, made_at=now)
    Question.objects.create(form=form, key="why", kind="text", label={"en": "Why?"})
    AnswerSheet.objects.create(
        form=form, thing="people.person", thing_id="1", person=make_person(), begun_at=now, changed_at=now
    )

    shown = browser.get(f"/admin/base/questionform/{form.pk}/change/")
    changed = browser.post(f"/admin/base/questionform/{form.pk}/change/", {"key": "other"})

    form.refresh_from_db()
    assert (shown.status_code, changed.status_code, form.key) == (200, 403, "moderators")


def test_lists_ask_as_often_for_three_records_as_for_one(browser, make_partnership, django_assert_max_num_queries):
    make_partnership()
    browser.get("/admin/partnerships/partnership/")
    with django_assert_max_num_queries(40) as for_one:
        browser.get("/admin/partnerships/partnership/")
    make_partnership()
    make_partnership()

    with django_assert_max_num_queries(40) as for_three:
        browser.get("/admin/partnerships/partnership/")

    assert len(for_three) == len(for_one)


def question_of(form, **more):
    """What the browser sends for a form with one question."""
    values = {
        "id": "", "form": str(form.pk), "key": "why", "order": "1", "kind": "choice", "label_en": "Why?",
        "required": "no", "options": "a = Because\na [de] = Weil\nb = For fun", "rows": "", "shown_if": "",
    } | more  # fmt: skip
    management = {"key": form.key, "title_en": "Of moderators", "questions-TOTAL_FORMS": "1"}
    return (
        management | {"questions-INITIAL_FORMS": "0"} | {f"questions-0-{name}": text for name, text in values.items()}
    )


def test_a_question_is_set_up_in_lines_of_plain_words(browser, now):
    form = QuestionForm.objects.create(key="moderators", version=1, made_at=now)

    browser.post(
        f"/admin/base/questionform/{form.pk}/change/", question_of(form, shown_if="member = yes\nkind = a | b")
    )

    question = Question.objects.get()
    assert question.options == [
        {"value": "a", "label": {"en": "Because", "de": "Weil"}}, {"value": "b", "label": {"en": "For fun"}},
    ]  # fmt: skip
    assert question.shown_if == {"member": True, "kind": ["a", "b"]}
    page = browser.get(f"/admin/base/questionform/{form.pk}/change/").content.decode()
    assert "a = Because\na [de] = Weil\nb = For fun</textarea>" in page
    assert "kind = a | b\nmember = yes</textarea>" in page


def test_a_line_that_is_no_option_is_shown_with_what_was_expected(browser, now):
    form = QuestionForm.objects.create(key="moderators", version=1, made_at=now)

    page = browser.post(f"/admin/base/questionform/{form.pk}/change/", question_of(form, options="only words"))

    assert "Line 1 is “only words”; expected “value = words”" in page.content.decode()
    assert Question.objects.count() == 0


def choose(browser, form, act):
    """Do an act with a form of the list, and return the page that follows."""
    sent = {"action": act, "_selected_action": [form.pk], "index": "0"}
    return browser.post("/admin/base/questionform/", sent, follow=True).content.decode()


def test_a_form_is_opened_closed_and_copied_by_acts_that_are_recorded(browser, now):
    form = QuestionForm.objects.create(key="moderators", version=1, made_at=now)
    Question.objects.create(form=form, key="why", kind="text", label={"en": "Why?"})

    opened = choose(browser, form, "open_for_answers")
    choose(browser, form, "make_new_version")
    choose(browser, form, "close")

    assert "Open for answers: moderators 1" in opened
    assert list(QuestionForm.objects.order_by("version").values_list("version", "is_open")) == [(1, False), (2, False)]
    assert list(AuditEvent.objects.order_by("number").values_list("act", flat=True)) == [
        "opened", "version_made", "closed",
    ]  # fmt: skip


def test_a_form_without_questions_is_not_opened_and_the_page_says_why(browser, now):
    form = QuestionForm.objects.create(key="moderators", version=1, made_at=now)

    page = choose(browser, form, "open_for_answers")

    assert "Moderators 1: There are no questions in this form yet." in page
    assert not QuestionForm.objects.get().is_open
