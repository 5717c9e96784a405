"""How far the rules for gaps are off on Eurostat's regional file, and how long bounds and estimates take.

    python benchmarks/gaps.py [FILE]

random    5 % of the known divisions of NUTS-2 regions, drawn with the seed, hidden in one year
withheld  the figures of one year hidden at every level as they were withheld in the year before

Both tables give, for each rule, cells (hidden, estimated, determined by what is published around them), errors
(mean absolute in persons; median and weighted in per cent; weighted over the cells that are not determined), and
the share of the hidden figures that lie in their bounds, with how far the worst lies outside, in persons.  Seconds
are those of the processor, so that what else the machine does counts little.
"""

import argparse
import time
from pathlib import Path

import polars as pl

from cluster_observatory.sources.datasets import datasets
from cluster_observatory.sources.eurostat import meanings
from cluster_observatory.sources.eurostat.tsv import read_tsv
from cluster_observatory.statistics.bounds import bounds
from cluster_observatory.statistics.filling import RULES, fill
from cluster_observatory.statistics.holdout import hold_out, hold_out_as_withheld

TABLE = "sbs_r_nuts06_r2"
RECORDED = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "eurostat" / f"{TABLE}.tsv.gz"
SHARE, SEED = 0.05, 2014
RANDOM_YEARS = (2014, 2012, 2009)
WITHHELD_YEARS = ((2014, 2013), (2012, 2011), (2009, 2008))  # pairs of one edition of NUTS
HEADER = (
    "| year | rule | hidden | estimated | determined | mean absolute | median % | weighted % | weighted %, open "
    "| in bounds | worst outside |"
)


def read(file):
    cells = meanings.structure(read_tsv(file.read_bytes(), file.name), datasets()[TABLE], name=file.name)
    return cells.select("region", "industry", "year", "persons", "persons_flags")


def show(year, errors):
    for row in errors.iter_rows(named=True):
        print(
            f"| {year} | {row['rule']} | {row['cells_hidden']:,} | {row['cells_estimated']:,} "
            f"| {row['cells_determined']:,} | {row['mean_absolute_error']:.1f} | {row['median_percentage_error']:.1f} "
            f"| {row['weighted_percentage_error']:.2f} | {row['open_weighted_percentage_error']:.2f} "
            f"| {row['within_bounds']:.3f} | {row['farthest_outside']:.0f} |"
        )


def head(title):
    print(f"\n{title}\n\n{HEADER}\n{'|---' * HEADER.count(' | ')}|---|")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=RECORDED, help="sbs_r_nuts06_r2.tsv.gz of Eurostat")
    cells = read(parser.parse_args().file)
    head(f"random: {SHARE:.0%}, seed {SEED}")
    for year in RANDOM_YEARS:
        show(year, hold_out(cells.filter(pl.col("year") == year), share=SHARE, seed=SEED))
    head("withheld: as in the year before")
    for year, before in WITHHELD_YEARS:
        show(year, hold_out_as_withheld(cells, year=year, as_in=before))
    where(cells)
    print(f"\nthe whole file: {cells.height:,} rows, {cells['year'].n_unique()} years")
    began = time.process_time()
    bounded = bounds(cells)
    print(f"bounds       {time.process_time() - began:6.1f} s  {gaps(bounded)}")
    for rule in RULES:
        began = time.process_time()
        filled = fill(cells, rule=rule)
        seconds = time.process_time() - began
        estimated = filled["modelled"].sum()
        print(f"{rule:12} {seconds:6.1f} s  {estimated:,} estimates, {(~filled['converged']).sum():,} of a failed fit")


def where(cells):
    """Print the weighted error of each rule, in per cent, by kind of cell: all the years of `withheld` together."""
    key, division = ["region", "industry", "year"], pl.col("industry").str.len_chars() == 3
    withheld = cells.filter(pl.col("persons").is_null() & pl.col("persons_flags").str.contains("c"))
    pairs = pl.DataFrame(WITHHELD_YEARS, schema=["to", "year"], orient="row")
    again = withheld.join(pairs, on="year").select("region", "industry", year="to", again=pl.lit(True))
    cells = cells.filter(pl.col("year").is_in(pairs["to"].to_list())).join(again, on=key, how="left")
    hidden = cells.filter(pl.col("again"), division, pl.col("region").str.len_chars() == 4).drop_nulls("persons")
    blank = cells.with_columns(pl.when(pl.col("again").is_null()).then("persons").alias("persons"))
    found = hidden.select(*key, figure="persons")
    for rule in RULES:
        found = found.join(fill(blank, rule=rule).select(*key, pl.col("persons").alias(rule)), on=key)
    section, figure = pl.col("industry").str.head(1), pl.col("figure")
    size = pl.when(figure < 100).then(pl.lit("under 100 persons"))
    size = size.when(figure < 1000).then(pl.lit("100 to 999 persons")).otherwise(pl.lit("1,000 persons or more"))
    kind = pl.when(section == "C").then(pl.lit("manufacturing (C)"))
    kind = kind.when(section.is_in(["B", "D", "E"])).then(pl.lit("mining, energy, water (B, D, E)"))
    print(
        f"\nwithheld: weighted error by kind of cell\n\n| cells | hidden | {' | '.join(RULES)} |\n|---|---|---|---|---|"
    )
    for group in (size, kind.otherwise(pl.lit("construction and services (F to N)"))):
        known = found.drop_nulls().with_columns(kind=group)
        errors = [(100 * (pl.col(rule) - figure).abs().sum() / figure.sum()).alias(rule) for rule in RULES]
        for row in known.group_by("kind").agg(*errors, hidden=pl.len()).sort("kind").iter_rows(named=True):
            print(f"| {row['kind']} | {row['hidden']:,} | {' | '.join(f'{row[rule]:.1f}' for rule in RULES)} |")


def gaps(bounded):
    open_gaps = bounded.filter(pl.col("gap") != "published")
    low, high = pl.col("persons_low"), pl.col("persons_high")
    one, none = open_gaps.filter(low == high).height, open_gaps.filter(high.is_null()).height
    wrong = open_gaps.filter("contradictory").height
    return f"{open_gaps.height:,} gaps: {one:,} of one value, {none:,} without an upper bound, {wrong:,} contradictory"


if __name__ == "__main__":
    main()
