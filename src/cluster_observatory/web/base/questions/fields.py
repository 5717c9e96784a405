"""The sixteen kinds of answers as fields of a form.

Every field has three ways: `clean(what was sent)` returns the answer in JSON's types, or None where nothing was
answered; `shown(answer)` returns what stands in the form for it, which read again is the same answer; and
`words(answer)` returns it for people to read.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache

import regex
from babel import Locale
from babel.numbers import format_currency, format_decimal
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.taxonomy import regions
from cluster_observatory.web.base.files import KINDS, LARGEST, MEGABYTE, UploadField
from cluster_observatory.web.base.languages import here, said
from cluster_observatory.web.base.questions.things import organisations
from cluster_observatory.web.base.questions.widgets import FileOrKept, Parts, Suggesting
from cluster_observatory.web.base.texts import storable

SHORT, LONG = 500, 20_000
"""Characters of the longest short and long text."""
PATTERN_SECONDS = 0.2
"""How long a pattern may search a text: some patterns would search for years."""
NUTS_EDITION = 2021
MOST_DIGITS = 18
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
HOUSE_CODES = {"GR": "EL", "GB": "UK"}
DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")


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


class DateAnswer(forms.CharField):
    """A date, kept as "2019-05-14"."""

    def __init__(self, question, **kwargs):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}), **kwargs)

    def clean(self, value):
        """Return the date, or None."""
        text = super().clean(value)
        return read_date(text).isoformat() if text else None

    def shown(self, answer):
        """Return the date as a browser's calendar takes it."""
        return answer

    def words(self, answer):
        """Return the date in words."""
        return date_format(date.fromisoformat(answer), "j F Y")


class PeriodAnswer(forms.Field):
    """The time between two dates, kept as {"from": "2019-05-14", "to": "2019-05-16"}; both days belong to it."""

    def __init__(self, question, **kwargs):
        parts = [
            ("from", _("From"), forms.DateInput(attrs={"type": "date"})),
            ("to", _("To"), forms.DateInput(attrs={"type": "date"})),
        ]
        super().__init__(widget=Parts(parts), **kwargs)

    def clean(self, value):
        """Return the period, or None where both are empty."""
        typed = [text.strip() for text in _texts(value, 2)]
        if not any(typed):
            return None
        if not all(typed):
            raise ValidationError(_("Expected two dates: the first day and the last one."))
        begin, end = (read_date(text) for text in typed)
        if end < begin:
            raise ValidationError(_("The last day lies before the first one."))
        return {"from": begin.isoformat(), "to": end.isoformat()}

    def shown(self, answer):
        """Return both dates."""
        return [answer["from"], answer["to"]]

    def words(self, answer):
        """Return the period in words."""
        begin, end = (date_format(date.fromisoformat(answer[key]), "j F Y") for key in ("from", "to"))
        return f"{begin} – {end}"


class YesNoAnswer(forms.ChoiceField):
    """Yes or no, kept as true or false; neither is chosen before it is answered."""

    def __init__(self, question, **kwargs):
        super().__init__(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, **kwargs)

    def clean(self, value):
        """Return True, False or None."""
        return {"yes": True, "no": False}.get(super().clean(value))

    def shown(self, answer):
        """Return the value of the button."""
        return "yes" if answer else "no"

    def words(self, answer):
        """Return yes or no."""
        return _("Yes") if answer else _("No")


class ChoiceAnswer(forms.ChoiceField):
    """One of several, kept as the value of the option."""

    def __init__(self, question, **kwargs):
        self.labels = dict(named(question.options))
        super().__init__(choices=[("", _("Choose one")), *self.labels.items()], **kwargs)

    def clean(self, value):
        """Return the value of the option, or None."""
        return super().clean(value) or None

    def shown(self, answer):
        """Return the value of the option."""
        return answer

    def words(self, answer):
        """Return the label of the option."""
        return self.labels.get(answer, answer)


class ChoicesAnswer(forms.MultipleChoiceField):
    """Some of several, kept as their values in the order of the options; `minimum` and `maximum` bound how many."""

    def __init__(self, question, **kwargs):
        self.question, self.labels = question, dict(named(question.options))
        super().__init__(choices=list(self.labels.items()), widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value):
        """Return the values, or None where none was chosen."""
        chosen = set(super().clean(value))
        if not chosen:
            return None
        _count(len(chosen), self.question)
        return [value for value in self.labels if value in chosen]

    def shown(self, answer):
        """Return the values."""
        return answer

    def words(self, answer):
        """Return the labels."""
        return "; ".join(self.labels.get(value, value) for value in answer)


