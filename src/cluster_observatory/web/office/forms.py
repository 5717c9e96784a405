"""What the back office takes from those who work in it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.office import things
from cluster_observatory.web.office.queries import trail
from cluster_observatory.web.people.models import Office


class DayInput(forms.DateInput):
    """A field for a day, with the browser's calendar where it has one."""

    input_type = "date"

    def format_value(self, value):
        """Return the day as browsers want it, in every language."""
        return value.isoformat() if hasattr(value, "isoformat") else value


class TrailForm(forms.Form):
    """Which entries of the audit trail are wanted; all of them where nothing is chosen."""

    thing = forms.ChoiceField(label=_("About"), required=False)
    number = forms.CharField(label=_("Number of the thing"), required=False, max_length=40)
    person = forms.IntegerField(label=_("Number of the person who acted"), required=False, min_value=1, max_value=2**53)
    act = forms.ChoiceField(label=_("What was done"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput)
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sorts = sorted(((sort, things.word(sort)) for sort in trail.sorts()), key=lambda pair: str(pair[1]))
        self.fields["thing"].choices = [("", _("everything")), *sorts]
        self.fields["act"].choices = [("", _("everything")), *((act, act) for act in trail.acts())]

    def entries(self):
        """Return the entries that are wanted; none while a field holds what cannot be asked."""
        return trail.entries(**self.cleaned_data) if self.is_valid() else trail.entries().none()


class ReasonForm(forms.Form):
    """Why something is done to somebody."""

    reason = forms.CharField(
        label=_("Reason"), help_text=_("The person will read it."), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class AppointForm(forms.Form):
    """Which office a person is given."""

    office = forms.ChoiceField(label=_("Office"))

    def __init__(self, *args, held=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [choice for choice in Office.choices if choice[0] not in held]
