"""Scoreboards: scores and ranks from many indicators.

A scoreboard is data: a table of indicators and aggregates, and a recipe, the list of steps by which
indicators become scores. Each step and its options are listed under [recipes](../reference/recipes.md); how
sure a rank is, is told under [how sure is a rank](../explanation/how-sure-is-a-rank.md).

**Formulas.** Min-max: `(x - minimum) / (maximum - minimum)`, on a scale from `lower` to `upper`; for an
indicator of which less is better x is multiplied by -1 first. Arithmetic mean: `Σ w x / Σ w`; geometric mean:
`exp(Σ w ln x / Σ w)`, both over the children that have a value. Outliers: where |skewness| is 2 or more and
kurtosis 3.5 or more (both as spreadsheets compute them), the largest value is set to the next, up to five
times; where that does not do, logarithms are taken of the original values.

**Assumed.** That a weight says how important an indicator is, that a good value may make up for a bad one
(arithmetic mean), and that a scale from the worst to the best unit is fair: each is a choice, and the
replications show what it does. Scores tell units of the same table and year apart; they have no meaning
beside those of another table.

**Modelled.** Imputed values and values copied from the region above are marked, and each score says what
share of its weight they are. The steps and their results agree to 1e-9 with those of COINr 1.1.14 on its
worked example, but where that tool errs: Copeland with gaps, generalised means with gaps, optimised weights
below 0.

Sources: OECD & JRC (2008), Handbook on Constructing Composite Indicators, doi:10.1787/9789264043466-en;
Becker, Caperna, Del Sorbo, Norlén, Papadimitriou & Saisana (2022), COINr, doi:10.21105/joss.04567.
"""

import pytest

from cluster_observatory.statistics.scoreboard.recipe import read_recipe
from cluster_observatory.statistics.scoreboard.scores import score

MEANS = """
    [[steps]]
    step = "normalise"
    method = "minmax"
    lower = 1
    upper = 100

    [[steps]]
    step = "aggregate"
    method = ["arithmetic_mean", "geometric_mean"]
"""
ONE_MEAN = MEANS.replace('["arithmetic_mean", "geometric_mean"]', '"arithmetic_mean"')


def test_indicators_become_scores_level_by_level(table, answers):
    units = table(
        """
        unit | roads | delays | degrees
        -----+-------+--------+--------
        A    | 10    | 8      | 20
        B    | 20    | 4      | 30
        C    | 60    | 0      | 40
        """,
        roads="float", delays="float", degrees="float",
    )  # fmt: skip
    indicators = table(
        """
        code    | parent | direction | weight
        --------+--------+-----------+-------
        roads   | access | 1         | 3
        delays  | access | -1        | 1
        degrees | skills | 1         | 1
        access  | all    | 1         | 1
        skills  | all    | 1         | 1
        all     |        | 1         | 1
        """,
        direction="integer", weight="float",
    )  # fmt: skip

    found = answers(score(units, indicators, read_recipe(MEANS, "means.toml")), "score", "rank")

    roads = 1 + 99 * (20 - 10) / (60 - 10)
    delays = 1 + 99 * (-4 - -8) / (0 - -8)
    access = (3 * roads + 1 * delays) / 4
    assert found["B", "roads"] == (roads, 2)
    assert found["B", "delays"] == (delays, 2)
    assert found["B", "access"] == (access, 2)
    assert found["B", "all"] == ((access * 50.5) ** 0.5, 2)
    assert (found["C", "all"], found["A", "all"]) == ((100.0, 1), (1.0, 3))


def test_a_missing_value_leaves_the_others_their_weight_and_is_told(table, answers):
    units = table(
        """
        unit | year | roads | trains
        -----+------+-------+-------
        A    | 2024 | 10    | 1
        B    | 2024 | 20    |
        C    | 2024 | 60    | 5
        """,
        roads="float", trains="float",
    )  # fmt: skip
    indicators = table(
        """
        code   | parent
        -------+-------
        roads  | all
        trains | all
        all    |
        """
    )
    steps = read_recipe(ONE_MEAN, "mean.toml")

    found = answers(score(units, indicators, steps), "score", "rank", "indicators_available", "imputed_share")

    assert found["B", "all"] == (1 + 99 * 10 / 50, 2, 1, 0.0)
    assert found["B", "trains"] == (None, None, 0, None)


def test_an_outlier_is_drawn_in_before_the_scale_is_made(table, answers):
    """The largest of these values makes skewness 3.2 and kurtosis 10: it is set to the next."""
    rows = "\n".join(f"U{place:02} | {value}" for place, value in enumerate([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100], 1))
    units = table(f"unit | patents\n-----+--------\n{rows}", patents="float")
    indicators = table("code | parent\n-----+-------\npatents | all\nall |")
    recipe = read_recipe(f'[[steps]]\nstep = "treat"\n{ONE_MEAN}', "treated.toml")

    found = answers(score(units, indicators, recipe), "score", "marks")

    assert found["U11", "patents"] == (100.0, "winsorised")
    assert found["U10", "patents"] == (100.0, None)
    assert found["U05", "patents"] == (pytest.approx(1 + 99 * 4 / 9), None)
