"""Where a partnership stands on its way, what comes next, who must act, and what was done."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.web.partnerships.models import Partnership
from cluster_observatory.web.partnerships.process import PARTNERSHIP

USUAL = ("proposed", "selected", "active", "completed", "archived")
ACTS = {
    "propose": lambda: _("proposed"),
    "edit": lambda: _("edited"),
    "measure": lambda: _("measures brought up to date"),
    "add_result": lambda: _("result added"),
    "remove_result": lambda: _("result taken out"),
    "load": lambda: _("loaded"),
}


@dataclass(frozen=True)
class Station:
    """A state on the usual way: its label, whether it was passed, whether the partnership is there now."""

    label: str
    is_passed: bool
    is_here: bool


@dataclass(frozen=True)
class Entry:
    """A line of the history: when, what, from where to where, which fields, why."""

    at: object
    act: str
    before: str
    after: str
    fields: tuple
    reason: str


def stations(partnership):
    """Return the states of the usual way; a partnership that left it is at none of them."""
    here = USUAL.index(partnership.state) if partnership.state in USUAL else None
    return [
        Station(str(PARTNERSHIP.states[state]), here is not None and number < here, number == here)
        for number, state in enumerate(USUAL)
    ]


def what_comes_next(partnership, invited):
    """Return in a sentence what comes next and who must act; `invited` are the places that were not answered yet."""
    if partnership.state == "proposed":
        decided = _("The owner of the initiative decides whether it is selected.")
        if not invited:
            return decided
        waits = ngettext(
            "{count} organisation has not answered its invitation yet; its administrators must.",
            "{count} organisations have not answered their invitations yet; their administrators must.",
            len(invited),
        ).format(count=len(invited))
        return f"{waits} {decided}"
    return {
        "selected": _("The owner of the initiative starts it."),
        "active": _("The coordinator keeps results and measures up to date; the owner of the initiative completes it."),
        "completed": _("The owner of the initiative archives it when nothing is to be added any more."),
    }.get(partnership.state, _("Nothing comes after this."))


def history(entries):
    """Return entries of the audit trail about a partnership in words."""
    return [
        Entry(one.at, _act(one), _state(one.before), _state(one.after), _fields(one), one.reason) for one in entries
    ]


def _fields(entry):
    """Return the names of the fields that an entry changed."""
    names = {
        field.name: field.verbose_name for field in Partnership._meta.get_fields() if hasattr(field, "verbose_name")
    }
    return tuple(str(names.get(name, name)) for name in entry.changes)


def _act(entry):
    if entry.act in ACTS:
        return ACTS[entry.act]()
    return next((str(step.label) for step in PARTNERSHIP.transitions if step.name == entry.act), entry.act)


def _state(state):
    return str(PARTNERSHIP.states.get(state, state))
