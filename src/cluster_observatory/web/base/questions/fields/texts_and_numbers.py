"""Answers that are a text, a number or an amount."""

import re
from decimal import Decimal

import regex
from babel.numbers import format_currency, format_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.web.base.languages import here
from cluster_observatory.web.base.texts import storable

SHORT, LONG = 500, 20_000
"""Characters of the longest short and long text."""


PATTERN_SECONDS = 0.2
"""How long a pattern may search a text: some patterns would search for years."""


MOST_DIGITS = 18


class TextAnswer(forms.CharField):
    """A text; `minimum` and `maximum` bound its characters."""

    def __init__(self, question, longest, **kwargs):
        self.question = question
        bound = int(question.maximum) if question.maximum is not None else longest
        least = int(question.minimum) if question.minimum is not None else None
        super().__init__(max_length=min(bound, longest), min_length=least, empty_value=None, **kwargs)

    def to_python(self, value):
        """Return the text with line ends of one sort, or None."""
        return super().to_python(value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value)

    def clean(self, value):
        """Return the text, or None where nothing was typed."""
        if isinstance(value, str):
            storable(value)
        text = super().clean(value)
        if text is None:
            return None
        most = self.question.most_words
        if most is not None and (number := len(text.split())) > most:
            raise ValidationError(
                ngettext(
                    "This has {number} words; expected at most {most}.",
                    "This has {number} words; expected at most {most}.",
                    number,
                ).format(number=number, most=most)
            )
        if self.question.pattern and not fits(self.question.pattern, text):
            raise ValidationError(_("This is not written as expected. Look at the help above the field."))
        return text

    def shown(self, answer):
        """Return the text."""
        return answer

    def words(self, answer):
        """Return the text."""
        return answer


class NumberAnswer(forms.CharField):
    """A number, kept as the exact decimal in a text: "12.5"."""

    places = 4

    def __init__(self, question, **kwargs):
        self.question = question
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def clean(self, value):
        """Return the number as a text without needless zeros, or None; commas and blanks are understood."""
        text = super().clean(value)
        if not text:
            return None
        number = self.read(text)
        low, high = self.question.minimum, self.question.maximum
        if low is not None and number < low:
            raise ValidationError(_("Expected at least {number}.").format(number=_decimal(low)))
        if high is not None and number > high:
            raise ValidationError(_("Expected at most {number}.").format(number=_decimal(high)))
        return plain(number)

    def read(self, text):
        """Return the number that a person typed; raises ValidationError, also where it could mean two numbers."""
        compact = re.sub(r"[\s'’]", "", text)
        if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}", compact):
            raise ValidationError(
                _("“{text}” could mean two numbers. Write thousands without a sign between them.").format(
                    text=text[:40]
                )
            )
        if not re.fullmatch(r"[+-]?[0-9]{1,18}([.,][0-9]{1,18})?", compact, re.ASCII):
            raise ValidationError(_("“{text}” is no number. Expected one such as 1250 or 12.5.").format(text=text[:40]))
        number = Decimal(compact.replace(",", "."))
        if -number.as_tuple().exponent > self.places and number != round(number, self.places):
            raise ValidationError(
                ngettext(
                    "Expected at most {number} digit after the point.",
                    "Expected at most {number} digits after the point.",
                    self.places,
                ).format(number=self.places)
            )
        if abs(number) >= 10 ** (MOST_DIGITS - self.places):
            raise ValidationError(_("This number is too large."))
        return number

    def shown(self, answer):
        """Return the number in the way it is typed; one that would be ambiguous gets a zero more."""
        return f"{answer}0" if re.fullmatch(r"-?[1-9][0-9]{0,2}\.[0-9]{3}", answer) else answer

    def words(self, answer):
        """Return the number as the reader's language writes it."""
        return _decimal(Decimal(answer))


class MoneyAnswer(NumberAnswer):
    """An amount in euro."""

    places = 2

    def words(self, answer):
        """Return the amount as the reader's language writes it."""
        return format_currency(Decimal(answer), "EUR", locale=here())


def fits(pattern, text):
    """Return whether the whole text is as the pattern says; False too where that cannot be found out in time."""
    try:
        return regex.fullmatch(pattern, text, timeout=PATTERN_SECONDS) is not None
    except TimeoutError:
        return False


def plain(number):
    """Return a decimal as a text without needless zeros and without an exponent."""
    if number == 0:
        return "0"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimal(number):
    return format_decimal(number, locale=here(), decimal_quantization=False)
