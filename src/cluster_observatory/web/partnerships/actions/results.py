"""What a partnership reaches: its measures and results."""

from django.db import transaction
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit, files
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.models import Attachment
from cluster_observatory.web.base.process import locked
from cluster_observatory.web.partnerships import rules
from cluster_observatory.web.partnerships.models import Measure, Result


@transaction.atomic
def save_measures(*, partnership, rows, person, now, expected_version):
    """Replace the measures by rows of name, unit, target, reached and measured_on; what they were is in the trail."""
    fresh = _to_edit(partnership, person, now, expected_version)
    names = [row["name"].strip().casefold() for row in rows]
    if len(set(names)) != len(names):
        raise NotPossible(_("Two measures have the same name."))
    if any(row["measured_on"] and row["measured_on"] > now.date() for row in rows):
        raise NotPossible(_("What is reached cannot be measured in the future."))
    before = [_plain(measure) for measure in fresh.measures.all()]
    fresh.measures.all().delete()
    made = Measure.objects.bulk_create([Measure(partnership=fresh, **row) for row in rows])
    after = [_plain(measure) for measure in made]
    if before != after:
        _changed(fresh, "measure", person, now, {"measures": [before, after]})
    return fresh


@transaction.atomic
def add_result(*, partnership, kind, title, reached_on, is_public, person, now, upload=None):
    """Add a deliverable or another result, with a file where one is sent, and return it.

    Everyone reads the file of a result that is public, once the partnership is.
    """
    fresh = _to_edit(partnership, person, now)
    if reached_on > now.date():
        raise NotPossible(_("A result cannot lie in the future."))
    result = Result.objects.create(
        partnership=fresh, kind=kind, title=title, reached_on=reached_on, is_public=is_public
    )
    if upload is not None:
        visibility = Attachment.Visibility.PUBLIC if is_public else Attachment.Visibility.PRIVATE
        result.file = files.attach(thing=result, upload=upload, visibility=visibility, person=person, now=now)
        result.save(update_fields=["file"])
    _changed(fresh, "add_result", person, now, {"results": [None, result.title]})
    return result


@transaction.atomic
def remove_result(*, result, person, now):
    """Take a result out, with its file; the trail keeps its title."""
    fresh = _to_edit(result.partnership, person, now)
    title = result.title
    files.remove_all(thing=result, person=person, now=now)
    result.delete()
    _changed(fresh, "remove_result", person, now, {"results": [title, None]})


def _to_edit(partnership, person, now, expected_version=None):
    fresh = locked(partnership, expected_version)
    if refusal := rules.obstacle_to_editing(fresh, person):
        raise NotAllowed(refusal)
    if refusal := rules.obstacle_to_editing_now(fresh, person, now):
        raise NotPossible(refusal)
    return fresh


def _changed(partnership, act, person, now, changes):
    partnership.version, partnership.changed_at = partnership.version + 1, now
    partnership.save(update_fields=["version", "changed_at"])
    audit.record(act=act, thing=partnership, actor=person, now=now, changes=changes)


def _plain(measure):
    day = measure.measured_on.isoformat() if measure.measured_on else None
    reached = None if measure.reached is None else f"{measure.reached:.2f}"
    return [measure.name, measure.unit, f"{measure.target:.2f}", reached, day]
