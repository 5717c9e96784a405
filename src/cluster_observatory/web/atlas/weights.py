"""The weights that a visitor gives a scoreboard: read from the address, and checked."""

import difflib
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.publication import what_if
from cluster_observatory.web.atlas import numbers, queries, territories
from cluster_observatory.web.atlas.topics import queries as topics

PREFIX = "w."
"""What stands before a code in the parameter that gives its weight."""
NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?", re.ASCII)
TIMES = 5
"""A weight goes from 0 to so many times the largest published one."""
NEAR = 3


@dataclass(frozen=True)
class Weight:
    """The weight of an indicator or aggregate, what is below it, and which share of its siblings' it is."""

    code: str
    name: str
    value: float
    published: float
    share: float
    below: tuple
    alone: str
    alone_json: str

    @property
    def parameter(self):
        """Return the parameter of the address that gives the weight."""
        return PREFIX + self.code

    @property
    def written(self):
        """Return the weight as forms and addresses have it, with a point in every language."""
        return f"{self.value:.9g}"

    @property
    def published_written(self):
        """Return the published weight as forms and addresses have it."""
        return f"{self.published:.9g}"

    @property
    def share_in_words(self):
        """Return the share in per cent."""
        return numbers.share(self.share)

    @property
    def is_moved(self):
        """Return whether the weight, or one below it, is another than the published one."""
        return self.value != self.published or self.below_is_moved

    @property
    def below_is_moved(self):
        """Return whether a weight below it is another than the published one."""
        return any(one.is_moved for one in self.below)


def board_of(edition, name):
    """Return the scoreboard of that name, to be weighed; raises NotFound with those that there are."""
    return what_if.scoreboard(edition, topics.board(edition, name)["scoreboard"])


def asked(published, parameters, top):
    """Return the weights that the address gives, by code; raises NotPossible with what can be given."""
    given = {key: parameters.get(key) for key in parameters if key.startswith(PREFIX)}
    return {
        _code(key.removeprefix(PREFIX), published): _weight(key.removeprefix(PREFIX), text, top)
        for key, text in given.items()
        if text
    }


def _code(code, known):
    if code in known:
        return code
    near = difflib.get_close_matches(code[:40], known, n=NEAR, cutoff=0.5) or list(known)[:NEAR]
    raise NotPossible(
        _("The scoreboard has nothing called “{code}” to weigh. It has, among others: {near}.").format(
            code=code[:40], near=", ".join(near)
        )
    )


def _weight(code, text, top):
    if NUMBER.fullmatch(text) and float(text) <= top:
        return float(text)
    raise NotPossible(
        _("The weight of “{code}” is “{text}”. Give a number from 0 to {top}, with a point for decimals.").format(
            code=code[:40], text=text[:40], top=f"{top:.9g}"
        )
    )


def region(edition, board, code, names):
    """Return the code under which the scoreboard has a region, empty where none is asked for; raises NotFound.

    `names` are those of regions by code.
    """
    if not code:
        return ""
    known = territories.known_as(queries.region_code(edition, code), board.regions)
    if known:
        return known
    there = {one: names.get(one, one) for one in board.regions}
    raise NotFound(queries.refusal(_("The scoreboard has no region “{code}”."), code, there))
