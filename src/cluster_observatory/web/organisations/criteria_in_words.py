"""The criteria in words: what is asked and why, and what an organisation says of it."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.web.organisations import criteria
from cluster_observatory.web.organisations.criteria import LEAST_FTE, LEAST_MEMBERS


class Asked(NamedTuple):
    """A criterion: its name for programs, its title, what is asked and why."""

    name: str
    title: str
    what: str
    why: str


class Judged(NamedTuple):
    """A criterion of one organisation: with what it says of itself, and the verdict computed from that."""

    asked: Asked
    said: str
    verdict: str


def facts(organisation, details=None):
    """Return what the criteria look at; `details` are those of the cluster where they are at hand."""
    details = details if details is not None else getattr(organisation, "cluster", None)
    said = {
        "is_cluster": organisation.kind in criteria.CLUSTER_KINDS,
        "website": organisation.website,
        "website_in_english": organisation.website_in_english,
        "recognised_by": organisation.recognised_by,
        "is_social_economy": organisation.is_social_economy,
    }
    if details is not None:
        said |= {
            "management_fte": details.management_fte,
            "members_total": details.members_total,
            "members": {kind: getattr(details, f"members_{kind}") for kind in criteria.SIDES},
            "works_with_public_bodies": details.works_with_public_bodies,
        }
    return criteria.Facts(**said)


def all_of_clusters():
    """Return the criteria for cluster organisations in words."""
    return [_words(name) for name in criteria.OF_CLUSTERS]


def judged(facts):
    """Return each criterion asked of an organisation with what it says and the computed verdict."""
    return [Judged(_words(name), _said(name, facts), verdict) for name, verdict in criteria.verdicts(facts).items()]


def titles(names):
    """Return the titles of criteria, by commas."""
    return ", ".join(_words(name).title for name in names)


def _words(name):
    return {
        "team": lambda: Asked(
            name,
            _("A management team"),
            _("People who work for the cluster: at least {fte} full-time equivalents.").format(fte=LEAST_FTE),
            _("Without someone who has the time, a cluster is a list of names."),
        ),
        "website": lambda: Asked(
            name,
            _("A website"),
            _(
                "Cluster organisations and business networks: a website in English, also a translated one, that says "
                "the same as the profile and shows activity. All others: a website."
            ),
            _("Partners abroad look there first."),
        ),
        "members": lambda: Asked(
            name,
            _("Members"),
            ngettext(
                "At least {number} member that is clearly committed.",
                "At least {number} members that are clearly committed.",
                LEAST_MEMBERS,
            ).format(number=LEAST_MEMBERS),
            _("A cluster is known by those who belong to it."),
        ),
        "sides": lambda: Asked(
            name,
            _("Members of two sides"),
            _(
                "Members of at least two of these: companies, small and large; research and training; public bodies; "
                "others."
            ),
            _("What is new comes about between companies, research and public bodies."),
        ),
        "public_bodies": lambda: Asked(
            name,
            _("Cooperation with public bodies"),
            _("A public body is a member, or the profile says how the cluster works with public bodies."),
            _("Programmes and regions want to know whom they can work with."),
        ),
    }[name]()


def _said(name, facts):
    if name == "team":
        return _("not said") if facts.management_fte is None else f"{facts.management_fte.normalize():f}"
    if name == "website":
        return facts.website_in_english or facts.website or _("not said")
    if name == "members":
        return _("not said") if facts.members_total is None else str(facts.members_total)
    if name == "sides":
        sides = {
            "business": _("companies"), "research": _("research and training"), "public": _("public bodies"),
            "other": _("others"),
        }  # fmt: skip
        return ", ".join(label for side, label in sides.items() if side in facts.sides) or _("not said")
    return facts.works_with_public_bodies or (_("a member") if "public" in facts.sides else _("not said"))
