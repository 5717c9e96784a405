"""Texts in the 24 languages of the Union: {"en": "…", "de": "…"}, shown in the reader's or the nearest there is."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

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
    for code in ((language or get_language() or FALLBACK)[:2], FALLBACK, *sorted(texts)):
        if texts.get(code):
            return Said(texts[code], code)
    return Said("", "")


def checked(texts):
    """Return the texts without empty ones; raises ValidationError for what is no text in one of the 24 languages."""
    if not isinstance(texts, dict):
        raise ValidationError(_("Expected texts by language, such as {“en”: “…”}."))
    unknown = sorted(set(texts) - set(LANGUAGES))
    if unknown:
        raise ValidationError(_("“{code}” is none of the 24 languages.").format(code=str(unknown[0])[:20]))
    if not all(isinstance(text, str) for text in texts.values()):
        raise ValidationError(_("Expected texts by language, such as {“en”: “…”}."))
    return {code: text.strip() for code, text in texts.items() if text.strip()}


class TextsField(models.JSONField):
    """A text in any of the 24 languages, kept as {language: text}."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def clean(self, value, instance):
        """Return the texts without empty ones."""
        return super().clean(checked(value), instance)
