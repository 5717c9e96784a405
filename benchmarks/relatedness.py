"""How fast 1,500 regions x 600 industries give proximity, density and complexity, and in how much memory.

    python benchmarks/relatedness.py [--cells N]

Invented cells of one year, one in twenty of them 0.  Every candidate starts from
persons employed in a frame in memory and ends with a frame that has a row for each
cell: location quotients, proximity (inside), relatedness density, the complexity
of the region and of the industry.

ours         location_quotient and product_space on a Polars DataFrame
pandas       the same written by hand in pandas and NumPy, as an analyst would
ecomplexity  the package's public call; it computes the complexity outlook besides
options      ours for the whole list of options with their reasons, all industries
             that each region does not have: no peer computes it

Each runs three times in a process of its own; the best time and the largest memory
are shown, and a sum that says whether they found the same.
"""

from harness.turns import Benchmark, run

REGIONS, INDUSTRIES = 1_500, 600
WHOLE = REGIONS * INDUSTRIES
GROWTH = (100_000, 1_000_000, 10_000_000)
COLUMNS = {"time": "year", "loc": "region", "prod": "industry", "val": "persons"}
PACKAGES = {"pandas": "pandas", "ecomplexity": "ecomplexity"}
AIMS = (("pandas", "ours", "aim: at least 1 x"), ("ecomplexity", "ours", "aim: at least 10 x"))


def invent(count, file):
    """Write about so many cells to a Parquet file, the same every time: up to 1,500 x 600 a year, then more years."""
    import numpy as np  # noqa: PLC0415 - only the child that invents pays for it
    import polars as pl  # noqa: PLC0415 - as above

    chance = np.random.default_rng(2007)
    years = max(1, round(count / WHOLE))
    industries = max(3, round(count / years / REGIONS))
    year, region, industry = (axis.ravel() for axis in np.indices((years, REGIONS, industries)))
    persons = np.rint(chance.lognormal(5, 2, region.size)) * (chance.random(region.size) >= 0.05)
    codes = {"region": "R" + pl.Series(region).cast(pl.String), "industry": "I" + pl.Series(industry).cast(pl.String)}
    pl.DataFrame({**codes, "year": 2015 + year, "persons": persons}).write_parquet(file)


def ours(file):
    import polars as pl  # noqa: PLC0415 - only this child pays for it

    from cluster_observatory.statistics.complexity import product_space  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.specialisation import location_quotient  # noqa: PLC0415 - as above

    cells = pl.read_parquet(file)
    return lambda: product_space(location_quotient(cells))


def options(file):
    import polars as pl  # noqa: PLC0415 - only this child pays for it

    from cluster_observatory.statistics.diversification import diversification  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.specialisation import location_quotient  # noqa: PLC0415 - as above

    cells = pl.read_parquet(file)
    return lambda: diversification(location_quotient(cells))


def pandas(file):
    import numpy as np  # noqa: PLC0415 - only this child pays for it
    import pandas as pd  # noqa: PLC0415 - as above

    frame = pd.read_parquet(file)

    def of_year(cells):
        persons = cells.pivot(index="region", columns="industry", values="persons").fillna(0)
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
        mean, deviation = region.mean(), region.std(ddof=0)
        table = quotient.stack().rename("location_quotient").reset_index()
        table["density"] = density.stack().to_numpy()
        table["economic_complexity"] = table["region"].map(sign * (region - mean) / deviation)
        table["product_complexity"] = table["industry"].map(sign * (product - mean) / deviation)
        return table

    return lambda: pd.concat(of_year(cells).assign(year=year) for year, cells in frame.groupby("year"))


def ecomplexity(file):
    import pandas as pd  # noqa: PLC0415 - only this child pays for it
    from ecomplexity import ecomplexity as complexity  # noqa: PLC0415 - as above

    frame = pd.read_parquet(file)
    return lambda: complexity(frame, COLUMNS, check_logsupermodularity=False, verbose=False)


CANDIDATES = {"ours": ours, "pandas": pandas, "ecomplexity": ecomplexity, "options": options}


def found(result):
    largest = next(column for column in ("economic_complexity", "eci", "complexity") if column in result.columns)
    density, complexity = float(result["density"].sum()), float(result[largest].max())
    return f"{len(result):,} rows, density {round(density):,}, largest complexity {complexity:.6f}"


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
        )
    )
