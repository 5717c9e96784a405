"""Questions by setting: every kind of answer, versions, conditions, drafts that lose nothing, what ends when."""

import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from django.http import QueryDict
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit, files, questions
from cluster_observatory.web.base.conflicts import ChangedMeanwhile
from cluster_observatory.web.base.models import Answer, AnswerSheet, Attachment, Question, QuestionForm
from cluster_observatory.web.base.questions import fields, personal, things
from cluster_observatory.web.base.questions.fields import places
from cluster_observatory.web.base.questions.queries import asked

ABC = [{"value": value, "label": {"en": value.upper()}} for value in "abc"]
ROWS = [{"value": row, "label": {"en": f"Row {row}"}} for row in ("one", "two")]
PDF = b"%PDF-1.7\ntrailer <<>>\n%%EOF\n"


def question(kind, **more):
    """A question that is in no database."""
    options = [] if kind == "country" else ABC
    return Question(kind=kind, key="x", label={"en": "What?"}, options=options, rows=ROWS, **more)


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def one_organisation(monkeypatch):
    """An organisation number 7 is known to answers."""
    known = things.Things(
        find=lambda typed: 7 if typed in ("hub", "The Hub") else None,
        name=lambda number: "The Hub",
        shown=lambda number: "The Hub (hub)",
    )
    monkeypatch.setattr(things, "_KNOWN", {"organisation": known})


@pytest.fixture
def make_form(db, now):
    """make_form(turnover={"kind": "money"}, …) → an open form with these questions."""

    def make(*, is_open=True, **asked):
        form = QuestionForm.objects.create(key="profile", title={"en": "More about you"}, is_open=is_open, made_at=now)
        for order, (key, more) in enumerate(asked.items()):
            Question.objects.create(form=form, key=key, order=order, **{"label": {"en": key.capitalize()}} | more)
        return form

    return make


@pytest.fixture
def thing(make_organisation):
    return make_organisation()


@pytest.fixture
def person(make_person):
    return make_person()


@pytest.fixture
def save(thing, person, now):
    """save(form, "q-turnover=12", expected_version) → what was saved."""

    def saved(form, sent="", expected_version=0, uploads=None, **more):
        given = {"thing": thing, "person": person, "now": now}
        return questions.save_answers(
            form=form, data=QueryDict(sent), uploads=uploads, expected_version=expected_version, **given | more
        )

    return saved


def cleaned(kind, sent, **more):
    """The answer that a kind of question reads from what a browser sent, {"": "text"} or {".part": "text"}."""
    field = fields.field_of(question(kind, **more))
    data = MultiValueDict({f"x{name}": texts if isinstance(texts, list) else [texts] for name, texts in sent.items()})
    return field.clean(field.widget.value_from_datadict(data, MultiValueDict(), "x"))


@pytest.mark.parametrize(
    ("kind", "sent", "answer", "words"),
    [
        ("text", {"": " Wood "}, "Wood", "Wood"),
        ("long_text", {"": "One\r\ntwo"}, "One\ntwo", "One\ntwo"),
        ("number", {"": "12,50"}, "12.5", "12.5"),
        ("number", {"": "-0"}, "0", "0"),
        ("number", {"": "1 234 567"}, "1234567", "1,234,567"),
        ("money", {"": "360000"}, "360000", "€360,000.00"),
        ("date", {"": "2019-05-14"}, "2019-05-14", "14 May 2019"),
        ("date", {"": "14.05.2019"}, "2019-05-14", "14 May 2019"),
        (
            "period", {".from": "2019-05-14", ".to": "2019-05-16"}, {"from": "2019-05-14", "to": "2019-05-16"},
            "14 May 2019 – 16 May 2019",
        ),
        ("yes_no", {"": "no"}, False, "No"),
        ("choice", {"": "b"}, "b", "B"),
        ("choices", {"": ["c", "a"]}, ["a", "c"], "A; C"),
        ("ranking", {".a": "2", ".b": "", ".c": "1"}, ["c", "a"], "1. C; 2. A"),
        ("country", {"": "EL"}, "EL", "Greece"),
        ("region", {"": "Stuttgart (DE11)"}, {"region": "DE11", "edition": 2021}, "Stuttgart (DE11)"),
        ("region", {"": "de11"}, {"region": "DE11", "edition": 2021}, "Stuttgart (DE11)"),
        ("organisation", {"": "The Hub"}, 7, "The Hub"),
        ("consent", {"": "on"}, True, "Agreed"),
        ("matrix", {".one": "a", ".two": ""}, {"one": "a"}, "Row one: A"),
    ],
)  # fmt: skip
def test_each_kind_is_read_shown_again_and_put_in_words(kind, sent, answer, words):
    field = fields.field_of(question(kind))

    assert cleaned(kind, sent) == answer
    assert field.clean(field.shown(answer)) == answer
    assert field.words(answer) == words


