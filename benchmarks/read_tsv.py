"""How fast a bulk TSV file becomes a tidy Parquet table, and in how much memory, beside three others in the same run.

    python benchmarks/read_tsv.py [FILE]

ours      gunzip, read with every check, write Parquet
floor     gunzip and one hand-written Polars scan, split, unpivot and write: no checks
pandas    the same by hand in pandas
wide      the parsing of the package eurostat, from bytes at hand to its wide frame: not tidy, nothing written
eurostat  the same, made tidy in pandas and written, so that it ends where ours ends

Each runs three times in a process of its own; the best time and the largest memory are shown.
"""

import argparse
import gzip
import resource
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

RECORDED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "eurostat" / "sbs_r_nuts06_r2.tsv.gz"
REPEATS = 3
AIMS = {"floor": "at most 2 x the floor", "pandas": "at least 4 x", "eurostat": "at least 10 x"}


def ours(file, target):
    from cluster_observatory.sources.eurostat.tsv import read_tsv  # noqa: PLC0415 - only this child pays for it

    def run():
        read_tsv(file.read_bytes(), file.name).write_parquet(target)

    return run


def floor(file, target):
    import polars as pl  # noqa: PLC0415 - only this child pays for it

    def run():
        wide = pl.read_csv(gzip.decompress(file.read_bytes()), separator="\t", quote_char=None, infer_schema=False)
        key = wide.columns[0]
        names = key.partition("\\")[0].split(",")
        keys = pl.col(key).str.split_exact(",", len(names) - 1).struct.rename_fields(names)
        long = wide.with_columns(keys).unnest(key).unpivot(index=names, variable_name="time", value_name="cell")
        parts = pl.col("cell").str.split_exact(" ", 1).struct.rename_fields(["value", "flags"])
        tidy = long.with_columns(parts, pl.col("time").str.strip_chars()).unnest("cell")
        tidy.with_columns(pl.col("value").cast(pl.Float64, strict=False)).write_parquet(target)

    return run


def pandas(file, target):
    import pandas as pd  # noqa: PLC0415 - only this child pays for it

    def run():
        wide = pd.read_csv(file, sep="\t", dtype=str, compression="gzip")
        key = wide.columns[0]
        names = key.partition("\\")[0].split(",")
        wide[names] = wide[key].str.split(",", expand=True)
        tidy = wide.drop(columns=key).melt(id_vars=names, var_name="time", value_name="cell")
        tidy["time"] = tidy["time"].str.strip()
        tidy[["value", "flags"]] = tidy.pop("cell").str.split(" ", n=1, expand=True)
        tidy["value"] = pd.to_numeric(tidy["value"], errors="coerce")
        tidy.to_parquet(target)

    return run


def wide(file, target):
    from eurostat import eurostat as package  # noqa: PLC0415 - only this child pays for it

    text = gzip.decompress(file.read_bytes()).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")  # it expects CR LF
    answer = SimpleNamespace(content=gzip.compress(text, 1))
    package.__get_dims_info__ = lambda code, **choices: (None, "EUROSTAT", [])
    package.__get_resp__ = lambda address, **choices: answer
    return lambda: package.get_data_df("local", flags=True)


def eurostat(file, target):
    parse = wide(file, target)

    def run():
        frame = parse()
        names = [name for name in frame.columns if not name.endswith(("_value", "_flag"))]
        values = [name for name in frame.columns if name.endswith("_value")]
        flags = [name.removesuffix("_value") + "_flag" for name in values]
        tidy = frame.melt(id_vars=names, value_vars=values, var_name="time")
        tidy["flags"] = frame.melt(id_vars=names, value_vars=flags)["value"]
        tidy["time"] = tidy["time"].str.removesuffix("_value")
        tidy.to_parquet(target)

    return run


CANDIDATES = {"ours": ours, "floor": floor, "pandas": pandas, "wide": wide, "eurostat": eurostat}
PACKAGES = {"floor": "polars", "pandas": "pandas", "wide": "eurostat", "eurostat": "eurostat"}


def measure(name, file):
    """Run one candidate in this process and print seconds and bytes of peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        run = CANDIDATES[name](file, Path(folder) / "tidy.parquet")
        began = time.perf_counter()
        run()
        print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def measured(name, file):
    """Return the best time (seconds) and the largest memory (bytes) of a candidate over its repeats."""
    command = [sys.executable, __file__, str(file), "--measure", name]
    outputs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(REPEATS)]
    figures = [[float(word) for word in output.split()[-2:]] for output in outputs]
    return min(seconds for seconds, _ in figures), max(memory for _, memory in figures)


def compare(file):
    """Print time, memory and ratios of every candidate that is installed."""
    print(f"{file.name}: {file.stat().st_size:,} bytes packed; best of {REPEATS} runs, each in its own process\n")
    print(f"{'':10}{'seconds':>9}{'peak MB':>9}{'ours is':>22}   aim")
    our_seconds, our_memory = measured("ours", file)
    print(f"{'ours':10}{our_seconds:9.2f}{our_memory / 1e6:9.0f}")
    for name, package in PACKAGES.items():
        if find_spec(package) is None:
            print(f"{name:10}not installed: pip install 'cluster-observatory[bench]'")
            continue
        seconds, memory = measured(name, file)
        ratio = (
            f"{our_seconds / seconds:.2f} x its time" if name == "floor" else f"{seconds / our_seconds:.1f} x as fast"
        )
        print(f"{name:10}{seconds:9.2f}{memory / 1e6:9.0f}{ratio:>22}   {AIMS.get(name, '')}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "file", nargs="?", type=Path, help="a bulk TSV file, gzip; by default a recorded or invented one"
    )
    parser.add_argument("--measure", choices=CANDIDATES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.measure, asked.file)
    elif asked.file or RECORDED.is_file():
        compare(asked.file or RECORDED)
    else:
        from cluster_observatory.sources.sample.invented import generate  # noqa: PLC0415 - only where nothing is at hand

        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "sbs_r_nuts06_r2.tsv.gz"
            file.write_bytes(generate()[file.name.removesuffix(".tsv.gz")])
            compare(file)


if __name__ == "__main__":
    main()