class RankingAnswer(forms.Field):
    """Several in order, kept as their values, the first first; each option has a place to choose."""

    def __init__(self, question, **kwargs):
        self.question, self.labels = question, dict(named(question.options))
        places = [("", "—"), *((str(place), str(place)) for place in range(1, len(self.labels) + 1))]
        parts = [(value, label, forms.Select(choices=places)) for value, label in self.labels.items()]
        super().__init__(widget=Parts(parts), **kwargs)

    def clean(self, value):
        """Return the values in order, or None where none has a place."""
        typed = _texts(value, len(self.labels))
        if not set(typed) <= {"", *(str(place) for place in range(1, len(self.labels) + 1))}:
            raise ValidationError(_("Choose a place for each from the list."))
        places = {int(place): option for option, place in zip(self.labels, typed, strict=True) if place}
        if not places:
            return None
        if len(places) != sum(1 for place in typed if place):
            raise ValidationError(_("Two have the same place. Give each its own."))
        if sorted(places) != list(range(1, len(places) + 1)):
            raise ValidationError(_("A place is left out. Begin with 1 and go on without a gap."))
        _count(len(places), self.question)
        return [places[place] for place in sorted(places)]

    def shown(self, answer):
        """Return the place of each option."""
        return [str(answer.index(option) + 1) if option in answer else "" for option in self.labels]

    def words(self, answer):
        """Return the labels in order."""
        return "; ".join(f"{place}. {self.labels.get(value, value)}" for place, value in enumerate(answer, 1))


class CountryAnswer(forms.ChoiceField):
    """A country, kept as its code with two letters as Eurostat writes it; `options` can name those to choose from."""

    def __init__(self, question, **kwargs):
        self.labels = countries(here())
        wanted = [value for value, _label in named(question.options)] or self.labels
        offered = [(code, label) for code, label in self.labels.items() if code in wanted]
        super().__init__(choices=[("", _("Choose one")), *offered], **kwargs)

    def clean(self, value):
        """Return the code, or None."""
        return super().clean(value) or None

    def shown(self, answer):
        """Return the code."""
        return answer

    def words(self, answer):
        """Return the name of the country."""
        return self.labels.get(answer, answer)


class RegionAnswer(forms.CharField):
    """A region of NUTS, kept as {"region": "DE11", "edition": 2021}; `minimum` and `maximum` bound its level."""

    def __init__(self, question, **kwargs):
        low = int(question.minimum) if question.minimum is not None else 0
        self.levels = range(low, (int(question.maximum) if question.maximum is not None else 3) + 1)
        kwargs.setdefault("max_length", 200)
        super().__init__(widget=Suggesting(lambda: _suggested_regions(self.levels)), **kwargs)

    def clean(self, value):
        """Return the region, or None."""
        text = super().clean(value)
        if not text:
            return None
        code = _in_brackets(text).upper()
        region = _regions().get(code)
        if region is None or region.level not in self.levels:
            levels = ", ".join(map(str, self.levels))
            raise ValidationError(
                _(
                    "“{text}” is no region of level {levels} of NUTS {edition}. "
                    "Choose one from the list, or type its code."
                ).format(text=text[:60], levels=levels, edition=NUTS_EDITION)
            )
        return {"region": code, "edition": NUTS_EDITION}

    def shown(self, answer):
        """Return the name with the code, or the code alone where it is of another edition."""
        region = _regions().get(answer["region"])
        return f"{region.name} ({region.region})" if region else answer["region"]

    def words(self, answer):
        """Return the name with the code."""
        return self.shown(answer)


class OrganisationAnswer(forms.CharField):
    """An organisation with a profile here, kept as its number."""

    def __init__(self, question, **kwargs):
        kwargs.setdefault("max_length", 300)
        super().__init__(**kwargs)

    def clean(self, value):
        """Return the number of the organisation, or None."""
        text = super().clean(value)
        if not text:
            return None
        storable(text)
        found = organisations().find(_in_brackets(text)) or organisations().find(text)
        if found is None:
            raise ValidationError(
                _(
                    "No organisation here is called “{text}”. Type its whole name, or the address of its profile."
                ).format(text=text[:60])
            )
        return found

    def shown(self, answer):
        """Return its name with what it is found by."""
        return organisations().shown(answer)

    def words(self, answer):
        """Return its name."""
        return organisations().name(answer)


class FileAnswer(UploadField):
    """A file, kept as the number of its attachment; `maximum` bounds its megabytes, `options` its endings."""

    def __init__(self, question, **kwargs):
        wanted = {value for value, _label in named(question.options)}
        kinds = tuple(kind for kind in KINDS if wanted & set(kind.endings)) or KINDS
        largest = int(question.maximum * MEGABYTE) if question.maximum is not None else LARGEST
        kwargs.pop("help_text", None)
        super().__init__(kinds=kinds, largest=largest, widget=FileOrKept(), **kwargs)

    def shown(self, answer):
        """Return the number; the form puts the file in its place."""
        return answer

    def words(self, answer):
        """Return the number of the file."""
        return _("File {number}").format(number=answer)


