"""What search found, with names in the visitor's language, links, and why it was found where that is not obvious."""

from dataclasses import dataclass, field

import polars as pl
from babel import Locale
from babel.core import UnknownLocaleError
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from cluster_observatory.publication import labels
from cluster_observatory.publication.frames import frame
from cluster_observatory.publication.search import LONGEST, Found, search
from cluster_observatory.web.atlas import queries
from cluster_observatory.web.atlas.topics import queries as topics

KINDS = {
    "region": gettext_lazy("Regions"),
    "country": gettext_lazy("Countries"),
    "sector": gettext_lazy("Sectors"),
    "cluster": gettext_lazy("Clusters"),
    "emerging": gettext_lazy("Emerging industries"),
    "activity": gettext_lazy("Sections, groups and classes of NACE"),
    "scoreboard": gettext_lazy("Scoreboards"),
    "dimension": gettext_lazy("Dimensions"),
    "indicator": gettext_lazy("Indicators"),
    "topic": gettext_lazy("Innovation and business demography"),
    "context": gettext_lazy("Regional context"),
    "method": gettext_lazy("Methods"),
}
"""What can be found, as the heading of a group says it."""


@dataclass(frozen=True)
class Link:
    """The name and the address of a page."""

    name: str
    address: str


@dataclass(frozen=True)
class Shown:
    """One answer: name, address, code where people know it, why it was found, and where its figures are."""

    kind: str
    name: str
    address: str
    code: str = ""
    why: str = ""
    part_of: list = field(default_factory=list)

    @property
    def title(self):
        """Return the heading of its group."""
        return KINDS[self.kind]


def read(parameters):
    """Return the question as it is searched: without signs that cannot be printed, cut to what is read."""
    asked = parameters.get("q") or ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in asked[: LONGEST + 1]).split())


def answers(edition, asked, methods, limit):
    """Return the answers to a question, best first; `methods` are the names and titles of the method pages."""
    found = search(edition, asked, limit, _pages(edition, methods))
    return [_shown(edition, one, dict(methods)) for one in found]


def groups(shown):
    """Return the answers by kind, the kind of the best answer first: title and answers."""
    by_kind = {}
    for one in shown:
        by_kind.setdefault(one.kind, []).append(one)
    return [{"title": KINDS[kind], "answers": found} for kind, found in by_kind.items()]


def _pages(edition, methods):
    """Return the titles of pages that are no labels of the edition, in every language of the site."""
    rows = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            rows += [("method", name, language, str(title)) for name, title in methods]
            rows += [
                ("topic", topic.key, language, topic.title)
                for topic in topics.topics(edition).values()
                if topic.family != topics.SCOREBOARD
            ]
    return tuple(dict.fromkeys(rows))


def _shown(edition, one, methods):
    link = _LINKS[one.kind](edition, one, methods)
    return Shown(
        kind=one.kind,
        name=link.name,
        address=link.address,
        code=one.code if one.kind in _WITH_CODES else "",
        why=_why(one, link.name),
        part_of=[_part(edition, kind, code) for kind, code in one.part_of],
    )


_WITH_CODES = ("region", "sector", "activity", "cluster", "emerging")


def _why(one, name):
    if one.note == "old code":
        return _("code of NUTS {editions}, since replaced").format(editions=one.detail)
    if one.note == "code" or one.label.casefold() == name.casefold():
        return ""
    if not one.language or one.language == get_language():
        return _("also “{label}”").format(label=one.label)
    return _("{language}: “{label}”").format(language=_language(one.language), label=one.label)


def _language(code):
    """Return the name of a language in the language of the page, with a capital letter; its code where unknown."""
    try:
        named = Locale.parse(code).get_display_name(get_language().replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        named = None
    return named[:1].upper() + named[1:] if named else code


def _part(edition, kind, code):
    return _LINKS[kind](edition, Found(kind, code, code, "", 0.0), {})


def _region(edition, one, _methods):
    known = labels.region_names(edition, frame(edition, "regions")["nuts_edition"].max())
    return Link(known.get(one.code, one.label), reverse("atlas:region", args=[one.code]))


def _country(_edition, one, _methods):
    name = labels.country_name(one.code, get_language())
    return Link(name, f"{reverse('atlas:regions')}?{urlencode({'q': name})}")


def _subject(edition, one, _methods):
    known = queries.subjects(edition)
    if one.code in known:
        return Link(known[one.code].name, known[one.code].address)
    name = labels.name("cluster", one.code, get_language(), _given(edition, "clusters", "cluster", "name", one.code))
    return Link(name, reverse("atlas:cluster", args=[one.code]))


def _activity(edition, one, _methods):
    english = _given(edition, "industries", "industry", "label", one.code)
    name = labels.sentence_case(labels.name("industry", one.code, get_language(), english))
    if one.part_of:
        kind, code = one.part_of[0]
        return Link(name, _part(edition, kind, code).address)
    return Link(name, reverse("atlas:sectors"))


def _scoreboard(edition, one, _methods):
    english = _given(edition, "scoreboards", "scoreboard", "name", one.code)
    return Link(
        labels.name("scoreboard", one.code, get_language(), english), reverse("atlas:scoreboard", args=[one.code])
    )


def _element(edition, one, _methods):
    found = next((topic for (_board, code), topic in topics.topics(edition).items() if code == one.code), None)
    if found is None:
        return Link(one.label, reverse("atlas:scoreboards"))
    return Link(labels.name(one.kind, one.code, get_language(), found.title), found.address)


def _topic(edition, one, _methods):
    found = topics.topic(edition, *one.code.split("/", 1))
    return Link(found.title, found.address)


def _context(edition, one, _methods):
    english = _given(edition, "indicators", "indicator", "name", one.code)
    return Link(labels.name("context", one.code, get_language(), english), reverse("atlas:method", args=["context"]))


def _method(_edition, one, methods):
    return Link(str(methods[one.code]), reverse("atlas:method", args=[one.code]))


def _given(edition, table, column, name, code):
    """Return the English name of a code in a table of the edition."""
    return frame(edition, table).filter(pl.col(column) == code)[name][0]


_LINKS = {
    "region": _region,
    "country": _country,
    "sector": _subject,
    "cluster": _subject,
    "emerging": _subject,
    "activity": _activity,
    "scoreboard": _scoreboard,
    "dimension": _element,
    "indicator": _element,
    "topic": _topic,
    "context": _context,
    "method": _method,
}
