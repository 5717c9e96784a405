"""Forms of those who act for an organisation: colleagues, members."""

import csv
import io

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.web.organisations.models import Membership

LARGEST_FILE = 60_000
MOST_LINES = 500


class InviteForm(forms.Form):
    """A colleague who shall act for the organisation."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address of your colleague"),
        help_text=gettext_lazy("The address with which they signed up here."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Membership.Role.choices, initial="editor")
    title = forms.CharField(label=gettext_lazy("Position"), max_length=100, required=False)


class JoinForm(forms.Form):
    """What one wants to do for an organisation."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Membership.Role.choices, initial="editor")
    title = forms.CharField(
        label=gettext_lazy("Your position there"), max_length=100,
        help_text=gettext_lazy("The administrators read this when they decide."),
    )  # fmt: skip


class RoleForm(forms.Form):
    """Another role."""

    role = forms.ChoiceField(choices=Membership.Role.choices)


class LinkForm(forms.Form):
    """An organisation to be linked with, by the end of its address on this site or the whole of it."""

    other = forms.CharField(
        label=gettext_lazy("Address of its profile on this site"), max_length=300,
        help_text=gettext_lazy("Copy it from the profile, such as …/organisations/name-of-the-organisation/"),
    )  # fmt: skip

    def clean_other(self):
        """Return the slug."""
        return self.cleaned_data["other"].strip().rstrip("/").rpartition("/")[2].lower()


class MembersFileForm(forms.Form):
    """A list of members as CSV, in a file or pasted."""

    file = forms.FileField(label=gettext_lazy("File (CSV)"), required=False)
    text = forms.CharField(
        label=gettext_lazy("or the list itself"), required=False, max_length=LARGEST_FILE, widget=forms.Textarea,
        help_text=gettext_lazy(
            "A line for each member. The first line names the columns: name, website, vat. Only name is needed."
        ),
    )  # fmt: skip

    def clean(self):
        """Read the list; `lines` are {column: value}."""
        given = super().clean()
        text = given.get("text") or ""
        if given.get("file"):
            text = self._decoded(given["file"])
        given["text"] = text
        if not text.strip():
            raise forms.ValidationError(_("Choose a file or paste the list."))
        given["lines"] = self._read(text)
        return given

    def _decoded(self, file):
        if file.size > LARGEST_FILE:
            size = LARGEST_FILE // 1000
            raise forms.ValidationError(_("The file is larger than {size} kilobytes.").format(size=size))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is not in UTF-8: save it as “CSV UTF-8”.")) from error

    def _read(self, text):
        if "\x00" in text:
            raise forms.ValidationError(_("The file is not a text."))
        separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
        try:
            table = csv.DictReader(io.StringIO(text), delimiter=separator)
            columns = {column: (column or "").strip().lower() for column in table.fieldnames or []}
            if "name" not in columns.values():
                raise forms.ValidationError(_("The first line must name the columns; there is none called “name”."))
            lines = [
                {columns[column]: (value or "").strip() for column, value in row.items() if column in columns}
                for row in table
            ]
        except csv.Error as error:
            raise forms.ValidationError(_("This cannot be read as CSV: {fault}.").format(fault=error)) from error
        lines = [line for line in lines if line["name"]]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("At most {number} lines at once, please.").format(number=MOST_LINES))
        return lines
