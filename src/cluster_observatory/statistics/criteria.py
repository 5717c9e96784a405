"""One way to a star: a value, and what it has to reach among the regions compared."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from cluster_observatory.errors import BadTable

CRITERIA = (
    "size",
    "specialisation",
    "focus",
    "productivity",
    "growth",
    "units",
    "sme_performance",
    "innovation_leaders",
)
VALUES = {
    "persons": "persons employed",
    "location_quotient": "location quotient",
    "focus": "share of the region's persons employed",
    "european_share": "share of the reference area's persons employed in the category",
    "average_wage": "average wage per person employed",
    "relative_wage": "average wage relative to that of the category in the reference area",
    "growth": "annual growth of persons employed",
    "local_units": "local units",
    "sme_performance": "performance of small and medium-sized enterprises, as the table gives it",
    "innovation_leaders": "innovation leaders, as the table gives them",
}
POOLS = {"category": "in each category and year", "all": "over all categories of a year"}
RANKS = {"top_percent"}
QUANTILES = {"at_least_quantile", "above_quantile"}
THRESHOLDS = {"at_least", "above"}
SHOWN = 200
LARGEST = 10**15  # of a number in a rule: beyond it none is exact, and NaN and infinity are no numbers
TESTS = RANKS | QUANTILES | THRESHOLDS


@dataclass(frozen=True)
class Criterion:
    """A value and its tests, all of which must hold.

    ``top_percent`` is met by the largest per cent of the pool;
    ``at_least_quantile`` and ``above_quantile`` compare with a quantile (in per
    cent, by linear interpolation) of the values in the category and year where
    somebody is employed; ``at_least`` and ``above`` with a number.
    """

    name: str
    value: str
    top_percent: int | None = None
    pool: str | None = None
    at_least_quantile: int | None = None
    above_quantile: int | None = None
    at_least: float | None = None
    above: float | None = None
    minimum_persons: int = 0  # with fewer, the value says nothing: there is none

    @property
    def rule(self) -> str:
        """Return the rule in words."""
        value = VALUES[self.value]
        words = []
        if self.top_percent is not None:
            words.append(f"top {self.top_percent} % by {value}, {POOLS[self.pool or 'category']}")
        if self.at_least_quantile is not None:
            words.append(f"{value} of at least the {self.at_least_quantile}th percentile {POOLS['category']}")
        if self.above_quantile is not None:
            words.append(f"{value} above the {self.above_quantile}th percentile {POOLS['category']}")
        if self.at_least is not None:
            words.append(f"{value} of at least {self.at_least:g}")
        if self.above is not None:
            words.append(f"{value} above {self.above:g}")
        among = f", where at least {self.minimum_persons} persons are employed" if self.minimum_persons else ""
        return " and ".join(words) + among

    @property
    def only_thresholds(self) -> bool:
        """Return whether the criterion compares with numbers alone, so that no other region matters."""
        return self.top_percent is None and self.at_least_quantile is None and self.above_quantile is None


def read_criterion(entry: dict[str, Any], file: str, names: tuple[str, ...] | None = CRITERIA) -> Criterion:
    """Return the criterion that a table of a profile describes; None takes any name.

    Raises BadTable, naming the file, for an unknown or absent key, for a value
    that the computation does not know, and where nothing is tested.
    """
    pool = {"pool"} if "top_percent" in entry else set()
    expect_keys(entry, {"name", "value", *pool}, file, optional=TESTS | {"minimum_persons"})
    expect(entry.keys() & TESTS, "criterion", entry["name"], f"with a test: {', '.join(sorted(TESTS))}", file)
    expect_persons(entry.get("minimum_persons", 0), file)
    if names is not None:
        expect(entry["name"] in names, "name", entry["name"], " or ".join(sorted(names)), file)
    expect(entry["value"] in tuple(VALUES), "value", entry["value"], " or ".join(sorted(VALUES)), file)
    for key in sorted(entry.keys() & THRESHOLDS):
        fine = type(entry[key]) in (int, float) and abs(entry[key]) <= LARGEST
        expect(fine, key, entry[key], "a number", file)
    for key in sorted(entry.keys() & (RANKS | QUANTILES)):
        percent = entry[key]
        fine = type(percent) is int and 1 <= percent <= 100
        expect(fine, key, percent, "a whole number from 1 to 100", file)
    if pool:
        expect(entry["pool"] in tuple(POOLS), "pool", entry["pool"], " or ".join(sorted(POOLS)), file)
    return Criterion(**entry)


def expect_keys(facts: dict[str, Any], expected: set[str], file: str, optional: Set[str] = frozenset()) -> None:
    """Raise BadTable where a key is none of the expected and optional ones, or an expected one is absent."""
    if unknown := sorted(facts.keys() - expected - optional):
        raise BadTable(f"{file}: unknown key {', '.join(unknown)}; expected {', '.join(sorted(expected | optional))}.")
    if absent := sorted(expected - facts.keys()):
        raise BadTable(f"{file}: lacks {', '.join(absent)}.")


def expect_persons(least: Any, file: str) -> None:
    """Raise BadTable where a least number of persons is none."""
    fine = type(least) is int and 0 <= least <= LARGEST
    expect(fine, "minimum_persons", least, "a whole number, 0 or more", file)


def expect(fine: Any, key: str, value: Any, expected: str, file: str) -> None:
    """Raise BadTable where a key's value is not as expected."""
    if not fine:
        met = value if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST else repr(value)
        raise BadTable(f"{file}: {key} is {_shown(met)}; expected {expected}.")


def _shown(met: Any) -> str:
    """Return what was met in few words; Python writes no whole numbers of more than 4,300 digits."""
    if isinstance(met, int):
        return "a number beyond all bounds"
    return met if len(met) <= SHOWN else f"{met[:SHOWN]}…"
