"""What people type about partnerships."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.web.base.files import UploadField
from cluster_observatory.web.organisations import vocabularies
from cluster_observatory.web.partnerships import naming
from cluster_observatory.web.partnerships.findings import name_of
from cluster_observatory.web.partnerships.models import (
    Amendment,
    Generation,
    Initiative,
    Measure,
    Partner,
    Partnership,
    Result,
)
from cluster_observatory.web.partnerships.rules import AWARDED

MOST_PARTNERS = 8
"""Places for partners in the form of a proposal; more are invited once it stands."""

EDITED = (
    "acronym", "title", "objectives", "sectors", "priority", "target_countries", "value_chain", "exchange_plan",
    "is_dual_use", "website", "smes_reached", "generation", "strand", "funding", "grant", "budget", "contribution",
    "begins_on", "ends_on",
)  # fmt: skip
HELP = {
    "objectives": gettext_lazy("What the partners want to reach together. In one language at least."),
    "target_countries": gettext_lazy("Countries outside Europe. ESCP-4i asks for at least one."),
    "exchange_plan": gettext_lazy("Who visits whom, and what for. ESCP-4x asks for it."),
    "value_chain": gettext_lazy("For INNOSUP-1: which industries meet in it."),
    "is_dual_use": gettext_lazy("Tick where results serve civil and defence or security uses."),
}


LABELS = {
    "generation": gettext_lazy("Generation"),
    "strand": gettext_lazy("Part of the work"),
    "funding": gettext_lazy("Funding"),
}


def renew(form, version):
    """Give a form that came too late the version there is now: sent again, it says so on purpose."""
    data = form.data.copy()
    data["version"] = str(version)
    form.data = data


class DateInput(forms.DateInput):
    """A day, chosen from the browser's calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class OrganisationField(forms.CharField):
    """The name of an organisation, as it is typed; the value is the organisation."""

    def __init__(self, **kwargs):
        super().__init__(max_length=300, **kwargs)
        self.widget.attrs |= {
            "list": "known-organisations", "autocomplete": "off", "hx-trigger": "input changed delay:200ms",
            "hx-get": reverse_lazy("partnerships:organisations"), "hx-target": "#known-organisations",
        }  # fmt: skip

    def clean(self, value):
        """Return the organisation that is meant, or None; raises ValidationError that names those that are near."""
        typed = super().clean(value)
        if not typed:
            return None
        found = naming.meant(typed)
        if len(found) == 1:
            return found[0]
        if found:
            near = _("Several organisations are called that: enter the address of the profile.")
        elif suggested := naming.near(typed):
            names = "; ".join(one.name for one in suggested)
            near = _("No organisation is called “{typed}”. Near it: {names}.").format(typed=typed[:60], names=names)
        else:
            near = _("No organisation is called “{typed}”. It needs a profile here before it can be a partner.").format(
                typed=typed[:60]
            )
        raise ValidationError(near)


def _chosen(name, leave_out=frozenset()):
    """Return a field to choose some codes of the vocabulary that has the field's name."""
    return forms.MultipleChoiceField(
        label=capfirst(Partnership._meta.get_field(name).verbose_name), required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many-choices"}), help_text=HELP.get(name, ""),
        choices=lambda: [(code, words) for code, words in vocabularies.choices(name) if code not in leave_out],
    )  # fmt: skip


