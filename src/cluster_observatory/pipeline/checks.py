"""What is asked of an edition before it is published, and what came of it."""

from dataclasses import asdict, dataclass

import polars as pl

from cluster_observatory.errors import CheckFailed
from cluster_observatory.statistics.growth import annual_growth, share_in_manufacturing

LEAST_AGREEMENT = 0.8  # below this the figures contradict themselves and nothing is published
SHRINKAGE = 0.2
INDEX_TOLERANCE = 0.01  # of the published index, which has two decimals
TOLERANCE = (
    0.0501  # half of the last published digit of a rate in per cent, and a little for rounding of binary numbers
)


@dataclass(frozen=True)
class Outcome:
    """One check: what was asked, whether it holds, and what was measured.

    ``outcome`` is "passed", "departs" (published, with the departure shown) or
    "not possible" (the edition has nothing to check it on).
    """

    name: str
    description: str
    outcome: str
    measured: str

    def as_data(self) -> dict[str, str]:
        """Return the outcome as the manifest holds it."""
        return asdict(self)


def checks(tables: dict[str, pl.DataFrame], rates: list[pl.DataFrame]) -> list[Outcome]:
    """Return the outcome of every check; raises CheckFailed where the figures contradict themselves.

    ``rates`` holds the provider's own growth rates and shares by region,
    industry and year, to recompute and compare.
    """
    structure = tables["structure"]
    return [
        _quotients_average_one(tables["specialisation"]),
        _clusters_within_totals(tables["cluster_specialisation"], tables["clusters"]),
        _regions_add_up(structure),
        _series_keeps_totals(tables["series"], tables["specialisation"]),
        *_published_rates(structure, rates),
        *([_index_as_published(tables["innovation_index"])] if "innovation_index" in tables else []),
    ]


def refuse_shrinkage(structure: pl.DataFrame, last: pl.DataFrame) -> None:
    """Raise CheckFailed where the new structure knows far fewer persons cells than the last of the same sources.

    Compares the provider's tables that both have; a fifth fewer cells is more
    than a revision does and likely a file that was cut.
    """
    cells = _known_cells(structure).join(_known_cells(last), on="dataset", suffix="_last")
    for dataset, now, before in cells.iter_rows():
        if now < (1 - SHRINKAGE) * before:
            raise CheckFailed(
                f"{dataset} has {now:,} cells with a value where the last edition had {before:,}. The file may be cut. "
                "If the provider did take figures away, build with --accept-shrinkage."
            )


def _known_cells(structure: pl.DataFrame) -> pl.DataFrame:
    return structure.group_by("dataset").agg(pl.col("persons").count()).sort("dataset")


def _quotients_average_one(specialisation: pl.DataFrame) -> Outcome:
    averages = (
        specialisation.drop_nulls("location_quotient")
        .group_by("industry", "year")
        .agg(
            average=(pl.col("location_quotient") * pl.col("region_persons")).sum() / pl.col("reference_persons").first()
        )
    )
    off = averages.filter((pl.col("average") - 1).abs() > 1e-9)
    if off.height:
        raise CheckFailed(f"Quotients weighted by region size must average 1, but do not in {off.height} cases: {off}")
    return Outcome(
        "quotients-average-one",
        "Weighted by the size of the regions, the location quotients of an industry average 1.",
        "passed",
        f"{averages.height:,} industry-years",
    )


def _clusters_within_totals(figures: pl.DataFrame, clusters: pl.DataFrame) -> Outcome:
    sums = (
        figures.drop_nulls("persons")
        .join(clusters.filter(pl.col("kind") == "traded"), on="cluster", how="semi")
        .group_by("region", "year")
        .agg(in_clusters=pl.col("persons").sum(), total=pl.col("region_persons").first())
    )
    over = sums.filter(pl.col("in_clusters") > pl.col("total") * (1 + 1e-9))
    return Outcome(
        "clusters-within-totals",
        "The traded clusters of a region, which do not overlap, employ no more people than all its classes.",
        "departs" if over.height else "passed",
        f"{sums.height - over.height:,} of {sums.height:,} region-years",
    )


