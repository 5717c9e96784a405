"""Answers that are a day or a period."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cluster_observatory.web.base.questions.fields.shared import texts_of
from cluster_observatory.web.base.questions.widgets import Parts

DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")


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
        typed = [text.strip() for text in texts_of(value, 2)]
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


def read_date(text):
    """Return the date that a person typed; raises ValidationError."""
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValidationError(_("“{text}” is no date. Expected one such as 2019-05-14.").format(text=text[:40]))
