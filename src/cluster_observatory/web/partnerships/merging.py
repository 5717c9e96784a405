"""What becomes of partners when two profiles of organisations become one."""

from cluster_observatory.web.base import audit
from cluster_observatory.web.partnerships.models import Amendment, Partner
from cluster_observatory.web.partnerships.rules import COORDINATOR, HERE


def move_partners(*, survivor, merged, person, now):
    """Give the survivor the places of the merged organisation; within the transaction of the merger.

    Where both have a place in a partnership the survivor keeps one: it coordinates, and is a member, if either did.
    """
    own = {
        place.partnership_id: place
        for place in Partner.objects.select_for_update().filter(organisation=survivor, state__in=HERE)
    }
    for place in Partner.objects.select_for_update().filter(organisation=merged).order_by("pk"):
        kept = own.get(place.partnership_id) if place.state in HERE else None
        if kept is not None:
            _join(kept, place, person, now)
        _write(place, {"organisation": survivor}, person, now)
    waiting = set(
        Amendment.objects.filter(organisation=survivor, state="requested").values_list("partnership", flat=True)
    )
    for amendment in Amendment.objects.select_for_update().filter(organisation=merged):
        if amendment.state != "requested" or amendment.partnership_id not in waiting:
            _write(amendment, {"organisation": survivor}, person, now)


def _join(kept, other, person, now):
    """End the other place, and give the kept one what the other had before it."""
    became = {}
    if other.role == COORDINATOR:
        became["role"] = COORDINATOR
    if other.state == "active" and kept.state == "invited":
        became |= {"state": "active", "joined_on": other.joined_on}
    _write(other, {"state": "left", "left_on": now.date()}, person, now)
    if became:
        _write(kept, became, person, now)


def _write(thing, values, person, now):
    changes = {name: [str(getattr(thing, name)), str(value)] for name, value in values.items()}
    before = thing.state
    for name, value in values.items():
        setattr(thing, name, value)
    thing.version, thing.changed_at = thing.version + 1, now
    thing.save()
    audit.record(
        act="merge", thing=thing, actor=person, now=now, before=before, after=thing.state, changes=changes
    )  # fmt: skip
