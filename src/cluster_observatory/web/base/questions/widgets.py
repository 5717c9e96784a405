"""What answers are typed into, beyond what Django has: several labelled parts, and a line that suggests."""

from django import forms


class Parts(forms.MultiWidget):
    """Several places to fill in, each with a label of its own; `parts` are (key, label, widget)."""

    template_name = "base/questions/parts.html"
    use_fieldset = True

    def __init__(self, parts, attrs=None):
        self.labels = [label for _key, label, _widget in parts]
        super().__init__({key: widget for key, _label, widget in parts}, attrs)
        # Keys of questions have no point in them: no part has the name of another question.
        self.widgets_names = [f".{key}" for key, _label, _widget in parts]

    def decompress(self, value):
        """Return nothing typed in any part: a value is a list of texts, which needs no taking apart."""
        return [""] * len(self.widgets)

    def get_context(self, name, value, attrs):
        """Return what the template draws, the parts with their labels."""
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            part["label"] = label
        return context


class Suggesting(forms.TextInput):
    """A line with suggestions of the browser; `suggestions` returns them."""

    template_name = "base/questions/suggesting.html"

    def __init__(self, suggestions, attrs=None):
        super().__init__(attrs)
        self.suggestions = suggestions

    def get_context(self, name, value, attrs):
        """Return what the template draws, with the suggestions."""
        context = super().get_context(name, value, attrs)
        context["widget"]["suggestions"] = self.suggestions()
        context["widget"]["attrs"]["list"] = f"{name}_suggestions"
        return context


class FileOrKept(forms.ClearableFileInput):
    """A file to choose, under the one there is with a box to take it away."""

    template_name = "base/questions/file.html"
