"""How fast 4.5 million cells get their stars, and in how much memory, beside three others in the same run.

    python benchmarks/stars.py [--cells N]

1,500 regions x 600 industries x 5 years of invented cells, one in twenty
confidential, under the profile eocic2019.  Every candidate starts from a frame
in memory and ends with a frame of all rows.

ours         specialisation and stars on a lazy Polars frame
eager        the same on a Polars DataFrame
polars       the same columns written by hand in lazy Polars, totals joined, ranks in windows
pandas       the same columns written by hand in pandas
quotients    our location quotients alone: what the package ecomplexity calls RCA
rca          the RCA alone, out of ecomplexity's inner class ComplexityData
ecomplexity  the package's public call, the documented way to its RCA; it computes complexity besides

Each runs three times in a process of its own (the last only once: it takes a
minute); the best time and the largest memory are shown, and a sum that says
whether they found the same.
"""

from harness.turns import Benchmark, run

REGIONS, YEARS = 1_500, 5
WHOLE = 4_500_000
GROWTH = (100_000, 1_000_000, 10_000_000)
KEY = ["region", "industry", "year"]
TOP = {"size": "persons", "specialisation": "location_quotient", "productivity": "productivity_value"}
LEAST, FEW = 10, 10  # persons for an average wage that is compared, regions for a share of them
PACKAGES = {"pandas": "pandas", "rca": "ecomplexity", "ecomplexity": "ecomplexity"}
AIMS = (
    ("polars", "ours", "aim: at least 0.83 x, that is ours in at most 1.2 x its time"),
    ("pandas", "ours", "aim: at least 1.5 x"),
    ("rca", "quotients", "aim: at least 10 x"),
    ("ecomplexity", "quotients", "aim: at least 10 x"),
    ("ecomplexity", "ours", "aim: at least 10 x"),
)


