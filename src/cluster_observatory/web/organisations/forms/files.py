"""The forms that take a file of an organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.files import UploadField
from cluster_observatory.web.base.languages import LANGUAGES, here, name
from cluster_observatory.web.organisations.files import DOCUMENT


class FileForm(forms.Form):
    """A file for one purpose; of a document also the language it is in."""

    def __init__(self, purpose, *args, **kwargs):
        super().__init__(*args, prefix=purpose.name, **kwargs)
        self.purpose = purpose
        self.fields["file"] = UploadField(label=_("File"), kinds=purpose.kinds, largest=purpose.largest)
        if purpose == DOCUMENT:
            languages = sorted(((code, name(code, here())) for code in LANGUAGES), key=lambda each: each[1])
            self.fields["language"] = forms.ChoiceField(
                label=_("Language it is in"), required=False, choices=[("", _("Choose one")), *languages]
            )
