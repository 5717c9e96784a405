"""How long a scoreboard takes: a thousand replications, a build of 30,000 units, and Copeland's rule.

    python benchmarks/scoreboard.py [CASE ...]

Every measure is the best of three runs that take turns, each in a process of its own; seconds are those of the
processor, so that what else the machine does counts little; memory is the most that the process held, libraries and
invented data included.  The peer is the same work as an analyst writes it in pandas: the
whole recipe once per replication, on the same data and draws, with as many replications as patience allows; its time
is given per replication, times a thousand.  Both must come to the same scores.

COINr's times are quoted beside for orientation.  They are of another run on another day (COINr 1.1.14, R 4.2.2, two
cores), on data of the same size, not the same data.
"""

import argparse
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

import numpy as np
import pandas as pd
import polars as pl

from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.denominate import Denominate
from cluster_observatory.statistics.scoreboard.dominance import standings
from cluster_observatory.statistics.scoreboard.factors import Choice, WeightNoise
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.impute import Impute
from cluster_observatory.statistics.scoreboard.normalise import Normalise
from cluster_observatory.statistics.scoreboard.plans import plan
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import Recipe, run
from cluster_observatory.statistics.scoreboard.replications import replay
from cluster_observatory.statistics.scoreboard.robustness import rank_statistics, uncertainty
from cluster_observatory.statistics.scoreboard.screen import Screen
from cluster_observatory.statistics.scoreboard.sensitivity import sensitivity
from cluster_observatory.statistics.scoreboard.treat import Treat

TURNS = 3
REPLICATIONS = 1000
SCALES = ({"method": "minmax", "lower": 1.0, "upper": 100.0}, {"method": "zscore", "mean": 100.0, "deviation": 10.0})
MEANS = ("arithmetic_mean", "geometric_mean")
FACTORS = (
    Choice("treat", (1, 2, 3, 4, 5), "most_winsorised"),
    Choice("normalise", SCALES),
    Choice("aggregate", MEANS, "method"),
    WeightNoise({2: 0.25, 3: 0.25}),
)
RECIPE = Recipe(
    "benchmark",
    (
        Denominate(),
        Impute(method="group_mean", group="group"),
        Screen(least_available=0.6),
        Treat(),
        Normalise(lower=1.0),
        Aggregate(),
    ),
)
COPELAND = Recipe("copeland", (Impute(method="mean"), Normalise(), Aggregate(method="copeland")))


