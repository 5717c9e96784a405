"""Which clusters stand whatever the choice: a profile with other cut-offs, denominators, ties and least sizes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.criteria import VALUES, Criterion
from cluster_observatory.statistics.inputs import AMOUNTS, COUNTS
from cluster_observatory.statistics.matrices import like
from cluster_observatory.statistics.panels import Panel, Verdict, panels, with_values
from cluster_observatory.statistics.profiles import DENOMINATORS, TIES, Profile
from cluster_observatory.statistics.samples import checked, with_samples

TOP_PERCENTS = (10, 15, 20, 25)
LEAST_PERSONS = (0, 500, 1000)
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
    top_percents: Sequence[int] = TOP_PERCENTS,
    least_persons: Sequence[int] = LEAST_PERSONS,
) -> Any:
    """Return in how many variants of the profile each cell is a cluster, and which choices it turns on.

    A variant is the profile with one choice of each kind:

    - ``top_percent``: the star for specialisation goes to the largest 10, 15, 20
      or 25 per cent by location quotient, in place of the profile's own cut-off;
    - ``denominator``: the profile's own or, where ``other_region_totals`` are given,
      the other (traded in place of total employment, or the reverse);
    - ``ties``: those at the cut-off share the best rank or the last;
    - ``minimum_persons``: 0, 500 or 1,000 persons employed, at least, for any star;
    - ``quotient_at_least_one``: required for specialisation besides, or not.

    All other rules are the profile's, and so is what it calls a cluster.

    Takes what `specialisation.specialisation` takes, with whatever else the
    profile looks at; ``region_totals`` and ``reference`` belong to the profile's own
    denominator, and the reference of the other is the sum of its regions.
    Returns region, ``category``, year, ``profile``, ``variants`` (count), ``starred``
    (variants in which it is a cluster, count), ``share`` (starred / variants),
    ``stands`` and ``depends_on``, sorted by key.

    ``stands`` is the share in a word: always (1), usually (0.75 or more: one that
    misses the narrowest of four top shares alone), sometimes (0.2 or more), rarely
    (less, but not 0) or never (0).  ``depends_on`` names, parted by commas, the
    kinds of choice that make or unmake the cluster when one of them alone is taken
    otherwise and the rest are the profile's own; it is empty text where none does.
    Where persons is missing, so are all but variants.

    Raises BadTable for a lacking column, an empty or repeated key and a figure
    that is negative or infinite; NotPossible where the profile has no criterion
    specialisation, or a choice is empty or none that can be made.
    """
    choices = _choices(profile, other_region_totals, top_percents, least_persons)
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
    top_percents: Sequence[int] = TOP_PERCENTS,
    least_persons: Sequence[int] = LEAST_PERSONS,
) -> Any:
    """Return how many clusters each variant of the profile finds, and how many persons they employ.

    Takes what `sweep` takes.  Returns, for each year and variant, year, ``profile``,
    the five choices (``top_percent``, ``denominator``, ``ties``, ``minimum_persons``,
    ``quotient_at_least_one``), ``clusters`` (count), ``persons`` (employed in them) and
    ``share_of_persons`` (of all persons employed by the profile's own denominator,
    so that variants can be compared; missing where there are none).  Where categories
    overlap, as emerging industries do, persons count in each: do not read the share then.

    Raises what `sweep` raises.
    """
    choices = _choices(profile, other_region_totals, top_percents, least_persons)
    _, years = _years(cells, profile, category, region_totals, other_region_totals, reference)
    rows = []
    for panel, verdicts in years:
        persons, everybody = panel.values["persons"], panel.values["reference_persons"]
        whole = np.nanmax(everybody, initial=0)
        for chosen, rules in _variants(profile, choices):
            found = verdicts[rules.denominator].cluster(rules)[0]
            employed = float(persons[found].sum())
            counted = {"clusters": int(found.sum()), "persons": employed}
            share = employed / whole if whole > 0 else None
            rows.append({"year": panel.year, "profile": profile.name, **chosen, **counted, "share_of_persons": share})
    types = {
        **{"year": pl.Int64, "profile": pl.String, "top_percent": pl.Int64, "denominator": pl.String},
        **{"ties": pl.String, "minimum_persons": pl.Int64, "quotient_at_least_one": pl.Boolean},
        **{"clusters": pl.Int64, "persons": pl.Float64, "share_of_persons": pl.Float64},
    }
    return like(cells, pl.DataFrame(rows, schema=types))


def _choices(
    profile: Profile, other_region_totals: IntoFrame | None, top_percents: Sequence[int], least_persons: Sequence[int]
) -> Choices:
    if not any(one.name == "specialisation" for one in profile.criteria):
        raise NotPossible(
            f"The profile {profile.name} has no criterion specialisation to sweep. Choose a profile that has one."
        )
    fine = all(type(one) is int and 1 <= one <= 100 for one in top_percents)
    if not top_percents or not least_persons or not fine or any(one < 0 for one in least_persons):
        raise NotPossible(
            f"Met top_percents={list(top_percents)} and least_persons={list(least_persons)}; "
            "expected whole numbers from 1 to 100, and numbers of persons, one or more of each."
        )
    others = [one for one in DENOMINATORS if one != profile.denominator]
    return {
        "top_percent": top_percents,
        "denominator": [profile.denominator, *(others if other_region_totals is not None else [])],
        "ties": list(TIES),
        "minimum_persons": least_persons,
        "quotient_at_least_one": [False, True],
    }


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
    change = _with_top if name == "top_percent" else _with_floor
    criteria = tuple(change(one, option) if one.name == "specialisation" else one for one in profile.criteria)
    return replace(profile, criteria=criteria)


def _with_top(one: Criterion, percent: int) -> Criterion:
    """Return the criterion with a top share as its cut-off; a number beside a rank stays, one by itself goes."""
    ranked = replace(one, top_percent=percent, pool=one.pool or "category", at_least_quantile=None, above_quantile=None)
    return replace(ranked, at_least=None, above=None) if one.only_thresholds else ranked


def _with_floor(one: Criterion, required: bool) -> Criterion:
    if required:
        return replace(one, at_least=max(1.0, one.at_least or 1.0))
    return one if one.only_thresholds else replace(one, at_least=None, above=None)


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
