"""What stands in the way of a step with a profile."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from cluster_observatory.web.organisations import criteria, criteria_in_words, identifiers, places
from cluster_observatory.web.organisations.duplicates import duplicates
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.organisations.rules.roles import (
    ADMIN,
    EDITOR,
    PUBLIC_STATES,
    obstacle_to_acting_for,
    obstacle_to_moderating,
    obstacle_to_overseeing,
    role,
)
from cluster_observatory.web.organisations.vocabularies import regions_of
from cluster_observatory.web.people.rules import obstacle_without_account

_OWN = frozenset(field.name for field in Organisation._meta.concrete_fields)

MOST_DRAFTS = 10
"""So many profiles one person may have begun and not submitted."""


class Flaw(NamedTuple):
    """Something wrong with a profile: the field, a code for programs, words, and whether it stops a submission."""

    field: str
    code: str
    words: str
    is_blocking: bool


def obstacle_to_beginning(person):
    """Return why the person cannot begin another profile, or None."""
    if refusal := obstacle_without_account(person):
        return refusal
    begun = person.memberships.filter(role=ADMIN, state="active", organisation__state="draft").count()
    if begun >= MOST_DRAFTS:
        return _("You have begun {number} profiles: submit one of them first.").format(number=begun)
    return None


def obstacle_to_seeing(organisation, person):
    """Return why the person cannot see a profile that is not public, or None: who acts for it, moderators, auditors."""
    if organisation.state in PUBLIC_STATES or role(person, organisation):
        return None
    if obstacle_to_overseeing(organisation, person) is None:
        return None
    return _("This profile is not public.")


def obstacle_to_administering(organisation, person):
    """Return why the person cannot act as an administrator of the organisation, or None."""
    return obstacle_to_acting_for(organisation, person, ADMIN)


def obstacle_to_editing(organisation, person):
    """Return why the person cannot change the profile, or None: administrators and editors, not while it is checked."""
    if refusal := obstacle_to_acting_for(organisation, person, ADMIN, EDITOR):
        return refusal
    if organisation.state in ("submitted", "in_review"):
        return _("The profile is being checked: it can be changed again when the moderators have answered.")
    if organisation.state == "rejected":
        return _("The profile was rejected: open it again first.")
    if organisation.state in ("archived", "merged"):
        return _("The profile is closed: ask a moderator to restore it.")
    return None


def obstacle_to_checking(organisation, person):
    """Return why the person cannot check this profile, or None: moderators, but not of what they act for."""
    if refusal := obstacle_to_moderating(organisation, person):
        return refusal
    if role(person, organisation):
        return _("You act for this organisation: another moderator has to check it.")
    return None


def obstacle_to_checking_change(change, person):
    """Return why the person cannot decide a change, or None: moderators, but not of what they act for."""
    return obstacle_to_checking(change.organisation, person)


def needed(organisation):
    """Return the fields that a submission needs, beside a website of either sort."""
    fields = [
        "name",
        "kind",
        "country",
        *(["region"] if regions_of(organisation.country) else []),
        "city",
        "description",
    ]
    if organisation.kind in criteria.CLUSTER_KINDS:
        fields += ["website_in_english", "management_fte", "members_total", "sectors", "services"]
    return fields


def missing(organisation):
    """Return what a submission still needs, as pairs of field and label."""
    found = []
    for field in needed(organisation):
        thing = organisation if field in _OWN else organisation.cluster
        if getattr(thing, field) in (None, "", [], {}):
            found.append((field, thing._meta.get_field(field).verbose_name))
    if not organisation.website and not organisation.website_in_english and "website_in_english" not in dict(found):
        found.append(("website", organisation._meta.get_field("website").verbose_name))
    return found


def flaws(organisation, now):
    """Return what is wrong with what was entered or imported."""
    checked = [
        ("pic", "pic.malformed", identifiers.obstacle_to_pic),
        ("vat", "vat.malformed", identifiers.obstacle_to_vat),
        ("lei", "lei.malformed", identifiers.obstacle_to_lei),
        ("founded_in", "founded_in.impossible", lambda year: identifiers.obstacle_to_year(year, now)),
        ("city", places.COUNTRY_MISMATCH, lambda city: places.obstacle_to_city(city, organisation.country)),
        ("region", places.COUNTRY_MISMATCH, lambda region: places.obstacle_to_region(
            region, organisation.country, organisation.nuts_edition)),
    ]  # fmt: skip
    found = [
        Flaw(field, code, words, True)
        for field, code, check in checked
        if getattr(organisation, field) and (words := check(getattr(organisation, field)))
    ]
    addresses = [("email", organisation.email), *(("contacts", one.email) for one in organisation.contacts.all())]
    found += [
        Flaw(field, "address.broken", words, False)
        for field, address in addresses
        if address and (words := identifiers.flaw_of_address(address))
    ]
    details = getattr(organisation, "cluster", None)
    if details is not None and details.members_total is not None:
        kinds = sum(getattr(details, f"members_{kind}") for kind in criteria.SIDES)
        if kinds > details.members_total:
            words = _("There are {kinds} members by kind, but {total} altogether.").format(
                kinds=kinds, total=details.members_total
            )
            found.append(Flaw("members_total", "members.more_by_kind", words, True))
    return found


def obstacle_to_submitting(organisation, person, now):
    """Return why the profile cannot be submitted, or None: what is missing or wrong, or that it is there already."""
    if lacking := missing(organisation):
        labels = ", ".join(str(label) for _field, label in lacking)
        return _("Still missing: {fields}.").format(fields=labels)
    if wrong := [flaw.words for flaw in flaws(organisation, now) if flaw.is_blocking]:
        return " ".join(wrong)
    for other, why in duplicates(organisation):
        return _(
            "This organisation seems to have a profile already: {name} ({why}). Ask its administrators to add you."
        ).format(name=other.name, why=why)
    return None


def obstacle_to_approving(organisation, person, now):
    """Return why the profile cannot be published, or None: every criterion must be met or waived."""
    if unmet := criteria.unmet(criteria_in_words.facts(organisation)):
        return _("Not met: {criteria}.").format(criteria=criteria_in_words.titles(unmet))
    return None


def obstacle_to_restoring(organisation, person, now):
    """Return why an archived profile cannot be public again, or None."""
    if organisation.published_at is None:
        return _("This profile was never public: give it back as a draft.")
    return None


def obstacle_to_returning(organisation, person, now):
    """Return why an archived profile cannot become a draft, or None."""
    if organisation.published_at is not None:
        return _("This profile was public: restore it.")
    return None


def obstacle_to_merging(organisation, person, now):
    """Return why a profile cannot be merged into another, or None."""
    if organisation.changes.filter(state="proposed").exists():
        return _("A change of this profile waits: decide it first.")
    return None


def obstacle_to_surviving(survivor, merged):
    """Return why a profile cannot take another one over, or None."""
    if survivor.pk == merged.pk:
        return _("A profile cannot be merged into itself.")
    if survivor.state == "merged":
        return _("{organisation} was itself merged into another profile.").format(organisation=survivor.name)
    return None


def obstacle_to_discarding(organisation):
    """Return why a profile cannot be deleted, or None: only drafts that were never submitted."""
    if organisation.state != "draft" or organisation.validations.exists() or organisation.published_at:
        return _("Only a draft that was never checked can be deleted.")
    return None


def obstacle_to_withdrawing_change(change, person):
    """Return why the person cannot take back a proposed change, or None."""
    return obstacle_to_acting_for(change.organisation, person, ADMIN, EDITOR)
