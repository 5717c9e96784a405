"""Texts that people write, in the simple signs of Markdown, as HTML that is safe to show to others."""

from functools import lru_cache

import nh3
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

LONGEST = 20_000
"""Characters of the longest text that is taken; the time to draw one stays below about a second."""

TAGS = {
    "p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "s", "a", "blockquote", "code", "pre",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
HIGHEST_HEADING = 3
"""The page has headings of its own above: what people write begins with h3."""

_MARKDOWN = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True}).disable(["image", "table"])


@lru_cache(maxsize=512)
def formatted(text) -> SafeString:
    """Return a text in Markdown as HTML that can do nothing but be read; empty for an empty text.

    HTML in it is shown as it was typed; pictures are not loaded.  Links say that others wrote them.
    """
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + HIGHEST_HEADING - 1)}"
    drawn = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    # What nh3 let through is what the lists above name, nothing else.
    clean = nh3.clean(drawn, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow ugc")
    return mark_safe(clean)


def storable(text):
    """Return the text if both databases can keep it; raises ValidationError for zero bytes and halves of signs."""
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValidationError(_("There are signs in this text that cannot be kept. Type it anew."), code="signs")
    return text
