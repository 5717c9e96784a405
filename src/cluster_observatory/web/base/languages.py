"""Texts in the 24 languages of the Union: {"en": "…", "de": "…"}, shown in the reader's or the nearest there is."""

from functools import cache
from typing import NamedTuple

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cluster_observatory.web.base import texts as written

LANGUAGES = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl",
    "pt", "ro", "sk", "sl", "sv",
)  # fmt: skip
FALLBACK = "en"


class Said(NamedTuple):
    """A text with the language it is in."""

    text: str
    language: str


def said(texts, language=None):
    """Return the text in the language, else in English, else in the first there is; empty where there is none."""
    texts = texts or {}
    for code in ((language or here())[:2], FALLBACK, *sorted(texts)):
        if texts.get(code):
            return Said(texts[code], code)
    return Said("", "")


def here():
    """Return the code of the language in which the page is written."""
    return (get_language() or FALLBACK)[:2]


@cache
def name(code, language=FALLBACK):
    """Return the name of a language in a language: "German" for ("de", "en"), "Deutsch" for ("de", "de")."""
    return Locale.parse(code).get_language_name(language) or code


def checked(texts):
    """Return the texts without empty ones; raises ValidationError for what is no text in one of the 24 languages."""
    if not isinstance(texts, dict):
        raise ValidationError(_("Expected texts by language, such as {“en”: “…”}."))
    if unknown := set(texts) - set(LANGUAGES):
        code = min(map(str, unknown))[:20]
        raise ValidationError(_("“{code}” is none of the 24 languages.").format(code=code))
    if not all(isinstance(text, str) for text in texts.values()):
        raise ValidationError(_("Expected texts by language, such as {“en”: “…”}."))
    kept = {code: written.storable(text).strip() for code, text in texts.items() if text.strip()}
    if any(len(text) > written.LONGEST for text in kept.values()):
        raise ValidationError(
            _("Expected at most {number} characters in a language.").format(number=written.LONGEST), code="too_long"
        )
    return kept


class TextsInput(forms.Widget):
    """A place to write for each language: open for the page's own and those that have a text, folded for the others."""

    template_name = "base/texts/input.html"
    use_fieldset = True

    def __init__(self, attrs=None, *, is_long=True):
        super().__init__(attrs)
        self.is_long = is_long

    def get_context(self, name, value, attrs):
        """Return what the template draws: the places that are open, and those that wait, by name of the language."""
        context = super().get_context(name, value, attrs)
        written_already, reader = value or {}, here()
        places = [
            {
                "code": code, "language": _language_name(code), "name": f"{name}_{code}", "text": text,
                "id": f"{attrs['id']}_{code}" if attrs and attrs.get("id") else f"{name}_{code}",
            }
            for code in (reader, *sorted(set(LANGUAGES) - {reader}, key=_language_name))
            for text in [written_already.get(code, "")]
        ]  # fmt: skip
        context["widget"] |= {
            "open": [place for place in places if place["text"] or place["code"] == reader],
            "folded": [place for place in places if not place["text"] and place["code"] != reader],
            "is_long": self.is_long,
        }
        return context

    def value_from_datadict(self, data, files, name):
        """Return {language: text} of what was typed, without empty ones."""
        typed = {code: data.get(f"{name}_{code}", "").replace("\r\n", "\n") for code in LANGUAGES}
        return {code: text for code, text in typed.items() if text.strip()}

    def value_omitted_from_data(self, data, files, name):
        """Return whether the form had no place for this text at all."""
        return not any(f"{name}_{code}" in data for code in LANGUAGES)

    def id_for_label(self, id_):
        """Return the id of the first place to write."""
        return f"{id_}_{here()}" if id_ else id_

    def use_required_attribute(self, initial):
        """Return False: no one language must be written."""
        return False


def _language_name(code):
    return name(code, here())


class TextsFormField(forms.Field):
    """A text in any of the 24 languages, in a form."""

    widget = TextsInput

    def clean(self, value):
        """Return {language: text} without empty ones; raises ValidationError that names the language at fault."""
        found = {}
        for code, text in (value or {}).items():
            try:
                found |= checked({code: text})
            except ValidationError as error:
                named = name(code, here()) if code in LANGUAGES else code
                raise ValidationError([f"{named}: {message}" for message in error.messages]) from error
        self.validate(found)
        return found

    def has_changed(self, initial, data):
        """Return whether another text was typed than there was."""
        return (initial or {}) != {code: text.strip() for code, text in (data or {}).items() if text.strip()}


class TextsField(models.JSONField):
    """A text in any of the 24 languages, kept as {language: text}."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def clean(self, value, instance):
        """Return the texts without empty ones."""
        return super().clean(checked(value), instance)

    def formfield(self, **kwargs):
        """Return the field of a form: one place to write for each language."""
        return models.Field.formfield(self, **{"form_class": TextsFormField, **kwargs})
