"""The criteria that a profile must meet before it is public, as functions of facts alone.

They are those that the European Cluster Collaboration Platform publishes for cluster organisations: a management team
of half a full-time equivalent, a website in English, 15 members, of two sides of the triple helix, and cooperation with
public bodies where none is a member.  All are waived for who is recognised by a national or regional cluster programme,
which is named, or is a cluster of the social economy.  Who is no cluster is asked for a website only.
"""

from dataclasses import dataclass, field
from decimal import Decimal

LEAST_FTE = Decimal("0.5")
LEAST_MEMBERS = 15
LEAST_SIDES = 2

MET, NOT_MET, WAIVED = "met", "not_met", "waived"

OF_CLUSTERS = ("team", "website", "members", "sides", "public_bodies")
OF_OTHERS = ("website",)
CLUSTER_KINDS = ("cluster_organisation", "business_network")
"""Kinds of organisations that must meet all criteria; the others present themselves, not their members."""

SIDES = {"sme": "business", "large": "business", "research": "research", "public": "public", "other": "other"}
"""To which side of the triple helix a kind of member belongs: small and large companies are one, business."""


@dataclass(frozen=True)
class Facts:
    """What the criteria look at; `members` counts each kind of `SIDES`, None stands for not said."""

    is_cluster: bool
    management_fte: Decimal | None = None
    website: str = ""
    website_in_english: str = ""
    members_total: int | None = None
    members: dict[str, int] = field(default_factory=dict)
    works_with_public_bodies: str = ""
    recognised_by: str = ""
    is_social_economy: bool = False

    @property
    def sides(self):
        """The sides of the triple helix that have a member."""
        return frozenset(SIDES[kind] for kind, number in self.members.items() if number)

    @property
    def is_recognised(self):
        """Whether the criteria are waived: recognised by a programme that is named, or of the social economy."""
        return self.is_cluster and bool(self.recognised_by.strip() or self.is_social_economy)


def asked(facts):
    """Return the criteria that are asked of such an organisation, in their order."""
    return OF_CLUSTERS if facts.is_cluster else OF_OTHERS


def verdicts(facts):
    """Return {criterion: met, not_met or waived}; what is met is met, also where it would be waived."""
    otherwise = WAIVED if facts.is_recognised else NOT_MET
    return {criterion: MET if _TESTS[criterion](facts) else otherwise for criterion in asked(facts)}


def unmet(facts):
    """Return the criteria that are neither met nor waived."""
    return [criterion for criterion, verdict in verdicts(facts).items() if verdict == NOT_MET]


def _has_team(facts):
    return facts.management_fte is not None and facts.management_fte >= LEAST_FTE


def _has_website(facts):
    return bool(facts.website_in_english) or (bool(facts.website) and not facts.is_cluster)


def _has_members(facts):
    return facts.members_total is not None and facts.members_total >= LEAST_MEMBERS


def _has_sides(facts):
    return len(facts.sides) >= LEAST_SIDES


def _has_public_bodies(facts):
    return "public" in facts.sides or bool(facts.works_with_public_bodies.strip())


_TESTS = {
    "team": _has_team,
    "website": _has_website,
    "members": _has_members,
    "sides": _has_sides,
    "public_bodies": _has_public_bodies,
}
