"""Beginning a profile, filling it in, submitting and confirming it."""

from django.db import transaction
from django.utils.text import slugify

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit, slugs
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.process import locked
from cluster_observatory.web.organisations import emails, files, rules
from cluster_observatory.web.organisations.actions import changes, writing
from cluster_observatory.web.organisations.criteria import CLUSTER_KINDS
from cluster_observatory.web.organisations.duplicates import ANY, duplicates
from cluster_observatory.web.organisations.models import (
    ClusterDetails,
    Contact,
    FormerAddress,
    Membership,
    Organisation,
)
from cluster_observatory.web.organisations.process import PROFILE
from cluster_observatory.web.organisations.profile_fields import SENSITIVE, plain, value_of

TAKEN = frozenset(["badges", "compare", "criteria", "export", "in", "links", "map", "memberships", "mine", "new"])
"""Words that stand in addresses where the name of an organisation stands."""

LONGEST_SLUG = 70


@transaction.atomic
def create_draft(*, person, now, name, kind, country):
    """Begin a profile and return it; the person is its administrator."""
    if refusal := rules.obstacle_to_beginning(person):
        raise NotAllowed(refusal)
    given = {"state": PROFILE.first, "name": name.strip(), "kind": kind, "country": country}
    organisation = slugs.created(
        lambda slug: Organisation.objects.create(slug=slug, created_at=now, changed_at=now, **given),
        lambda: _free_slug(name),
    )
    if kind in CLUSTER_KINDS:
        ClusterDetails.objects.create(organisation=organisation)
    Membership.objects.create(
        organisation=organisation, person=person, role=Membership.Role.ADMIN, state="active", began_at=now,
        created_at=now, changed_at=now,
    )  # fmt: skip
    audit.record(act="create", thing=organisation, actor=person, now=now, after=organisation.state)
    return organisation


@transaction.atomic
def save(*, organisation, values, person, now, expected_version):
    """Save the values of some fields; return the change that waits for a moderator, or None.

    A draft is saved as it is, however incomplete.  On a public profile what is sensitive waits, the rest shows at
    once.  `organisation` is up to date afterwards.  Nothing changed: nothing is written.
    """
    fresh = locked(organisation, expected_version)
    if refusal := rules.obstacle_to_editing(fresh, person):
        raise NotAllowed(refusal) if rules.role(person, fresh) is None else NotPossible(refusal)
    wanted = {field: plain(field, value) for field, value in values.items()}
    changed = {field: value for field, value in wanted.items() if value != value_of(fresh, field)}
    waiting = None
    if fresh.state in rules.PUBLIC_STATES:
        held = SENSITIVE | ({"region"} if "country" in changed else set())
        sensitive = {field: value for field, value in changed.items() if field in held}
        waiting = changes.propose(fresh, sensitive, seen=set(wanted), person=person, now=now)
        changed = {field: value for field, value in changed.items() if field not in held}
    if changed:
        writing.write(fresh, changed, act="edit", person=person, now=now)
    organisation.refresh_from_db()
    return waiting


@transaction.atomic
def save_contacts(*, organisation, contacts, person, now, expected_version):
    """Put these contacts, as values of their fields, in place of those that the organisation had."""
    fresh = locked(organisation, expected_version)
    if refusal := rules.obstacle_to_editing(fresh, person):
        raise NotAllowed(refusal) if rules.role(person, fresh) is None else NotPossible(refusal)
    acting = {one.person.email: one.person for one in fresh.memberships.filter(state="active").select_related("person")}
    fresh.contacts.all().delete()
    for values in contacts:
        Contact.objects.create(organisation=fresh, person=acting.get(values.get("email", "").lower()), **values)
    writing.touch(fresh, now)
    audit.record(act="edit", thing=fresh, actor=person, now=now, changes={"contacts": [None, None]})
    organisation.refresh_from_db()


@transaction.atomic
def submit(*, organisation, person, now, expected_version=None):
    """Hand the profile to the moderators: the first time, or again when they asked for more."""
    step = "resubmit" if organisation.state == "info_requested" else "submit"
    PROFILE.move(organisation, step, person=person, now=now, expected_version=expected_version)
    emails.submitted(organisation, duplicates(organisation, ANY), now)


@transaction.atomic
def reopen(*, organisation, person, now, expected_version=None):
    """Make a rejected profile a draft again."""
    PROFILE.move(organisation, "reopen", person=person, now=now, expected_version=expected_version)


@transaction.atomic
def confirm_up_to_date(*, organisation, person, now, expected_version=None):
    """Say that the public profile is up to date; a year begins anew."""
    PROFILE.move(organisation, "confirm_up_to_date", person=person, now=now, expected_version=expected_version)
    organisation.confirmed_at = now
    organisation.save(update_fields=["confirmed_at"])


@transaction.atomic
def discard(*, organisation, person, now):
    """Delete a draft that was never submitted, with all that was entered; by who administers it."""
    fresh = locked(organisation)
    if refusal := rules.obstacle_to_administering(fresh, person):
        raise NotAllowed(refusal)
    if refusal := rules.obstacle_to_discarding(fresh):
        raise NotPossible(refusal)
    files.forget(organisation=fresh, person=person, now=now)
    audit.record(act="discard", thing=fresh, actor=person, now=now, before=fresh.state)
    fresh.delete()


def _free_slug(name):
    stem = slugify(name)[:LONGEST_SLUG].strip("-") or "organisation"
    slug, number = stem, 1
    while (
        slug in TAKEN
        or Organisation.objects.filter(slug=slug).exists()
        or FormerAddress.objects.filter(slug=slug).exists()
    ):
        number += 1
        slug = f"{stem}-{number}"
    return slug