class PartnershipForm(forms.Form):
    """The fields of a partnership; `version` is the one that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, initiative=None, without=frozenset(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= forms.fields_for_model(
            Partnership, fields=[name for name in EDITED if name != "website"], labels=LABELS, help_texts=HELP,
            widgets={"begins_on": DateInput, "ends_on": DateInput, "exchange_plan": forms.Textarea},
        )  # fmt: skip
        self.fields["sectors"] = _chosen("sectors")
        self.fields["target_countries"] = _chosen("target_countries", leave_out=vocabularies.COSME)
        self.fields["website"] = forms.URLField(
            label=_("Website"), required=False, assume_scheme="https", max_length=200
        )
        generations = Generation.objects.select_related("initiative").order_by("initiative__code", "number")
        self.fields["generation"].queryset = (
            generations if initiative is None else generations.filter(initiative=initiative)
        )
        for name in without:
            del self.fields[name]
        self.order_fields(EDITED)

    def values(self):
        """Return the fields of the partnership that were typed."""
        return {name: value for name, value in self.cleaned_data.items() if name in EDITED}


class ProposalForm(PartnershipForm):
    """A new partnership: under which initiative, who coordinates, whom it invites, and its other fields."""

    field_order = [
        "initiative",
        "coordinator",
        "acronym",
        "title",
        *(f"partner_{n}" for n in range(1, MOST_PARTNERS + 1)),
    ]

    def __init__(self, *args, coordinators, **kwargs):
        super().__init__(*args, without=AWARDED - {"generation"}, **kwargs)
        self.fields["initiative"] = InitiativeField(
            label=_("Initiative"),
            queryset=Initiative.objects.all(),
            help_text=_("Under which the partnership is formed."),
        )
        self.fields["coordinator"] = forms.ModelChoiceField(
            label=_("Coordinator"), queryset=coordinators,
            help_text=_("One of the organisations that you administer."),
            initial=coordinators.first() if coordinators.count() == 1 else None,
        )  # fmt: skip
        for number in range(1, MOST_PARTNERS + 1):
            self.fields[f"partner_{number}"] = OrganisationField(
                label=_("Partner {number}").format(number=number), required=False,
                help_text=_("Name of the organisation, or the address of its profile.") if number == 1 else "",
            )  # fmt: skip
        self.order_fields(self.field_order)

    def partners(self):
        """Return the organisations that are invited."""
        typed = (self.cleaned_data.get(f"partner_{number}") for number in range(1, MOST_PARTNERS + 1))
        return [organisation for organisation in typed if organisation is not None]


class InitiativeField(forms.ModelChoiceField):
    """A choice of initiatives, with code and name."""

    def label_from_instance(self, obj):
        """Return code and name."""
        return f"{obj.code} – {name_of(obj)}"


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    organisation = OrganisationField(
        label=gettext_lazy("Organisation"), help_text=gettext_lazy("Its name, or the address of its profile.")
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), initial=Partner.Role.PARTNER,
        choices=[(role, role.label) for role in (Partner.Role.PARTNER, Partner.Role.ASSOCIATED)],
    )  # fmt: skip


class ChangeForm(forms.Form):
    """Which change of members is asked for."""

    change = forms.ChoiceField(
        label=gettext_lazy("What shall change"), choices=Amendment.Change.choices, widget=forms.RadioSelect
    )
    organisation = OrganisationField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy(
            "The one that joins, leaves, or shall coordinate: its name or the address of its profile."
        ),
    )
    reason = forms.CharField(label=gettext_lazy("Why"), widget=forms.Textarea, max_length=2_000)


class CertificateForm(forms.Form):
    """What a certificate says."""

    issued_on = forms.DateField(
        label=gettext_lazy("Date of the certificate"), widget=DateInput, help_text=gettext_lazy("Today or in the past.")
    )
    issued_by = forms.CharField(label=gettext_lazy("Issued by"), max_length=200)
    handed_over_at = forms.CharField(
        label=gettext_lazy("Handed over at"), max_length=200, required=False,
        help_text=gettext_lazy("Event and place, such as “Partnering event, Brussels”."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), widget=forms.Textarea, max_length=2_000,
        help_text=gettext_lazy("All partners will read it."),
    )  # fmt: skip


class ResultForm(forms.ModelForm):
    """A deliverable or another result, with its file where there is one."""

    upload = UploadField(label=gettext_lazy("File"), required=False)

    class Meta:
        model = Result
        fields = ["kind", "title", "reached_on", "is_public"]
        labels = {
            "kind": gettext_lazy("Kind"),
            "title": gettext_lazy("Title"),
            "reached_on": gettext_lazy("Date"),
            "is_public": gettext_lazy("everyone may see it"),
        }
        widgets = {"reached_on": DateInput}


class MeasureForm(forms.ModelForm):
    """One measure; `remove` takes it out."""

    remove = forms.BooleanField(label=gettext_lazy("Take this measure out"), required=False)

    class Meta:
        model = Measure
        fields = ["name", "unit", "target", "reached", "measured_on"]
        widgets = {"measured_on": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not kwargs.get("initial"):
            del self.fields["remove"]


class MeasuresFormSet(forms.BaseFormSet):
    """All measures of a partnership, and three empty lines."""

    def rows(self):
        """Return the lines that were filled and not taken out, as values of a measure."""
        names = MeasureForm.Meta.fields
        return [
            {name: form.cleaned_data[name] for name in names}
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("remove")
        ]


Measures = forms.formset_factory(MeasureForm, formset=MeasuresFormSet, extra=3, max_num=50, absolute_max=50)
