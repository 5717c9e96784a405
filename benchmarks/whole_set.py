"""How long every measure takes on 4.5 million cells, and in how much memory, beside pandas and ecomplexity.

    python benchmarks/whole_set.py [--cells N]

1,500 regions x 600 industries x 5 years of invented cells with local units and wages, one in twenty without anybody.
Every candidate starts from a frame in memory.

whole set     quotients, stars under all seven profiles, intervals, empirical Bayes, structural indicators, growth,
              shift-share, concentration, the Ellison-Glaeser index, diversity, proximity, density, complexity: ours
core          of these what the two others compute too: quotients, concentration, diversity, density, complexity
pandas        the core written by hand in pandas and NumPy, year by year
ecomplexity   the package's public call: quotients, density and complexity alone
resampling    the probability of every star of one profile in 10 resamplings: ours, no peer computes it
sweep         the 48 variants of one profile: ours, no peer computes it

The sums that are printed say whether they found the same.
"""

from harness.turns import Benchmark, run

REGIONS, INDUSTRIES, YEARS = 1_500, 600, 5
WHOLE = REGIONS * INDUSTRIES * YEARS
AIMS = (
    ("pandas", "core", "aim: at least 1 x"),
    ("ecomplexity", "core", "aim: at least 10 x"),
    ("ecomplexity", "whole set", "no aim: the whole set computes far more"),
)
COLUMNS = {"time": "year", "loc": "region", "prod": "industry", "val": "persons"}


def invent(count, file):
    """Write about so many cells to a Parquet file, the same every time."""
    import numpy as np  # noqa: PLC0415 - only the child that invents pays for it
    import polars as pl  # noqa: PLC0415 - as above

    chance = np.random.default_rng(2007)
    years = max(2, min(YEARS, round(count / REGIONS / 100)))
    industries = max(3, round(count / REGIONS / years))
    year, region, industry = (axis.ravel() for axis in np.indices((years, REGIONS, industries)))
    persons = np.rint(chance.lognormal(5, 2, region.size)) * (chance.random(region.size) >= 0.05)
    units = np.ceil(persons / chance.lognormal(2, 0.5, region.size))
    wages = np.round(persons * chance.lognormal(3.3, 0.4, region.size) / 1000, 1)
    codes = {"region": "R" + pl.Series(region).cast(pl.String), "industry": "I" + pl.Series(industry).cast(pl.String)}
    figures = {"persons": persons, "local_units": units, "wages": wages}
    pl.DataFrame({**codes, "year": 2015 + year, **figures}).write_parquet(file)


def whole_set(file):
    import polars as pl  # noqa: PLC0415 - only this child pays for it

    from cluster_observatory.statistics import agglomeration, concentration, diversity, shift_share  # noqa: PLC0415
    from cluster_observatory.statistics.complexity import product_space  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.profiles import profile, profile_names  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.recent_growth import recent_growth  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.specialisation import specialisation  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.stars import stars  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.structure import structural_indicators  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.uncertainty import quotient_interval, shrunken_quotient  # noqa: PLC0415

    cells = pl.read_parquet(file)

    def run():
        measured = recent_growth(specialisation(cells))
        for name in profile_names():
            stars(measured.lazy(), profile(name)).select("stars", "tier").collect()
        quotient_interval(cells)
        shrunken_quotient(cells)
        structural_indicators(cells)
        years = cells["year"]
        shift_share.shift_share(cells, first=years.min(), last=years.max())
        concentration.concentration(cells)
        agglomeration.ellison_glaeser(cells)
        diversity.diversity(cells)
        return product_space(measured)

    return run


def core(file):
    import polars as pl  # noqa: PLC0415 - only this child pays for it

    from cluster_observatory.statistics.complexity import product_space  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.concentration import concentration  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.diversity import diversity  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.specialisation import location_quotient  # noqa: PLC0415 - as above

    cells = pl.read_parquet(file)

    def run():
        concentration(cells)
        diversity(cells)
        return product_space(location_quotient(cells))

    return run


