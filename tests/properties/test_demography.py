"""What must hold of births, deaths, survival, high growth and suppression whatever the register is."""

from collections import Counter
from fractions import Fraction

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from cluster_observatory.statistics.demography import business_demography
from cluster_observatory.statistics.high_growth import high_growth
from cluster_observatory.statistics.registers import RESTRUCTURINGS
from cluster_observatory.statistics.suppression import TOTAL, suppressed
from cluster_observatory.statistics.survival import AGES, survival

FIRST, LAST = 2014, 2020
KEY = ["region", "industry", "year"]
SCHEMA = {
    **dict.fromkeys(("firm", "region", "industry"), pl.String),
    **dict.fromkeys(("year", "employees", "turnover", "born", "ended"), pl.Int64),
    "event": pl.String,
}
places = st.sampled_from([("AT11", "C10"), ("AT11", "C29"), ("DE11", "C10")])
sizes = st.one_of(st.none(), st.integers(0, 30), st.sampled_from([9, 10, 13, 14, 1000, 1330, 1331, 1332, 1727, 1728]))


@st.composite
def lives(draw, name):
    """Return the rows of one firm: some of its years lack, it may move, grow and merge."""
    born = draw(st.integers(FIRST - 3, LAST))
    ended = draw(st.one_of(st.none(), st.integers(born, LAST)))
    seen = range(max(born, FIRST), (ended or LAST) + 1)
    rows = []
    for year in seen:
        if draw(st.integers(0, 7)):
            event = draw(st.sampled_from([None] * 12 + ["merger", "birth", "death"]))
            rows.append((name, *draw(places), year, draw(sizes), draw(sizes), born, ended, event))
    return rows


@st.composite
def registers(draw):
    """Return a register of a few firms over all its years."""
    firms = [row for number in range(draw(st.integers(1, 8))) for row in draw(lives(f"f{number}"))]
    whole = [("steady", "AT11", "C10", year, 1, 1, FIRST - 9, None, None) for year in range(FIRST, LAST + 1)]
    return pl.DataFrame([*whole, *firms], schema=SCHEMA, orient="row")


def by_firm(register):
    """Return {firm: {year: row}}."""
    found = {}
    for row in register.iter_rows(named=True):
        found.setdefault(row["firm"], {})[row["year"]] = row
    return found


def counts(table, *columns):
    """Return {key: values}, without the cells where all are 0."""
    rows = {
        tuple(row[name] for name in KEY): tuple(row[name] for name in columns) for row in table.iter_rows(named=True)
    }
    return {key: values for key, values in rows.items() if any(values)}


def touched(row):
    return row["event"] in RESTRUCTURINGS


@settings(max_examples=60, deadline=None)
@given(registers())
def test_births_and_deaths_are_what_a_count_by_hand_finds(register):
    expected = {name: Counter() for name in ("active", "births", "deaths")}
    for row in register.iter_rows(named=True):
        key = tuple(row[name] for name in KEY)
        expected["active"][key] += 1
        expected["births"][key] += row["born"] == row["year"] and not touched(row)
        expected["deaths"][key] += row["ended"] == row["year"] and not touched(row)

    found = counts(business_demography(register), *expected)

    assert found == {key: tuple(counter[key] for counter in expected.values()) for key in expected["active"]}


@settings(max_examples=60, deadline=None)
@given(registers())
def test_survivors_are_what_a_count_by_hand_finds(register):
    expected = {}
    for years in by_firm(register).values():
        born = min(years.values(), key=lambda row: row["year"])["born"]
        if born not in years or touched(years[born]):
            continue
        key = tuple(years[born][name] for name in KEY)
        cohort = expected.setdefault(key, Counter(births=0))
        cohort["births"] += 1
        for age in AGES:
            is_touched = any(touched(row) for year, row in years.items() if year <= born + age)
            ended = years[born]["ended"]
            is_there = born + age in years
            is_gone = not is_there and ended is not None and ended < born + age
            cohort[f"survivors_{age}"] += is_there and not is_touched
            cohort[f"followed_{age}"] += (is_there or is_gone) and not is_touched

    found = survival(register)

    assert found.height == len(expected)
    for row in found.iter_rows(named=True):
        cohort = expected[tuple(row[name] for name in KEY)]
        assert row["births"] == cohort["births"]
        for age in AGES:
            known = row["year"] + age <= LAST
            assert row[f"followed_{age}"] == (cohort[f"followed_{age}"] if known else None)
            assert row[f"survivors_{age}"] == (cohort[f"survivors_{age}"] if known else None)


