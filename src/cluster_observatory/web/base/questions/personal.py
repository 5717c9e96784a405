"""Answers that tell of persons: what a person gets of theirs, what ends with them, and what ends with time."""

from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base import files
from cluster_observatory.web.base.models import Answer, AnswerSheet, Question
from cluster_observatory.web.base.personal_data import Activity, Export, Holder
from cluster_observatory.web.base.questions.actions import forget
from cluster_observatory.web.base.questions.queries import answers_of
from cluster_observatory.web.base.retention import Rule


def _export(person):
    sheets = AnswerSheet.objects.filter(person=person).select_related("form").order_by("pk")
    given = [
        {
            "form": sheet.form.key, "version": sheet.form.version, "about": f"{sheet.thing} {sheet.thing_id}",
            "begun_at": sheet.begun_at.isoformat(), "changed_at": sheet.changed_at.isoformat(),
            "answers": answers_of(sheet), "typed": sheet.typed,
        }
        for sheet in sheets
    ]  # fmt: skip
    return Export(given) if given else None


def _erase(person, now):
    number = _forget(Answer.objects.filter(sheet__person=person, question__is_personal=True), now)
    AnswerSheet.objects.filter(person=person).exclude(typed={}).update(typed={})
    return {"answers": number}


def _end(_before, now):
    """End answers whose question says how long they are kept, and what was typed there."""
    ended = 0
    for question in Question.objects.exclude(kept_for_days=None):
        past = question.form.sheets.filter(changed_at__lt=now - timedelta(days=question.kept_for_days))
        ended += _forget(Answer.objects.filter(question=question, sheet__in=past), now)
        for sheet in past.filter(typed__has_key=question.key):
            del sheet.typed[question.key]
            sheet.save(update_fields=["typed"])
    return ended


def _forget(answers, now):
    found = list(answers.select_related("question", "sheet"))
    for answer in found:
        forget(answer, None, now)
    return len(found)


HOLDER = Holder(
    name="answers",
    export=_export,
    erase=_erase,
    activities=(
        Activity(
            _("Answers to questions of this site, with files"),
            _("To judge and present what the questions are for"),
            _("Public task; consent where the question asks for it"),
            _("Those that tell of persons until the person is erased, or as long as the question says"),
        ),
    ),
)
RULE = Rule("base.answers", _("Answers past the time that their question names: deleted"), timedelta(0), _end)


def obstacle_to_seeing(sheet_id, person):
    """Return why the person may not read the files of a sheet, or None: who may see its thing may."""
    sheet = AnswerSheet.objects.filter(pk=sheet_id).first()
    if sheet is None:
        return gettext("Nobody may see this.")
    return files.obstacle_to_seeing(sheet.thing, sheet.thing_id, person)
