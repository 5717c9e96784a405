"""How far the rules for gaps are off

Figures that are known are hidden, filled by each rule and compared with what
they were. Over the hidden cells that got an estimate:

    mean absolute error       = mean of |estimate - figure|
    median percentage error   = median of |estimate - figure| / figure * 100
    weighted percentage error = sum of |estimate - figure| / sum of figures * 100

Many a hidden figure follows from those around it: the region above has no other
part, or all other parts are published. Such cells are counted as *determined*,
and the weighted error is given without them, too.

Assumed is that hidden cells are like withheld ones. Cells drawn at random are
not: they lie apart and are larger. So the figures of one year can be hidden as
they were withheld in another. What came out on Eurostat's file stands in
docs/explanation/gap-rules.md.
"""

import math
import random

import narwhals as nw
import pytest

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.holdout import errors_of_rules, hold_out, hold_out_as_withheld

SLOVENIA = """
    region | industry | year | persons | persons_flags
    -------+----------+------+---------+--------------
    SI     | I        | 2014 | 200     |
    SI     | I55      | 2014 | 80      |
    SI     | I56      | 2014 | 120     |
    SI03   | I        | 2014 | 100     |
    SI03   | I55      | 2014 | 30      |
    SI03   | I56      | 2014 | 70      |
    SI04   | I        | 2014 | 100     |
    SI04   | I55      | 2014 |         | c
    SI04   | I56      | 2014 |         | c
    SI     | D        | 2014 | 10      |
    SI     | D35      | 2014 | 10      |
    SI03   | D        | 2014 | 7       |
    SI03   | D35      | 2014 | 7       |
    SI04   | D        | 2014 | 3       |
    SI04   | D35      | 2014 | 3       |
"""
HIDDEN = """
    region | industry | year
    -------+----------+-----
    SI03   | I55      | 2014
    SI03   | I56      | 2014
    SI03   | D35      | 2014
    SI04   | I55      | 2014
"""
KEY = ("cells_hidden", "cells_estimated", "cells_determined")
ERRORS = (
    "mean_absolute_error",
    "median_percentage_error",
    "weighted_percentage_error",
    "open_weighted_percentage_error",
    "within_bounds",
    "farthest_outside",
)


@pytest.fixture
def rows():
    """A function from a frame of any engine to its rows, a missing number as None."""

    def read(frame):
        frame = nw.from_native(frame)
        found = (frame.collect() if isinstance(frame, nw.LazyFrame) else frame).rows(named=True)
        return [{name: None if _is_missing(value) else value for name, value in row.items()} for row in found]

    return read


def _is_missing(value):
    return value is None or (isinstance(value, float) and math.isnan(value))


def test_estimates_are_compared_with_the_figures_that_were_hidden(table, rows):
    """Equal parts of 100 are 50 and 50 for 30 and 70, national ones 40 and 60; D35 is all of D.

    A cell of which no figure is known cannot be compared: SI04 I55 is not hidden.
    """
    found = rows(errors_of_rules(table(SLOVENIA), table(HIDDEN), rules=("equal", "national")))

    assert [row["rule"] for row in found] == ["equal", "national"]
    assert [[row[name] for name in KEY] for row in found] == [[3, 3, 1], [3, 3, 1]]
    equal, national = ([row[name] for name in ERRORS] for row in found)
    assert equal == pytest.approx([40 / 3, 100 * 20 / 70, 4000 / 107, 40, 1, 0])
    assert national == pytest.approx([20 / 3, 100 * 10 / 70, 2000 / 107, 20, 1, 0])


def test_groups_below_a_hidden_division_are_hidden_with_it(table, rows):
    """Else the division would be their sum."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI03   | G        | 2014 | 90
        SI03   | G45      | 2014 | 10
        SI03   | G451     | 2014 | 4
        SI03   | G452     | 2014 | 3
        SI03   | G453     | 2014 | 2
        SI03   | G454     | 2014 | 1
        SI03   | G46      | 2014 |
        SI03   | G47      | 2014 |
    """)
    hidden = table("""
        region | industry | year
        -------+----------+-----
        SI03   | G45      | 2014
    """)

    (found,) = rows(errors_of_rules(cells, hidden, rules=["equal"]))

    assert (found["cells_hidden"], found["cells_determined"], found["mean_absolute_error"]) == (1, 0, 50)


def test_a_seed_and_the_figures_say_what_is_hidden_whatever_the_order_of_the_rows(table, rows):
    """Hidden are divisions of NUTS-2 regions: here three of the four that are known."""
    lines = SLOVENIA.splitlines()
    shuffled = "\n".join([*lines[:3], *random.Random(1).sample(lines[3:], len(lines) - 3)])

    one = rows(hold_out(table(SLOVENIA), share=0.75, seed=7))
    other = rows(hold_out(table(shuffled), share=0.75, seed=7))

    assert one == other
    assert [(row["rule"], row["cells_hidden"]) for row in one] == [("equal", 3), ("national", 3), ("proportional", 3)]


def test_figures_of_one_year_are_hidden_as_they_were_withheld_in_another(table, rows):
    """In 2013 both divisions of I were withheld in both regions, and section D of the country, which is hidden, too."""
    year_before = """
        SI     | D        | 2013 |         | c
        SI03   | I55      | 2013 |         | c
        SI03   | I56      | 2013 |         | cu
        SI03   | D35      | 2013 | 7       | p
        SI04   | I55      | 2013 |         | c
        SI04   | I56      | 2013 |         | c
    """
    cells = table(SLOVENIA.rstrip() + year_before.rstrip())

    (found,) = rows(hold_out_as_withheld(cells, year=2014, as_in=2013, rules=["national"]))

    assert (found["cells_hidden"], found["mean_absolute_error"]) == (2, 10)
    with pytest.raises(BadTable, match=r"No persons of a division .* is known in 2013 and was confidential in 2014"):
        hold_out_as_withheld(cells, year=2013, as_in=2014)
    with pytest.raises(BadTable, match="The cells lack local_units_flags"):
        hold_out_as_withheld(cells, year=2014, as_in=2013, measure="local_units")


def test_a_measure_of_no_cell_is_missing(table, rows):
    """Nothing stands above the hidden figure, so nothing is estimated."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI03   | I55      | 2014 | 10
        SI04   | I56      | 2014 | 10
    """)

    (found,) = rows(hold_out(cells, share=0.5, seed=1, rules=["equal"]))

    assert (found["cells_hidden"], found["cells_estimated"]) == (1, 0)
    assert [found[name] for name in ERRORS] == [None, None, None, None, 1, 0]


def test_shares_rules_and_tables_that_cannot_be_are_refused(table):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | I55      | 2014 | 10
        SI03   | I        | 2014 | 10
        SI03   | I55      | 2014 | 10
    """)

    with pytest.raises(NotPossible, match=r"A share of 1\.5 of the known cells was to be hidden"):
        hold_out(cells, share=1.5, seed=1)
    with pytest.raises(NotFound, match="There is no rule 'raking'"):
        hold_out(table(SLOVENIA), seed=1, rules=["raking"])
    with pytest.raises(BadTable, match="Found 1 known figures of divisions"):
        hold_out(cells, seed=1)
