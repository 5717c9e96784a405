"""Which clusters stand whatever the choice: a profile with other cut-offs, denominators, ties and least sizes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import isfinite
from typing import Any

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.criteria import RANKS, THRESHOLDS, VALUES, Criterion
from cluster_observatory.statistics.inputs import AMOUNTS, COUNTS
from cluster_observatory.statistics.matrices import like
from cluster_observatory.statistics.panels import Panel, Verdict, panels, with_values
from cluster_observatory.statistics.profiles import DENOMINATORS, TIES, Profile
from cluster_observatory.statistics.samples import checked, with_samples

TOP_PERCENTS = (10, 15, 20, 25)
PERCENTILES = (75, 80, 85, 90)
TIMES = (0.75, 1, 1.25, 1.5)  # a profile's own number
LEAST_PERSONS = (0, 500, 1000)
CUTOFFS = {  # the first that a criterion has is its cut-off
    "top_percent": "top {:g} %",
    "at_least_quantile": "{:g}th percentile",
    "above_quantile": "above the {:g}th percentile",
    "at_least": "at least {:g}",
    "above": "above {:g}",
}
STANDS = ((1.0, "always"), (0.75, "usually"), (0.2, "sometimes"), (0.0, "rarely"))  # "never" where there is none
Choices = Mapping[str, Sequence[Any]]


def sweep(
    cells: IntoFrame,
    profile: Profile,
    *,
    category: str = "industry",
    region_totals: IntoFrame | None = None,
    other_region_totals: IntoFrame | None = None,
    reference: IntoFrame | None = None,
    cutoffs: Sequence[float] | None = None,
    least_persons: Sequence[int] | None = None,
    ties: Sequence[str] = tuple(TIES),
    quotient_at_least_one: Sequence[bool] = (False, True),
) -> Any:
    """Return in how many variants of the profile each cell is a cluster, and which choices it turns on.

    A variant is the profile with one choice of each kind, its own rule among them:

    - ``cutoff``: what the star for specialisation takes, of the profile's own kind.
      A top share is 10, 15, 20 or 25 per cent, or the profile's own if another; a
      percentile the 75th, 80th, 85th or 90th, or its own; a number 0.75, 1, 1.25 or
      1.5 times its own;
    - ``denominator``: the profile's own or, where ``other_region_totals`` are given,
      the other (traded in place of total employment, or the reverse);
    - ``ties``: those at the cut-off share the best rank or the last;
    - ``minimum_persons``: 0, 500 or 1,000 persons employed, at least, for any star,
      or the profile's own least number if another;
    - ``quotient_at_least_one``: required for specialisation besides, or not; where
      the profile asks besides for another number than 1, that stays in both.

    ``cutoffs`` (per cents, percentiles or quotients, as the profile's kind is),
    ``least_persons``, ``ties`` and ``quotient_at_least_one`` take others in their
    place, just as given.  All other rules are the profile's, and so is what it calls
    a cluster.  Where a choice makes no difference, as ties make none to a number,
    variants are alike, and the share is what it would be without them.

    Takes what `specialisation.specialisation` takes, with whatever else the
    profile looks at; ``region_totals`` and ``reference`` belong to the profile's own
    denominator, and the reference of the other is the sum of its regions.
    Returns region, ``category``, year, ``profile``, ``variants`` (count), ``starred``
    (variants in which it is a cluster, count), ``share`` (starred / variants),
    ``stands`` and ``depends_on``, sorted by key.

    ``stands`` is the share in a word: always (1), usually (0.75 or more: one that
    misses the strictest of four cut-offs alone), sometimes (0.2 or more), rarely
    (less, but not 0) or never (0).  ``depends_on`` names, parted by commas, the
    kinds of choice that make or unmake the cluster when one of them alone is taken
    otherwise and the rest are the profile's own; it is empty text where none does.
    Where persons is missing, so are all but variants.

    Raises BadTable for a lacking column, an empty or repeated key and a figure
    that is negative or infinite; NotPossible where the profile has no criterion
    specialisation, or a choice is empty or none that can be made.
    """
    given = {"minimum_persons": least_persons, "ties": ties, "quotient_at_least_one": quotient_at_least_one}
    choices = _choices(profile, other_region_totals is not None, {"cutoff": cutoffs, **given})
    variants = [rules for _, rules in _variants(profile, choices)]
    keys, years = _years(cells, profile, category, region_totals, other_region_totals, reference)
    starred, turning = np.full(keys.height, np.nan), np.full((len(choices), keys.height), False)
    for panel, verdicts in years:
        counts = np.zeros(panel.shape)
        for rules in variants:
            counts += verdicts[rules.denominator].cluster(rules)[0]
        starred[panel.rows] = np.where(np.isnan(panel.values["persons"]), np.nan, counts)[panel.places]
        own = verdicts[profile.denominator].cluster(profile)
        for kind, (name, options) in enumerate(choices.items()):
            for option in options:
                other = _chosen(profile, name, option)
                turned = (verdicts[other.denominator].cluster(other) != own)[0]
                turning[kind, panel.rows] |= turned[panel.places]
    share = starred / len(variants)
    shares = pl.Series(share).fill_nan(None)
    words = [None if np.isnan(one) else _stands(one) for one in share]
    names = np.array(list(choices))
    turns = [None if word is None else ", ".join(names[row]) for word, row in zip(words, turning.T, strict=True)]
    found = keys.with_columns(
        profile=pl.lit(profile.name),
        variants=pl.lit(len(variants), pl.Int64),
        starred=pl.Series(starred).fill_nan(None).cast(pl.Int64),
        share=shares,
        stands=pl.Series(words, dtype=pl.String),
        depends_on=pl.Series(turns, dtype=pl.String),
    )
    return like(cells, found.sort(keys.columns))


def sweep_variants(
    cells: IntoFrame,
    profile: Profile,
    *,
    category: str = "industry",
    region_totals: IntoFrame | None = None,
    other_region_totals: IntoFrame | None = None,
    reference: IntoFrame | None = None,
    cutoffs: Sequence[float] | None = None,
    least_persons: Sequence[int] | None = None,
    ties: Sequence[str] = tuple(TIES),
    quotient_at_least_one: Sequence[bool] = (False, True),
) -> Any:
    """Return how many clusters each variant of the profile finds, and how many persons they employ.

    Takes what `sweep` takes.  Returns, for each year and variant, year, ``profile``,
    the five choices (``cutoff`` in words, as "top 20 %", "75th percentile" or "at
    least 2", ``denominator``, ``ties``, ``minimum_persons``, ``quotient_at_least_one``),
    ``clusters`` (count), ``persons`` (employed in them) and
    ``share_of_persons`` (of all persons employed by the profile's own denominator,
    so that variants can be compared; missing where there are none).  Where categories
    overlap, as emerging industries do, persons count in each: do not read the share then.

    Raises what `sweep` raises.
    """
    given = {"minimum_persons": least_persons, "ties": ties, "quotient_at_least_one": quotient_at_least_one}
    choices = _choices(profile, other_region_totals is not None, {"cutoff": cutoffs, **given})
    _, years = _years(cells, profile, category, region_totals, other_region_totals, reference)
    rows = []
    for panel, verdicts in years:
        persons, everybody = panel.values["persons"], panel.values["reference_persons"]
        whole = np.nanmax(everybody, initial=0)
        for chosen, rules in _variants(profile, choices):
            found = verdicts[rules.denominator].cluster(rules)[0]
            employed = float(persons[found].sum())
            chosen |= {"cutoff": _cutoff_in_words(profile, chosen["cutoff"])}
            counted = {"clusters": int(found.sum()), "persons": employed}
            share = employed / whole if whole > 0 else None
            rows.append({"year": panel.year, "profile": profile.name, **chosen, **counted, "share_of_persons": share})
    types = {
        **{"year": pl.Int64, "profile": pl.String, "cutoff": pl.String, "denominator": pl.String},
        **{"ties": pl.String, "minimum_persons": pl.Int64, "quotient_at_least_one": pl.Boolean},
        **{"clusters": pl.Int64, "persons": pl.Float64, "share_of_persons": pl.Float64},
    }
    return like(cells, pl.DataFrame(rows, schema=types))


def _choices(profile: Profile, both: bool, given: Mapping[str, Sequence[Any] | None]) -> Choices:
    """Return the options of each kind of choice: those given, else the usual ones with the profile's own."""
    test, own = _cutoff(_specialisation(profile))
    usual: tuple[float, ...] = TOP_PERCENTS if test in RANKS else PERCENTILES
    defaults: dict[str, list[Any]] = {
        "cutoff": [times * own for times in TIMES] if test in THRESHOLDS else sorted({*usual, own}),
        "minimum_persons": sorted({*LEAST_PERSONS, profile.minimum_persons}),
    }
    options = {name: list(dict.fromkeys(defaults[name] if one is None else one)) for name, one in given.items()}
    _refuse_options(options, test)
    others = [one for one in DENOMINATORS if one != profile.denominator]
    return {
        "cutoff": options["cutoff"],
        "denominator": [profile.denominator, *(others if both else [])],
        "ties": options["ties"],
        "minimum_persons": options["minimum_persons"],
        "quotient_at_least_one": options["quotient_at_least_one"],
    }


def _refuse_options(options: Choices, test: str) -> None:
    def number(one: Any) -> bool:
        return type(one) in (int, float) and isfinite(one)

    def percent(one: Any) -> bool:
        return type(one) is int and 1 <= one <= 100

    kind = ("finite numbers", number) if test in THRESHOLDS else ("whole numbers from 1 to 100", percent)
    expected: dict[str, tuple[str, str, Callable[[Any], bool]]] = {
        "cutoff": ("cutoffs", *kind),
        "minimum_persons": ("least_persons", "whole numbers, 0 or more", lambda one: type(one) is int and one >= 0),
        "ties": ("ties", " or ".join(TIES), lambda one: one in TIES),
        "quotient_at_least_one": ("quotient_at_least_one", "True or False", lambda one: type(one) is bool),
    }
    for name, (parameter, words, can_be) in expected.items():
        if not options[name] or not all(can_be(one) for one in options[name]):
            raise NotPossible(f"Met {parameter}={options[name]}; expected {words}, one or more.")


def _specialisation(profile: Profile) -> Criterion:
    for one in profile.criteria:
        if one.name == "specialisation":
            return one
    raise NotPossible(
        f"The profile {profile.name} has no criterion specialisation to sweep. Choose a profile that has one."
    )


def _cutoff(one: Criterion) -> tuple[str, float]:
    """Return the test that is the criterion's cut-off, and its number."""
    return next((test, getattr(one, test)) for test in CUTOFFS if getattr(one, test) is not None)


def _cutoff_in_words(profile: Profile, option: float) -> str:
    return CUTOFFS[_cutoff(_specialisation(profile))[0]].format(option)


def _variants(profile: Profile, choices: Choices) -> Iterator[tuple[dict[str, Any], Profile]]:
    for options in product(*choices.values()):
        chosen, rules = dict(zip(choices, options, strict=True)), profile
        for name, option in chosen.items():
            rules = _chosen(rules, name, option)
        yield chosen, rules


def _chosen(profile: Profile, name: str, option: Any) -> Profile:
    """Return the profile with one choice taken."""
    if name == "denominator":
        return replace(profile, denominator=option)
    if name == "ties":
        return replace(profile, ties=option)
    if name == "minimum_persons":
        return replace(profile, minimum_persons=option)
    change = _with_cutoff if name == "cutoff" else _with_floor
    criteria = tuple(change(one, option) if one.name == "specialisation" else one for one in profile.criteria)
    return replace(profile, criteria=criteria)


def _with_cutoff(one: Criterion, number: float) -> Criterion:
    changed: Criterion = replace(one, **{_cutoff(one)[0]: number})  # type: ignore[arg-type]
    return changed


def _with_floor(one: Criterion, required: bool) -> Criterion:
    """Return the criterion with a 1 required, or without a 1 besides its cut-off."""
    if required:
        return replace(one, at_least=max(1.0, one.at_least or 1.0))
    cutoff, _ = _cutoff(one)
    besides: dict[str, Any] = {test: None for test in THRESHOLDS if test != cutoff and getattr(one, test) == 1}
    return replace(one, **besides)


def _stands(share: float) -> str:
    return "never" if share == 0 else next(word for least, word in STANDS if share >= least)


def _years(
    cells: IntoFrame,
    profile: Profile,
    category: str,
    region_totals: IntoFrame | None,
    other_region_totals: IntoFrame | None,
    reference: IntoFrame | None,
) -> tuple[pl.DataFrame, Iterator[tuple[Panel, dict[str, Verdict]]]]:
    """Return the keys, and each year's panel with a verdict for each denominator."""
    keys = ["region", category, "year"]
    table = checked(cells, keys, "persons").sort(keys)
    kept = [name for name in table.columns if name in {*keys, *COUNTS, *AMOUNTS, *VALUES, "nuts_edition"}]
    table = table.select(kept).drop("relative_wage", strict=False)
    totals = {profile.denominator: region_totals}
    if other_region_totals is not None:
        totals |= {one: other_region_totals for one in DENOMINATORS if one != profile.denominator}
    names = list(dict.fromkeys(("persons", "reference_persons", *(one.value for one in profile.criteria))))
    references = [reference, None]
    measured = [
        with_values(with_samples(table, category, one, own), [profile], category)
        for one, own in zip(totals.values(), references, strict=False)
    ]
    together = zip(*(panels(one.sort(keys), category, names) for one in measured), strict=True)
    verdicts = (
        (
            of_year[0],
            {
                denominator: Verdict(panel.values["persons"][None], panel.values, len(panel.rows))
                for denominator, panel in zip(totals, of_year, strict=True)
            },
        )
        for of_year in together
    )
    return table.select(keys), verdicts
