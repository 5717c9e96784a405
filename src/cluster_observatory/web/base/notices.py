"""Telling people: a notice on the site, and a letter where the person wants one or the law asks for it.

A kind of notice is registered by its app with `register`; its words are the template
`<app>/letters/<name>.txt`, whose first line is the subject.  They are written in the language
of the person who is told.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.template.loader import render_to_string
from django.utils import translation

from cluster_observatory.web.base import letters
from cluster_observatory.web.base.models import Letter, Notice

AT_ONCE = "at_once"
QUIET_FOR = timedelta(minutes=10)
"""About one thing a person gets one letter of a kind in this time; further notices wait on the site."""


@dataclass(frozen=True)
class Kind:
    """A kind of notice: its name "<app>.<name>", its label, whether it can be switched off, how it comes usually."""

    name: str
    label: str
    is_statutory: bool = False
    usual: str = AT_ONCE


KINDS: dict[str, Kind] = {}


def register(*kinds):
    """Make kinds of notices known; called by an app when it is ready."""
    KINDS.update({kind.name: kind for kind in kinds})


def tell(*, kind, people, about, now, key="", address="", **context):
    """Tell people something about a thing, a saved model; return the notices, none for who was told already.

    `key` tells occasions of one kind about one thing apart, such as the version of the thing.  `address` is the
    path on the site where one can act.  `context` is for the template, beside `about`, `person` and `address`.
    """
    known = KINDS[kind]
    app, _dot, name = kind.partition(".")
    told = []
    for person in people:
        if not person.is_active:
            continue
        with translation.override(person.language):
            said = {"about": about, "person": person, "address": address, **context}
            subject, _line, text = render_to_string(f"{app}/letters/{name}.txt", said).strip().partition("\n")
        whole_key = f"{kind}:{about._meta.label_lower}:{about.pk}:{person.pk}:{key}"
        notice, made = Notice.objects.get_or_create(
            key=whole_key[:200],
            defaults={
                "person": person, "kind": kind, "subject": subject.strip(), "text": text.strip(), "address": address,
                "made_at": now,
            },
        )  # fmt: skip
        if made:
            told.append(notice)
            if way(person, known) == AT_ONCE and not _told_lately(person, kind, about, now):
                letters.write(to=person.email, subject=notice.subject, text=notice.text, key=notice.key, now=now)
    return told


def way(person, kind):
    """Return how the person is told of a kind of notice: what they chose, unless the law asks for a letter at once."""
    if kind.is_statutory:
        return AT_ONCE
    chosen = person.notice_choices.filter(kind=kind.name).values_list("way", flat=True).first()
    return chosen or kind.usual


def _told_lately(person, kind, about, now):
    start = f"{kind}:{about._meta.label_lower}:{about.pk}:{person.pk}:"
    return Letter.objects.filter(key__startswith=start, written_at__gt=now - QUIET_FOR).exists()
