"""Which clusters get stars: the criteria of a profile, met or not, with rank, cut-off and tier."""

from collections.abc import Iterable
from functools import reduce
from operator import and_

import narwhals as nw
from narwhals.typing import FrameT

from cluster_observatory.statistics.criteria import Criterion
from cluster_observatory.statistics.inputs import refuse_columns
from cluster_observatory.statistics.profiles import Profile, Tier

FACTS = (
    *("profile", "reference_area", "denominator", "stars", "criteria_known", "is_cluster"),
    *("tier", "tier_at_least", "few_regions"),
)
PARTS = ("star", "value", "rank", "regions", "cutoff")
FEW_REGIONS = 10  # among fewer a share of the regions means little


def columns(profile: Profile) -> tuple[str, ...]:
    """Return the names of the columns that `stars` adds under the profile."""
    judged = tuple(f"{criterion.name}_{part}" for criterion in profile.criteria for part in PARTS)
    return (*FACTS, *judged, *(tier.name for tier in profile.tiers))


def working_columns(profile: Profile) -> tuple[str, ...]:
    """Return the names of the columns that `stars` needs on the way, which the caller's table may not have."""
    tiers = tuple(f"{tier.name}_{part}" for tier in profile.tiers for part in PARTS)
    quantiles = tuple(_quantile(criterion, test) for criterion in profile.judged for test in _quantiles(criterion))
    return (*tiers, *quantiles, "category_wage", "regions_of_the_year")


@nw.narwhalify
def stars(specialised: FrameT, profile: Profile, *, category: str = "industry") -> FrameT:
    """Return the rows with the stars and the tier that the profile gives them.

    A criterion "top p percent" is met where

        rank <= ceil(p / 100 * N),   that is   (rank - 1) * 100 < p * N

    in whole numbers.  The rank is taken among the N regions that the profile
    counts, in the category and year or (pool "all") over all categories of the
    year, largest first; ties share the best rank (or the last, as the profile
    says), so more than p percent can get a star.  A criterion with a quantile
    compares with the quantile, by linear interpolation, of the values in the
    category and year where somebody is employed; one with a number with that
    number.  Where a criterion has several tests all must hold.

    Takes the rows that `specialisation.specialisation` returns, with whatever
    columns the profile looks at; one that they lack is not known on any row.
    ``relative_wage`` is made here: average wage / the average wage of the
    category and year over the regions that have one, weighted by persons.  Adds

    - ``profile``, ``reference_area``, ``denominator`` (words);
    - ``stars`` (criteria met, count), ``criteria_known`` (criteria with a value,
      count: the stars out of which those were got);
    - ``is_cluster`` (whether the profile calls it a cluster), ``tier`` (the highest
      tier met; missing where none is, or where a value that is not known could
      lift it), ``tier_at_least`` (the highest tier that is surely met), and a column
      for each tier with its name (met or not, missing where not known);
    - ``few_regions`` (true where a criterion "top p percent" in the category and
      year compares fewer than 10 regions, so that its star says little);
    - for each criterion ``_star`` (met or not), ``_value`` (what is compared, in its
      own unit), ``_rank`` and ``_regions`` (N; both missing without a rank) and
      ``_cutoff`` (the number or quantile, or the smallest value that meets the
      criterion; missing where none does).

    Columns of these names are replaced; BadTable is raised where the rows have
    one of `working_columns`.

    Where nobody is employed, or fewer than the profile's least, there is no
    star.  Where ``persons`` is missing so are the stars; where only the value of
    one criterion is missing, its star is missing and counts as not met.  A
    criterion may have a least number of persons of its own: with fewer, its value
    is missing, as the average wage of a fraction of a person would be.

    The rules and where they were published: profiles/*.toml.
    """
    refuse_columns(specialised, working_columns(profile))
    judged = profile.judged
    ranked = [criterion for criterion in judged if criterion.top_percent is not None]
    valued = _with_values(specialised, profile, category)
    if profile.regions_counted == "all":
        valued = _with_regions_of_the_year(valued)
    compared = valued.with_columns(
        *(_rank(criterion, profile, category).alias(f"{criterion.name}_rank") for criterion in ranked),
        *(_regions(criterion, profile, category).alias(f"{criterion.name}_regions") for criterion in ranked),
        profile=nw.lit(profile.name),
        reference_area=nw.lit(profile.reference_area),
        denominator=nw.lit(profile.denominator),
    )
    compared = _with_quantiles(compared, judged, category)
    met = {criterion.name: _met(criterion, profile.minimum_persons) for criterion in judged}
    count = _count(met[criterion.name] for criterion in profile.criteria)
    unknown = _count(nw.col(f"{criterion.name}_value").is_null() for criterion in profile.criteria)
    known = ~nw.col("persons").is_null()
    added = compared.with_columns(
        *(column for one in profile.criteria for column in _columns(one, met[one.name], category)),
        stars=nw.when(known).then(count),
        criteria_known=_count(~nw.col(f"{criterion.name}_value").is_null() for criterion in profile.criteria),
        is_cluster=nw.when(known).then(_all([met[name] for name in profile.cluster_if])),
        few_regions=_few_regions(ranked),
        **{
            tier.name: nw.when(known & ~_tier_unknown(tier, met, count, unknown)).then(_tier_met(tier, met, count))
            for tier in profile.tiers
        },
        tier=_tier(profile.tiers, met, count, unknown),
        tier_at_least=nw.when(known).then(_highest(profile.tiers, met, count)),
    )
    return added.drop(*(name for name in working_columns(profile) if name in added.collect_schema()))


