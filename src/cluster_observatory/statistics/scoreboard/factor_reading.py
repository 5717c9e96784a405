"""From a TOML text to the uncertain choices of a recipe."""

import tomllib
from dataclasses import MISSING, fields
from typing import Any

from cluster_observatory.errors import BadTable, ObservatoryError
from cluster_observatory.statistics.scoreboard.factors import (
    Choice,
    DropOne,
    Factor,
    Range,
    SimplexWeights,
    WeightNoise,
    WeightSets,
)
from cluster_observatory.statistics.scoreboard.options import expect_known, frozen

KINDS: dict[str, type[Factor]] = {
    one.kind: one for one in (Choice, Range, WeightNoise, WeightSets, SimplexWeights, DropOne)
}


def read_factors(text: str, file: str) -> tuple[Factor, ...]:
    """Return the factors that a TOML text lists, one ``[[factors]]`` each.

    ``kind`` is choice (step, option, alternatives; or alternatives that are tables of
    options), range (step, option, low, high), weight_noise (levels, a table of level
    and share), weight_sets (sets, tables of code and weight), simplex_weights (within)
    or drop_one (codes); ``name`` is what a factor is called in results, and ``number``
    tells steps of the same name apart.

    Raises BadTable, naming the file and the factor, where the text is no TOML, lists
    none, or a factor lacks something or has a wrong value; NotFound, with the nearest
    name, for an unknown kind or key.
    """
    try:
        facts = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise BadTable(f"{file} is not TOML: {error}") from error
    for key in facts:
        expect_known(key, ("factors",), f"{file}: unknown key")
    entries = facts.get("factors")
    if not isinstance(entries, list) or not entries or not all(isinstance(one, dict) for one in entries):
        raise BadTable(f"{file} has no factors; expected one [[factors]] or more, each with kind = a word.")
    return tuple(_factor(entry, f"{file}, factor {number}") for number, entry in enumerate(entries, 1))


def _factor(entry: dict[str, Any], place: str) -> Factor:
    given = {key: frozen(value) for key, value in entry.items() if key != "kind"}
    word = entry.get("kind")
    expect_known(word, tuple(KINDS), f"{place}: unknown kind")
    kind = KINDS[str(word)]
    for key in given:
        expect_known(key, tuple(one.name for one in fields(kind)), f"{place} ({word}): unknown key")
    lacking = [one.name for one in fields(kind) if one.default is MISSING and one.name not in given]
    if lacking:
        raise BadTable(f"{place} ({word}) lacks {', '.join(lacking)}.")
    for key, expected, what in (("name", str, "text"), ("step", str, "text"), ("option", str, "text")):
        if key in given and not isinstance(given[key], expected):
            raise BadTable(f"{place} ({word}): {key} is {given[key]!r}; expected {what}.")
    if kind is WeightNoise:
        given["levels"] = _levels(given["levels"], place)
    try:
        return kind(**given)
    except ObservatoryError as error:
        raise type(error)(f"{place} ({word}): {error}") from error


def _levels(given: Any, place: str) -> dict[int, Any]:
    if not isinstance(given, dict) or not all(level.isdecimal() for level in given):
        raise BadTable(f"{place} (weight_noise): levels is {given!r}; expected a table such as {{ 2 = 0.25 }}.")
    return {int(level): share for level, share in given.items()}
