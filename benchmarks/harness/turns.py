"""Candidates that take turns, each in a process of its own: seconds, peak memory, and what they found."""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

REPEATS = 3


@dataclass(frozen=True)
class Benchmark:
    """What is measured: candidates from the name of a file to a function to be timed, and what is said of it.

    ``invent`` writes about so many cells to a file, the same every time; ``found`` says in
    words what a result holds, without its order; ``packages`` names what a candidate
    needs; ``once`` are candidates too slow to repeat; ``aims`` are (theirs, ours, words);
    ``growing`` is measured for each size of ``growth``.
    """

    script: str
    description: str
    cells: int
    invent: Callable[[int, str], None]
    candidates: dict[str, Callable[[str], Callable[[], object]]]
    found: Callable[[object], str]
    aims: tuple[tuple[str, str, str], ...]
    growing: tuple[str, ...]
    growth: tuple[int, ...]
    packages: dict[str, str]
    once: tuple[str, ...] = ()


def run(benchmark: Benchmark) -> None:
    """Read the command line and do what it says: compare, or (in a child) invent or measure."""
    parser = argparse.ArgumentParser(
        description=benchmark.description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--cells", type=int, default=benchmark.cells, help="how many cells, about (default: %(default)s)"
    )
    parser.add_argument("--measure", choices=benchmark.candidates, help=argparse.SUPPRESS)
    parser.add_argument("--invent", type=int, help=argparse.SUPPRESS)
    parser.add_argument("file", nargs="?", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        _measure(benchmark, asked.measure, asked.file)
    elif asked.invent:
        benchmark.invent(asked.invent, asked.file)
    else:
        _compare(benchmark, asked.cells)


def _measure(benchmark: Benchmark, name: str, file: str) -> None:
    timed = benchmark.candidates[name](file)
    began = time.perf_counter()
    result = timed()
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(seconds, memory, benchmark.found(result), sep="\t")


def _child(benchmark: Benchmark, name: str, file: Path) -> tuple[float, float, str]:
    command = [sys.executable, "-W", "ignore", benchmark.script, "--measure", name, str(file)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, memory, found = output.strip().splitlines()[-1].split("\t")
    return float(seconds), float(memory), found


def _invented(benchmark: Benchmark, count: int, folder: str) -> Path:
    file = Path(folder) / f"{count}.parquet"
    subprocess.run([sys.executable, benchmark.script, "--invent", str(count), str(file)], check=True)
    return file


def _compare(benchmark: Benchmark, count: int) -> None:
    """Print time and memory of every candidate that is installed, then the ratios, then the growth.

    The candidates take turns, so that whatever else the machine does hits all of them alike.
    """
    installed = [name for name in benchmark.candidates if find_spec(benchmark.packages.get(name, "polars"))]
    for name in benchmark.candidates.keys() - set(installed):
        print(f"{name} is not installed: pip install 'cluster-observatory[bench]'")
    with tempfile.TemporaryDirectory() as folder:
        file = _invented(benchmark, count, folder)
        runs: dict[str, list[tuple[float, float, str]]] = {name: [] for name in installed}
        for turn in range(REPEATS):
            for name in installed:
                if turn == 0 or name not in benchmark.once:
                    runs[name].append(_child(benchmark, name, file))
        print(f"{count:,} cells; best of {REPEATS} runs in turns, each in its own process\n")
        width = max(map(len, installed)) + 2
        print(f"{'':{width}}{'seconds':>9}{'peak MB':>9}   found")
        best = {name: min(seconds for seconds, _, _ in figures) for name, figures in runs.items()}
        for name, figures in runs.items():
            memory = max(memory for _, memory, _ in figures)
            print(f"{name:{width}}{best[name]:9.2f}{memory / 1e6:9.0f}   {figures[0][2]}")
        print()
        for theirs, mine, aim in benchmark.aims:
            if theirs in best:
                print(f"{theirs} takes {best[theirs] / best[mine]:.2f} x the time of {mine}; {aim}")
        for name in benchmark.growing:
            print(f"\n{name}, as the table grows")
            for size in benchmark.growth:
                cells = _invented(benchmark, size, folder)
                seconds, memory, _ = min(_child(benchmark, name, cells) for _ in range(REPEATS))
                rate = size / seconds / 1e6
                print(f"{size:12,} cells{seconds:9.2f} s{memory / 1e6:9.0f} MB{rate:9.1f} million a second")
                cells.unlink()
