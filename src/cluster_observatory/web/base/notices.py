"""Telling people: a notice on the site, and a letter where the person wants one or the law asks for it.

A kind of notice is registered by its app with `register`; its words are the template
`<app>/letters/<name>.txt`, whose first line is the subject.  They are written in the language
of the person who is told.  The address at which one can act and how to get fewer letters are added to every letter.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse, translate_url
from django.utils import translation

from cluster_observatory.errors import NotFound
from cluster_observatory.settings import setting
from cluster_observatory.web.base import letters
from cluster_observatory.web.base.models import Letter, Notice

AT_ONCE = "at_once"
QUIET_FOR = timedelta(minutes=10)
"""About one thing a person gets one letter of a kind in this time; further notices wait on the site."""

UNSET_HOST = "http://127.0.0.1:8000"
"""Where `observatory serve` is found unless it is told otherwise."""


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
    path on the site where one can act.  `context` is for the template, beside `about`, `person`, `address` and
    `link`, which is the whole address.
    """
    known = KINDS[kind]
    app, _dot, name = kind.partition(".")
    told = []
    for person in people:
        if not person.is_active:
            continue
        language = spoken(person)
        theirs = translate_url(address, language) if address else ""
        with translation.override(language):
            said = {"about": about, "person": person, "address": theirs, "link": whole(theirs), **context}
            subject, text = worded(f"{app}/letters/{name}.txt", said)
        whole_key = f"{kind}:{about._meta.label_lower}:{about.pk}:{person.pk}:{key}"
        chosen = way(person, known)
        notice, made = Notice.objects.get_or_create(
            key=whole_key[:200],
            defaults={
                "person": person, "kind": kind, "subject": subject, "text": text, "address": theirs, "made_at": now,
                "digest": chosen if chosen in Notice.Digest.values else "",
            },
        )  # fmt: skip
        if made:
            told.append(notice)
            if chosen == AT_ONCE and not _told_lately(person, kind, about, now):
                whole_text = framed(text, person, path=theirs, can_be_fewer=not known.is_statutory)
                letters.write(to=person.email, subject=subject, text=whole_text, key=notice.key, now=now)
    return told


def way(person, kind):
    """Return how the person is told of a kind of notice: what they chose, unless the law asks for a letter at once."""
    if kind.is_statutory:
        return AT_ONCE
    chosen = person.notice_choices.filter(kind=kind.name).values_list("way", flat=True).first()
    return chosen or kind.usual


def worded(template, said):
    """Return subject and text of a template for letters: plain text, in which nothing is escaped for HTML."""
    written = get_template(template).template.render(Context(said, autoescape=False))
    subject, _line, text = written.strip().partition("\n")
    return " ".join(subject.split()), text.strip()


def framed(text, person, *, path="", can_be_fewer=True):
    """Return the text of a letter with where to go on, why it came, and how to get fewer."""
    language = spoken(person)
    with translation.override(language):
        choices = whole(reverse("people:notice_choices")) if can_be_fewer else ""
        said = {"text": text, "link": whole(path), "choices": choices}
        return get_template("base/letters/frame.txt").template.render(Context(said, autoescape=False)).strip() + "\n"


def spoken(person):
    """Return the language of the site in which a person is written to: theirs, or English where there is none yet."""
    return person.language if person.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def whole(path):
    """Return the whole address of a path on the site, empty where there is none."""
    return f"{setting('PUBLIC_ADDRESS').rstrip('/') or UNSET_HOST}{path}" if path else ""


def of(person):
    """Return the notices of a person, those not read yet first, each group newest first."""
    return person.notices.annotate(is_read=Q(read_at__isnull=False)).order_by("is_read", "-made_at", "-pk")


def unread(person):
    """Return the notices that a person has not read."""
    return person.notices.filter(read_at=None)


def read(*, person, now, notice=None):
    """Mark a notice of this person as read, or all of them; return how many were not read before.

    Raises NotFound for a notice that is not theirs.
    """
    chosen = unread(person)
    if notice is not None:
        if not person.notices.filter(pk=notice).exists():
            raise NotFound("")
        chosen = chosen.filter(pk=notice)
    return chosen.update(read_at=now)


def _told_lately(person, kind, about, now):
    start = f"{kind}:{about._meta.label_lower}:{about.pk}:{person.pk}:"
    return Letter.objects.filter(key__startswith=start, written_at__gt=now - QUIET_FOR).exists()
