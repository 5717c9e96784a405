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

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

REGIONS, INDUSTRIES = 1_500, 600
WHOLE = REGIONS * INDUSTRIES
GROWTH = (100_000, 1_000_000, 10_000_000)
REPEATS = 3
COLUMNS = {"time": "year", "loc": "region", "prod": "industry", "val": "persons"}
PACKAGES = {"pandas": "pandas", "ecomplexity": "ecomplexity"}
AIMS = (("pandas", "aim: at least 1 x"), ("ecomplexity", "aim: at least 10 x"))


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


def measure(name, file):
    """Run one candidate in this process; print seconds, bytes of peak memory and what it found in all."""
    run = CANDIDATES[name](file)
    began = time.perf_counter()
    result = run()
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    largest = next(column for column in ("economic_complexity", "eci", "complexity") if column in result.columns)
    print(seconds, memory, round(float(result["density"].sum())), float(result[largest].max()), len(result))


def once(name, file):
    """Return seconds, bytes of peak memory and what was found by one candidate in a process of its own."""
    command = [sys.executable, "-W", "ignore", __file__, "--measure", name, str(file)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, memory, density, complexity, rows = output.split()[-5:]
    found = f"{int(rows):,} rows, density {int(density):,}, largest complexity {float(complexity):.6f}"
    return float(seconds), float(memory), found


def invented(count, folder):
    file = Path(folder) / f"{count}.parquet"
    subprocess.run([sys.executable, __file__, "--invent", str(count), str(file)], check=True)
    return file


def compare(count):
    """Print time and memory of every candidate that is installed, then the ratios, then how ours grows.

    The candidates take turns, so that whatever else the machine does hits all of them alike.
    """
    installed = [name for name in CANDIDATES if find_spec(PACKAGES.get(name, "polars"))]
    for name in CANDIDATES.keys() - set(installed):
        print(f"{name} is not installed: pip install 'cluster-observatory[bench]'")
    with tempfile.TemporaryDirectory() as folder:
        file = invented(count, folder)
        runs = {name: [] for name in installed}
        for _ in range(REPEATS):
            for name in installed:
                runs[name].append(once(name, file))
        print(f"{count:,} cells; best of {REPEATS} runs in turns, each in its own process\n")
        print(f"{'':12}{'seconds':>9}{'peak MB':>9}   found in all")
        best = {name: min(seconds for seconds, _, _ in figures) for name, figures in runs.items()}
        for name, figures in runs.items():
            memory = max(memory for _, memory, _ in figures)
            print(f"{name:12}{best[name]:9.2f}{memory / 1e6:9.0f}   {figures[0][2]}")
        print()
        for theirs, aim in AIMS:
            if theirs in best:
                print(f"{theirs} takes {best[theirs] / best['ours']:.2f} x the time of ours; {aim}")
        print("\nours, as the table grows: from 900,000 cells on by years")
        for size in GROWTH:
            cells = invented(size, folder)
            seconds, memory, _ = min(once("ours", cells) for _ in range(REPEATS))
            print(f"{size:12,} cells{seconds:9.2f} s{memory / 1e6:9.0f} MB{size / seconds / 1e6:9.1f} million a second")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=WHOLE, help="how many cells, about (default: %(default)s)")
    parser.add_argument("--measure", choices=CANDIDATES, help=argparse.SUPPRESS)
    parser.add_argument("--invent", type=int, help=argparse.SUPPRESS)
    parser.add_argument("file", nargs="?", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.measure, asked.file)
    elif asked.invent:
        invent(asked.invent, asked.file)
    else:
        compare(asked.cells)


if __name__ == "__main__":
    main()
