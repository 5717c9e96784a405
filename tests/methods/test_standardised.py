"""The standardised location quotient

A fixed cut-off such as 2 is arbitrary: in some industries every tenth region has
it, in others none. O'Donoghue & Gleave (2004) ask instead which regions stand out
of their industry's own distribution:

    standardised quotient = (ln LQ - mean of ln LQ) / standard deviation of ln LQ

over the regions of a category and year, or the same of LQ itself where that is
nearer to a normal distribution; above 1.96 (or 1.65) a region is exceptional.
Tian (2013) takes nothing for normal: the standardised quotients are drawn anew
with replacement, and the cut-off is the 95th percentile of such a draw, averaged
over many.

What is assumed: every region counts once, however small, and those that have
nobody in the category are left out where logarithms are compared. It says how
unusual a quotient is among the others, not how sure it is.

Unverified: Tian's article was read in its abstract alone, so the details of the
bootstrap are a reading of it. Which standard deviation (here: by the number of
regions less one) and which measure of nearness to a normal distribution (here:
Kolmogorov-Smirnov) the authors used is not known.
"""

import math

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotPossible
from cluster_observatory.statistics.specialisation import totals
from cluster_observatory.statistics.standardised import bootstrapped_cutoff, standardised_quotient

BOTH = pytest.mark.parametrize("method", [standardised_quotient, bootstrapped_cutoff])
TOTALS = """
    region | year | region_persons
    -------+------+---------------
    AT11   | 2021 | 1000
    AT12   | 2021 | 1000
    AT13   | 2021 | 1000
    AT21   | 2021 | 1000
    AT22   | 2021 | 1000
"""
VEHICLES = """
    region | industry | year | persons
    -------+----------+------+--------
    AT11   | C29      | 2021 | 10
    AT12   | C29      | 2021 | 20
    AT13   | C29      | 2021 | 40
    AT21   | C29      | 2021 | 0
    AT22   | C29      | 2021 |
"""


def test_a_quotient_is_measured_by_the_spread_of_its_category(table, answers):
    """Quotients in the ratio 1 : 2 : 4 have logarithms at equal steps: their standard deviation is one step.

    A region with nobody has no logarithm, so it is not exceptional; one without a figure is not known.
    """
    found = standardised_quotient(table(VEHICLES), region_totals=table(TOTALS), cutoff=0.5)

    assert answers(found, "standardised_quotient", "standardised_scale", "exceptional") == {
        "AT11": (-1, "log", False),
        "AT12": (0, "log", False),
        "AT13": (1, "log", True),
        "AT21": (None, "log", False),
        "AT22": (None, None, None),
    }


def test_on_the_plain_scale_nobody_employed_is_a_quotient_like_others(table, answers):
    """10, 20, 40 and 0 persons of equal regions: mean 17.5, deviation 17.078."""
    found = standardised_quotient(table(VEHICLES), region_totals=table(TOTALS), scale="plain", cutoff=1)

    deviation = math.sqrt((7.5**2 + 2.5**2 + 22.5**2 + 17.5**2) / 3)
    assert answers(found, "standardised_quotient", "exceptional") == {
        "AT11": (-7.5 / deviation, False),
        "AT12": (2.5 / deviation, False),
        "AT13": (22.5 / deviation, True),
        "AT21": (-17.5 / deviation, False),
        "AT22": (None, None),
    }


@pytest.mark.parametrize(
    ("persons", "scale"),
    [((10, 20, 40, 80, 160), "log"), ((300, 310, 320, 330, 340), "plain"), ((5, 5, 5, 5, 5), None)],
)
def test_the_scale_can_be_the_one_nearer_to_a_normal_distribution(table, answers, persons, scale):
    """Doubling is even in logarithms, steps of ten are even as they are; where all are equal neither says anything."""
    regions = ("AT11", "AT12", "AT13", "AT21", "AT22")
    rows = "\n".join(f"{region} | C29 | 2021 | {count}" for region, count in zip(regions, persons, strict=True))
    cells = table(f"region | industry | year | persons\n---+---+---+---\n{rows}")

    found = standardised_quotient(cells, region_totals=table(TOTALS), scale="nearer_normal")

    assert set(answers(found, "standardised_scale").values()) == {scale}


@BOTH
def test_of_fewer_than_three_regions_or_of_equal_ones_none_stands_out(table, answers, method):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 10
        AT12   | C29      | 2021 | 90
        AT11   | C30      | 2021 | 30
        AT12   | C30      | 2021 | 30
        AT13   | C30      | 2021 | 30
        AT22   | C31      | 2021 | 7
        AT12   | C32      | 2021 |
    """)

    found = method(cells, region_totals=table(TOTALS))

    assert set(answers(found, "standardised_quotient", "exceptional").values()) == {(None, None)}


def test_the_cut_off_is_the_average_percentile_of_draws_with_replacement(table, answers):
    """Standardised quotients are -1, 0 and 1; the largest of a draw of three is 1 in 19 of 27 draws, -1 in one."""
    found = bootstrapped_cutoff(table(VEHICLES), region_totals=table(TOTALS), percentile=100, resamples=20_000)

    cutoffs = answers(found, "bootstrapped_cutoff")
    assert len({cutoffs[region].expected for region in ("AT11", "AT12", "AT13", "AT21", "AT22")}) == 1
    assert cutoffs["AT11"].expected == pytest.approx((19 - 1) / 27, abs=0.01)
    assert answers(found, "exceptional") == {"AT11": False, "AT12": False, "AT13": True, "AT21": False, "AT22": None}


def test_a_cut_off_depends_on_its_seed_and_on_nothing_beside_its_category():
    random = np.random.default_rng(3)
    columns = {"region": [f"R{number:02}" for number in range(40)] * 2, "industry": ["C29"] * 40 + ["C30"] * 40}
    cells = pl.DataFrame({**columns, "persons": random.integers(1, 1000, 80)}).with_columns(year=2021)
    economy = totals(cells)

    def cutoffs(cells, **options):
        found = bootstrapped_cutoff(cells, region_totals=economy, resamples=50, **options)
        return found.filter(pl.col("industry") == "C29")["bootstrapped_cutoff"].unique().to_list()

    first = cutoffs(cells)
    assert len(first) == 1
    assert cutoffs(cells.reverse()) == first
    assert cutoffs(cells.filter(pl.col("industry") == "C29")) == pytest.approx(first, rel=1e-12)
    assert cutoffs(cells, seed=2) != first


@BOTH
def test_a_table_without_rows_gives_one_without_rows(table, answers, method):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
    """)

    assert answers(method(cells), "exceptional") == {}


@BOTH
def test_what_cannot_be_is_refused(table, method):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 10
        AT12   | C29      | 2021 | inf
    """)

    with pytest.raises(BadTable, match="At region='AT12', industry='C29', year=2021: persons is inf"):
        method(cells)
    with pytest.raises(NotPossible, match=r"There is no scale 'square'\. The scales are: log, plain, nearer_normal"):
        method(table(VEHICLES), scale="square")


@pytest.mark.parametrize("parameter", [{"percentile": 101}, {"percentile": -1}, {"resamples": 0}])
def test_a_draw_that_cannot_be_is_refused(parameter):
    cells = pl.DataFrame({"region": ["AT11"], "industry": ["C29"], "year": [2021], "persons": [1.0]})

    with pytest.raises(NotPossible, match="expected 0 to 100, and 1 resample or more"):
        bootstrapped_cutoff(cells, **parameter)