class ConsentAnswer(forms.BooleanField):
    """That the person agrees, kept as true; not to agree is no answer."""

    def __init__(self, question, **kwargs):
        super().__init__(**kwargs)

    def clean(self, value):
        """Return True or None."""
        return super().clean(value) or None

    def shown(self, answer):
        """Return True."""
        return answer

    def words(self, answer):
        """Return that it was agreed to."""
        return _("Agreed")


class MatrixAnswer(forms.Field):
    """One choice in each row, kept as {row: option}; rows can be left out."""

    def __init__(self, question, **kwargs):
        self.labels, self.rows = dict(named(question.options)), dict(named(question.rows))
        choices = [("", "—"), *self.labels.items()]
        super().__init__(
            widget=Parts([(row, label, forms.Select(choices=choices)) for row, label in self.rows.items()]), **kwargs
        )

    def clean(self, value):
        """Return the choice of each row that has one, or None."""
        typed = _texts(value, len(self.rows))
        if not set(typed) <= {"", *self.labels}:
            raise ValidationError(_("Choose from the list in each row."))
        return {row: option for row, option in zip(self.rows, typed, strict=True) if option} or None

    def shown(self, answer):
        """Return the choice of each row."""
        return [answer.get(row, "") for row in self.rows]

    def words(self, answer):
        """Return each row with its choice."""
        return "; ".join(f"{self.rows.get(row, row)}: {self.labels.get(value, value)}" for row, value in answer.items())


def named(options):
    """Return (value, label for the reader) of options [{"value": "a", "label": {"en": "A"}}].

    Plain texts among them name themselves; what is neither is left out.
    """
    found = []
    for option in options if isinstance(options, list) else []:
        if isinstance(option, dict) and isinstance(option.get("value"), str):
            label = option.get("label")
            found.append((option["value"], said(label).text if isinstance(label, dict) else option["value"]))
        elif isinstance(option, str):
            found.append((option, option))
    return [(value, label or value) for value, label in found]


def fits(pattern, text):
    """Return whether the whole text is as the pattern says; False too where that cannot be found out in time."""
    try:
        return regex.fullmatch(pattern, text, timeout=PATTERN_SECONDS) is not None
    except TimeoutError:
        return False


@cache
def countries(language):
    """Return {code: name} of all countries in a language, by name; codes as Eurostat writes them."""
    territories = Locale.parse(language).territories
    found = {
        HOUSE_CODES.get(code, code): label
        for code, label in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    }
    return dict(sorted(found.items(), key=lambda item: item[1]))


def plain(number):
    """Return a decimal as a text without needless zeros and without an exponent."""
    if number == 0:
        return "0"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_date(text):
    """Return the date that a person typed; raises ValidationError."""
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValidationError(_("“{text}” is no date. Expected one such as 2019-05-14.").format(text=text[:40]))


def _decimal(number):
    return format_decimal(number, locale=here(), decimal_quantization=False)


def _texts(value, number):
    """As many texts as there are parts, whatever was sent."""
    sent = list(value) if isinstance(value, (list, tuple)) else []
    return [text if isinstance(text, str) else "" for text in [*sent, *[""] * number][:number]]


def _count(number, question):
    if question.minimum is not None and number < question.minimum:
        raise ValidationError(_("Choose at least {number}.").format(number=int(question.minimum)))
    if question.maximum is not None and number > question.maximum:
        raise ValidationError(_("Choose at most {number}.").format(number=int(question.maximum)))


def _in_brackets(text):
    """What stands in brackets at the end, "DE11" of "Stuttgart (DE11)"; else the whole."""
    found = re.search(r"\(([^()]+)\)\s*$", text)
    return (found.group(1) if found else text).strip()


@cache
def _regions():
    rows = regions.table().iter_rows(named=True)
    return {row["region"]: regions.Region(**row) for row in rows if row["nuts_edition"] == NUTS_EDITION}


def _suggested_regions(levels):
    """Names with codes of the regions to choose from; the small ones only where nothing larger may be chosen."""
    offered = [level for level in levels if level < 3] or levels
    return [f"{region.name} ({code})" for code, region in _regions().items() if region.level in offered]


FIELDS = {
    "text": lambda question, **more: TextAnswer(question, SHORT, **more),
    "long_text": lambda question, **more: TextAnswer(question, LONG, widget=forms.Textarea(attrs={"rows": 6}), **more),
    "number": NumberAnswer, "money": MoneyAnswer, "date": DateAnswer, "period": PeriodAnswer, "yes_no": YesNoAnswer,
    "choice": ChoiceAnswer, "choices": ChoicesAnswer, "ranking": RankingAnswer, "country": CountryAnswer,
    "region": RegionAnswer, "organisation": OrganisationAnswer, "file": FileAnswer, "consent": ConsentAnswer,
    "matrix": MatrixAnswer,
}  # fmt: skip


def field_of(question):
    """Return the field of a form for a question; nothing in it is required, since a draft may be incomplete."""
    label = said(question.label).text or question.key
    return FIELDS[question.kind](question, required=False, label=label)