def _with_values(frame: FrameT, profile: Profile, category: str) -> FrameT:
    columns = frame.collect_schema()
    if "relative_wage" in profile.values and "average_wage" in columns:
        frame = _with_category_wage(frame, category)
    values = [_value(criterion, profile, columns).alias(f"{criterion.name}_value") for criterion in profile.judged]
    return frame.with_columns(*values)


def _value(criterion: Criterion, profile: Profile, columns: Iterable[str]) -> nw.Expr:
    value = nw.col(criterion.value)
    if criterion.value == "relative_wage" and "average_wage" in columns:
        value = nw.col("average_wage") / nw.col("category_wage")
    elif criterion.value not in columns:
        value = nw.when(nw.lit(False)).then(nw.col("persons"))
    if criterion.minimum_persons:
        value = nw.when(nw.col("persons") >= criterion.minimum_persons).then(value)
    if profile.regions_counted == "employing":
        value = nw.when(nw.col("persons") > 0).then(value)
    return value


def _with_category_wage(frame: FrameT, category: str) -> FrameT:
    known = frame.filter(~nw.col("average_wage").is_null())
    paid = known.select(category, "year", "persons", paid=nw.col("average_wage") * nw.col("persons"))
    sums = paid.group_by(category, "year").agg(nw.col("paid", "persons").sum())
    wage = nw.col("paid") / nw.when((nw.col("paid") > 0) & (nw.col("persons") > 0)).then(nw.col("persons"))
    return frame.join(sums.select(category, "year", category_wage=wage), on=[category, "year"], how="left")


def _with_regions_of_the_year(frame: FrameT) -> FrameT:
    regions = frame.select("region", "year").unique().group_by("year").agg(nw.len().alias("regions_of_the_year"))
    return frame.join(regions, on="year", how="left")


def _rank(criterion: Criterion, profile: Profile, category: str) -> nw.Expr:
    plain = profile.ties == "min" and profile.regions_counted != "employing" and not criterion.minimum_persons
    if plain and criterion.value == "location_quotient" and criterion.pool == "category":
        return nw.col("rank")
    value, pool = nw.col(f"{criterion.name}_value"), _pool(criterion, category)
    if profile.ties == "min":
        return value.rank("min", descending=True).over(*pool)
    return value.rank("max", descending=True).over(*pool)


def _regions(criterion: Criterion, profile: Profile, category: str) -> nw.Expr:
    if profile.regions_counted == "all":
        regions = nw.col("regions_of_the_year")
        return regions if criterion.pool == "category" else nw.len().over("year")
    return nw.col(f"{criterion.name}_value").count().over(*_pool(criterion, category))


def _with_quantiles(frame: FrameT, judged: tuple[Criterion, ...], category: str) -> FrameT:
    wanted = {
        _quantile(criterion, test): (criterion, getattr(criterion, test) / 100)
        for criterion in judged
        for test in _quantiles(criterion)
    }
    if not wanted:
        return frame
    quantiles = [
        nw.col(f"{criterion.name}_value").quantile(share, interpolation="linear").alias(name)
        for name, (criterion, share) in wanted.items()
    ]
    employing = frame.filter(nw.col("persons") > 0)
    return frame.join(employing.group_by(category, "year").agg(*quantiles), on=[category, "year"], how="left")


def _quantiles(criterion: Criterion) -> list[str]:
    return [test for test in ("at_least_quantile", "above_quantile") if getattr(criterion, test) is not None]


def _quantile(criterion: Criterion, test: str) -> str:
    return f"{criterion.name}_{test}"


