"""Texts of people in templates: {% load texts %}, then {% said texts %} or {% said_formatted texts %}."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cluster_observatory.web.base import languages
from cluster_observatory.web.base.texts import formatted as as_html

register = template.Library()


@register.filter
def formatted(text):
    """Return a text in Markdown as safe HTML."""
    return as_html(text or "")


@register.simple_tag
def said(texts):
    """Return the text for the reader of the page; one in another language is marked so and says which it is in."""
    text, language = languages.said(texts)
    if not text or language == languages.here():
        return text
    return format_html('<span lang="{}">{}</span> {}', language, text, _which(language))


@register.simple_tag
def said_formatted(texts):
    """Return the text for the reader of the page as safe HTML, one in another language within a block of its own."""
    text, language = languages.said(texts)
    if not text or language == languages.here():
        return as_html(text)
    return format_html('<p>{}</p><div lang="{}">{}</div>', _which(language), language, as_html(text))


@register.filter
def language_name(code):
    """Return the name of a language in the language of the page."""
    return languages.name(code, languages.here())


def _which(language):
    name = languages.name(language, languages.here())
    return format_html('<span class="which-language">({})</span>', _("in {language}").format(language=name))
