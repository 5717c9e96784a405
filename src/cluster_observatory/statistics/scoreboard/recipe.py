"""A recipe: an ordered list of steps with their options, read from TOML, replayed on any state."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

from cluster_observatory.errors import BadTable, NotFound, ObservatoryError
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.options import expect_known, frozen
from cluster_observatory.statistics.scoreboard.steps import STEPS, Step

STATUSES = ("published", "reconstructed", "own")
FACTS = ("name", "title", "status", "source", "unverified", "steps")


@dataclass(frozen=True)
class Recipe:
    """Steps in their order, with what is known of where they come from.

    ``status`` is published, reconstructed (then ``unverified`` lists what nobody
    could check) or own.
    """

    name: str
    steps: tuple[Step, ...]
    title: str = ""
    status: str = "own"
    source: str = ""
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """What a recipe did: the state before the first step, and after each."""

    recipe: Recipe
    states: tuple[State, ...]

    @property
    def final(self) -> State:
        """Return the state after the last step."""
        return self.states[-1]

    def after(self, step: str) -> State:
        """Return the state after the last step of a name; raises NotFound where the recipe has none."""
        for one, state in reversed(list(zip(self.recipe.steps, self.states[1:], strict=True))):
            if one.name == step:
                return state
        names = ", ".join(one.name for one in self.recipe.steps)
        raise NotFound(f"The recipe {self.recipe.name} has no step {step!r}; it has {names}.")


def run(recipe: Recipe, state: State) -> Course:
    """Return the course of a recipe from a state (see `reading.read_state`).

    Raises what its steps raise, with the place of the step before the message.
    """
    states = [state]
    for number, step in enumerate(recipe.steps, 1):
        try:
            states.append(step(states[-1]))
        except ObservatoryError as error:
            raise type(error)(f"Step {number} ({step.name}) of {recipe.name}: {error}") from error
    return Course(recipe, tuple(states))


def read_recipe(text: str, file: str) -> Recipe:
    """Return the recipe that a TOML text describes.

    Raises BadTable, naming the file, where the text is no TOML, lacks steps, or
    has an option of another kind than expected; NotFound, with the nearest name,
    for an unknown key, step or option.
    """
    try:
        facts = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise BadTable(f"{file} is not TOML: {error}") from error
    for key in facts:
        expect_known(key, FACTS, f"{file}: unknown key")
    entries = facts.get("steps")
    if not isinstance(entries, list) or not entries or not all(isinstance(one, dict) for one in entries):
        raise BadTable(f"{file} has no steps; expected one [[steps]] or more, each with step = a name.")
    status = facts.get("status", "own")
    if status not in STATUSES:
        raise BadTable(f"{file}: status is {status!r}; expected {', '.join(STATUSES)}.")
    texts = {name: facts.get(name, "") for name in ("title", "source")}
    texts["name"] = facts.get("name", file.removesuffix(".toml"))
    unverified = facts.get("unverified", [])
    if not all(isinstance(one, str) for one in (*texts.values(), *unverified)) or not isinstance(unverified, list):
        raise BadTable(f"{file}: expected text in name, title and source, and a list of texts in unverified.")
    steps = tuple(_step(entry, f"{file}, step {number}") for number, entry in enumerate(entries, 1))
    return Recipe(steps=steps, status=status, unverified=tuple(unverified), **texts)


@cache
def preset_names() -> tuple[str, ...]:
    """Return the names of the built-in recipes, in their order."""
    folder = resources.files("cluster_observatory.statistics.scoreboard") / "presets"
    return tuple(sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")))


@cache
def preset(name: str) -> Recipe:
    """Return a built-in recipe; raises NotFound, with the nearest names, for an unknown one."""
    expect_known(name, preset_names(), "There is no recipe")
    folder = resources.files("cluster_observatory.statistics.scoreboard") / "presets"
    return read_recipe((folder / f"{name}.toml").read_text("utf-8"), f"{name}.toml")


def as_data(recipe: Recipe) -> list[dict[str, Any]]:
    """Return the steps with all their options, defaults included, as plain data for a manifest."""
    return [
        {"step": step.name} | {one.name: _plain(getattr(step, one.name)) for one in fields(step)}
        for step in recipe.steps
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def _step(entry: dict[str, Any], place: str) -> Step:
    name = entry.get("step")
    if not isinstance(name, str):
        raise BadTable(f"{place}: expected step = one of {', '.join(STEPS)}.")
    expect_known(name, tuple(STEPS), f"{place}: unknown step")
    kind = STEPS[name]
    options = {key: value for key, value in entry.items() if key != "step"}
    known = tuple(one.name for one in fields(kind))
    for key in options:
        expect_known(key, known, f"{place} ({name}): unknown option")
    try:
        return kind(**{key: frozen(value) for key, value in options.items()})
    except (BadTable, NotFound) as error:
        raise type(error)(f"{place} ({name}): {error}") from error
