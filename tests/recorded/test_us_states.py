"""The published clusters of the U.S. states in 2016, cell by cell: flags, quotients, shares and ranks, on every way in.

50 states by 51 traded clusters, with the national file's totals, as the U.S.
Cluster Mapping published them.  Those totals were worked out from its published
shares, so the quotients confirm the formula and not the totals; the flags
depend on neither.
"""

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pytest

from cluster_observatory.statistics.analysis import analyse

FOLDER = "oracles/us_states_2016"
FLAGS = {"qualifying": 1_454, "significant": 1_014, "strong": 512, "strong10": 209}
SHARES = {"location_quotient": "lq_tf", "focus": "region_emp_per_tf", "european_share": "cluster_emp_per_tf"}
READERS = {
    "polars": pl.read_parquet,
    "duckdb": lambda file: duckdb.read_parquet(str(file)),
    "pandas": pd.read_parquet,
}
KEY = ["region", "industry"]


def read(file, *codes):
    return pl.read_csv(file, schema_overrides=dict.fromkeys(codes, pl.String))


@pytest.fixture(scope="module")
def published(shared_data):
    """What was published of each state and cluster, under our names of the keys."""
    file = shared_data / FOLDER / "oracle_us_states_2016_traded_clusters.csv"
    table = read(file, "region_code_t", "cluster_code_t")
    return table.rename({"region_code_t": "region", "cluster_code_t": "industry"})


@pytest.fixture(scope="module")
def cells(published):
    return published.select(*KEY, year=2016, persons="emp_tl", establishments="est_tl")


@pytest.fixture(scope="module")
def national(shared_data):
    file = shared_data / FOLDER / "oracle_us_national_traded_cluster_employment_2016.csv"
    return read(file, "cluster_code_t").select(industry="cluster_code_t", year=2016, persons="nat")


@pytest.fixture(scope="module", params=["command line", *READERS])
def found(request, cells, national, published, observatory, tmp_path_factory):
    """Our cells beside the published ones."""
    folder = tmp_path_factory.mktemp("states")
    if request.param == "command line":
        cells.write_csv(folder / "cells.csv")
        national.write_csv(folder / "national.csv")
        done = observatory(
            *("analyse", folder / "cells.csv", "--profile", "uscm"),
            *("--totals", folder / "national.csv", "--out", folder / "stars.csv"),
        )
        assert done.returncode == 0, done.stderr
        return beside(read(folder / "stars.csv", *KEY), published)
    cells.write_parquet(folder / "cells.parquet")
    national.write_parquet(folder / "national.parquet")
    mine, whole = (READERS[request.param](folder / f"{name}.parquet") for name in ("cells", "national"))
    return beside(analyse(mine, "uscm", reference=whole, resamples=2), published)


def beside(result, published):
    frame = nw.from_native(result)
    table = (frame.collect() if isinstance(frame, nw.LazyFrame) else frame).to_polars()
    joined = table.join(published, on=KEY, validate="1:1")
    assert joined.height == published.height == 2_550
    return joined


def off(ours, theirs):
    """Return how far one column is from the other, relative to it; 0 where both are 0."""
    return pl.when(pl.col(ours) != pl.col(theirs)).then((pl.col(ours) / pl.col(theirs) - 1).abs()).otherwise(0)


@pytest.mark.parametrize("flag", FLAGS)
def test_every_flag_of_every_cell_is_the_published_one(found, flag):
    differing = found.filter(pl.col(flag).ne_missing(pl.col(f"{flag}_b")))

    assert differing.select("region_name_t", "cluster_name_t").rows() == []
    assert found[flag].sum() == FLAGS[flag]


@pytest.mark.parametrize("measure", SHARES)
def test_quotients_and_shares_are_the_published_ones_to_a_millionth(found, measure):
    """Where nobody is employed both are 0."""
    assert found[measure].null_count() == 0
    assert found.select(off(measure, SHARES[measure]).max()).item() < 1e-6


def test_education_in_massachusetts_is_the_worked_example(found):
    (cell,) = found.filter(region_name_t="Massachusetts", cluster_name_t="Education and Knowledge Creation").to_dicts()

    assert cell["persons"] == 227_006
    assert round(cell["focus"] * 100, 4) == 19.4299
    assert round(cell["european_share"] * 100, 4) == 7.1893
    assert round(cell["location_quotient"], 6) == 2.783951
    assert (cell["rank"], cell["tier"], cell["strong10"]) == (1, "strong10", True)


def test_the_denominator_is_traded_employment_of_the_national_file(found):
    assert found["reference_persons"].unique().to_list() == [45_242_109]
    assert found["denominator"].unique().to_list() == ["traded employment"]


def test_ranks_of_the_quotient_are_the_published_ones_where_somebody_is_employed(found):
    """No two quotients above 0 are equal.  Nobody employed: no published rank, here all share the last one."""
    employing, empty = found.filter(pl.col("persons") > 0), found.filter(pl.col("persons") == 0)

    assert employing.height == 2_494
    assert employing["rank"].cast(pl.Float64).equals(employing["lq_tf_rank_i"], null_equal=False)
    assert empty["lq_tf_rank_i"].null_count() == empty.height == 56
    last = found.group_by("industry").agg(expected=(pl.col("persons") > 0).sum() + 1)
    assert empty.join(last, on="industry").filter(pl.col("rank") != pl.col("expected")).height == 0


def test_ranks_of_persons_are_the_published_ones_but_for_ties(cells, published):
    """States of equal employment got different ranks in the order they were sorted in; here they share the best."""
    ranked = beside(analyse(cells, "eco1_2007", resamples=2), published).filter(pl.col("persons") > 0)

    groups = ranked.group_by("industry", "persons").agg("size_rank", pl.col("emp_tl_rank_i").sort())
    tied = groups.filter(pl.col("size_rank").list.len() > 1)
    alone = groups.filter(pl.col("size_rank").list.len() == 1)
    assert alone["size_rank"].list.first().cast(pl.Float64).equals(alone["emp_tl_rank_i"].list.first())
    assert (tied.height, tied["size_rank"].list.len().sum()) == (45, 137)
    for ours, theirs in tied.select("size_rank", "emp_tl_rank_i").iter_rows():
        assert ours == [theirs[0]] * len(ours)
        assert theirs == [theirs[0] + place for place in range(len(theirs))]


def test_with_the_sum_of_the_states_quotients_are_off_and_a_flag_is_wrong(cells, national, published):
    """The reason for totals of one's own: the states lack DC, and hold estimates of what is withheld."""
    found = beside(analyse(cells, "uscm", resamples=2), published)

    sums = cells.group_by("industry").agg(pl.col("persons").sum()).join(national, on="industry", suffix="_national")
    ratio = sums["persons"] / sums["persons_national"] - 1
    assert (round(ratio.min(), 3), round(ratio.max(), 3)) == (-0.018, 0.083)
    assert round(found.select(off("location_quotient", "lq_tf").max()).item(), 3) == 0.075
    wrong = found.filter(pl.col("strong") != pl.col("strong_b"))
    assert wrong.select("region_name_t", "cluster_name_t", "strong", "strong_b").rows() == [
        ("North Carolina", "Automotive", False, True)
    ]
