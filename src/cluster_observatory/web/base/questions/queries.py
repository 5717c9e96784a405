"""What was answered: by sheet, in words, as CSV."""

import csv
from io import StringIO

from cluster_observatory.web.base.models import AnswerSheet, Question, QuestionForm
from cluster_observatory.web.base.questions.fields import field_of, named
from cluster_observatory.web.base.questions.rules import is_asked, is_due
from cluster_observatory.web.base.spreadsheets import harmless

CHUNK = 500


def open_version(key):
    """Return the version of a form that takes answers now, or None."""
    return QuestionForm.objects.filter(key=key, is_open=True).first()


def sheet_of(form, thing):
    """Return the sheet of a thing for this version of a form, or None."""
    return AnswerSheet.objects.filter(form=form, thing=thing._meta.label_lower, thing_id=str(thing.pk)).first()


def earlier_sheet(form, thing):
    """Return the newest sheet of a thing for an earlier version of the form, or None."""
    return (
        AnswerSheet.objects.filter(
            form__key=form.key, form__version__lt=form.version, thing=thing._meta.label_lower, thing_id=str(thing.pk)
        )
        .order_by("-form__version")
        .first()
    )


def answers_of(sheet):
    """Return the answers of a sheet, {key of the question: answer}, also to questions that are not asked."""
    return dict(sheet.answers.values_list("question__key", "value"))


def taken_over(form, sheet):
    """Return the answers of an earlier sheet that answer questions of this version too, file answers left out."""
    kinds = dict(sheet.form.questions.values_list("key", "kind"))
    found = {}
    answers = answers_of(sheet)
    for question in form.questions.all():
        answer = answers.get(question.key) if kinds.get(question.key) == question.kind else None
        if answer is not None and question.kind != Question.Kind.FILE:
            found[question.key] = answer
    return found


def asked(questions, answers):
    """Return the questions that are asked, given the answers {key: answer}: those not asked count for nothing."""
    found, counted = [], {}
    for question in questions:
        if is_asked(question, counted):
            found.append(question)
            if question.key in answers:
                counted[question.key] = answers[question.key]
    return found


def in_words(sheet):
    """Return (question, answer in words, or empty) for each question that is asked."""
    answers = answers_of(sheet)
    return [
        (question, field_of(question).words(answers[question.key]) if question.key in answers else "")
        for question in asked(sheet.form.questions.all(), answers)
    ]


def missing(form, sheet, now):
    """Return the questions that are asked, must be answered now and are not; `sheet` may be None."""
    answers = answers_of(sheet) if sheet is not None else {}
    return [
        question
        for question in asked(form.questions.all(), answers)
        if question.key not in answers and is_due(question, now)
    ]


def as_csv(form, *, with_personal=False):
    """Yield the lines of a table with a row for each sheet and a column or more for each question, as text.

    Codes, not labels; answers that tell of persons only where asked for.
    """
    questions = list(form.questions.all())
    told = [question for question in questions if with_personal or not question.is_personal]
    columns = [(question, part) for question in told for part in _parts(question)]
    names = [f"{question.key}.{part}" if part else question.key for question, part in columns]
    yield _line(["thing", "number", "changed_at", *names])
    for sheet in form.sheets.order_by("pk").prefetch_related("answers").iterator(chunk_size=CHUNK):
        keys = {question.pk: question.key for question in questions}
        answers = {keys[answer.question_id]: answer.value for answer in sheet.answers.all()}
        read = {question.key: answers.get(question.key) for question in asked(questions, answers)}
        cells = [_cell(read.get(question.key), part) for question, part in columns]
        yield _line([sheet.thing, sheet.thing_id, sheet.changed_at.isoformat(), *cells])


def _parts(question):
    if question.kind == Question.Kind.PERIOD:
        return ["from", "to"]
    if question.kind == Question.Kind.REGION:
        return ["region", "edition"]
    if question.kind == Question.Kind.MATRIX:
        return [row for row, _label in named(question.rows)]
    return [""]


def _cell(answer, part):
    if answer is None:
        return ""
    if part:
        return str(answer.get(part, ""))
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return "; ".join(answer) if isinstance(answer, list) else str(answer)


def _line(cells):
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(_harmless(cell) for cell in cells)
    return out.getvalue()


def _harmless(cell):
    """A text that a spreadsheet would take for a formula gets a mark in front; numbers stay numbers."""
    is_number = cell[1:].replace(".", "", 1).isdigit()
    return cell if is_number else harmless(cell)
