"""Proposing a partnership, and editing it."""

import datetime
from decimal import Decimal

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit, slugs
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.process import locked
from cluster_observatory.web.organisations.rules import ADMIN, obstacle_to_acting_for
from cluster_observatory.web.partnerships import emails, rules
from cluster_observatory.web.partnerships.models import Partner, Partnership
from cluster_observatory.web.partnerships.process import PARTNER, PARTNERSHIP

RESERVED = frozenset(["new", "network", "statistics", "organisations"])
"""Addresses below /partnerships/ that are pages of their own."""


@transaction.atomic
def propose(*, initiative, coordinator, partners, values, person, now):
    """Register a partnership of the coordinator and the organisations it invites, and return it.

    `values` are the other fields.  Raises NotAllowed for who does not administer the coordinator, NotPossible where
    the initiative asks for more than there is.
    """
    if refusal := obstacle_to_acting_for(coordinator, person, ADMIN):
        raise NotAllowed(refusal)
    everyone = [coordinator, *partners]
    if len({one.pk for one in everyone}) != len(everyone):
        raise NotPossible(_("An organisation is named twice."))
    refusals = (
        *(rules.obstacle_of_profile(organisation) for organisation in everyone),
        rules.obstacle_to_members(initiative, everyone),
        _obstacle_to_values(initiative, values),
        rules.obstacle_to_content(
            initiative,
            target_countries=values.get("target_countries", []),
            exchange_plan=values.get("exchange_plan", ""),
        ),
    )
    for refusal in filter(None, refusals):
        raise NotPossible(refusal)
    given = {"initiative": initiative, "state": PARTNERSHIP.first, "created_at": now, "changed_at": now, **values}
    partnership = slugs.created(
        lambda slug: Partnership.objects.create(slug=slug, **given), lambda: _free_slug(values["acronym"])
    )
    audit.record(act="propose", thing=partnership, actor=person, now=now, after=partnership.state)
    place = Partner.objects.create(
        partnership=partnership, organisation=coordinator, role=rules.COORDINATOR, state="active",
        joined_on=now.date(), created_at=now, changed_at=now,
    )  # fmt: skip
    audit.record(act="coordinate", thing=place, actor=person, now=now, after=place.state)
    for organisation in partners:
        give_place(partnership, organisation, Partner.Role.PARTNER, person, now)
    emails.proposed(partnership, now)
    return partnership


@transaction.atomic
def edit(*, partnership, values, person, now, expected_version):
    """Give fields of the partnership other values; what they were stays in the trail.

    Raises NotAllowed for fields that are not this person's, ChangedMeanwhile for a stale version, and NotPossible
    where the initiative asks for what would be missing.
    """
    fresh = locked(partnership, expected_version)
    if refusal := rules.obstacle_to_editing_fields(fresh, person, _changes(fresh, values)):
        raise NotAllowed(refusal)
    changes = _changes(fresh, values)
    for name, value in values.items():
        setattr(fresh, name, value)
    refusals = (
        rules.obstacle_to_editing_now(fresh, person, now),
        _obstacle_to_values(fresh.initiative, values),
        rules.obstacle_to_content(
            fresh.initiative, target_countries=fresh.target_countries, exchange_plan=fresh.exchange_plan
        ),
    )
    for refusal in filter(None, refusals):
        raise NotPossible(refusal)
    if changes:
        fresh.version, fresh.changed_at = fresh.version + 1, now
        fresh.save()
        audit.record(act="edit", thing=fresh, actor=person, now=now, changes=changes)
    return fresh


def give_place(partnership, organisation, role, person, now):
    """Invite an organisation into the partnership, and tell it; within a transaction, after the rules were asked."""
    place = Partner.objects.create(
        partnership=partnership, organisation=organisation, role=role, state=PARTNER.first, created_at=now,
        changed_at=now,
    )  # fmt: skip
    audit.record(act="invite", thing=place, actor=person, now=now, after=place.state)
    emails.invited(place, now)
    return place


def _obstacle_to_values(initiative, values):
    generation = values.get("generation")
    if generation is not None and generation.initiative_id != initiative.pk:
        return _("{generation} is no generation of {initiative}.").format(
            generation=generation, initiative=initiative.code
        )
    begins_on, ends_on = values.get("begins_on"), values.get("ends_on")
    if begins_on and ends_on and ends_on < begins_on:
        return _("A partnership cannot end before it begins.")
    budget, contribution = values.get("budget"), values.get("contribution")
    if budget is not None and contribution is not None and contribution > budget:
        return _("The contribution of the Union cannot be larger than the budget.")
    return None


def _changes(partnership, values):
    """Return {field: [before, after]} of the fields that get another value, in JSON's types."""
    return {
        name: [_plain(getattr(partnership, name)), _plain(value)]
        for name, value in values.items()
        if getattr(partnership, name) != value
    }


def _plain(value):
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _free_slug(acronym):
    """Return an address for the acronym that no partnership has and that is no other page."""
    begin = slugify(acronym)[:70] or "partnership"
    taken = set(Partnership.objects.filter(slug__startswith=begin).values_list("slug", flat=True)) | RESERVED
    numbers = (begin if number == 1 else f"{begin}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in numbers if slug not in taken)
