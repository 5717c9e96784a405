"""What the site holds about a person: why, for how long, how they get it, and how it is erased.

Each app registers, when it is ready, what it holds of persons.  The page of a
person's data, their export and their erasure are made from these registrations,
so that an app that is forgotten there is forgotten in one place.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Activity:
    """One line of the register of processing: what is kept, what for, on what legal ground, for how long.

    All four are words for people, marked for translation.
    """

    data: str
    purpose: str
    ground: str
    kept: str


@dataclass(frozen=True)
class Export:
    """What an app gives a person of theirs: `data` in JSON's types, and files as (name, path on disk)."""

    data: dict | list
    files: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True)
class Holder:
    """An app that holds data of persons.

    `export(person)` returns an Export, or None where it holds nothing of this one; `erase(person, now)` takes away
    or makes anonymous what it holds and returns how many things were touched, by name; it runs within the
    transaction of the erasure.  `obstacle(person, now)` says in words why the person cannot be erased yet, or None.
    """

    name: str
    export: Callable
    erase: Callable
    activities: tuple[Activity, ...] = field(default_factory=tuple)
    obstacle: Callable | None = None


@dataclass(frozen=True)
class Purpose:
    """Something a person can agree to: its name, the version of its wording, and the wording."""

    name: str
    wording: str
    text: str


HOLDERS: dict[str, Holder] = {}
PURPOSES: dict[str, Purpose] = {}


def register(holder):
    """Make a holder known, in place of an earlier one of its name; called by an app when it is ready."""
    HOLDERS[holder.name] = holder


def register_purpose(purpose):
    """Make known what persons can agree to; a changed wording needs a new version, and their consent again."""
    PURPOSES[purpose.name] = purpose


def activities():
    """Return the register of processing: all activities, in the order in which apps registered."""
    return [activity for holder in HOLDERS.values() for activity in holder.activities]


def obstacles(person, now):
    """Return all that stands in the way of erasing the person now, in words; empty where nothing does."""
    asked = (holder.obstacle(person, now) for holder in HOLDERS.values() if holder.obstacle is not None)
    return [refusal for refusal in asked if refusal]


def exports(person):
    """Return what each holder gives the person, by the name of the holder, without those that hold nothing."""
    return {name: given for name, holder in HOLDERS.items() if (given := holder.export(person)) is not None}


def erase(person, now):
    """Let each holder erase what it holds, higher apps first; return what each did, by its name."""
    return {name: holder.erase(person, now) for name, holder in reversed(HOLDERS.items())}