def pandas(file):
    import numpy as np  # noqa: PLC0415 - only this child pays for it
    import pandas as pd  # noqa: PLC0415 - as above

    frame = pd.read_parquet(file)

    def unequal(share):
        count = share.notna().sum()
        ranked = np.sort(share.to_numpy(), axis=0)
        place = np.arange(1, len(share) + 1)[:, None]
        gini = 2 * np.nansum(place * ranked, axis=0) / (count * np.nansum(ranked, axis=0)) - (count + 1) / count
        logarithm = np.log(share.where(share > 0))
        theil = (share * (logarithm + np.log(count))).sum()
        return pd.DataFrame(
            {"herfindahl": (share**2).sum(), "gini": gini, "theil": theil, "entropy": -(share * logarithm).sum()}
        )

    def of_year(cells):
        known = cells.pivot(index="region", columns="industry", values="persons")
        unequal(known / known.sum())
        unequal(known.T / known.sum(axis=1))
        persons = known.fillna(0)
        quotient = persons.div(persons.sum(axis=1), axis=0) / (persons.sum() / persons.to_numpy().sum())
        had = (quotient >= 1).astype(float)
        diversity, ubiquity = had.sum(axis=1), had.sum()
        both = had.T @ had
        near = np.minimum(both / ubiquity, (both / ubiquity).T)
        density = (had @ near) / near.sum()
        moved = (had / ubiquity).T @ had.div(diversity, axis=0)
        values, vectors = np.linalg.eig(moved)
        product = pd.Series(np.real(vectors[:, values.argsort()[-2]]), index=had.columns)
        region = had.div(diversity, axis=0) @ product
        sign = np.sign(np.corrcoef(region, diversity)[0, 1])
        table = density.stack().rename("density").reset_index()
        table["economic_complexity"] = table["region"].map(sign * (region - region.mean()) / region.std(ddof=0))
        return table

    return lambda: pd.concat(of_year(cells) for _, cells in frame.groupby("year"))


def ecomplexity(file):
    import pandas as pd  # noqa: PLC0415 - only this child pays for it
    from ecomplexity import ecomplexity as complexity  # noqa: PLC0415 - as above

    frame = pd.read_parquet(file)
    return lambda: complexity(frame, COLUMNS, check_logsupermodularity=False, verbose=False)


def resampling(file):
    import polars as pl  # noqa: PLC0415 - only this child pays for it

    from cluster_observatory.statistics.profiles import profile  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.resampling import star_probability  # noqa: PLC0415 - as above

    cells = pl.read_parquet(file)
    return lambda: star_probability(cells, profile("eocic2019"), resamples=10)


def sweep(file):
    import polars as pl  # noqa: PLC0415 - only this child pays for it

    from cluster_observatory.statistics.profiles import profile  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.sweep import sweep as swept  # noqa: PLC0415 - as above

    cells = pl.read_parquet(file)
    return lambda: swept(cells, profile("eocic2019"))


def found(result):
    for column, words in (("cluster_probability", "clusters expected"), ("starred", "variants with a cluster")):
        if column in result.columns:
            return f"{float(result[column].sum()):,.0f} {words}"
    largest = "eci" if "eci" in result.columns else "economic_complexity"
    density, complexity = float(result["density"].sum()), float(result[largest].max())
    return f"{len(result):,} rows, density {density:,.0f}, largest complexity {complexity:.4f}"


CANDIDATES = {
    "whole set": whole_set,
    "core": core,
    "pandas": pandas,
    "ecomplexity": ecomplexity,
    "resampling": resampling,
    "sweep": sweep,
}

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
            growing=("whole set", "core"),
            growth=(100_000, 1_000_000, 10_000_000),
            packages={"pandas": "pandas", "ecomplexity": "ecomplexity"},
            once=("ecomplexity", "resampling", "whole set"),
        )
    )
