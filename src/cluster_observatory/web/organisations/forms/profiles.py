"""The parts of a profile as forms, made from the fields of the models and the vocabularies."""

import copy
import hashlib
import json

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.web.organisations import rules, vocabularies
from cluster_observatory.web.organisations.criteria import SIDES
from cluster_observatory.web.organisations.identifiers import compact
from cluster_observatory.web.organisations.models import ClusterDetails, Organisation
from cluster_observatory.web.organisations.profile_fields import PARTS, model_of, value_of

ALWAYS = ("name", "kind", "country")
LARGEST = 10_000_000
MOST_KEYWORDS = 20
HELP = {
    "name": gettext_lazy("As it is known abroad, in English or in Latin letters."),
    "acronym": gettext_lazy("Such as BSR or CLUSTERO."),
    "region": gettext_lazy("The region of the European statistics (NUTS) in which its office lies."),
    "description": gettext_lazy("What a stranger should know, in a few sentences. Write it in English first."),
    "website_in_english": gettext_lazy("The page in English; a translated one will do."),
    "email": gettext_lazy("Shown to everyone: give one of the organisation, not of a person."),
    "pic": gettext_lazy("The number of 9 digits in the European Union's register of participants."),
    "vat": gettext_lazy("With the country in front: DE123456789. Its digits are checked, no register is asked."),
    "lei": gettext_lazy("20 letters and digits."),
    "management_fte": gettext_lazy("Such as 1.5 for one full and one half position."),
    "members_total": gettext_lazy("All members, each counted once."),
    "works_with_public_bodies": gettext_lazy("Needed where no public body is a member, such as agreements, projects."),
    "recognised_by": gettext_lazy("The name of the national or regional programme; then what is not met is waived."),
    "keywords": gettext_lazy("One a line."),
    "offers": gettext_lazy("What partners can get from you."),
    "requests": gettext_lazy("What you look for in partners."),
}  # fmt: skip


