"""Lists of what the community has: a page of them after a cursor, and answers that hold for a minute."""

from typing import Any, NamedTuple

from django.urls import reverse

from cluster_observatory.web.api import cursors
from cluster_observatory.web.api.answers import A_MINUTE, answer

AT_ONCE = 50
"""Things in one answer."""


class Page(NamedTuple):
    """Some things of a list in the order of their numbers, how many there are in all, and where reading goes on."""

    shown: list[Any]
    count: int
    following: str | None


def page(name, found, asked, cursor):
    """Return a page of a query; raises NotPossible for a cursor that was not given for this question.

    `name` is that of the address and `asked` what was asked there, as the address says it.
    """
    question = f"{name}{asked}"
    after = cursors.read(cursor, question) if cursor else 0
    things = list(found.filter(pk__gt=after).order_by("pk")[: AT_ONCE + 1])
    shown, following = things[:AT_ONCE], None
    if len(things) > AT_ONCE:
        mark = cursors.written(shown[-1].pk, question)
        following = f"{reverse(f'api-1:{name}')}{asked}{'&' if asked else '?'}cursor={mark}"
    return Page(shown, found.count(), following)


def kept(data):
    """Return data as JSON that may be kept for a minute: the community changes."""
    response = answer(data)
    response.headers["Cache-Control"] = A_MINUTE
    return response