@pytest.mark.parametrize("kind", [kind for kind in fields.FIELDS if kind != "file"])
def test_nothing_sent_is_no_answer(kind):
    assert cleaned(kind, {}) is None


@pytest.mark.parametrize(
    ("kind", "sent", "more", "words"),
    [
        ("text", {"": "a" * 501}, {}, "at most 500 characters"),
        ("text", {"": "a"}, {"minimum": 2}, "at least 2 characters"),
        ("text", {"": "zero\0"}, {}, "signs in this text that cannot be kept"),
        ("text", {"": "one two three"}, {"most_words": 2}, "This has 3 words; expected at most 2."),
        ("text", {"": "DE12"}, {"pattern": "[A-Z]{3}"}, "not written as expected"),
        ("number", {"": "many"}, {}, "“many” is no number."),
        ("number", {"": "1,200"}, {}, "could mean two numbers"),
        ("number", {"": "NaN"}, {}, "is no number"),
        ("number", {"": "1e5"}, {}, "is no number"),
        ("number", {"": "٣"}, {}, "is no number"),
        ("number", {"": "0.4"}, {"minimum": Decimal("0.5")}, "Expected at least 0.5."),
        ("number", {"": "16"}, {"maximum": Decimal("15.0000")}, "Expected at most 15."),
        ("number", {"": "1.00001"}, {}, "at most 4 digits after the point"),
        ("number", {"": "9" * 18}, {}, "too large"),
        ("money", {"": "1.005"}, {}, "could mean two numbers"),
        ("money", {"": "10.1234"}, {}, "at most 2 digits after the point"),
        ("date", {"": "31 June"}, {}, "“31 June” is no date."),
        ("date", {"": "2019-02-29"}, {}, "is no date"),
        ("period", {".from": "2019-05-16", ".to": "2019-05-14"}, {}, "The last day lies before the first one."),
        ("period", {".from": "2019-05-16"}, {}, "Expected two dates"),
        ("yes_no", {"": "perhaps"}, {}, "perhaps is not one of the available choices"),
        ("choice", {"": "d"}, {}, "d is not one of the available choices"),
        ("choices", {"": ["a", "d"]}, {}, "d is not one of the available choices"),
        ("choices", {"": ["a"]}, {"minimum": 2}, "Choose at least 2."),
        ("choices", {"": ["a", "b"]}, {"maximum": 1}, "Choose at most 1."),
        ("ranking", {".a": "1", ".b": "1"}, {}, "Two have the same place."),
        ("ranking", {".a": "1", ".b": "3"}, {}, "A place is left out."),
        ("ranking", {".a": "9"}, {}, "Choose a place for each from the list."),
        ("country", {"": "EU"}, {}, "EU is not one of the available choices"),
        ("country", {"": "GR"}, {}, "GR is not one of the available choices"),
        ("region", {"": "DE11"}, {"minimum": 0, "maximum": 1}, "“DE11” is no region of level 0, 1 of NUTS 2021."),
        ("region", {"": "Atlantis"}, {}, "“Atlantis” is no region"),
        ("organisation", {"": "Nobody"}, {}, "No organisation here is called “Nobody”."),
        ("matrix", {".one": "z"}, {}, "Choose from the list in each row."),
    ],
)
def test_what_is_no_answer_is_refused_with_words(kind, sent, more, words):
    with pytest.raises(ValidationError) as refused:
        cleaned(kind, sent, **more)

    assert words in " ".join(refused.value.messages)


SENT = st.one_of(
    st.text(max_size=30),
    st.from_regex(r"[+-]?[0-9]{1,8}([.,][0-9]{1,5})?", fullmatch=True),
    st.dates(min_value=date(1, 1, 1)).map(str),
    st.sampled_from(["a", "b", "c", "yes", "no", "on", "1", "2", "3", "DE11", "Wien (AT13)", "FR", "EL", "hub", "\x00",
                     "\ud800", "1e999", "0001-01-01", "9999-12-31", "()", "((DE11)"]),
)  # fmt: skip
PARTS = ["", ".a", ".b", ".c", ".one", ".two", ".from", ".to"]