def _series_keeps_totals(series: pl.DataFrame, figures: pl.DataFrame) -> Outcome:
    """Compare the series in the newest edition of the figures with them, by industry and year."""
    name, key = "series-keeps-totals", ["industry", "year"]
    description = (
        "In the newest edition of NUTS that the figures were given in, the series has as many people by industry and "
        "year as the figures themselves; fewer where regions that were divided could not be followed, as no cross-walk "
        "tells how."
    )
    one = series.filter(pl.col("nuts_edition") == figures["nuts_edition"].max())
    sums = [table.group_by(key).agg(pl.col("persons").sum()) for table in (figures, one)]
    compared = sums[0].join(sums[1], on=key, how="left", suffix="_series").filter(pl.col("persons") > 0)
    if (compared["persons_series"] > compared["persons"] * (1 + 1e-9)).any():
        raise CheckFailed(f"{description} In some industry the series has more people than the figures.")
    kept = compared.filter(pl.col("persons_series") >= pl.col("persons") * (1 - 1e-9)).height
    sums_of = compared.select(pl.col("persons_series", "persons").sum()).row(0)
    share = sums_of[0] / sums_of[1] if compared.height else 1.0
    outcome = "passed" if kept == compared.height else "departs"
    measured = f"{kept:,} of {compared.height:,} industry-years whole; {100 * share:.2f} % of all persons"
    return Outcome(name, description, outcome, measured)


def _regions_add_up(structure: pl.DataFrame) -> Outcome:
    def persons(level: int) -> pl.DataFrame:
        return structure.filter(pl.col("level") == level).select("region", "industry", "year", "persons")

    below = (
        persons(2)
        .with_columns(region=pl.col("region").str.slice(0, 2))
        .group_by("region", "industry", "year")
        .agg(sum=pl.col("persons").sum(), known=pl.col("persons").is_not_null().all())
        .filter("known")
    )
    compared = below.join(persons(0).drop_nulls("persons"), on=["region", "industry", "year"])
    agree = compared.filter(
        (pl.col("sum") - pl.col("persons")).abs() <= pl.max_horizontal(pl.col("persons") * 0.01, 10)
    )
    return _agreement(
        "regions-add-up",
        "Where every NUTS-2 region of a country is published, they add up to the country within 1 % or 10 persons.",
        agree.height,
        compared.height,
        expected=0.95,
    )


def _published_rates(structure: pl.DataFrame, rates: list[pl.DataFrame]) -> list[Outcome]:
    keys = ["region", "industry", "year"]
    none = pl.DataFrame(
        schema=dict.fromkeys(keys, pl.String) | {"year": pl.Int64, "growth": pl.Float64, "share": pl.Float64}
    )
    published = pl.concat([none, *rates], how="diagonal")
    growth = annual_growth(structure.select(*keys, "persons", "nuts_edition"))
    share = share_in_manufacturing(structure.select(*keys, "persons"))
    return [
        _agree_with_published(
            "growth-as-published",
            "Growth of persons employed, recomputed, agrees with the provider's own rate to its last digit, in years "
            "whose edition of NUTS is that of the year before.",
            growth,
            published,
            "growth",
            expected=0.99,
        ),
        _agree_with_published(
            "manufacturing-share-as-published",
            "Each division's share in manufacturing, recomputed, agrees with the provider's own to its last digit.",
            share,
            published,
            "share",
            expected=0.995,
        ),
    ]


def _agree_with_published(
    name: str, description: str, ours: pl.DataFrame, published: pl.DataFrame, measure: str, *, expected: float
) -> Outcome:
    keys = ["region", "industry", "year"]
    theirs = published.select(*keys, theirs=measure).drop_nulls("theirs")
    compared = ours.drop_nulls(measure).join(theirs, on=keys)
    if not compared.height:
        return Outcome(name, description, "not possible", "the sources hold no such rates")
    agree = compared.filter((pl.col(measure) - pl.col("theirs")).abs() <= TOLERANCE)
    return _agreement(name, description, agree.height, compared.height, expected=expected)


def _agreement(name: str, description: str, agree: int, compared: int, *, expected: float) -> Outcome:
    if not compared:
        return Outcome(name, description, "not possible", "nothing to compare")
    if agree < LEAST_AGREEMENT * compared:
        raise CheckFailed(
            f"{description} Only {agree:,} of {compared:,} cells do. The file may be read wrongly or be damaged."
        )
    outcome = "passed" if agree >= expected * compared else "departs"
    measured = (
        f"{agree:,} of {compared:,} cells ({100 * agree / compared:.2f} %), expected at least {100 * expected:g} %"
    )
    return Outcome(name, description, outcome, measured)


def _index_as_published(index: pl.DataFrame) -> Outcome:
    both = index.drop_nulls(["published", "recomputed"])
    close = both.filter((pl.col("published") - pl.col("recomputed")).abs() < INDEX_TOLERANCE)
    agree = close.height >= both.height
    return Outcome(
        "innovation-index-as-published",
        "The index of the Regional Innovation Scoreboard, made anew from its indicators, is the published one to 0.01.",
        "passed" if agree and both.height else "departs" if both.height else "not possible",
        f"{close.height:,} of {both.height:,} regions and years",
    )
