"""What persons are asked about themselves."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import isni
from stdnum.exceptions import ValidationError as NotANumber

from cluster_observatory.web.base import notices
from cluster_observatory.web.people.models import NoticeChoice, Person

AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def time_zones():
    """Return the time zones of the world with a place in their name, Europe's first."""
    known = sorted(zone for zone in available_timezones() if zone.partition("/")[0] in AREAS)
    ordered = sorted(known, key=lambda zone: not zone.startswith("Europe/"))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in ordered)]


class ProfileForm(forms.ModelForm):
    """Name, language, time zone and ORCID."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES, help_text=gettext_lazy("Our letters are in it.")
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=time_zones, help_text=gettext_lazy("For times of your own account.")
    )

    class Meta:
        model = Person
        fields = ["name", "language", "time_zone", "orcid"]
        help_texts = {
            "name": gettext_lazy("Seen by people of the organisations you act for, and by those who check profiles."),
            "orcid": gettext_lazy("The number by which researchers are known, such as 0000-0002-1825-0097."),
        }
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["orcid"].max_length = None
        self.fields["orcid"].validators = []
        self.fields["orcid"].widget.attrs.pop("maxlength", None)

    def clean_orcid(self):
        """Return the number in its usual form; the address orcid.org/… is understood as well."""
        written = self.cleaned_data["orcid"].strip().rstrip("/").rpartition("/")[2]
        if not written:
            return ""
        try:
            return isni.format(isni.validate(written)).replace(" ", "-")
        except NotANumber as error:
            raise forms.ValidationError(
                _("This is no ORCID: it has 16 digits, of which the last checks the others.")
            ) from error


class NoticeChoicesForm(forms.Form):
    """How the person wants to be told of each kind of thing that the law leaves to them."""

    def __init__(self, *args, ways, **kwargs):
        super().__init__(*args, **kwargs)
        for name, kind in notices.KINDS.items():
            if not kind.is_statutory:
                self.fields[name] = forms.ChoiceField(
                    label=kind.label, choices=NoticeChoice.Way.choices, initial=ways[name]
                )