@settings(deadline=None)
@given(st.sampled_from([kind for kind in fields.FIELDS if kind != "file"]),
       st.dictionaries(st.sampled_from(PARTS), st.lists(SENT, min_size=1, max_size=3), max_size=8))  # fmt: skip
def test_whatever_is_sent_is_refused_with_words_or_reads_back_equal(kind, sent):
    field = fields.field_of(question(kind))
    try:
        answer = cleaned(kind, sent)
    except ValidationError as refused:
        assert all(refused.messages)
        return

    if answer is not None:
        assert field.clean(field.shown(answer)) == answer
        assert isinstance(field.words(answer), str)


@settings(deadline=None)
@given(st.decimals(min_value=-(10**13), max_value=10**13, places=4, allow_nan=False))
def test_every_number_is_kept_exactly(number):
    answer = cleaned("number", {"": f"{number:f}0"})

    assert Decimal(answer) == number


def test_a_pattern_that_would_search_for_years_is_given_up():
    with pytest.raises(ValidationError, match="not written as expected"):
        cleaned("text", {"": "a" * 60 + "!"}, pattern="(a+)+(a+)+(a+)+b")


def test_countries_are_all_there_are_in_the_language_of_the_reader():
    assert len(places.countries("en")) > 240
    with translation.override("de"):
        assert fields.field_of(question("country")).words("EL") == "Griechenland"


def test_answers_are_saved_and_read_in_words(make_form, save, thing):
    form = make_form(turnover={"kind": "money"}, since={"kind": "date"}, why={"kind": "long_text"})

    saved = save(form, "q-turnover=1250,50&q-since=2019-05-14")

    assert saved.filled.errors == {}
    assert questions.answers_of(questions.sheet_of(form, thing)) == {"turnover": "1250.5", "since": "2019-05-14"}
    assert [(each.key, words) for each, words in questions.in_words(saved.sheet)] == [
        ("turnover", "€1,250.50"), ("since", "14 May 2019"), ("why", ""),
    ]  # fmt: skip


def test_a_draft_keeps_what_is_no_answer_yet_and_says_why(make_form, save, thing, now):
    form = make_form(turnover={"kind": "money"}, period={"kind": "period"}, why={"kind": "text"})

    saved = save(form, "q-turnover=a+lot&q-period.from=2019-05-14&q-why=Because")

    assert sorted(saved.filled.errors) == ["period", "turnover"]
    assert questions.answers_of(saved.sheet) == {"why": "Because"}
    shown = questions.AnswersForm(
        form.questions.all(), now=now, answers=questions.answers_of(saved.sheet), typed=saved.sheet.typed
    )
    drawn = str(shown["turnover"]) + str(shown["period"])
    assert 'value="a lot"' in drawn
    assert 'value="2019-05-14"' in drawn
    assert [field.name for field in shown.faulty] == ["turnover", "period"]
    assert "<li>“a lot” is no number." in shown["turnover"].as_field_group()


def test_an_answer_stays_until_another_can_be_read(make_form, save):
    form = make_form(turnover={"kind": "money"})
    first = save(form, "q-turnover=10")

    second = save(form, "q-turnover=a+lot", expected_version=first.sheet.version)
    third = save(form, "q-turnover=20", expected_version=second.sheet.version)

    assert questions.answers_of(second.sheet) == {"turnover": "20"}
    assert (second.sheet.typed, third.sheet.typed) == ({"turnover": {"q-turnover": ["a lot"]}}, {})


def test_an_emptied_answer_is_gone(make_form, save):
    form = make_form(turnover={"kind": "money"})
    first = save(form, "q-turnover=10")

    save(form, "q-turnover=", expected_version=first.sheet.version)

    assert Answer.objects.count() == 0


def test_the_same_again_changes_nothing(make_form, save, thing):
    form = make_form(turnover={"kind": "money"})
    first = save(form, "q-turnover=10")

    again = save(form, "q-turnover=10,00", expected_version=first.sheet.version)

    assert again.sheet.version == first.sheet.version
    assert audit.history(thing).count() == 1


def test_the_second_of_two_editors_is_told(make_form, save):
    form = make_form(turnover={"kind": "money"})
    first = save(form, "q-turnover=10")
    save(form, "q-turnover=20", expected_version=first.sheet.version)

    with pytest.raises(ChangedMeanwhile):
        save(form, "q-turnover=30", expected_version=first.sheet.version)
    with pytest.raises(ChangedMeanwhile):
        save(form, "q-turnover=30", expected_version=0)

    assert Answer.objects.get().value == "20"


