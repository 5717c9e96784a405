"""Which clusters get stars: the criteria of a profile, met or not, with rank and cut-off."""

import narwhals as nw
from narwhals.typing import FrameT

from cluster_observatory.statistics.inputs import refuse_columns
from cluster_observatory.statistics.profiles import CRITERIA, Criterion, Profile

COLUMNS = (
    *("profile", "reference_area", "denominator", "stars", "few_regions"),
    *(f"{name}_{part}" for name in CRITERIA for part in ("star", "value", "rank", "cutoff")),
)
FEW_REGIONS = 10  # among fewer a share of the regions means little
WORKING = tuple(f"{name}_regions" for name in CRITERIA)


@nw.narwhalify
def stars(specialised: FrameT, profile: Profile, *, category: str = "industry") -> FrameT:
    """Return the rows with the stars that the profile gives them.

    A criterion "top p percent" is met where

        rank <= ceil(p / 100 * N),   that is   (rank - 1) * 100 < p * N

    in whole numbers.  The rank is taken among the N regions that have a value,
    in the category and year or (pool "all") over all categories of the year,
    largest first; ties share the best rank, so more than p percent can get a
    star.  A criterion "at least" compares with a fixed threshold.

    Takes the rows that `specialisation.specialisation` returns, with wages where
    the profile looks at ``average_wage``.  Adds ``profile``, ``reference_area``,
    ``denominator``, ``stars`` (criteria met, count), ``few_regions`` (true where a
    criterion "top p percent" in the category and year compares fewer than 10
    regions, so that its star says little) and, for each of size, specialisation,
    focus and productivity, ``_star`` (met or not), ``_value``
    (what is compared, in its own unit), ``_rank`` (missing for a threshold) and
    ``_cutoff`` (the threshold, or the smallest value that meets the criterion;
    missing where none does).  The columns of a criterion that the profile lacks
    are missing.  Columns of these names are replaced; BadTable is raised where the
    rows have a column like ``size_regions``, which is needed on the way.

    Where nobody is employed, or fewer than the profile's least, there is no
    star.  Where ``persons`` is missing so are the stars; where only the value of
    one criterion is missing, its star is missing and counts as not met.  A
    criterion may have a least number of persons of its own: with fewer, its value
    is missing, as the average wage of a fraction of a person would be.

    The rules and where they were published: profiles/*.toml.
    """
    refuse_columns(specialised, WORKING)
    top = [criterion for criterion in profile.criteria if criterion.top_percent is not None]
    valued = specialised.with_columns(_value(criterion) for criterion in profile.criteria)
    ranked = valued.with_columns(
        *(_rank(criterion, category).alias(f"{criterion.name}_rank") for criterion in top),
        *(_regions(criterion, category).alias(f"{criterion.name}_regions") for criterion in top),
        profile=nw.lit(profile.name),
        reference_area=nw.lit(profile.reference_area),
        denominator=nw.lit(profile.denominator),
    )
    met = {criterion.name: _met(criterion, profile.minimum_persons) for criterion in profile.criteria}
    count = nw.sum_horizontal(*(nw.when(condition).then(1).otherwise(0) for condition in met.values()))
    judged = ranked.with_columns(
        *(column for criterion in profile.criteria for column in _columns(criterion, met[criterion.name], category)),
        *(column for name in CRITERIA if name not in met for column in _empty_columns(name)),
        stars=nw.when(~nw.col("persons").is_null()).then(count),
        few_regions=_few_regions(top),
    )
    return judged.drop(*(f"{criterion.name}_regions" for criterion in top))


def _value(criterion: Criterion) -> nw.Expr:
    value = nw.col(criterion.value)
    if criterion.minimum_persons:
        value = nw.when(nw.col("persons") >= criterion.minimum_persons).then(value)
    return value.alias(f"{criterion.name}_value")


def _rank(criterion: Criterion, category: str) -> nw.Expr:
    if criterion.value == "location_quotient" and criterion.pool == "category" and not criterion.minimum_persons:
        return nw.col("rank")
    return nw.col(f"{criterion.name}_value").rank("min", descending=True).over(*_pool(criterion, category))


def _regions(criterion: Criterion, category: str) -> nw.Expr:
    return nw.col(f"{criterion.name}_value").count().over(*_pool(criterion, category))


def _few_regions(top: list[Criterion]) -> nw.Expr:
    compared = [nw.col(f"{criterion.name}_regions") for criterion in top if criterion.pool == "category"]
    few = [(regions > 0) & (regions < FEW_REGIONS) for regions in compared]
    return nw.any_horizontal(nw.lit(False), *few, ignore_nulls=True)


def _pool(criterion: Criterion, category: str) -> list[str]:
    return ["year"] if criterion.pool == "all" else [category, "year"]


def _met(criterion: Criterion, minimum_persons: int) -> nw.Expr:
    employed = (nw.col("persons") > 0) & (nw.col("persons") >= minimum_persons)
    if criterion.top_percent is None:
        return employed & (nw.col(f"{criterion.name}_value") >= criterion.at_least)
    # 100.0: whole numbers in floating point are exact to 2**53, Polars' 32-bit ranks times 100 are not.
    place = (nw.col(f"{criterion.name}_rank") - 1) * 100.0
    return employed & (place < nw.col(f"{criterion.name}_regions") * float(criterion.top_percent))


def _columns(criterion: Criterion, met: nw.Expr, category: str) -> list[nw.Expr]:
    value = nw.col(f"{criterion.name}_value")
    columns = [nw.when(~value.is_null()).then(met).alias(f"{criterion.name}_star")]
    if criterion.top_percent is None:
        cutoff, rank = nw.lit(criterion.at_least), nw.when(nw.lit(False)).then(nw.col("regions_compared"))
        return [*columns, cutoff.alias(f"{criterion.name}_cutoff"), rank.alias(f"{criterion.name}_rank")]
    cutoff = nw.when(met).then(value).min().over(*_pool(criterion, category))
    return [*columns, cutoff.alias(f"{criterion.name}_cutoff")]


def _empty_columns(name: str) -> list[nw.Expr]:
    kinds = {
        "star": nw.col("persons").is_null(),
        "value": nw.col("persons"),
        "rank": nw.col("regions_compared"),
        "cutoff": nw.col("persons"),
    }
    return [nw.when(nw.lit(False)).then(kind).alias(f"{name}_{part}") for part, kind in kinds.items()]
