"""The rules by which an edition of the observatory gave its stars, read from profiles/*.toml."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.criteria import (
    CRITERIA,
    TESTS,
    VALUES,
    Criterion,
    expect,
    expect_keys,
    expect_persons,
    read_criterion,
)

MOST_TIERS = 20
TIER_NAME = re.compile("[a-z][a-z0-9]{0,30}")  # one word: names with _ are those of columns
COLUMNS = (
    *("region", "industry", "cluster", "year", "persons", "wages", "establishments", "turnover", "enterprises"),
    *(
        "profile",
        "denominator",
        "stars",
        "tier",
        "rank",
        "stands",
        "sample",
        "modelled",
        "coverage",
        "dataset",
        "flags",
    ),
)
"""Names of one word that tables have for columns: a tier is a column, too."""

STATUSES = ("published", "reconstructed")
DENOMINATORS = ("total employment", "traded employment")
TIES = {"min": "share the best rank", "max": "share the last rank"}
REGIONS_COUNTED = {
    "with_data": "those with a value",
    "employing": "those where somebody is employed",
    "all": "all regions of the table in that year, with a value or without",
}


@dataclass(frozen=True)
class Tier:
    """A level of strength: what a cluster has to meet for it, all of it."""

    name: str
    requires: tuple[str, ...]
    stars_from: int = 0
    criterion: Criterion | None = None

    @property
    def rule(self) -> str:
        """Return the rule in words."""
        words = [f"meets {' and '.join(self.requires)}"] if self.requires else []
        if self.stars_from:
            words.append(f"{self.stars_from} stars or more" if self.stars_from > 1 else "1 star or more")
        if self.criterion:
            words.append(self.criterion.rule)
        return ", ".join(words)


@dataclass(frozen=True)
class Profile:
    """The rules of one edition, with what of them was published and what is not verified."""

    name: str
    title: str
    status: str
    source: str
    reference_area: str
    denominator: str
    minimum_persons: int
    ties: str
    regions_counted: str
    criteria: tuple[Criterion, ...]
    cluster_if: tuple[str, ...]
    tiers: tuple[Tier, ...]
    unverified: tuple[str, ...]

    @property
    def judged(self) -> tuple[Criterion, ...]:
        """Return the criteria of the stars and those of the tiers."""
        return self.criteria + tuple(tier.criterion for tier in self.tiers if tier.criterion)

    @property
    def values(self) -> tuple[str, ...]:
        """Return what the criteria and tiers look at, each once."""
        return tuple(dict.fromkeys(criterion.value for criterion in self.judged))

    @property
    def parameters(self) -> dict[str, str]:
        """Return each parameter and its setting in words, for a manifest or a page."""
        return {
            **{criterion.name: criterion.rule for criterion in self.criteria},
            "is a cluster": f"meets {' and '.join(self.cluster_if)}",
            **{f"tier {tier.name}": tier.rule for tier in self.tiers},
            "reference area": self.reference_area,
            "denominator of the location quotient": self.denominator,
            "least persons employed for a star": str(self.minimum_persons) if self.minimum_persons else "more than 0",
            "ties": TIES[self.ties],
            "regions counted": REGIONS_COUNTED[self.regions_counted],
        }


@cache
def profile_names() -> tuple[str, ...]:
    """Return the names of all profiles, in their order."""
    folder = resources.files("cluster_observatory.statistics") / "profiles"
    return tuple(sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml")))


@cache
def profile(name: str) -> Profile:
    """Return the profile of that name; raises NotFound with the names there are."""
    if name not in profile_names():
        near = get_close_matches(name, profile_names(), n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise NotFound(f"There is no profile {name!r}. The profiles are: {', '.join(profile_names())}.{hint}")
    file = resources.files("cluster_observatory.statistics") / "profiles" / f"{name}.toml"
    return read_profile(file.read_text("utf-8"), f"{name}.toml")


def adjusted(rules: Profile, parameters: Mapping[str, float | str]) -> Profile:
    """Return the profile with some parameters set anew, and a name that says so.

    A parameter is written ``minimum_persons``, ``ties``, ``regions_counted``,
    ``denominator`` or, of a criterion or tier, ``specialisation.top_percent``,
    ``specialisation.pool``.  Raises NotFound for one that the profile does not have,
    with those that come near, and BadTable for a value that it cannot take.
    """
    for parameter, value in parameters.items():
        rules = _with(rules, parameter, value)
    changes = ", ".join(f"{parameter}={value}" for parameter, value in parameters.items())
    return replace(rules, name=f"{rules.name} ({changes})") if changes else rules


def _with(rules: Profile, parameter: str, value: float | str) -> Profile:
    free = {f"{one.name}.{test}" for one in rules.judged for test in (*TESTS, "pool", "minimum_persons")}
    known = {"minimum_persons", "ties", "regions_counted", "denominator"} | free
    if parameter not in known:
        near = get_close_matches(parameter, sorted(known), n=3) or sorted(known)[:6]
        raise NotFound(f"The profile {rules.name} has no parameter {parameter!r}; near it: {', '.join(near)}.")
    owner, _, name = parameter.rpartition(".")
    where = f"profile {rules.name} with {parameter}={value}"
    if not owner:
        changed: Profile = replace(rules, **{name: value})  # type: ignore[arg-type]
        _check(changed, where)
        return changed

    def changed_criterion(one: Criterion) -> Criterion:
        if one.name != owner:
            return one
        facts = {field.name: getattr(one, field.name) for field in fields(one)}
        kept = {key: fact for key, fact in (facts | {name: value}).items() if fact is not None}
        if "top_percent" in kept:
            kept.setdefault("pool", "category")
        return read_criterion(kept, where, names=None)

    criteria = tuple(changed_criterion(one) for one in rules.criteria)
    tiers = tuple(
        replace(tier, criterion=changed_criterion(tier.criterion)) if tier.criterion else tier for tier in rules.tiers
    )
    return replace(rules, criteria=criteria, tiers=tiers)


def read_profile(text: str, file: str) -> Profile:
    """Return the profile that a TOML text describes.

    Raises BadTable, naming the file, where a key is unknown or absent or a
    parameter has a value that the computation does not know.
    """
    try:
        facts = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # tomllib's own error is a ValueError, and so are endless digits
        raise BadTable(f"{file} is not TOML: {error}.") from error
    criteria = tuple(read_criterion(entry, file) for entry in _tables(facts, "criteria", file))
    names = [criterion.name for criterion in criteria]
    if not names or len(set(names)) < len(names):
        raise BadTable(f"{file}: expected criteria, each named once, found {names}.")
    entries = _tables(facts, "tiers", file)
    expect(len(entries) <= MOST_TIERS, "tiers", f"{len(entries)} tables", f"at most {MOST_TIERS}", file)
    tiers = tuple(_tier(entry, names, file) for entry in entries)
    called = [tier.name for tier in tiers]
    expect(len(set(called)) == len(called), "tiers", called, "each name once", file)
    structured = {"criteria", "tiers", "cluster_if"}
    expect_keys(facts, {field.name for field in fields(Profile)} - structured, file, optional={"cluster_if"})
    for key in (field.name for field in fields(Profile) if field.type is str):
        expect(isinstance(facts[key], str), key, facts[key], "text", file)
    facts["unverified"] = _texts(facts, "unverified", file)
    facts["cluster_if"] = _criteria_named(facts.get("cluster_if", [names[0]]), "cluster_if", names, file)
    expect(facts["cluster_if"], "cluster_if", [], "one criterion or more", file)
    read = Profile(criteria=criteria, tiers=tiers, **facts)
    _check(read, file)
    return read


def _check(rules: Profile, file: str) -> None:
    known: dict[str, tuple[str, ...]] = {
        "status": STATUSES,
        "denominator": DENOMINATORS,
        "ties": tuple(TIES),
        "regions_counted": tuple(REGIONS_COUNTED),
    }
    for key, allowed in known.items():
        expect(getattr(rules, key) in allowed, key, getattr(rules, key), " or ".join(allowed), file)
    expect_persons(rules.minimum_persons, file)


def _tier(entry: dict[str, Any], names: list[str], file: str) -> Tier:
    name = entry.get("name")
    fine = isinstance(name, str) and TIER_NAME.fullmatch(name) and name not in (*CRITERIA, *VALUES, *COLUMNS)
    expect(fine, "name", name, "a word for the tier, none of the criteria and columns", file)
    requires = _criteria_named(entry.get("requires", []), "requires", names, file)
    stars_from = entry.get("stars_from", 0)
    expect(
        type(stars_from) is int and 0 <= stars_from <= len(names), "stars_from", stars_from, "a count of stars", file
    )
    rest = {key: value for key, value in entry.items() if key not in ("requires", "stars_from")}
    criterion = read_criterion(rest, file, names=None) if len(rest) > 1 else None
    return Tier(str(name), requires, stars_from, criterion)


def _tables(facts: dict[str, Any], key: str, file: str) -> list[dict[str, Any]]:
    entries = facts.pop(key, [])
    tables = isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)
    expect(tables, key, entries, "a list of tables", file)
    return entries  # type: ignore[no-any-return]


def _texts(facts: dict[str, Any], key: str, file: str) -> tuple[str, ...]:
    found = facts[key]
    expect(isinstance(found, list) and all(isinstance(one, str) for one in found), key, found, "a list of texts", file)
    return tuple(found)


def _criteria_named(found: Any, key: str, names: list[str], file: str) -> tuple[str, ...]:
    fine = isinstance(found, list) and all(one in names for one in found) and len(found) <= len(names)
    expect(fine, key, found, f"a list of the profile's criteria: {', '.join(names)}", file)
    return tuple(found)