def test_the_trail_knows_which_answers_changed_not_what_they_are(make_form, save, thing):
    form = make_form(director={"kind": "text", "is_personal": True}, turnover={"kind": "money"})

    save(form, "q-director=Someone&q-turnover=10")

    entry = audit.history(thing).get()
    assert entry.changes == {
        "answers": [None, {"form": "profile", "version": 1, "questions": ["director", "turnover"]}]
    }


def test_a_question_is_asked_only_where_its_condition_is_met(make_form, save, now):
    form = make_form(
        exports={"kind": "yes_no"},
        markets={"kind": "choices", "options": ABC, "shown_if": {"exports": True}},
        share={"kind": "number", "shown_if": {"markets": ["b", "c"]}, "required": "yes"},
    )

    hidden = save(form, "q-exports=no&q-markets=b&q-share=much")
    assert hidden.filled.errors == {}
    assert [(each.key, words) for each, words in questions.in_words(hidden.sheet)] == [("exports", "No")]
    assert questions.missing(form, hidden.sheet, now) == []
    assert hidden.sheet.typed == {"share": {"q-share": ["much"]}}

    shown = save(form, "q-exports=yes&q-markets=b&q-share=much", expected_version=hidden.sheet.version)
    assert list(shown.filled.errors) == ["share"]
    assert [each.key for each in questions.missing(form, shown.sheet, now)] == ["share"]


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abc"), st.booleans()))
def test_what_hangs_on_a_question_that_is_not_asked_is_not_asked(answers):
    chain = [
        SimpleNamespace(key="a", shown_if={}),
        SimpleNamespace(key="b", shown_if={"a": True}),
        SimpleNamespace(key="c", shown_if={"b": True}),
    ]

    found = [each.key for each in asked(chain, answers)]

    assert found == ["a", "b", "c"][: 1 + (answers.get("a") is True) * (1 + (answers.get("b") is True))]


def test_without_a_script_a_condition_is_said_in_words(make_form, now):
    form = make_form(
        exports={"kind": "yes_no", "label": {"en": "Do you export?"}},
        where={"kind": "text", "shown_if": {"exports": True}},
    )

    drawn = questions.AnswersForm(form.questions.all(), now=now)["where"].as_field_group()

    assert "Answer this only if your answer to “Do you export?” is: Yes." in drawn
    assert 'data-shown-if="{&quot;q-exports&quot;: [&quot;yes&quot;]}"' in drawn


@pytest.mark.parametrize(
    ("moment", "is_missing", "words"),
    [
        (datetime(2019, 3, 31, 21, 59, tzinfo=UTC), False, "must be answered from 1 April 2019 on"),
        (datetime(2019, 3, 31, 22, 1, tzinfo=UTC), True, "must be answered"),
    ],
)
def test_a_question_must_be_answered_from_a_day_in_brussels_on(moment, is_missing, words, make_form):
    form = make_form(plan={"kind": "text", "required": "after", "required_from": date(2019, 4, 1)})

    shown = questions.AnswersForm(form.questions.all(), now=moment)

    assert bool(questions.missing(form, None, moment)) is is_missing
    assert shown.fields["plan"].asking.must == words


def test_names_of_questions_do_not_meet_those_of_the_page_or_of_parts(make_form, save):
    form = make_form(version={"kind": "text"}, period={"kind": "period"}, period_from={"kind": "text"})

    saved = save(form, "version=9&q-version=two&q-period.from=2019-05-14&q-period.to=2019-05-15&q-period_from=May")

    assert questions.answers_of(saved.sheet) == {
        "version": "two", "period": {"from": "2019-05-14", "to": "2019-05-15"}, "period_from": "May",
    }  # fmt: skip


def upload(content=PDF, name="plan.pdf"):
    return MultiValueDict({"q-plan": [SimpleUploadedFile(name, content)]})


