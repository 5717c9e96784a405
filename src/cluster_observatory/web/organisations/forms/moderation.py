"""Forms of moderators."""

from django import forms
from django.utils.translation import gettext_lazy

from cluster_observatory.web.organisations.models import Finding


class CheckForm(forms.Form):
    """A verdict and a note for each criterion that is asked, and what the organisation is told."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("To the organisation"), required=False, widget=forms.Textarea, max_length=5000,
        help_text=gettext_lazy("Needed when you ask for more or reject; its administrators get it by e-mail."),
    )  # fmt: skip

    def __init__(self, judged, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.judged = judged
        for one in judged:
            self.fields[f"verdict_{one.asked.name}"] = forms.ChoiceField(
                label=one.asked.title, choices=Finding.Verdict.choices, initial=one.verdict, widget=forms.RadioSelect
            )
            self.fields[f"note_{one.asked.name}"] = forms.CharField(
                label=gettext_lazy("Note"), required=False, max_length=1000
            )

    def criteria(self):
        """Return each criterion with its two fields."""
        return [
            (one, self[f"verdict_{one.asked.name}"], self[f"note_{one.asked.name}"]) for one in self.judged
        ]  # fmt: skip

    @property
    def findings(self):
        """The findings, as {criterion: (verdict, note)}."""
        given = self.cleaned_data
        names = [one.asked.name for one in self.judged]
        return {name: (given[f"verdict_{name}"], given[f"note_{name}"]) for name in names}


class ReasonForm(forms.Form):
    """A reason that those concerned will read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=5000)


class MergeForm(forms.Form):
    """Into which profile, and why."""

    survivor = forms.SlugField(label=gettext_lazy("Address of the profile that stays"), max_length=80)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=5000, widget=forms.Textarea)