@settings(max_examples=60, deadline=None)
@given(registers(), st.sampled_from([10, 20]), st.booleans(), st.sampled_from(["employees", "turnover", "either"]))
def test_high_growth_is_what_fractions_find(register, threshold, inclusive, measure):
    measures = ("employees", "turnover") if measure == "either" else (measure,)
    least = Fraction(100 + threshold, 100) ** 3
    expected = {name: Counter() for name in ("measured", "high_growth", "young_high_growth")}
    for years in by_firm(register).values():
        for year, row in years.items():
            window = [years.get(one) for one in range(year - 3, year + 1)]
            if None in window or any(map(touched, window)) or row["born"] >= year - 3:
                continue
            start = window[0]
            known = [name for name in measures if row[name] is not None and (start[name] or 0) > 0]
            if not known or (start["employees"] or 0) < 10:
                continue
            key = tuple(row[name] for name in KEY)
            ratios = [Fraction(row[name], start[name]) for name in known]
            fast = any(ratio >= least if inclusive else ratio > least for ratio in ratios)
            expected["measured"][key] += 1
            expected["high_growth"][key] += fast
            expected["young_high_growth"][key] += fast and year - row["born"] <= 5

    found = high_growth(register, threshold=threshold, inclusive=inclusive, measure=measure)

    assert counts(found, *expected) == {
        key: tuple(counter[key] for counter in expected.values()) for key in expected["measured"]
    }


@st.composite
def tables(draw, *, largest=5):
    """Return counts of a few regions and industries, most of them small: births, and which of them ended."""
    regions, industries = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    count = st.one_of(st.integers(0, 4), st.integers(0, 30))
    births = draw(st.lists(count, min_size=regions * industries, max_size=regions * industries))
    ended = [draw(st.integers(0, size)) for size in births]
    keys = [(f"R{i}", f"I{j}", 2020) for i in range(regions) for j in range(industries)]
    table = pl.DataFrame(keys, schema=KEY, orient="row")
    return table.with_columns(
        births=pl.Series(births), ended=pl.Series(ended), survivors=pl.Series(births) - pl.Series(ended)
    )


def equations(table, count):
    """Return, for each row and column, which hidden cells it has with which sign, and what their sum must be."""
    lines = []
    for name in ("region", "industry"):
        other = "industry" if name == "region" else "region"
        for code in table[name].unique():
            signs, known = {}, 0
            for row in table.filter(pl.col(name) == code).iter_rows(named=True):
                sign = -1 if row[other] == TOTAL else 1
                if row[count] is None:
                    signs[count, row["region"], row["industry"]] = sign
                else:
                    known -= sign * row[count]
            lines.append((signs, known))
    return lines


def known_by_inference(lines, hidden, least):
    """Return the hidden cells that linear programming leaves one value."""
    matrix = np.array([[signs.get(cell, 0) for cell in hidden] for signs, _ in lines])
    sums = np.array([known for _, known in lines])
    found = []
    for place, cell in enumerate(hidden):
        aim = np.eye(len(hidden))[place]
        ends = [linprog(sign * aim, A_eq=matrix, b_eq=sums, bounds=[(least, None)] * len(hidden)) for sign in (1, -1)]
        assert ends[0].status == 0
        if ends[1].status != 3 and -ends[1].fun - ends[0].fun < 1 - 1e-6:  # 3: it can be of any size
            found.append(cell)
    return found


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from([0, 1]))
def test_no_hidden_cell_can_be_known_from_the_published_ones(table, least_known):
    """Not by one who knows every total, nor (1) by one who knows besides that no 0 is hidden."""
    found = suppressed(table, ["births"])
    hidden = [("births", *row[:2]) for row in found.filter(pl.col("births").is_null()).iter_rows()]

    assert known_by_inference(equations(found, "births"), hidden, least_known) == []


@settings(max_examples=40, deadline=None)
@given(tables(largest=3))
def test_no_part_can_be_known_from_a_whole_that_is_named_with_it(table):
    """Births are survivors and ended in every cell and total; zeros are hidden with the rest, and may be known."""
    counts = ["births", "ended", "survivors"]
    found = suppressed(table, counts)
    places = [row[:2] for row in found.filter(pl.col("births").is_null()).iter_rows()]
    lines = [line for count in counts for line in equations(found, count)]
    lines += [({("births", *place): 1, ("ended", *place): -1, ("survivors", *place): -1}, 0) for place in places]

    known = known_by_inference(lines, [(count, *place) for count in counts for place in places], 0)

    true = {(row["region"], row["industry"]): row for row in with_totals(table, counts).iter_rows(named=True)}
    assert [cell for cell in known if 0 < true[cell[1:]][cell[0]] < 3] == []


def with_totals(table, counts):
    """Return the counts by region and industry, with their sums."""
    parts = [table.with_columns(**dict.fromkeys(names, pl.lit(TOTAL))) for names in ([], KEY[:1], KEY[1:2], KEY[:2])]
    return pl.concat(parts).group_by(KEY[:2]).agg(pl.col(counts).sum())


@settings(max_examples=60, deadline=None)
@given(tables())
def test_every_small_count_is_hidden_no_zero_is_and_the_rest_is_as_it_was(table):
    found = suppressed(table, ["births"])
    inner = found.filter((pl.col("region") != TOTAL) & (pl.col("industry") != TOTAL))
    both = inner.join(table, on=KEY, suffix="_true")

    assert both.height == table.height
    assert found.filter(pl.col("births").is_between(1, 2)).height == 0
    assert both.filter(pl.col("births").is_null() & (pl.col("births_true") == 0)).height == 0
    assert both.filter(pl.col("births") != pl.col("births_true")).height == 0
    if not table["births"].is_between(1, 2).any():
        assert found["births"].null_count() == 0
