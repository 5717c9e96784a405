"""What stands in the way of opening a form, changing it, and answering it; which questions are asked, and must be."""

from zoneinfo import ZoneInfo

import regex
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cluster_observatory.web.base.languages import checked, said
from cluster_observatory.web.base.models import Question
from cluster_observatory.web.base.questions.fields import named

BRUSSELS = ZoneInfo("Europe/Brussels")
Kind = Question.Kind
WITH_OPTIONS = {Kind.CHOICE, Kind.CHOICES, Kind.RANKING, Kind.MATRIX}
DECIDING = {Kind.YES_NO, Kind.CHOICE, Kind.CHOICES, Kind.COUNTRY, Kind.CONSENT}
"""Kinds of questions on whose answer another can depend."""
TEXTS = {Kind.TEXT, Kind.LONG_TEXT}


def obstacle_to_changing(form):
    """Return why the form and its questions cannot be changed, or None: what was answered stays as it was asked."""
    if form.sheets.exists():
        return _("This version has answers and stays as it is. Make a new version to change the questions.")
    return None


def obstacle_to_opening(form):
    """Return why the form cannot be opened for answers, or None."""
    if form.is_open:
        return _("This form is open already.")
    questions = list(form.questions.all())
    if not questions:
        return _("There are no questions in this form yet.")
    earlier = {}
    for question in questions:
        if fault := _fault(question, earlier):
            return _("Question “{key}”: {fault}").format(key=question.key, fault=fault)
        earlier[question.key] = question
    return None


def obstacle_to_answering(form):
    """Return why the form cannot be answered now, or None."""
    return None if form.is_open else _("This form is not open for answers.")


def is_asked(question, answers):
    """Return whether a question is asked, given the answers {key: answer} to those before it that are asked."""
    return all(_meets(answers.get(key), wanted) for key, wanted in (question.shown_if or {}).items())


def is_due(question, now):
    """Return whether the question must be answered now; days begin in Brussels."""
    if question.required == Question.Required.AFTER:
        return question.required_from is not None and now.astimezone(BRUSSELS).date() >= question.required_from
    return question.required == Question.Required.YES


def _meets(answer, wanted):
    if isinstance(wanted, list):
        return any(_meets(answer, each) for each in wanted)
    return wanted in answer if isinstance(answer, list) else answer is not None and answer == wanted


def _fault(question, earlier):
    """What is wrong with a question among others, in words, or None."""
    try:
        if not said(checked(question.label)).text:
            return _("it has no words.")
        checked(question.help)
    except ValidationError as error:
        return error.messages[0]
    values = [value for value, _label in named(question.options)]
    rows = [value for value, _label in named(question.rows)]
    if question.kind in WITH_OPTIONS and len(values) < 2:
        return _("expected at least two options.")
    if question.kind == Kind.MATRIX and not rows:
        return _("expected at least one row.")
    for names in (values, rows):
        if len(set(names)) != len(names) or "" in names:
            return _("two options have the same value, or one has none.")
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low > high:
        return _("the least is more than the most.")
    if question.required == Question.Required.AFTER and question.required_from is None:
        return _("the day from which it must be answered is missing.")
    return _fault_of_pattern(question) or _fault_of_condition(question, earlier)


def _fault_of_pattern(question):
    if not question.pattern:
        return None
    if question.kind not in TEXTS:
        return _("only texts can have a pattern.")
    try:
        regex.compile(question.pattern)
    except regex.error:
        return _("its pattern cannot be read.")
    return None


def _fault_of_condition(question, earlier):
    if not isinstance(question.shown_if, dict):
        return _("its condition is not of the form {“question”: “answer”}.")
    for key in question.shown_if:
        if key not in earlier:
            return _("its condition names “{key}”, which is no question before it.").format(key=key[:60])
        if earlier[key].kind not in DECIDING:
            return _("its condition names “{key}”, on which none can depend.").format(key=key[:60])
    return None
