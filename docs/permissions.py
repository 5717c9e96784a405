"""The page of permissions: who may do what, found by asking the rules of the site as every role.

`world` makes one person for each role and one thing of each sort; the test that walks every address uses it too.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from typing import Any

import processes
from addresses import (
    ACCOUNT,
    ACT_FOR,
    ACTIVE,
    ADDRESSES,
    ANSWER,
    DRAFTED,
    END_LINK,
    END_MEMBERSHIP,
    EVERYONE,
    IN_REVIEW,
    LETTERS,
    OVERSEE,
    OVERSEE_PARTNERSHIPS,
    PERSONS,
    PROPOSED,
    PUBLISHED,
    WITHDRAW_CHANGE,
    WORK_FOR,
    Address,
)  # fmt: skip

NOW = datetime.now(UTC)

OFFICES = {
    "moderator": "moderator",
    "owner of initiatives": "initiative_owner",
    "editor": "editor",
    "auditor": "auditor",
    "data protection contact": "data_protection",
    "administrator of the platform": "administrator",
}
TIES = {
    "administrator of the organisation": "admin",
    "editor of the organisation": "editor",
    "member of the organisation": "member",
}
ROLES = (
    "visitor", "person with an account", *TIES, "administrator of another organisation",
    "administrator of the coordinator", "administrator of a partner", *OFFICES, "moderator without second factor",
)  # fmt: skip


@dataclass
class World:
    """One person for each role, and one thing of each sort."""

    people: dict[str, Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)


def world() -> World:
    """Make the persons and things in the database and return them."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 - needs Django
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415 - needs Django

    from cluster_observatory.web.people.models import Appointment, Person  # noqa: PLC0415 - needs Django

    made = World(people={"visitor": AnonymousUser()})
    for number, role in enumerate(ROLES[1:], 1):
        person = Person.objects.create_user(f"role-{number}@example.org", name=role.capitalize(), joined_at=NOW)
        person.emailaddress_set.create(email=person.email, verified=True, primary=True)
        office = OFFICES.get(role.removesuffix(" without second factor"))
        if office:
            Appointment.objects.create(person=person, office=office, since=NOW)
        if office and role in OFFICES:
            Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
        made.people[role] = person
    _organisations(made)
    _partnerships(made)
    _more(made)
    return made


def _organisations(made: World) -> None:
    from cluster_observatory.web.organisations.models import ClusterDetails, Organisation  # noqa: PLC0415

    numbers = count(1)

    def organisation(state: str) -> Any:
        number = next(numbers)
        thing = Organisation.objects.create(
            state=state, slug=f"organisation-{number}", name=f"Organisation {number}", country="DE", region="DE11",
            kind="cluster_organisation", website_in_english="https://organisation.example/en", created_at=NOW,
            changed_at=NOW, confirmed_at=NOW, published_at=NOW if state == "published" else None,
        )  # fmt: skip
        ClusterDetails.objects.create(
            organisation=thing, management_fte=2, members_total=30, members_sme=20, members_research=10,
            works_with_public_bodies="Every year.",
        )  # fmt: skip
        return thing

    for name, state in (
        ("published organisation", "published"), ("draft organisation", "draft"),
        ("submitted organisation", "submitted"), ("organisation in review", "in_review"),
        ("archived organisation", "archived"),
    ):  # fmt: skip
        thing = made.things[name] = organisation(state)
        for role, tie in TIES.items():
            _acts_for(thing, made.people[role], tie)
    for role in (
        "administrator of another organisation",
        "administrator of the coordinator",
        "administrator of a partner",
    ):
        made.things[role.replace("administrator of ", "").removeprefix("the ")] = thing = organisation("published")
        _acts_for(thing, made.people[role], "admin")


def _more(made: World) -> None:
    """Add what hangs on organisations, and persons whom the office deals with."""
    from cluster_observatory.web.base import files  # noqa: PLC0415 - needs Django
    from cluster_observatory.web.base.models import Letter  # noqa: PLC0415 - needs Django
    from cluster_observatory.web.organisations import badges  # noqa: PLC0415 - needs Django
    from cluster_observatory.web.organisations.models import MemberLink, ProfileChange  # noqa: PLC0415 - needs Django
    from cluster_observatory.web.people.models import Appointment, Person  # noqa: PLC0415 - needs Django

    times = {"created_at": NOW, "changed_at": NOW}
    things, organisation = made.things, made.things[PUBLISHED]
    someone = things["someone"] = Person.objects.create_user("someone@example.org", joined_at=NOW)
    things["someone suspended"] = Person.objects.create_user("other@example.org", joined_at=NOW, state="suspended")
    holder = Person.objects.create_user("third@example.org", joined_at=NOW)
    things["someone who holds an office"] = holder
    Appointment.objects.create(person=holder, office="editor", since=NOW)
    _acts_for(organisation, someone, "editor")
    things["membership"] = organisation.memberships.get(person=someone)
    things["link"] = MemberLink.objects.create(
        cluster=organisation, member=things["another organisation"], proposed_by="cluster", state="confirmed", **times
    )
    things["change"] = ProfileChange.objects.create(
        organisation=organisation, proposed_by=made.people["administrator of the organisation"], state="proposed",
        values={"name": "Another name"}, before={"name": organisation.name}, **times,
    )  # fmt: skip
    things["public file"] = files.attach(
        thing=organisation, upload=_picture(), visibility="public", person=someone, now=NOW, purpose="logo"
    )
    things["badge"] = badges.code(badges.claim(organisation))
    things["letter"] = Letter.objects.create(
        key="x", message_id="<x@example.org>", to="someone@example.org", subject="x", text="x", state="failed",
        written_at=NOW, due_at=NOW,
    )  # fmt: skip


