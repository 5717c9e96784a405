"""Answers that are chosen: yes or no, one, several, in order, a consent, one in each row."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cluster_observatory.web.base.languages import said
from cluster_observatory.web.base.questions.fields.shared import texts_of
from cluster_observatory.web.base.questions.widgets import Parts


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
        typed = texts_of(value, len(self.labels))
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
        typed = texts_of(value, len(self.rows))
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


def _count(number, question):
    if question.minimum is not None and number < question.minimum:
        raise ValidationError(_("Choose at least {number}.").format(number=int(question.minimum)))
    if question.maximum is not None and number > question.maximum:
        raise ValidationError(_("Choose at most {number}.").format(number=int(question.maximum)))
