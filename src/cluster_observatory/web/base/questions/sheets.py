"""A form of questions as it is filled in: bound to what was sent, or showing what was answered and typed before."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.html import escape, linebreaks
from django.utils.translation import gettext as _

from cluster_observatory.web.base.languages import said
from cluster_observatory.web.base.models import Attachment, Question
from cluster_observatory.web.base.questions.fields import field_of
from cluster_observatory.web.base.questions.rules import is_asked, is_due


class AnswersForm(forms.Form):
    """The questions of a form as fields; nothing is required, since a draft may be incomplete.

    `answers` {key: answer} are shown, and in their place what `typed` holds and is no answer yet.  After `is_valid`,
    `cleaned_data` has an answer or None for each question whose answer could be read, and `unread` the keys of the
    others; those among them that are not asked, given the answers before them, have no fault to be mended.  `faults`
    {key: messages} are shown in a form that is not bound, else what is wrong with what was typed.
    """

    prefix = "q"

    def __init__(self, questions, *, now, data=None, files=None, answers=None, typed=None, faults=None):
        self.questions, self.answers, self.now = list(questions), dict(answers or {}), now
        self.unread = set()
        super().__init__(data, files)
        for question in self.questions:
            field = field_of(question)
            field.template_name = "base/questions/field.html"
            helping = "\n".join(filter(None, [said(question.help).text, field.help_text]))
            field.help_text = linebreaks(escape(helping)) if helping else ""
            self.fields[question.key] = field
            if (answer := self.answers.get(question.key)) is not None:
                self.initial[question.key] = field.shown(answer)
        self._show_files()
        for key, texts in (typed or {}).items():
            if key in self.fields:
                self.initial[key] = self._as_typed(key, texts)
        for question in self.questions:
            asking = Asking(self, question, (faults or {}).get(question.key), (typed or {}).get(question.key))
            self.fields[question.key].asking = asking
            if asking.faults and not self.is_bound and not self.fields[question.key].widget.use_fieldset:
                own = self[question.key].auto_id
                said_by = f"{own}_helptext {own}_error" if self.fields[question.key].help_text else f"{own}_error"
                self.fields[question.key].widget.attrs |= {"aria-invalid": "true", "aria-describedby": said_by}

    def _show_files(self):
        keys = [question.key for question in self.questions if question.kind == Question.Kind.FILE]
        numbers = {key: self.answers[key] for key in keys if self.answers.get(key) is not None}
        found = Attachment.objects.in_bulk(numbers.values()) if numbers else {}
        for key, number in numbers.items():
            self.initial[key] = Kept(found[number]) if number in found else None

    def _as_typed(self, key, texts):
        """What the field of a question makes of the texts that were typed into it."""
        return self.fields[key].widget.value_from_datadict(
            MultiValueDict(texts), MultiValueDict(), self.add_prefix(key)
        )

    def clean(self):
        """Forget the faults of questions that are not asked."""
        kept, answers = super().clean(), {}
        self.unread = set(self._errors)
        for question in self.questions:
            if is_asked(question, answers):
                read = kept.get(question.key, self.answers.get(question.key))
                if read is not None:
                    answers[question.key] = read
            else:
                self._errors.pop(question.key, None)
        return kept

    @property
    def faulty(self):
        """The fields whose contents are no answer."""
        return [field for field in self if field.field.asking.faults]

    def typed_in(self, key):
        """Return what was sent for a question, {name: [texts]}, without empty ones."""
        ways = getattr(self.fields[key].widget, "widgets_names", [""])
        names = [f"{self.add_prefix(key)}{way}" for way in ways]
        sent = {name: [text.replace("\x00", "") for text in _sent(self.data, name)] for name in names}
        return {name: texts for name, texts in sent.items() if any(texts)}


def _sent(data, name):
    return data.getlist(name) if hasattr(data, "getlist") else [data[name]] if name in data else []


class Kept:
    """A file that was answered with, as the field of a form shows it: its name, and where it is read."""

    def __init__(self, attachment):
        self.attachment, self.url = attachment, attachment.get_absolute_url()

    def __str__(self):
        return self.attachment.name


class Asking:
    """What the page says about a question beside its words: whether it must be answered, when, and on what it hangs."""

    def __init__(self, form, question, faults, typed):
        self.question, self._form, self._faults, self._typed = question, form, faults, typed
        self.is_due = is_due(question, form.now)

    @property
    def must(self):
        """In words whether it must be answered."""
        if self.is_due:
            return _("must be answered")
        if self.question.required == Question.Required.AFTER:
            day = date_format(self.question.required_from, "j F Y")
            return _("must be answered from {day} on").format(day=day)
        return _("may be left out")

    @property
    def condition(self):
        """In words on which answer it hangs; empty where on none."""
        fields, said_so = self._form.fields, []
        for key, wanted in (self.question.shown_if or {}).items():
            field = fields[key]
            each = [field.words([one] if _is_many(field) else one) for one in _as_list(wanted)]
            said_so.append(
                _("Answer this only if your answer to “{question}” is: {answers}.").format(
                    question=field.label, answers=", ".join(each)
                )
            )
        return " ".join(said_so)

    @property
    def shown_if(self):
        """The condition for the script: {name of a field: [values of its buttons]} as JSON."""
        fields = self._form.fields
        return json.dumps(
            {
                self._form.add_prefix(key): [_value(fields[key], one) for one in _as_list(wanted)]
                for key, wanted in (self.question.shown_if or {}).items()
            }
        )  # fmt: skip

    @property
    def faults(self):
        """Why what was sent or typed before is no answer; empty where nothing was, or where it is one."""
        if self._form.is_bound:
            return self._form.errors.get(self.question.key, [])
        if self._faults or not self._typed:
            return self._faults or []
        try:
            self._form.fields[self.question.key].clean(self._form.initial[self.question.key])
        except ValidationError as error:
            return error.messages
        return []


def _as_list(wanted):
    return wanted if isinstance(wanted, list) else [wanted]


def _is_many(field):
    return isinstance(field, forms.MultipleChoiceField)


def _value(field, answer):
    """What the browser sends for an answer."""
    if isinstance(field, forms.BooleanField):
        return "on"
    return answer if _is_many(field) else str(field.shown(answer))
