"""Which organisation is meant by what someone typed: its name, acronym, or the address of its profile."""

import re

from django.db.models import Q

from cluster_observatory.web.organisations import search
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.organisations.rules import PUBLIC_STATES
from cluster_observatory.web.partnerships.rules import CAN_JOIN

ADDRESS = re.compile(r"/organisations/([-a-zA-Z0-9_]+)/?")
NEAR = 5


def meant(typed):
    """Return the organisations with that name, acronym, address or last part of the address, at most two.

    Only those that can be a member; one that is not public is found by its whole name or address alone.
    """
    words = " ".join(typed.split())
    known = Organisation.objects.filter(state__in=CAN_JOIN)
    if address := ADDRESS.search(words):
        return list(known.filter(slug=address[1]))
    same = Q(name__iexact=words) | Q(name_original__iexact=words) | Q(slug=words)
    return list(known.filter(same)[:2]) or list(known.filter(acronym__iexact=words, state__in=PUBLIC_STATES)[:2])


def near(typed):
    """Return some public organisations that hold the words, by name."""
    public = Organisation.objects.filter(state__in=PUBLIC_STATES)
    return list(search.matching(public, typed).order_by("name")[:NEAR]) if typed.strip() else []