def _few_regions(ranked: list[Criterion]) -> nw.Expr:
    compared = [nw.col(f"{criterion.name}_regions") for criterion in ranked if criterion.pool == "category"]
    few = [(regions > 0) & (regions < FEW_REGIONS) for regions in compared]
    return nw.any_horizontal(nw.lit(False), *few, ignore_nulls=True)


def _pool(criterion: Criterion, category: str) -> list[str]:
    return ["year"] if criterion.pool == "all" else [category, "year"]


def _met(criterion: Criterion, minimum_persons: int) -> nw.Expr:
    value = nw.col(f"{criterion.name}_value")
    tests = [(nw.col("persons") > 0) & (nw.col("persons") >= minimum_persons)]
    if criterion.top_percent is not None:
        # 100.0: whole numbers in floating point are exact to 2**53, Polars' 32-bit ranks times 100 are not.
        place = (nw.col(f"{criterion.name}_rank") - 1) * 100.0
        tests.append(place < nw.col(f"{criterion.name}_regions") * float(criterion.top_percent))
    if criterion.at_least_quantile is not None:
        tests.append(value >= nw.col(_quantile(criterion, "at_least_quantile")))
    if criterion.above_quantile is not None:
        tests.append(value > nw.col(_quantile(criterion, "above_quantile")))
    if criterion.at_least is not None:
        tests.append(value >= criterion.at_least)
    if criterion.above is not None:
        tests.append(value > criterion.above)
    return _definite(_all(tests))


def _tier_met(tier: Tier, met: dict[str, nw.Expr], count: nw.Expr) -> nw.Expr:
    tests = [met[name] for name in tier.requires]
    if tier.stars_from:
        tests.append(count >= tier.stars_from)
    return _all(tests + ([met[tier.criterion.name]] if tier.criterion else []))


def _tier_unknown(tier: Tier, met: dict[str, nw.Expr], count: nw.Expr, unknown: nw.Expr) -> nw.Expr:
    """Return whether the tier is not met, but would be with a value that is not known."""
    required = _all([met[name] for name in tier.requires])
    in_reach = required & (count < tier.stars_from) & (count + unknown >= tier.stars_from)
    if tier.criterion is None:
        return in_reach
    return in_reach | (required & nw.col(f"{tier.criterion.name}_value").is_null())


def _highest(tiers: tuple[Tier, ...], met: dict[str, nw.Expr], count: nw.Expr) -> nw.Expr:
    highest: nw.Expr = nw.when(nw.lit(False)).then(nw.lit(""))
    for tier in tiers:
        highest = nw.when(_tier_met(tier, met, count)).then(nw.lit(tier.name)).otherwise(highest)
    return highest


def _tier(tiers: tuple[Tier, ...], met: dict[str, nw.Expr], count: nw.Expr, unknown: nw.Expr) -> nw.Expr:
    in_doubt = [_tier_unknown(tier, met, count, unknown) for tier in tiers]
    doubtful = nw.any_horizontal(nw.lit(False), *in_doubt, ignore_nulls=True)
    return nw.when(~nw.col("persons").is_null() & ~doubtful).then(_highest(tiers, met, count))


def _columns(criterion: Criterion, met: nw.Expr, category: str) -> list[nw.Expr]:
    value = nw.col(f"{criterion.name}_value")
    added = [nw.when(~value.is_null()).then(met).alias(f"{criterion.name}_star")]
    if criterion.top_percent is not None:
        smallest = nw.when(met).then(value).min().over(*_pool(criterion, category))
        return [*added, smallest.alias(f"{criterion.name}_cutoff")]
    numbers = [nw.lit(float(number)) for number in (criterion.at_least, criterion.above) if number is not None]
    quantiles = [nw.col(_quantile(criterion, test)) for test in _quantiles(criterion)]
    limits = [*quantiles, *numbers]
    cutoff = nw.max_horizontal(*limits) if len(limits) > 1 else limits[0]
    nothing = nw.when(nw.lit(False)).then(nw.col("regions_compared"))
    return [
        *added,
        cutoff.alias(f"{criterion.name}_cutoff"),
        nothing.alias(f"{criterion.name}_rank"),
        nothing.alias(f"{criterion.name}_regions"),
    ]


def _count(conditions: Iterable[nw.Expr]) -> nw.Expr:
    return nw.sum_horizontal(*(nw.when(condition).then(1).otherwise(0) for condition in conditions))


def _definite(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(True)).otherwise(nw.lit(False))


def _all(conditions: list[nw.Expr]) -> nw.Expr:
    return reduce(and_, conditions, nw.lit(True))
