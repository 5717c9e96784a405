"""Processes: tables of states and transitions, through which acts walk and from which pages and docs are drawn.

A transition asks a rule, which answers why not or None.  The page that draws a
button asks the same rule as the act behind it, so that the two cannot disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed


@dataclass(frozen=True)
class Transition:
    """One step: from which states to which, its name for programs and its label for people, and what it asks.

    `permission(thing, person)` says why this person may not do it at all, `rule(thing, person, now)` what
    stands in the way now; each returns None where nothing does.  `after` is set where time alone does it, so
    long after `since(thing)`; nobody presses a button for it.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    permission: Callable | None = None
    rule: Callable | None = None
    needs_reason: bool = False
    after: timedelta | None = None
    since: Callable | None = None

    def is_due(self, thing, now):
        """Whether it is a step that time takes, and its time has come."""
        return self.after is not None and (begun := self.since(thing)) is not None and begun + self.after <= now


@dataclass(frozen=True)
class Process:
    """A process: what it is of, its states with their labels, the first of them, and its transitions."""

    name: str
    first: str
    states: dict[str, str]
    transitions: tuple[Transition, ...] = field(default_factory=tuple)

    def __post_init__(self):
        """Refuse a table that names a state it does not have, or a transition twice from one state."""
        named = {self.first, *(one.target for one in self.transitions)}
        named |= {source for one in self.transitions for source in one.sources}
        if unknown := named - self.states.keys():
            raise ValueError(f"The process {self.name} has no state {sorted(unknown)}.")
        steps = [(source, one.name) for one in self.transitions for source in one.sources]
        if len(steps) != len(set(steps)):
            raise ValueError(f"The process {self.name} has a transition twice from one state.")

    def transition(self, name, state):
        """Return the transition of that name from that state, or None."""
        return next((one for one in self.transitions if one.name == name and state in one.sources), None)

    def obstacle(self, thing, name, person, now):
        """Return why a person cannot take the step now: an error that says so in words, or None."""
        step = self.transition(name, thing.state)
        if step is None:
            state = self.states.get(thing.state, thing.state)
            return NotPossible(_("This is not possible in the state “{state}”.").format(state=state))
        if step.after is not None and not step.is_due(thing, now):
            return NotPossible(_("The time for this has not come yet."))
        if step.permission is not None and (refusal := step.permission(thing, person)):
            return NotAllowed(refusal)
        if step.rule is not None and (refusal := step.rule(thing, person, now)):
            return NotPossible(refusal)
        return None

    def available(self, thing, person, now):
        """Return the steps this person may take from here, each with why it is not possible now, or None.

        Steps that are not this person's are left out, and those that time takes.
        """
        found = []
        for step in self.transitions:
            if thing.state in step.sources and step.after is None:
                obstacle = self.obstacle(thing, step.name, person, now)
                if not isinstance(obstacle, NotAllowed):
                    found.append((step, obstacle))
        return found

    def due(self, thing, now):
        """Return the step that time has brought due, or None."""
        from_here = (step for step in self.transitions if thing.state in step.sources)
        return next((step for step in from_here if step.is_due(thing, now)), None)

    def move(self, thing, name, *, person, now, reason="", expected_version=None, changes=None):
        """Take the step and record it; raises NotAllowed, NotPossible or ChangedMeanwhile, and then nothing is done.

        The row is locked and everything asked of the state that it has then.  `thing` has the new state afterwards.
        """
        with transaction.atomic():
            fresh = locked(thing, expected_version)
            if obstacle := self.obstacle(fresh, name, person, now):
                raise obstacle
            step = self.transition(name, fresh.state)
            if step.needs_reason and not reason.strip():
                raise NotPossible(_("Give a reason: who is concerned will read it."))
            event = audit.record(
                act=name, thing=fresh, actor=person, now=now, before=fresh.state, after=step.target,
                changes=changes, reason=reason.strip(),
            )  # fmt: skip
            thing.state, thing.version, thing.changed_at = step.target, fresh.version + 1, now
            thing.save(update_fields=["state", "version", "changed_at"])
            return event

    def diagram(self):
        """Return the process as a state diagram in the language of Mermaid."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.first}"]
        for step in self.transitions:
            note = f"{step.name} (after {step.after.days} days)" if step.after else step.name
            lines += [f"    {source} --> {step.target}: {note}" for source in step.sources]
        return "\n".join(lines)


def locked(thing, expected_version=None):
    """Return the thing as it is in the database, locked until the transaction ends.

    Raises ChangedMeanwhile where it no longer has the version that the person saw.
    """
    fresh = type(thing)._base_manager.select_for_update().get(pk=thing.pk)
    if expected_version is not None and fresh.version != expected_version:
        raise ChangedMeanwhile(
            _("Someone else has changed this in the meantime. Look at what there is now, then enter your change again.")
        )
    return fresh
