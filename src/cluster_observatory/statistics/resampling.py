"""How often a cluster would have its stars, had its plants come out otherwise: stars of resampled employment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.criteria import VALUES
from cluster_observatory.statistics.inputs import AMOUNTS, COUNTS
from cluster_observatory.statistics.matrices import Floats, like
from cluster_observatory.statistics.panels import Booleans, Panel, Verdict, panels, with_values
from cluster_observatory.statistics.profiles import Profile
from cluster_observatory.statistics.samples import checked, with_samples

CELLS_AT_ONCE = 2_000_000  # cells of all draws held at a time: 16 MB in each array
BASE = (
    *("persons", "sample", "persons_low", "persons_high"),
    *("location_quotient", "focus", "european_share", "region_persons", "reference_persons", "category_share"),
)


def star_probability(
    cells: IntoFrame,
    profile: Profile,
    *,
    category: str = "industry",
    region_totals: IntoFrame | None = None,
    reference: IntoFrame | None = None,
    resamples: int = 100,
    dispersion: float = 1.0,
    seed: int = 1,
) -> Any:
    """Return how probable each star of a profile is: `star_probabilities` of one profile."""
    return star_probabilities(
        cells,
        [profile],
        category=category,
        region_totals=region_totals,
        reference=reference,
        resamples=resamples,
        dispersion=dispersion,
        seed=seed,
    )


def star_probabilities(
    cells: IntoFrame,
    profiles: Sequence[Profile],
    *,
    category: str = "industry",
    region_totals: IntoFrame | None = None,
    reference: IntoFrame | None = None,
    resamples: int = 100,
    dispersion: float = 1.0,
    seed: int = 1,
) -> Any:
    """Return the share of resamplings in which each cell has the stars of each profile.

    In every resampling the persons of each cell are drawn anew:

        persons * Gamma(n, 1 / n),   n = sample / dispersion

    with the cell's sample of local units and the dispersion of plant sizes of
    `uncertainty.quotient_interval`.  The draw has the mean of the figure and the
    relative variance 1 / n of n plants that might have been more or fewer.  Where
    the cells have ``persons_low`` and ``persons_high`` and these are apart, as of
    modelled cells, the figure itself is first drawn between them, each value
    alike.  Then totals, quotients, shares, ranks, cut-offs and quantiles are
    computed anew and every criterion is judged.  With ``region_totals`` or
    ``reference`` a total moves by what the cell or its category itself moved: the
    rest of the economy is not drawn.  All profiles judge the same draws.

    What is held: average and relative wages, local units, growth and whatever
    other value the profile takes from the table, as their noise is not known; a
    cell where nobody is employed, unless its bounds say otherwise.

    Takes what `specialisation.specialisation` takes, with ``local_units`` (or
    ``establishments``) and whatever else the profiles look at; growth is computed
    where it is not given (`recent_growth.recent_growth`).  Returns region,
    ``category``, year, ``profile``, ``resamples`` (count), ``cluster_probability`` (the
    share in which the profile sees a cluster) and, for each criterion of any
    profile, ``<criterion>_probability`` (shares), sorted by profile as given, then
    key.  A probability is missing where persons is, where the profile lacks the
    criterion or its value is not known in any resampling, and on every row of a
    year without any local units.

    The same seed gives the same draws for a year's cells, whatever the order of
    rows, the engine and the other years.  Raises what `quotient_interval` raises,
    and NotPossible for less than one resample or no profile.

    The observatory's own method, in the manner of a parametric bootstrap (Efron &
    Tibshirani 1993); that plants are many and alike is assumed, not verified.
    """
    if resamples < 1 or not profiles or not 1 <= dispersion < np.inf or seed < 0:
        raise NotPossible(
            f"Met {resamples} resamples, {len(profiles)} profiles, a dispersion of {dispersion} and the seed {seed}; "
            "expected 1 or more of each, and a seed of 0 or more."
        )
    key = ["region", category, "year"]
    table = checked(cells, key, "persons")
    kept = [name for name in table.columns if name in {*key, *COUNTS, *AMOUNTS, *VALUES, "nuts_edition"}]
    measured = with_samples(table.select(kept).drop("relative_wage", strict=False), category, region_totals, reference)
    measured = with_values(measured, profiles, category)
    absent = [pl.lit(None, pl.Float64).alias(name) for name in BASE if name not in measured.columns]
    criteria = [one for profile in profiles for one in profile.criteria]
    names = ["cluster", *dict.fromkeys(one.name for one in criteria)]
    shares = np.full((len(profiles), len(names), measured.height), np.nan)
    values = list(dict.fromkeys((*BASE, *(one.value for one in criteria))))
    for panel in panels(measured.with_columns(absent), category, values):
        draws = _draws(panel, resamples, dispersion, seed, whole=region_totals is None, summed=reference is None)
        for (place, name), counts in _counts(panel, profiles, draws).items():
            shares[place, names.index(name), panel.rows] = counts[panel.places] / resamples
    keys = measured.select(key).with_columns(resamples=pl.lit(resamples, pl.Int64))
    parts = [
        keys.select(*key, pl.lit(profile.name).alias("profile"), "resamples")
        .with_columns(
            pl.Series(f"{name}_probability", row).fill_nan(None) for name, row in zip(names, rows, strict=True)
        )
        .sort(key)
        for profile, rows in zip(profiles, shares, strict=True)
    ]
    return like(cells, pl.concat(parts))


def _counts(
    panel: Panel, profiles: Sequence[Profile], draws: Iterable[tuple[Floats, dict[str, Floats]]]
) -> dict[tuple[int, str], Floats]:
    """Return in how many draws each profile (by its place) sees a cluster and meets each criterion.

    NaN where none of the draws had anything to compare.
    """
    met: dict[tuple[int, str], Floats] = defaultdict(lambda: np.zeros(panel.shape))
    known: dict[tuple[int, str], Booleans] = defaultdict(lambda: np.zeros(panel.shape, bool))
    for persons, values in draws:
        verdict = Verdict(persons, values, len(panel.rows))
        for place, profile in enumerate(profiles):
            met[place, "cluster"] += verdict.cluster(profile).sum(axis=0)
            known[place, "cluster"] |= ~np.isnan(panel.values["persons"])
            for one in profile.criteria:
                met[place, one.name] += verdict.met(one, profile).sum(axis=0)
                known[place, one.name] |= verdict.known(one, profile)
    return {counted: np.where(known[counted], count, np.nan) for counted, count in met.items()}


def _draws(
    panel: Panel, resamples: int, dispersion: float, seed: int, *, whole: bool, summed: bool
) -> Iterator[tuple[Floats, dict[str, Floats]]]:
    """Yield persons and all values of a few resamplings at a time; none for a year without local units.

    Quotient and shares are those of the table times what their parts have moved,
    so that persons drawn as they are give them to the last bit.
    """
    given = panel.values
    persons, employing = given["persons"], given["persons"] > 0
    if np.isnan(given["sample"][employing]).any():
        return
    plants = given["sample"][employing] / dispersion
    low, high = given["persons_low"], given["persons_high"]
    apart = (high > low) & ~np.isnan(persons)
    of_plants, of_bounds = (np.random.default_rng([seed, panel.year % 2**64, stream]) for stream in (0, 1))
    at_once = max(1, CELLS_AT_ONCE // persons.size)
    for first in range(0, resamples, at_once):
        count = min(at_once, resamples - first)
        factor = np.ones((count, *panel.shape))
        factor[:, employing] = of_plants.standard_gamma(plants, (count, len(plants))) / plants
        drawn = persons * factor
        if apart.any():
            between = of_bounds.uniform(low[apart], high[apart], (count, int(apart.sum())))
            drawn[:, apart] = between * factor[:, apart]
            factor[:, apart & employing] = (drawn / np.where(employing, persons, 1))[:, apart & employing]
        yield drawn, {**given, **_moved(given, drawn, factor, whole=whole, summed=summed)}


def _moved(given: dict[str, Floats], drawn: Floats, factor: Floats, *, whole: bool, summed: bool) -> dict[str, Floats]:
    """Return the values that depend on persons, with denominators as far as the draw moves them."""
    before, after = np.nan_to_num(given["persons"])[None], np.nan_to_num(drawn)
    in_regions, in_categories, in_all = (
        [part.sum(axis=axis, keepdims=True) for part in (before, after)] for axis in (1, 2, (1, 2))
    )
    all_persons, share = given["reference_persons"], given["category_share"]
    with np.errstate(divide="ignore", invalid="ignore"):
        region = _grown(None, *in_regions) if whole else _grown(given["region_persons"], before, after)
        category = _grown(None if summed else share * all_persons, *in_categories)
        reference = _grown(None, *in_all) if whole and summed else _grown(all_persons, *in_categories)
        values = {
            "persons": drawn,
            "focus": given["focus"] * factor / region,
            "european_share": given["european_share"] * factor / category,
            "location_quotient": given["location_quotient"] * factor * reference / (region * category),
        }
        begun = (drawn > 0) & (given["persons"] == 0)  # nothing to multiply
        if begun.any():
            focus = drawn / (given["region_persons"] * region)
            category_persons = share * all_persons * category
            quotient = focus / (category_persons / (all_persons * reference))
            values["focus"] = np.where(begun, focus, values["focus"])
            values["european_share"] = np.where(begun, drawn / category_persons, values["european_share"])
            values["location_quotient"] = np.where(begun, quotient, values["location_quotient"])
    return values


def _grown(total: Floats | None, part: Floats, drawn: Floats) -> Floats:
    """Return by what factor a total grows with a part of it that is drawn anew; without one, the part is all of it."""
    if total is None:
        total = part
    grown = (np.maximum(total - part, 0) + drawn) / total
    return np.where(drawn == part, 1.0, grown)