def test_a_file_is_kept_with_the_sheet_and_replaced_with_the_answer(
    make_form, save, django_capture_on_commit_callbacks
):
    form = make_form(plan={"kind": "file"}, why={"kind": "money"})
    with django_capture_on_commit_callbacks(execute=True):
        first = save(form, "q-why=unclear", uploads=upload())
        kept = save(form, "q-why=2", expected_version=first.sheet.version)
        assert files.of(first.sheet).get().pk == questions.answers_of(first.sheet)["plan"]

        second = save(form, uploads=upload(PDF + b"\n"), expected_version=kept.sheet.version)
        attachment = files.of(second.sheet).get()
        assert (attachment.size, attachment.visibility) == (len(PDF) + 1, "private")

        save(form, "q-plan-clear=on", expected_version=second.sheet.version)

    assert Attachment.objects.count() == 0
    assert Answer.objects.count() == 0


def test_a_file_of_another_kind_than_asked_is_refused(make_form, save):
    form = make_form(plan={"kind": "file", "options": ["pdf"], "maximum": 1})

    wrong = save(form, uploads=upload(b"a;b", "plan.csv"))
    large = save(form, uploads=upload(b"%PDF-" + b" " * 2**20 + b"%%EOF"), expected_version=1)

    assert wrong.filled.errors == {"plan": ["“CSV table” is not taken here. Expected one of: PDF."]}
    assert "larger than 1 MB" in large.filled.errors["plan"][0]
    assert Attachment.objects.count() == 0


def test_a_closed_form_takes_no_answers(make_form, save):
    with pytest.raises(NotPossible, match="not open for answers"):
        save(make_form(is_open=False, why={"kind": "text"}), "q-why=x")

    assert AnswerSheet.objects.count() == 0


def test_a_version_with_answers_is_frozen_and_its_copy_is_not(make_form, save, person, now, thing):
    form = make_form(why={"kind": "text"}, plan={"kind": "number"})
    assert questions.obstacle_to_changing(form) is None
    saved = save(form, "q-why=Because&q-plan=3")
    assert questions.obstacle_to_changing(form).startswith("This version has answers and stays as it is.")

    for change in (lambda: form.questions.update(kind="text"), lambda: form.questions.filter(key="plan").delete()):
        with pytest.raises(Error), transaction.atomic():
            change()

    copy = questions.new_version(form=form, person=person, now=now)

    assert questions.obstacle_to_changing(copy) is None
    assert (copy.version, copy.is_open, copy.title) == (2, False, form.title)
    assert [each.key for each in copy.questions.all()] == ["why", "plan"]
    assert [each.key for each in form.questions.all()] == ["why", "plan"]
    copy.questions.filter(key="plan").update(kind="text")
    questions.open_form(form=copy, person=person, now=now)
    assert list(QuestionForm.objects.filter(is_open=True)) == [copy]
    assert questions.earlier_sheet(copy, thing) == saved.sheet
    assert questions.taken_over(copy, saved.sheet) == {"why": "Because"}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "There are no questions in this form yet."),
        ({"a": {"kind": "text", "label": {}}}, "Question “a”: it has no words."),
        ({"a": {"kind": "choice", "options": ABC[:1]}}, "Question “a”: expected at least two options."),
        ({"a": {"kind": "choice", "options": {"a": 1}}}, "Question “a”: expected at least two options."),
        ({"a": {"kind": "choice", "options": [*ABC, ABC[0]]}}, "two options have the same value"),
        ({"a": {"kind": "matrix", "options": ABC}}, "Question “a”: expected at least one row."),
        ({"a": {"kind": "text", "pattern": "("}}, "Question “a”: its pattern cannot be read."),
        ({"a": {"kind": "number", "pattern": "a"}}, "only texts can have a pattern"),
        ({"a": {"kind": "number", "minimum": 3, "maximum": 2}}, "the least is more than the most"),
        ({"a": {"kind": "text", "required": "after"}}, "the day from which it must be answered is missing"),
        ({"a": {"kind": "text", "shown_if": {"b": 1}}, "b": {"kind": "yes_no"}}, "“b”, which is no question before it"),
        ({"b": {"kind": "text"}, "a": {"kind": "text", "shown_if": {"b": "x"}}}, "“b”, on which none can depend"),
        ({"a": {"kind": "text", "shown_if": ["b"]}}, "its condition is not of the form"),
    ],
)
def test_a_form_that_cannot_be_answered_is_not_opened(asked, words, make_form, person, now):
    form = make_form(is_open=False, **asked)

    with pytest.raises(NotPossible) as refused:
        questions.open_form(form=form, person=person, now=now)

    assert words in str(refused.value)
    assert not QuestionForm.objects.get().is_open


