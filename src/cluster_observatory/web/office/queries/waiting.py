"""What waits for those who run the platform: for each desk how many things, for whom, and where."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.organisations import waiting as organisations
from cluster_observatory.web.organisations.models import Organisation, ProfileChange
from cluster_observatory.web.partnerships.queries import changes_requested, proposals
from cluster_observatory.web.people.models import Office


@dataclass(frozen=True)
class Desk:
    """A place where things wait: what they are, how many are there now, the name of its page, and whose it is."""

    words: str
    waiting: int
    page: str
    offices: tuple[str, ...]


def desks(person, now):
    """Return the desks of the offices that the person holds, in the order in which people are waited for.

    An auditor sees all of them.
    """
    return [
        Desk(words, count(now), page, offices)
        for words, count, page, offices in DESKS
        if person.holds(*offices, Office.AUDITOR)
    ]


def _submitted(now):
    return Organisation.objects.filter(state__in=["submitted", "in_review"]).count()


def _changes(now):
    return ProfileChange.objects.filter(state="proposed").count()


def _requests(now):
    return len(organisations.requests(now))


def _proposals(now):
    return proposals().count()


def _amendments(now):
    return changes_requested().count()


def _letters(now):
    return Letter.objects.filter(state=Letter.State.FAILED).count()


DESKS = (
    (_("Profiles to be checked"), _submitted, "organisations:queue", (Office.MODERATOR,)),
    (_("Changes of published profiles"), _changes, "organisations:queue", (Office.MODERATOR,)),
    (_("Requests to act for an organisation that nobody there answers"), _requests, "organisations:queue",
     (Office.MODERATOR,)),
    (_("Partnerships to be decided"), _proposals, "partnerships:queue", (Office.INITIATIVE_OWNER,)),
    (_("Changes of members of partnerships"), _amendments, "partnerships:queue", (Office.INITIATIVE_OWNER,)),
    (_("Letters that failed"), _letters, "office:letters", (Office.ADMINISTRATOR,)),
)  # fmt: skip
