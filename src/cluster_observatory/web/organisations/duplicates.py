"""Whether a profile is there already: by name in the same country, by website, by VAT number or PIC."""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from cluster_observatory.web.organisations.identifiers import compact
from cluster_observatory.web.organisations.models import Organisation

LEAST_SIMILARITY = 90
"""In hundredths, of names without accents, legal forms and signs."""

SHARED_HOSTS = ("facebook.com", "linkedin.com", "github.io", "wordpress.com", "wixsite.com", "sites.google.com")
"""Hosts on which many organisations have their pages: the same host says nothing there."""

LEGAL_FORMS = frozenset([
    "ab", "ae", "aisbl", "aps", "as", "asbl", "bv", "doo", "ev", "fundacion", "gmbh", "kft", "ltd", "nv", "ood", "oy",
    "ry", "sa", "sarl", "sas", "scrl", "sl", "spa", "srl", "sro", "vzw", "zs",
])  # fmt: skip

PUBLIC = ("published", "stale", "archived")
ANY = (*PUBLIC, "submitted", "in_review", "info_requested")


class Duplicate(NamedTuple):
    """A profile that may be the same organisation, and by what."""

    organisation: Organisation
    why: str


def duplicates(organisation, states=PUBLIC):
    """Return the profiles in these states that look like the same organisation, each with the first reason.

    By default those that everyone may know of; a moderator looks among `ANY`.
    """
    found = {}
    others = Organisation.objects.filter(state__in=states).exclude(pk=organisation.pk)
    others = others.exclude(state="archived", published_at=None)  # never public: nobody may know of it
    for other, why in [*_same_number(organisation, others), *_same_host(organisation, others),
                       *_same_name(organisation, others)]:  # fmt: skip
        found.setdefault(other.pk, Duplicate(other, why))
    return list(found.values())


def normalised(name):
    """Return a name without accents, signs and legal forms, in small letters: what two ways of writing it share."""
    small = unicodedata.normalize("NFKD", name).casefold().replace("ø", "o").replace("ł", "l")
    letters = unicodedata.normalize("NFKD", small)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.findall(r"\w+", re.sub(r"\b(\w)\.\s?(?=\w\.)", r"\1", plain))
    kept = [word for word in words if word not in LEGAL_FORMS]
    return " ".join(kept or words)


def host(address):
    """Return the host of a web address without “www.”, in small letters; empty where many share it."""
    name = (urlsplit(address).hostname or "").lower().removeprefix("www.")
    return "" if any(name == shared or name.endswith(f".{shared}") for shared in SHARED_HOSTS) else name


def _numbers(name):
    """Return the numbers in a name: the second and the third of a series are two, however alike their names are."""
    return re.findall(r"\d+", name)


def _same_number(organisation, others):
    for field, why in (("vat", _("the same VAT number")), ("pic", _("the same PIC"))):
        if number := compact(getattr(organisation, field)):
            yield from ((other, why) for other in others.filter(**{field: number}))


def _same_host(organisation, others):
    hosts = {host(organisation.website), host(organisation.website_in_english)} - {""}
    for wanted in sorted(hosts):
        near = others.filter(website__icontains=wanted) | others.filter(website_in_english__icontains=wanted)
        for other in near:
            if wanted in (host(other.website), host(other.website_in_english)):
                yield other, _("the same website")


def _same_name(organisation, others):
    name = normalised(organisation.name)
    names = dict(others.filter(country=organisation.country).values_list("pk", "name"))
    if not name or not names:
        return
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        near = process.extract(
            name, names, processor=normalised, scorer=scorer, score_cutoff=LEAST_SIMILARITY, limit=10
        )
        keys = [key for other, _score, key in near if _numbers(other) == _numbers(name)]
        for other in others.filter(pk__in=keys):
            yield other, _("nearly the same name in the same country")