def framework(indicators):
    """Return indicators in groups of six, these in three groups, below one index; every fourth is per head."""
    codes = [f"i{number}" for number in range(indicators)]
    pillars = [f"p{number}" for number in range(-(-indicators // 6))]
    rows = [(code, pillars[place // 6], "heads" if place % 4 == 0 else None) for place, code in enumerate(codes)]
    rows += [(one, f"s{place % 3}", None) for place, one in enumerate(pillars)]
    rows += [*((f"s{number}", "index", None) for number in range(3)), ("index", None, None)]
    return read_framework(pl.DataFrame(rows, schema=["code", "parent", "denominator"], orient="row"))


def state(units, indicators):
    """Return invented units: values that hang together, a tenth of the indicators skewed, a hundredth missing."""
    random = np.random.default_rng(units)
    common = random.normal(size=(units, 1))
    values = 50 + 8 * common + 10 * random.normal(size=(units, indicators))
    skewed = np.arange(indicators) % 10 == 3
    values[:, skewed] = np.exp(values[:, skewed] / 10)
    heads = np.exp(random.normal(0, 0.1, units))
    values[random.random(values.shape) < 0.01] = np.nan
    table = {"unit": [f"U{number:05}" for number in range(units)], "group": random.choice(list("ABCD"), units)}
    table |= {f"i{place}": values[:, place] for place in range(indicators)} | {"heads": heads}
    return read_state(pl.DataFrame(table).with_columns(pl.col("group").cast(pl.String)), framework(indicators))


def draws(start, count):
    bound = plan(RECIPE, start.framework, FACTORS)
    return bound, np.random.default_rng(1).random((count, bound.width))


def by_pandas(start, most, scale, mean, weights):
    """Return the index of every unit from the invented table, step by step in pandas."""
    frame = pd.DataFrame(start.board.values, columns=list(start.board.codes))
    for one in start.framework.elements:
        if one.denominator:
            frame[one.code] = frame[one.code] / start.denominators[one.denominator]
    frame = frame.fillna(frame.groupby(pd.Series(start.groups["group"])).transform("mean"))
    frame = frame[frame.notna().mean(axis=1) >= 0.6]
    frame = frame.apply(treated, most=most)
    if scale["method"] == "minmax":
        frame = 1 + 99 * (frame - frame.min()) / (frame.max() - frame.min())
    else:
        frame = 100 + 10 * (frame - frame.mean()) / frame.std()
    for code in start.framework.aggregates:
        children = list(start.framework.children(code))
        shares = np.array([weights.get(child, 1.0) for child in children])
        below = frame[children] if mean == "arithmetic_mean" else np.log(frame[children])
        joined = (below * shares).sum(axis=1) / shares.sum()
        frame[code] = joined if mean == "arithmetic_mean" else np.exp(joined)
    return frame["index"].to_numpy()


def treated(column, most):
    def passes(values):
        return abs(values.skew()) < 2 or values.kurt() < 3.5

    if passes(column):
        return column
    capped, count = column.copy(), 0
    while not passes(capped) and count < most:
        top = capped.skew() >= 0
        extreme = capped.max() if top else capped.min()
        others = capped[capped < extreme] if top else capped[capped > extreme]
        capped[capped == extreme] = others.max() if top else others.min()
        count = (column != capped).sum()
    if passes(capped):
        return capped
    span = column.max() - column.min()
    return np.log(column - column.min() + 0.01 * span)


def naive(start, count):
    bound, points = draws(start, count)
    settings = bound.settings(points)
    weights, _ = bound.weights(points, np.arange(count))
    scores = []
    for place, row in enumerate(settings.iter_rows(named=True)):
        scale = SCALES["zscore" in row["normalise"]]
        noise = {code: one[place] for code, one in weights.items()}
        scores.append(by_pandas(start, int(row["treat.most_winsorised"]), scale, row["aggregate.method"], noise))
    ranks = np.array([pd.Series(one).rank(ascending=False, method="min") for one in scores])
    np.quantile(ranks, (0.05, 0.5, 0.95), axis=0)
    return np.array(scores).T


def replayed(start, count):
    bound, points = draws(start, count)
    found = replay(bound, start, points)
    rank_statistics(found)
    return found.scores


def built(start, _):
    return run(RECIPE, start).final.board.of("index")


def built_naively(start, _):
    return by_pandas(start, 5, SCALES[0], MEANS[0], {})[:, None]


@dataclass(frozen=True)
class Case:
    """What is measured: units, indicators, ours and the peer's work, how often each does it, and COINr's seconds."""

    what: str
    units: int
    indicators: int
    ours: object
    count: int
    peer: object = None
    peer_count: int = 1
    coinr: str = ""


def explained(start, _):
    return sensitivity(RECIPE, start, FACTORS, 1024).select("first").to_numpy()


def compared(start, count):
    return standings(uncertainty(RECIPE, start, FACTORS, count)).select("above").to_numpy()


def copeland(start, _):
    return run(COPELAND, start).final.board.of("index")


CASES = {
    "replications-51": Case("1,000 replications", 51, 49, replayed, REPLICATIONS, naive, 20, "134.7–141.5 s"),
    "replications-300": Case("1,000 replications", 300, 60, replayed, REPLICATIONS, naive, 10, "238 s, from 50"),
    "replications-3000": Case("1,000 replications", 3000, 60, replayed, REPLICATIONS, naive, 4, "29 min, from 10"),
    "replications-30000": Case("1,000 replications", 30_000, 60, replayed, REPLICATIONS, coinr="6.6 h, from 3"),
    "sensitivity-51": Case("Sobol indices, 6,144 runs", 51, 49, explained, 1, coinr="32 s for 240 runs"),
    "standings-300": Case("1,000 replications, all pairs", 300, 60, compared, REPLICATIONS),
    "build-30000": Case("one build", 30_000, 60, built, 1, built_naively, 1, "23 s"),
    "copeland-3000": Case("Copeland, one level after the other", 3000, 60, copeland, 1, coinr="2–3 h, extrapolated"),
}


def measure(case, side):
    start = state(case.units, case.indicators)
    work, count = (case.ours, case.count) if side == "ours" else (case.peer, case.peer_count)
    began = time.process_time()
    found = work(start, count)
    seconds = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    compared_count = min(case.count, case.peer_count)
    print(seconds, memory, f"{np.nansum(found[:, :compared_count]):.10g}")


def child(name, side):
    command = [sys.executable, "-W", "ignore", __file__, "--measure", name, side]
    seconds, memory, found = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(memory), found


def show(name):
    case = CASES[name]
    sides = ("ours", "peer") if case.peer else ("ours",)
    runs = {side: [] for side in sides}
    for turn in range(TURNS):
        for side in sides:
            if turn == 0 or side == "ours" or case.units < 3000:
                runs[side].append(child(name, side))
    seconds, memory, found = min(runs["ours"])
    peer = ratio = ""
    if case.peer:
        theirs, _, same = min(runs["peer"])
        if not np.isclose(float(same), float(found), rtol=1e-9):
            raise SystemExit(f"{name}: ours comes to {found}, the peer to {same}")
        whole = theirs * case.count / case.peer_count
        peer, ratio = f"{whole:.2f}", f"{whole / seconds:.3g}"
    size = f"{case.units:,} × {case.indicators}"
    print(
        f"| {case.what} | {size} | {seconds:.2f} | {memory / 1e6:.0f} | {peer} | {ratio} | {case.coinr} |", flush=True
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"all, or some of {', '.join(CASES)}")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(CASES[asked.measure[0]], asked.measure[1])
        return
    print("| work | units × indicators | seconds | peak MB | pandas, seconds | times as long | COINr, another run |")
    print("|---|---|---|---|---|---|---|")
    for name in asked.cases or CASES:
        show(name)


if __name__ == "__main__":
    main()
