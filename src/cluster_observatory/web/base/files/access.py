"""Who may read a file: public ones everyone, private ones whoever the app of its thing lets."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cluster_observatory.web.base.models import Attachment


@dataclass(frozen=True)
class Access:
    """Rules for the files of one model: `obstacle(thing_id, person)` says why not, or None.

    `is_public(thing_id)` says whether everyone sees the thing; files for everyone are only then for everyone.
    """

    obstacle: Callable
    is_public: Callable | None = None


_RULES: dict[str, Access] = {}


def register(thing, obstacle, *, is_public=None):
    """Make known who may read the files of things of a model, "app.model"; called by an app when it is ready."""
    _RULES[thing] = Access(obstacle, is_public)


def is_for_everyone(attachment):
    """Return whether everyone may read the file now."""
    access = _RULES.get(attachment.thing)
    is_shown = access is None or access.is_public is None or access.is_public(attachment.thing_id)
    return attachment.visibility == Attachment.Visibility.PUBLIC and is_shown


def obstacle_to_seeing(thing, thing_id, person):
    """Return why the person may not see the private files of a thing, or None."""
    access = _RULES.get(thing)
    if access is None:
        return _("Nobody may see this.")
    return access.obstacle(thing_id, person)


def obstacle_to_reading(attachment, person):
    """Return why the person may not read the file, or None."""
    if is_for_everyone(attachment):
        return None
    return obstacle_to_seeing(attachment.thing, attachment.thing_id, person)
