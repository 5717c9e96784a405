"""The field of a form that takes a file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cluster_observatory.web.base.files.kinds import KINDS, LARGEST, MEGABYTE, Unfit, examined


class UploadField(forms.FileField):
    """A file of one of the kinds, at most `largest` bytes; what it is was found by looking into it."""

    def __init__(self, *, kinds=KINDS, largest=LARGEST, **kwargs):
        self.kinds, self.largest = kinds, min(largest, LARGEST)
        kwargs.setdefault("help_text", expected(kinds, self.largest))
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        """Let the browser offer files of these kinds first."""
        return {"accept": ",".join(f".{ending}" for kind in self.kinds for ending in kind.endings)}

    def clean(self, data, initial=None):
        """Return the file that was sent; raises ValidationError that says what is wrong with it."""
        sent = super().clean(data, initial)
        if data:
            try:
                examined(sent, sent.name, self.kinds, self.largest)
            except Unfit as error:
                raise ValidationError(str(error), code="unfit") from error
        return sent


def expected(kinds=KINDS, largest=LARGEST):
    """Return in words what is taken."""
    names = ", ".join(kind.endings[0].upper() for kind in kinds)
    return _("{names}; at most {number} MB.").format(names=names, number=largest // MEGABYTE)