def invent(count, file):
    """Write about so many cells to a Parquet file, the same every time."""
    import numpy as np  # noqa: PLC0415 - only the child that invents pays for it
    import polars as pl  # noqa: PLC0415 - as above

    chance = np.random.default_rng(2007)
    industries = max(1, count // (REGIONS * YEARS))
    industry, region, year = (axis.ravel() for axis in np.indices((industries, REGIONS, YEARS)))
    persons = np.rint(chance.lognormal(5, 2, region.size))
    wages = np.round(persons * chance.lognormal(3.3, 0.4, region.size) / 1000, 1)
    known = pl.Series(chance.random(region.size) >= 0.05)
    codes = {"region": "R" + pl.Series(region).cast(pl.String), "industry": "I" + pl.Series(industry).cast(pl.String)}
    cells = pl.DataFrame({**codes, "year": 2015 + year, "persons": persons, "wages": wages})
    cells.with_columns(pl.when(known).then(pl.col("persons", "wages"))).write_parquet(file)


def ours(file):
    import polars as pl  # noqa: PLC0415 - only this child pays for it

    from cluster_observatory.statistics.profiles import profile  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.specialisation import specialisation  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.stars import stars  # noqa: PLC0415 - as above

    cells, rules = pl.read_parquet(file).lazy(), profile("eocic2019")
    return lambda: stars(specialisation(cells), rules).collect()


def eager(file):
    import polars as pl  # noqa: PLC0415 - only this child pays for it

    from cluster_observatory.statistics.profiles import profile  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.specialisation import specialisation  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.stars import stars  # noqa: PLC0415 - as above

    cells, rules = pl.read_parquet(file), profile("eocic2019")
    return lambda: stars(specialisation(cells), rules)


def quotients(file):
    import polars as pl  # noqa: PLC0415 - only this child pays for it

    from cluster_observatory.statistics.specialisation import location_quotient  # noqa: PLC0415 - as above

    cells = pl.read_parquet(file).lazy()
    return lambda: location_quotient(cells).collect()


def polars(file):
    import polars as pl  # noqa: PLC0415 - only this child pays for it

    cells = pl.read_parquet(file).lazy()
    pool = ["industry", "year"]
    persons = pl.col("persons")

    def met(name):
        return ((pl.col(f"{name}_rank").cast(pl.Int64) - 1) * 100 < 20 * pl.col(f"{name}_n")) & (persons > 0)

    def run():
        frame = cells
        regions = frame.group_by("region", "year").agg(region_persons=persons.sum())
        reference = regions.group_by("year").agg(reference_persons=pl.col("region_persons").sum())
        industries = frame.group_by(pool).agg(industry_persons=persons.sum(), regions_compared=persons.count())
        frame = frame.join(regions, on=["region", "year"], how="left").join(
            industries.join(reference, on="year"), on=pool, how="left"
        )
        frame = frame.with_columns(
            focus=persons / pl.col("region_persons"),
            european_share=persons / pl.col("industry_persons"),
            average_wage=pl.when(persons > 0).then(pl.col("wages") * 1000 / persons),
        )
        frame = frame.with_columns(productivity_value=pl.when(persons >= LEAST).then("average_wage"))
        overall = pl.col("industry_persons") / pl.col("reference_persons")
        frame = frame.with_columns(location_quotient=pl.col("focus") / overall)
        ranks = {f"{name}_rank": pl.col(value).rank("min", descending=True).over(pool) for name, value in TOP.items()}
        counts = {f"{name}_n": pl.col(value).count().over(pool) for name, value in TOP.items()}
        frame = frame.with_columns(**ranks, **counts)
        frame = frame.with_columns(
            **{f"{name}_star": pl.when(pl.col(value).is_not_null()).then(met(name)) for name, value in TOP.items()},
            **{f"{name}_value": pl.col(value) for name, value in TOP.items()},
            **{f"{name}_cutoff": pl.when(met(name)).then(value).min().over(pool) for name, value in TOP.items()},
            stars=pl.when(persons.is_not_null()).then(pl.sum_horizontal(met(name).cast(pl.Int32) for name in TOP)),
            few_regions=pl.any_horizontal(pl.col(f"{name}_n").is_between(1, FEW - 1) for name in TOP),
            **constants(pl.lit),
        )
        return frame.collect()

    return run


def pandas(file):
    import numpy as np  # noqa: PLC0415 - only this child pays for it
    import pandas as pd  # noqa: PLC0415 - as above

    frame = pd.read_parquet(file)
    pool = ["industry", "year"]

    def run():
        data = frame.copy(deep=False)
        persons = data["persons"]
        data["region_persons"] = data.groupby(["region", "year"])["persons"].transform("sum")
        data["reference_persons"] = data.groupby("year")["persons"].transform("sum")
        industries = data.groupby(pool)["persons"]
        industry_persons = industries.transform("sum")
        data["regions_compared"] = industries.transform("count")
        data["focus"] = persons / data["region_persons"]
        data["european_share"] = persons / industry_persons
        data["average_wage"] = (data["wages"] * 1000 / persons).where(persons > 0)
        data["productivity_value"] = data["average_wage"].where(persons >= LEAST)
        data["location_quotient"] = data["focus"] / (industry_persons / data["reference_persons"])
        stars = np.zeros(len(data))
        data["few_regions"] = False
        for name, value in TOP.items():
            groups = data.groupby(pool)[value]
            data[f"{name}_rank"] = groups.rank("min", ascending=False)
            regions = groups.transform("count")
            met = ((data[f"{name}_rank"] - 1) * 100 < 20 * regions) & (persons > 0)
            data["few_regions"] |= regions.between(1, FEW - 1)
            data[f"{name}_star"] = met.where(data[value].notna())
            data[f"{name}_value"] = data[value]
            winners = data[value].where(met)
            data[f"{name}_cutoff"] = winners.groupby([data["industry"], data["year"]]).transform("min")
            stars += met
        data["stars"] = np.where(persons.notna(), stars, np.nan)
        return data.assign(**constants(lambda text: text))

    return run


def constants(literal):
    texts = ("eocic2019", "All regions of the table with a value", "total employment")
    return {name: literal(text) for name, text in zip(("profile", "reference_area", "denominator"), texts, strict=True)}


def rca(file):
    import pandas as pd  # noqa: PLC0415 - only this child pays for it
    from ecomplexity.ComplexityData import ComplexityData  # noqa: PLC0415 - as above

    frame = pd.read_parquet(file)
    columns = {"time": "year", "loc": "region", "prod": "industry", "val": "persons"}

    def run():
        data = ComplexityData(frame, columns, "coerce")
        years = []
        for year in data.data.index.unique("time"):
            data.create_full_df(year)
            data.calculate_rca()
            years.append(data.data_t.reset_index().assign(year=year, rca=data.rca_t.ravel()))
        return pd.concat(years)

    return run


def ecomplexity(file):
    import pandas as pd  # noqa: PLC0415 - only this child pays for it
    from ecomplexity import ecomplexity as complexity  # noqa: PLC0415 - as above

    frame = pd.read_parquet(file)
    columns = {"time": "year", "loc": "region", "prod": "industry", "val": "persons"}
    return lambda: complexity(frame, columns, check_logsupermodularity=False, verbose=False)


CANDIDATES = {
    "ours": ours,
    "eager": eager,
    "polars": polars,
    "pandas": pandas,
    "quotients": quotients,
    "rca": rca,
    "ecomplexity": ecomplexity,
}


def found(result):
    column = next(name for name in ("stars", "location_quotient", "rca") if name in result.columns)
    return f"{round(float(result[column].sum())):,} {'stars' if column == 'stars' else 'quotients'}"


if __name__ == "__main__":
    run(
        Benchmark(
            script=__file__,
            description=__doc__,
            cells=WHOLE,
            invent=invent,
            candidates=CANDIDATES,
            found=found,
            aims=AIMS,
            growing=("ours",),
            growth=GROWTH,
            packages=PACKAGES,
            once=("ecomplexity",),
        )
    )