class Lines(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        """Return the list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        """Return the lines as a list, each once, without empty ones."""
        lines = [" ".join(line.split())[:60] for line in super().clean(value).splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST_KEYWORDS:
            raise forms.ValidationError(_("At most {number}, please.").format(number=MOST_KEYWORDS))
        return found


class Choices(forms.MultipleChoiceField):
    """Some codes of a vocabulary."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "choices"})


class BeginForm(forms.Form):
    """The first step: what it is called, what it is and where."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, help_text=HELP["name"])
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=Organisation.Kind.choices)
    country = forms.ChoiceField(label=gettext_lazy("Country"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *vocabularies.choices("country")]


class PartForm(forms.Form):
    """One part of a profile.  What is not right in a draft is a warning, on a public profile a fault."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, organisation, part, now, waiting=None, data=None):
        self.organisation, self.part, self.now, self.warnings = organisation, part, now, []
        self.names = [name for name in PARTS[part][1] if name != "projects"]
        values = {name: value_of(organisation, name) for name in self.names}
        values |= {name: value for name, value in (waiting or {}).items() if name in values}
        super().__init__(data, initial=values | {"version": organisation.version, "seen": _checksum(values)})
        country = (data or {}).get("country") or values.get("country")
        needed = rules.needed(organisation)
        for name in self.names:
            self.fields[name] = self._field(name, country)
            self.fields[name].is_needed_later = name in needed

    def _field(self, name, country):
        of_model = model_of(name)._meta.get_field(name)
        more = {
            "label": capfirst(of_model.verbose_name), "help_text": HELP.get(name, ""), "required": name in ALWAYS,
        }  # fmt: skip
        if name == "country":
            return forms.ChoiceField(choices=[("", _("Choose")), *vocabularies.choices("country")], **more)
        if name == "region":
            return forms.CharField(max_length=5, widget=forms.Select(choices=_regions(country)), **more)
        if name == "keywords":
            return Lines(**more)
        if name in vocabularies.NAMES:
            return Choices(choices=vocabularies.choices(name), **more)
        if isinstance(of_model, models.URLField):
            return forms.URLField(max_length=200, assume_scheme="https", **more)
        if isinstance(of_model, models.PositiveIntegerField | models.PositiveSmallIntegerField):
            return forms.IntegerField(min_value=0, max_value=9999 if name == "founded_in" else LARGEST, **more)
        field = of_model.formfield()
        field.help_text, field.required = more["help_text"], more["required"]
        return field

    def clean(self):
        """Hold what was typed together with the rest of the profile."""
        given = self.cleaned_data
        for name in ("pic", "vat", "lei"):
            if given.get(name):
                given[name] = compact(given[name])
        for kind in SIDES:
            if f"members_{kind}" in given:
                given[f"members_{kind}"] = given[f"members_{kind}"] or 0
        self._look_at_members(given)
        self._look_at_flaws(given)
        return given

    @property
    def values(self):
        """The values of the fields that are right."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.names}

    def _look_at_members(self, given):
        names = ("members_total", "members_sme")
        total, small = (given.get(name, value_of(self.organisation, name)) for name in names)
        if set(names) & set(given) and total is not None and small is not None and small > total:
            for name in set(names) & set(given):
                self.add_error(name, _("There cannot be more small and medium-sized members than members altogether."))

    def _look_at_flaws(self, given):
        whole = copy.copy(self.organisation)
        whole.cluster = copy.copy(getattr(self.organisation, "cluster", None)) or ClusterDetails(organisation=whole)
        for name in self.names:
            if name in given:
                setattr(whole if model_of(name) is Organisation else whole.cluster, name, given[name])
        is_public = self.organisation.state in rules.PUBLIC_STATES
        for flaw in rules.flaws(whole, self.now):
            if flaw.field not in given:
                continue
            if flaw.is_blocking and is_public:
                self.add_error(flaw.field, flaw.words)
            else:
                self.warnings.append((flaw.field, flaw.words))


class ContactForm(forms.Form):
    """A person who answers for the organisation."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    role = forms.CharField(label=gettext_lazy("Role"), max_length=100, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    is_public = forms.BooleanField(
        label=gettext_lazy("Shown to everyone"), required=False,
        help_text=gettext_lazy("Only with the consent of the person. Otherwise moderators alone see it."),
    )  # fmt: skip


class ProjectForm(forms.Form):
    """A European project of the organisation."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    programme = forms.CharField(label=gettext_lazy("Programme"), max_length=100, required=False)
    role = forms.CharField(label=gettext_lazy("Role"), max_length=100, required=False)
    years = forms.CharField(label=gettext_lazy("Years"), max_length=20, required=False)
    link = forms.URLField(label=gettext_lazy("Web address"), max_length=200, required=False, assume_scheme="https")


class Rows(forms.BaseFormSet):
    """Rows of which each can be deleted; an empty one stands at the end."""

    def get_deletion_widget(self):
        """Return a box to tick."""
        return forms.CheckboxInput()

    @property
    def rows(self):
        """What was typed into the rows that stay, without empty ones."""
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in self.forms
            if form.has_changed() and form not in self.deleted_forms and form.cleaned_data
        ]


MOST_ROWS = 20
ContactRows = forms.formset_factory(
    ContactForm, formset=Rows, extra=1, can_delete=True, max_num=MOST_ROWS, validate_max=True
)
ProjectRows = forms.formset_factory(
    ProjectForm, formset=Rows, extra=1, can_delete=True, max_num=MOST_ROWS, validate_max=True
)


def _checksum(values):
    """Return a checksum of the values of a part, by which it is known again as the one that someone had before them."""
    written = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _regions(country):
    smaller = vocabularies.regions_of(country, level=3)
    groups = [
        (name, [(code, f"{code} {name}"), *((one, f"{one} {small}") for one, small in smaller if one.startswith(code))])
        for code, name in vocabularies.regions_of(country)
    ]
    return [("", _("Choose")), *groups]