def test_opening_and_closing_are_in_the_trail(make_form, person, now):
    form = make_form(is_open=False, why={"kind": "text"})

    questions.open_form(form=form, person=person, now=now)
    with pytest.raises(NotPossible):
        questions.open_form(form=form, person=person, now=now)
    questions.close_form(form=form, person=person, now=now)

    assert [entry.act for entry in audit.history(form)] == ["closed", "opened"]


def test_answers_as_a_table_hold_no_formula_and_nothing_personal(make_form, save, make_organisation):
    form = make_form(
        director={"kind": "text", "is_personal": True},
        why={"kind": "text"},
        plus={"kind": "number"},
        exports={"kind": "yes_no"},
        best={"kind": "choices", "options": ABC, "shown_if": {"exports": True}},
        grid={"kind": "matrix", "options": ABC, "rows": ROWS},
    )
    first, second = make_organisation(), make_organisation()
    save(form, "q-director=Someone&q-why==1%2B1&q-plus=-5&q-exports=yes&q-best=a&q-best=c&q-grid.two=b", thing=first)
    save(form, "q-exports=no&q-best=a", thing=second)

    assert "".join(questions.as_csv(form)).split("\r\n") == [
        "thing,number,changed_at,why,plus,exports,best,grid.one,grid.two",
        f"organisations.organisation,{first.pk},2019-03-20T09:00:00+00:00,'=1+1,-5,yes,a; c,,b",
        f"organisations.organisation,{second.pk},2019-03-20T09:00:00+00:00,,,no,,,",
        "",
    ]
    assert "Someone" in "".join(questions.as_csv(form, with_personal=True))


@pytest.mark.parametrize("number", [1, 3])
def test_a_table_of_many_answers_asks_no_more_queries(
    number, make_form, save, make_organisation, django_assert_num_queries
):
    form = make_form(why={"kind": "text"})
    for _each in range(number):
        save(form, "q-why=x", thing=make_organisation())

    with django_assert_num_queries(3):
        list(questions.as_csv(form))


def test_what_tells_of_a_person_goes_with_the_person(make_form, save, person, now):
    form = make_form(
        director={"kind": "text", "is_personal": True}, plan={"kind": "money"}, cv={"kind": "file", "is_personal": True}
    )
    sheet = save(
        form, "q-director=Someone&q-plan=unclear", uploads=MultiValueDict({"q-cv": [SimpleUploadedFile("cv.pdf", PDF)]})
    ).sheet
    save(form, "q-plan=3", expected_version=sheet.version, person=person)
    exported = personal.HOLDER.export(person).data

    assert [(each["form"], each["answers"]["plan"]) for each in exported] == [("profile", "3")]
    personal.HOLDER.erase(person, now)

    assert questions.answers_of(sheet) == {"plan": "3"}
    assert Attachment.objects.count() == 0
    assert AnswerSheet.objects.get().typed == {}


def test_a_person_gets_only_their_own_answers(make_form, save, make_person):
    form = make_form(why={"kind": "text"})
    save(form, "q-why=Mine")

    assert personal.HOLDER.export(make_person()) is None


def test_answers_end_when_their_question_says_so(make_form, save, now):
    form = make_form(
        badge={"kind": "text", "kept_for_days": 30}, date={"kind": "date", "kept_for_days": 30}, why={"kind": "text"}
    )
    saved = save(form, "q-badge=Vegetarian&q-date=soon&q-why=Because")

    assert personal.RULE.end(now, now + timedelta(days=30)) == 0
    assert personal.RULE.end(now, now + timedelta(days=30, seconds=1)) == 1

    saved.sheet.refresh_from_db()
    assert questions.answers_of(saved.sheet) == {"why": "Because"}
    assert saved.sheet.typed == {}


def test_words_of_the_back_office_cannot_run(make_form, now):
    form = make_form(why={"kind": "text", "label": {"en": "<b>Why</b>"}, "help": {"en": "<script>x</script>"}})

    drawn = questions.AnswersForm(form.questions.all(), now=now)["why"].as_field_group()

    assert "<script>" not in drawn
    assert "<b>" not in drawn


def test_a_picture_that_is_none_keeps_the_other_answers(make_form, save):
    form = make_form(photo={"kind": "file", "options": ["png"]}, why={"kind": "text"})
    sent = MultiValueDict({"q-photo": [SimpleUploadedFile("a.png", io.BytesIO(b"nothing").getvalue())]})

    saved = save(form, "q-why=Because", uploads=sent)

    assert list(saved.filled.errors) == ["photo"]
    assert questions.answers_of(saved.sheet) == {"why": "Because"}
