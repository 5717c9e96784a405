"""Options and conditions of questions as lines of text, as people write them in the back office."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cluster_observatory.web.base.languages import FALLBACK, LANGUAGES

OPTION = re.compile(r"(?P<value>[^=\[\]]+?)\s*(?:\[(?P<language>[a-z]{2})\])?\s*=\s*(?P<words>.+)")
YES_AND_NO = {"yes": True, "no": False}


class OptionLines(forms.CharField):
    """Options [{"value": "a", "label": {"en": "A"}}] as lines `a = A`; a further language is a line `a [de] = Ä`."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **kwargs):
        # These belong to the JSON of the model.
        super().__init__(**{name: value for name, value in kwargs.items() if name not in ("encoder", "decoder")})

    def prepare_value(self, value):
        """Return the options as lines."""
        return value if isinstance(value, str) else "\n".join(_written(value or []))

    def has_changed(self, initial, data):
        """Return whether the lines say something else."""
        return self.prepare_value(initial) != (data or "").replace("\r\n", "\n").strip()

    def clean(self, value):
        """Return the options; raises ValidationError that says which line is not one."""
        options = {}
        for number, line in _lines(super().clean(value)):
            found = OPTION.fullmatch(line)
            language = (found["language"] or FALLBACK) if found else ""
            if language not in LANGUAGES:
                raise ValidationError(
                    _("Line {number} is “{line}”; expected “value = words” or “value [de] = words”.").format(
                        number=number, line=line[:80]
                    )
                )
            options.setdefault(found["value"], {})[language] = found["words"]
        return [{"value": option, "label": label} for option, label in options.items()]


class ConditionLines(forms.CharField):
    """A condition {"question": "answer"} as lines `question = answer`; one of several answers as `a | b`."""

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, **kwargs):
        super().__init__(**{name: value for name, value in kwargs.items() if name not in ("encoder", "decoder")})

    def prepare_value(self, value):
        """Return the condition as lines, by question: PostgreSQL keeps no order in JSON."""
        if isinstance(value, str):
            return value
        return "\n".join(f"{key} = {' | '.join(_answers(wanted))}" for key, wanted in sorted((value or {}).items()))

    def has_changed(self, initial, data):
        """Return whether the lines say something else."""
        return self.prepare_value(initial) != (data or "").replace("\r\n", "\n").strip()

    def clean(self, value):
        """Return the condition; raises ValidationError that says which line is not one."""
        condition = {}
        for number, line in _lines(super().clean(value)):
            key, equals, answers = (part.strip() for part in line.partition("="))
            wanted = [YES_AND_NO.get(answer.strip(), answer.strip()) for answer in answers.split("|")]
            if not key or not equals or "" in wanted:
                raise ValidationError(
                    _("Line {number} is “{line}”; expected “question = answer”.").format(number=number, line=line[:80])
                )
            condition[key] = wanted if len(wanted) > 1 else wanted[0]
        return condition


def _lines(text):
    """Return the lines that hold something, each with its number from 1."""
    numbered = enumerate((line.strip() for line in text.splitlines()), start=1)
    return [(number, line) for number, line in numbered if line]


def _written(options):
    for option in options:
        if isinstance(option, str):
            yield f"{option} = {option}"
            continue
        label = option.get("label", {})
        for language, words in sorted(label.items(), key=lambda pair: (pair[0] != FALLBACK, pair[0])):
            yield (
                f"{option['value']} = {words}" if language == FALLBACK else f"{option['value']} [{language}] = {words}"
            )


def _answers(wanted):
    words = {answer: word for word, answer in YES_AND_NO.items()}
    return [
        words[one] if isinstance(one, bool) else str(one) for one in (wanted if isinstance(wanted, list) else [wanted])
    ]