def _picture() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - needs Django
    from PIL import Image  # noqa: PLC0415 - of the site

    written = BytesIO()
    Image.new("RGB", (1, 1)).save(written, "PNG")
    return SimpleUploadedFile("x.png", written.getvalue(), "image/png")


def _acts_for(organisation: Any, person: Any, role: str) -> None:
    organisation.memberships.create(
        person=person, role=role, state="active", began_at=NOW, created_at=NOW, changed_at=NOW
    )


def _partnerships(made: World) -> None:
    from cluster_observatory.web.partnerships.models import Initiative, Partnership  # noqa: PLC0415 - needs Django

    line = Initiative.objects.create(code="ESCP-S3", programme="COSME")
    for name, state in (("active partnership", "active"), ("proposed partnership", "proposed")):
        thing = made.things[name] = Partnership.objects.create(
            slug=name.replace(" ", "-"),
            acronym=name.upper(),
            initiative=line,
            state=state,
            created_at=NOW,
            changed_at=NOW,
        )
        for organisation, role in (("coordinator", "coordinator"), ("a partner", "partner")):
            thing.partners.create(
                organisation=made.things[organisation], role=role, state="active", created_at=NOW, changed_at=NOW
            )
    active = made.things[ACTIVE]
    made.things["invited partner"] = made.things[PROPOSED].partners.create(
        organisation=made.things["another organisation"], state="invited", created_at=NOW, changed_at=NOW
    )
    made.things["amendment"] = active.amendments.create(
        change="joins", organisation=made.things["another organisation"], state="requested", created_at=NOW,
        changed_at=NOW,
    )  # fmt: skip
    made.things["result"] = active.results.create(kind="other", title="x", reached_on=NOW.date())
    made.things["certificate"] = made.things["active partnership"].certificates.create(
        number="2018/1", code="a" * 32, issued_on=NOW.date(), issued_by="European Commission", state="issued",
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip


def askable() -> dict[tuple[str, str], Any]:
    """Return the rules that are asked as every role, by what they are asked about and what is done."""
    from cluster_observatory.web.office import rules as office  # noqa: PLC0415 - needs Django
    from cluster_observatory.web.organisations import rules as organisations  # noqa: PLC0415 - needs Django
    from cluster_observatory.web.partnerships import rules as partnerships  # noqa: PLC0415 - needs Django

    return {
        (PUBLISHED, "see the profile"): organisations.obstacle_to_seeing,
        ("draft organisation", "see the profile"): organisations.obstacle_to_seeing,
        ("archived organisation", "see the profile"): organisations.obstacle_to_seeing,
        (PUBLISHED, "edit the profile"): organisations.obstacle_to_editing,
        (IN_REVIEW, "edit the profile"): organisations.obstacle_to_editing,
        ACT_FOR: lambda thing, person: (
            organisations.obstacle_to_overseeing(thing, person)
            and organisations.obstacle_to_acting_for(thing, person, "admin", "editor", "member")
        ),
        WORK_FOR: lambda thing, person: organisations.obstacle_to_acting_for(
            thing, person, "admin", "editor", "member"
        ),
        END_MEMBERSHIP: organisations.obstacle_to_ending,
        END_LINK: organisations.obstacle_to_ending_link,
        DRAFTED: organisations.obstacle_to_administering,
        WITHDRAW_CHANGE: organisations.obstacle_to_withdrawing_change,
        ANSWER: partnerships.obstacle_to_answering,
        (PUBLISHED, "decide who acts for it"): organisations.obstacle_to_administering,
        (PUBLISHED, "say who belongs to it"): organisations.obstacle_to_changing_links,
        (IN_REVIEW, "check the profile"): organisations.obstacle_to_checking,
        ("platform", "moderate"): organisations.obstacle_to_moderating,
        OVERSEE: organisations.obstacle_to_overseeing,
        OVERSEE_PARTNERSHIPS: partnerships.obstacle_to_overseeing,
        LETTERS: _office(*office.READERS_OF_LETTERS),
        (ACTIVE, "see the page"): partnerships.obstacle_to_seeing,
        (PROPOSED, "see the page"): partnerships.obstacle_to_seeing,
        (ACTIVE, "see what is not public"): partnerships.obstacle_to_seeing_within,
        (ACTIVE, "coordinate"): partnerships.obstacle_to_coordinating,
        (ACTIVE, "edit"): partnerships.obstacle_to_editing,
        (ACTIVE, "decide and certify"): partnerships.obstacle_to_owning,
        ("platform", "enter the office"): _office(*office.EVERY_OFFICE),
        PERSONS: _office(*office.READERS_OF_RETENTION),
        ("platform", "appoint to offices"): _office("administrator"),
        ("platform", "read the audit trail"): _office(*office.READERS_OF_THE_TRAIL),
        ("platform", "see what is kept how long"): _office(*office.READERS_OF_RETENTION),
        ("platform", "erase a person who asked by letter"): _office("data_protection"),
    }


def _office(*offices: str) -> Any:
    from cluster_observatory.web.people.rules import obstacle_to_office  # noqa: PLC0415 - needs Django

    return lambda _thing, person: obstacle_to_office(person, *offices)


def who_may(made: World, thing: str, rule: Any) -> tuple[str, ...]:
    """Return the roles to which the rule does not refuse the thing."""
    return tuple(role for role in ROLES if not rule(made.things.get(thing), made.people[role]))


def expected(made: World, address: Address) -> tuple[str, ...]:
    """Return the roles that get in at an address."""
    if address.who == EVERYONE:
        return ROLES
    if address.who == ACCOUNT:
        return ROLES[1:]
    return who_may(made, address.who[0], askable()[address.who])


def parts_of(made: World, name: str) -> dict[str, Any]:
    """Return what the address of that name holds, such as the slug of a thing of the world."""
    address = ADDRESSES[name]
    thing = made.things.get(address.thing)
    found: dict[str, Any] = dict(address.parts)
    if name == "organisations:verify_badge":
        return {"code": thing}
    if name == "office:dismiss":
        return {"number": thing.pk, "appointment": thing.appointments.get().pk}
    if hasattr(thing, "slug"):
        return found | {"slug": thing.slug}
    if thing is not None:
        found["number"] = thing.pk
    if name in ("organisations:withdraw_change", "organisations:decide_change", "organisations:remove_file"):
        found["slug"] = made.things[PUBLISHED].slug
    if name.startswith("partnerships:") and thing is not None:
        found["slug"] = thing.partnership.slug
    return found


def steps(made: World) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return for each step of a process on a thing of the world: process, state, label, the roles that may take it."""
    found = []
    for process in processes.processes():
        thing = made.things.get(SHOWN.get(process.name.lower(), ""))
        for step in process.transitions:
            if thing is None or step.after is not None or step.permission is None:
                continue
            thing.state = step.sources[0]
            roles = tuple(role for role in ROLES if not step.permission(thing, made.people[role]))
            found.append((process.name, thing.state, str(step.label), roles))
        if thing is not None:
            thing.refresh_from_db()
    return found


SHOWN = {"profile": PUBLISHED, "partnership": ACTIVE, "certificate": "certificate"}
"""The thing of the world on which the steps of a process are asked."""

INTRO = """
There are no tables of permissions in the site: rights follow from what a person is to a thing, and functions in
`web/<app>/rules.py` say why not. This page was written by asking them as every role; a test
(`tests/community/test_permissions.py`) opens every address as every role and finds exactly what stands here. Everyone
reads the pages of the atlas and the API. “Who has an account” acts on what is their own.

Offices do nothing without a second factor.
"""


def body() -> str:
    """Return the page."""
    from django.core.management import call_command  # noqa: PLC0415 - needs Django

    processes.start_django()
    call_command("migrate", verbosity=0)
    made = world()
    asked = [[thing, what, _listed(who_may(made, thing, rule))] for (thing, what), rule in askable().items()]
    walked = [
        [f"`{name}`", address.method.upper(), address.who if isinstance(address.who, str) else " · ".join(address.who)]
        for name, address in ADDRESSES.items()
    ]
    stepped = [[process, state, label, _listed(roles)] for process, state, label, roles in steps(made)]
    return "\n\n".join(
        [
            INTRO.strip(),
            "## Roles\n\n" + "\n".join(f"- {role}" for role in ROLES),
            "## What is done to what, and who may\n\n" + _table(["thing", "what", "who may"], asked),
            "## Steps of processes\n\nSee [processes](processes.md) for the rules that hold beside.\n\n"
            + _table(["process", "state", "step", "who may"], stepped),
            "## Addresses\n\n" + _table(["address", "method", "behind the rule"], walked),
        ]
    )


def _listed(roles: tuple[str, ...]) -> str:
    if roles == ROLES:
        return EVERYONE
    return ", ".join(roles) or "nobody"


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
