"""The rules by which an edition of the observatory gave its stars, read from profiles/*.toml."""

import tomllib
from collections.abc import Set
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

from cluster_observatory.errors import BadTable, NotFound

CRITERIA = ("size", "specialisation", "focus", "productivity")
VALUES = {
    "persons": "persons employed",
    "location_quotient": "location quotient",
    "focus": "share of the region's persons employed",
    "average_wage": "average wage per person employed",
}
STATUSES = ("published", "reconstructed")
POOLS = {"category": "in each category and year", "all": "over all categories of a year"}


@dataclass(frozen=True)
class Criterion:
    """One way to a star: a value among the largest percent of its pool, or at least a threshold."""

    name: str
    value: str
    top_percent: int | None = None
    pool: str | None = None
    at_least: float | None = None
    minimum_persons: int = 0  # with fewer, the value says nothing: there is none

    @property
    def rule(self) -> str:
        """Return the rule in words."""
        among = f", where at least {self.minimum_persons} persons are employed" if self.minimum_persons else ""
        if self.top_percent is None:
            return f"{VALUES[self.value]} of at least {self.at_least:g}{among}"
        return f"top {self.top_percent} % by {VALUES[self.value]}, {POOLS[self.pool or 'category']}{among}"


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
    unverified: tuple[str, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """Return the columns that the criteria look at."""
        return tuple(criterion.value for criterion in self.criteria)

    @property
    def parameters(self) -> dict[str, str]:
        """Return each parameter and its setting in words, for a manifest or a page."""
        return {
            **{criterion.name: criterion.rule for criterion in self.criteria},
            "reference area": self.reference_area,
            "denominator of the location quotient": self.denominator,
            "least persons employed for a star": str(self.minimum_persons) if self.minimum_persons else "more than 0",
            "ties": "share the best rank",
            "regions counted": "those with a value",
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
        raise NotFound(f"There is no profile {name!r}. The profiles are: {', '.join(profile_names())}.")
    file = resources.files("cluster_observatory.statistics") / "profiles" / f"{name}.toml"
    return read_profile(file.read_text("utf-8"), f"{name}.toml")


def read_profile(text: str, file: str) -> Profile:
    """Return the profile that a TOML text describes.

    Raises BadTable, naming the file, where a key is unknown or absent or a
    parameter has a value that the computation does not know.
    """
    try:
        facts = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadTable(f"{file} is not TOML: {error}.") from error
    entries = facts.pop("criteria", [])
    tables = isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)
    _expect(tables, "criteria", entries, "a list of tables", file)
    criteria = tuple(_criterion(entry, file) for entry in entries)
    _expect_keys(facts, {field.name for field in fields(Profile)} - {"criteria"}, file)
    for key in (field.name for field in fields(Profile) if field.type is str):
        _expect(isinstance(facts[key], str), key, facts[key], "text", file)
    _expect(facts["status"] in STATUSES, "status", facts["status"], " or ".join(STATUSES), file)
    _expect(facts["ties"] == "min", "ties", facts["ties"], "min", file)
    _expect(facts["regions_counted"] == "with_data", "regions_counted", facts["regions_counted"], "with_data", file)
    _expect_persons(facts["minimum_persons"], file)
    unverified = facts["unverified"]
    texts = isinstance(unverified, list) and all(isinstance(entry, str) for entry in unverified)
    _expect(texts, "unverified", unverified, "a list of texts", file)
    names = [criterion.name for criterion in criteria]
    if not names or len(set(names)) < len(names):
        raise BadTable(f"{file}: expected criteria, each named once, found {names}.")
    facts["unverified"] = tuple(unverified)
    return Profile(criteria=criteria, **facts)


def _criterion(entry: dict[str, Any], file: str) -> Criterion:
    rule = {"top_percent", "pool"} if "top_percent" in entry else {"at_least"}
    _expect_keys(entry, {"name", "value", *rule}, file, optional={"minimum_persons"})
    _expect_persons(entry.get("minimum_persons", 0), file)
    _expect(entry["name"] in CRITERIA, "name", entry["name"], " or ".join(sorted(CRITERIA)), file)
    _expect(entry["value"] in tuple(VALUES), "value", entry["value"], " or ".join(sorted(VALUES)), file)
    if "at_least" in entry:
        _expect(type(entry["at_least"]) in (int, float), "at_least", entry["at_least"], "a number", file)
    else:
        percent = entry["top_percent"]
        _expect(
            type(percent) is int and 1 <= percent <= 100, "top_percent", percent, "a whole number from 1 to 100", file
        )
        _expect(entry["pool"] in tuple(POOLS), "pool", entry["pool"], " or ".join(sorted(POOLS)), file)
    return Criterion(**entry)


def _expect_keys(facts: dict[str, Any], expected: set[str], file: str, optional: Set[str] = frozenset()) -> None:
    if unknown := sorted(facts.keys() - expected - optional):
        raise BadTable(f"{file}: unknown key {', '.join(unknown)}; expected {', '.join(sorted(expected))}.")
    if absent := sorted(expected - facts.keys()):
        raise BadTable(f"{file}: lacks {', '.join(absent)}.")


def _expect_persons(least: Any, file: str) -> None:
    _expect(type(least) is int and least >= 0, "minimum_persons", least, "a whole number, 0 or more", file)


def _expect(fine: bool, key: str, value: Any, expected: str, file: str) -> None:
    if not fine:
        raise BadTable(f"{file}: {key} is {value!r}; expected {expected}.")
