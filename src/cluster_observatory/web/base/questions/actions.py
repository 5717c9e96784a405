"""What can be done with questions: open a form, make a new version of it, answer it."""

from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit, files
from cluster_observatory.web.base.conflicts import ChangedMeanwhile
from cluster_observatory.web.base.models import Answer, AnswerSheet, Attachment, Question, QuestionForm
from cluster_observatory.web.base.process import locked
from cluster_observatory.web.base.questions.fields import FileAnswer
from cluster_observatory.web.base.questions.queries import answers_of
from cluster_observatory.web.base.questions.rules import obstacle_to_answering, obstacle_to_opening
from cluster_observatory.web.base.questions.sheets import AnswersForm


class Saved(NamedTuple):
    """The sheet as it is now, and the form that was read, with its faults."""

    sheet: AnswerSheet
    filled: AnswersForm


def open_form(*, form, person, now):
    """Open a version of a form for answers in place of the version that was open; raises NotPossible.

    Whether the person may do it is asked by the caller.
    """
    with transaction.atomic():
        versions = list(QuestionForm.objects.select_for_update().filter(key=form.key))
        fresh = next(version for version in versions if version.pk == form.pk)
        if refusal := obstacle_to_opening(fresh):
            raise NotPossible(refusal)
        for version in versions:
            if version.is_open:
                _set_open(version, False, person, now)
        _set_open(fresh, True, person, now)
    form.is_open = True


def close_form(*, form, person, now):
    """Take no more answers to a form; raises NotPossible where it takes none."""
    with transaction.atomic():
        fresh = QuestionForm.objects.select_for_update().get(pk=form.pk)
        if refusal := obstacle_to_answering(fresh):
            raise NotPossible(refusal)
        _set_open(fresh, False, person, now)
    form.is_open = False


def new_version(*, form, person, now):
    """Return a copy of a form with its questions under the next number, closed, so that it can be changed.

    Whether the person may do it is asked by the caller.
    """
    with transaction.atomic():
        versions = QuestionForm.objects.select_for_update().filter(key=form.key)
        number = max(version.version for version in versions) + 1
        copy = QuestionForm.objects.create(key=form.key, version=number, title=form.title, made_at=now)
        for question in form.questions.all():
            question.pk, question.form, question._state.adding = None, copy, True
            question.save(force_insert=True)
        audit.record(act="version_made", thing=copy, actor=person, now=now, changes={"version": [form.version, number]})
    return copy


def save_answers(*, form, thing, data, uploads=None, person, now, expected_version):
    """Keep what a person sent as answers of a thing, a saved model; return Saved.

    What can be read as an answer replaces the one before, also where the question is not asked: such answers are
    kept and not read.  What cannot is kept as it was typed, so that nothing is lost.  `expected_version` is that of
    the sheet the person saw, 0 for none.  Raises NotPossible where the form takes no answers, and ChangedMeanwhile
    where another answered since.  Whether the person may answer for the thing is asked by the caller.
    """
    with transaction.atomic():
        if refusal := obstacle_to_answering(QuestionForm.objects.select_for_update().get(pk=form.pk)):
            raise NotPossible(refusal)
        sheet = _sheet(form, thing, person, now, expected_version)
        filled = AnswersForm(
            form.questions.all(), now=now, data=data, files=uploads, answers=answers_of(sheet), typed=sheet.typed
        )
        filled.full_clean()
        changed = _write(sheet, filled, person, now)
        typed = {key: texts for key in sorted(filled.unread) if (texts := filled.typed_in(key))}
        if changed or typed != sheet.typed:
            sheet.typed, sheet.changed_at, sheet.version = typed, now, sheet.version + 1
            sheet.save(update_fields=["typed", "changed_at", "version"])
        if changed:
            # Answers can tell of persons, and the trail outlives an erasure: it knows only which changed.
            audit.record(
                act="answered", thing=thing, actor=person, now=now,
                changes={"answers": [None, {"form": form.key, "version": form.version, "questions": changed}]},
            )  # fmt: skip
    return Saved(sheet, filled)


def forget(answer, person, now):
    """Delete an answer, with its file where it is one; only within the transaction of an act."""
    if answer.question.kind == Question.Kind.FILE:
        attachment = files.of(answer.sheet).filter(pk=answer.value).first()
        if attachment is not None:
            files.remove(thing=answer.sheet, attachment=attachment, person=person, now=now)
    answer.delete()


def _set_open(form, is_open, person, now):
    form.is_open = is_open
    form.save(update_fields=["is_open"])
    audit.record(act="opened" if is_open else "closed", thing=form, actor=person, now=now)


def _sheet(form, thing, person, now, expected_version):
    key = {"form": form, "thing": thing._meta.label_lower, "thing_id": str(thing.pk)}
    sheet = AnswerSheet.objects.filter(**key).first()
    if sheet is not None:
        return locked(sheet, expected_version)
    try:
        with transaction.atomic():
            return AnswerSheet.objects.create(**key, person=person, begun_at=now, changed_at=now, version=1)
    except IntegrityError as error:
        raise ChangedMeanwhile(
            _("Someone else has answered these questions in the meantime. Look at what there is now.")
        ) from error


def _write(sheet, filled, person, now):
    """Write the answers that could be read; return the keys of the questions whose answer is another now."""
    rows = {answer.question_id: answer for answer in sheet.answers.select_related("question")}
    changed = []
    for question in filled.questions:
        if question.key in filled.unread:
            continue
        old, value = rows.get(question.pk), filled.cleaned_data[question.key]
        if isinstance(filled.fields[question.key], FileAnswer):
            value = _file(sheet, question, value, old, person, now)
        if old is not None and value == old.value and type(value) is type(old.value):
            continue
        if old is None and value is None:
            continue
        changed.append(question.key)
        if old is not None:
            forget(old, person, now)
        if value is not None:
            Answer.objects.create(sheet=sheet, question=question, value=value)
    return changed


def _file(sheet, question, sent, old, person, now):
    """Return the number of the file that is the answer: a new one, the one before, or None."""
    if not sent:
        return None
    if not hasattr(sent, "read"):
        return old.value if old is not None else None
    field = FileAnswer(question)
    attachment = files.attach(
        thing=sheet, upload=sent, visibility=Attachment.Visibility.PRIVATE, person=person, now=now, purpose="answer",
        kinds=field.kinds, largest=field.largest,
    )  # fmt: skip
    return attachment.pk
