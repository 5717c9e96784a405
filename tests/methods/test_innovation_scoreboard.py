"""The regional innovation index

How innovative is a region, in one number? The Regional Innovation Scoreboard
takes the mean of the normalised indicators that a region has, multiplies it by a
factor of its country, so that regions agree with the country's own scoreboard,
and relates it to the European Union of the base year = 100:

    index = factor * n / (n - m) * sum of weight * value

n indicators, of which m are missing. Values are relative to the European Union
too, so each is weighed with the indicator's share in the Union's sum.

The scoreboard publishes indices and values, not weights and factors; both are
estimated, and m is inferred, as a 0 in its database is either the minimum or
missing. *Reconstructed*: all this was inferred from the database of 2023, where
it reproduces 1,759 indices within 0.01 (`tests/recorded/test_ris_2023.py`), and
is not quoted from a text. The thirds of a performance group are written from
memory and not verified.

Source: European Commission, Regional Innovation Scoreboard 2023 (database).
"""

import narwhals as nw
import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.scoreboard.innovation_scoreboard import (
    country_factors,
    indicator_weights,
    innovation_index,
    missing_indicators,
    performance_group,
)

WEIGHTS = """
    indicator | weight
    ----------+-------
    patents   | 0.5
    skills    | 0.3
    exports   | 0.2
"""
FACTORS = """
    country | year | country_factor
    --------+------+---------------
    AT      | 2023 | 0.9
    DE      | 2023 |
"""


@pytest.fixture
def numbers(table):
    """A function from a text table to the engine's frame with values, weights and indices as numbers."""

    def frame(text):
        return table(text, value="float", weight="float", country_factor="float", innovation_index="float")

    return frame


def test_the_index_is_the_factor_times_the_mean_of_what_a_region_has(numbers, answers):
    """AT2 has no exports, so its other two count for all; in DE1 the factor is not known, in AT3 nothing is."""
    values = numbers("""
        region | indicator | year | value
        -------+-----------+------+------
        AT1    | patents   | 2023 | 120
        AT1    | skills    | 2023 | 100
        AT1    | exports   | 2023 | 50
        AT2    | patents   | 2023 | 120
        AT2    | skills    | 2023 | 100
        AT2    | exports   | 2023 |
        AT3    | patents   | 2023 |
        DE1    | patents   | 2023 | 120
    """)

    found = answers(innovation_index(values, numbers(WEIGHTS), numbers(FACTORS)), "innovation_index")

    assert found == {"AT1": 0.9 * (60 + 30 + 10), "AT2": 0.9 * 3 / 2 * (60 + 30), "AT3": None, "DE1": None}


def test_of_values_that_are_not_known_only_those_told_are_missing(numbers, table, answers):
    """AT1 and AT2 both lack exports; AT1 has none, AT2's are the minimum, and of AT3 it is not known which."""
    values = numbers("""
        region | indicator | year | value
        -------+-----------+------+------
        AT1    | patents   | 2023 | 120
        AT1    | skills    | 2023 | 100
        AT1    | exports   | 2023 |
        AT2    | patents   | 2023 | 120
        AT2    | skills    | 2023 | 100
        AT2    | exports   | 2023 |
        AT3    | patents   | 2023 | 120
        AT3    | skills    | 2023 | 100
        AT3    | exports   | 2023 |
    """)
    text = """
        region | year | missing_indicators
        -------+------+-------------------
        AT1    | 2023 | 1
        AT2    | 2023 | 0
    """
    missing = table(text, missing_indicators="integer")

    found = answers(innovation_index(values, numbers(WEIGHTS), numbers(FACTORS), missing), "innovation_index")

    assert found == {"AT1": 0.9 * 3 / 2 * 90, "AT2": 0.9 * 90, "AT3": None}


INDICATORS = """
    region | indicator | year | value
    -------+-----------+------+------
    AT1    | patents   | 2023 | 120
    AT1    | skills    | 2023 | 100
    AT1    | exports   | 2023 | 50
    AT2    | patents   | 2023 | 60
    AT2    | skills    | 2023 | 140
    AT2    | exports   | 2023 | 90
    AT3    | patents   | 2023 | 80
    AT3    | skills    | 2023 | 20
    AT3    | exports   | 2023 |
    DE1    | patents   | 2023 | 40
    DE1    | skills    | 2023 | 80
    DE1    | exports   | 2023 | 160
    DE2    | patents   | 2023 | 200
    DE2    | skills    | 2023 | 50
    DE2    | exports   | 2023 | 70
    DE3    | patents   | 2023 | 200
    DE3    | skills    | 2023 |
    DE3    | exports   | 2023 |
"""
"""The weights are those above, the factors 0.9 for AT and 1.1 for DE; AT3's exports are the minimum, DE3's skills are
missing."""
INDICES = """
    region | year | innovation_index
    -------+------+-----------------
    AT1    | 2023 | 90
    AT2    | 2023 | 81
    AT3    | 2023 | 41.4
    DE1    | 2023 | 83.6
    DE2    | 2023 | 141.9
    DE3    | 2023 | 165
"""


def test_weights_factors_and_what_is_missing_come_back_from_published_indices(numbers, answers):
    values, published = numbers(INDICATORS), numbers(INDICES)

    weights = indicator_weights(values, published)
    assert dict(rows(weights)) == pytest.approx({"exports": 0.2, "patents": 0.5, "skills": 0.3})

    factors = country_factors(values, published, weights)
    assert rows(factors) == [("AT", 2023, pytest.approx(0.9), 2), ("DE", 2023, pytest.approx(1.1), 2)]

    missing = missing_indicators(values, published, weights, factors)
    assert answers(missing, "unknown_indicators", "missing_indicators") == {
        "AT1": (0, 0),
        "AT2": (0, 0),
        "AT3": (1, 0),
        "DE1": (0, 0),
        "DE2": (0, 0),
        "DE3": (2, 1),
    }

    computed = answers(innovation_index(values, weights, factors, missing), "innovation_index")
    assert computed == {"AT1": 90, "AT2": 81, "AT3": 41.4, "DE1": 83.6, "DE2": 141.9, "DE3": 165}


def test_a_group_is_relative_to_the_european_union_of_the_same_year(numbers, answers):
    """The bounds belong to the better group. 100 is more than the average in 2022, less in 2023."""
    index = numbers("""
        region | year | innovation_index
        -------+------+-----------------
        EU     | 2022 | 80
        AT1    | 2022 | 100
        AT2    | 2022 | 80
        AT3    | 2022 | 56
        AT4    | 2022 | 55.9
        EU     | 2023 | 200
        AT1    | 2023 | 100
        AT2    | 2023 |
    """)

    found = answers(performance_group(index), "relative_index", "performance_group")

    assert found == {
        ("AT1", 2022): (125, "Leader"),
        ("AT2", 2022): (100, "Strong"),
        ("AT3", 2022): (70, "Moderate"),
        ("AT4", 2022): (69.875, "Emerging"),
        ("AT1", 2023): (50, "Emerging"),
        ("AT2", 2023): (None, None),
    }


def test_a_group_is_divided_into_thirds_of_its_regions_and_ties_share_the_better(numbers, answers):
    index = numbers("""
        region | year | innovation_index
        -------+------+-----------------
        EU     | 2023 | 100
        AT1    | 2023 | 190
        AT2    | 2023 | 190
        AT3    | 2023 | 180
        AT4    | 2023 | 160
        AT5    | 2023 | 150
        AT6    | 2023 | 140
        DE1    | 2023 | 30
        EU     | 2022 | 100
        AT6    | 2022 | 140
    """)

    found = answers(performance_group(index), "performance_subgroup")

    assert found == {
        ("AT1", 2023): "Leader +",
        ("AT2", 2023): "Leader +",
        ("AT3", 2023): "Leader",
        ("AT4", 2023): "Leader",
        ("AT5", 2023): "Leader -",
        ("AT6", 2023): "Leader -",
        ("DE1", 2023): "Emerging +",
        ("AT6", 2022): "Leader +",
    }


def rows(frame):
    frame = nw.from_native(frame)
    return sorted((frame.collect() if isinstance(frame, nw.LazyFrame) else frame).rows())


REFUSED = [
    ("weights", ("exports   | 0.2", "imports   | 0.2"), "The indicator 'exports' has values or a weight alone"),
    ("weights", ("0.2", ""), "The indicator 'exports' has no weight"),
    ("values", ("AT1    | patents   | 2023 | 120", "AT1    | skills    | 2023 | 120"), "2 rows have the same key"),
    ("values", ("| 120", "| -120"), "value is -120.0; expected 0 or more"),
]


@pytest.mark.parametrize(("which", "change", "words"), REFUSED)
def test_values_and_weights_that_do_not_fit_are_refused(which, change, words):
    tables = {"values": INDICATORS, "weights": WEIGHTS}
    tables[which] = tables[which].replace(*change)
    frames = {name: polars(text) for name, text in tables.items()}

    with pytest.raises(BadTable) as refusal:
        innovation_index(frames["values"], frames["weights"], polars(FACTORS))

    assert words in str(refusal.value)


def test_more_missing_than_not_known_are_refused():
    missing = pl.DataFrame({"region": ["AT1"], "year": [2023], "missing_indicators": [1]})

    with pytest.raises(BadTable, match="At region='AT1', year=2023: 1 indicators are missing but 0 values are not"):
        innovation_index(polars(INDICATORS), polars(WEIGHTS), polars(FACTORS), missing)


def test_too_few_complete_regions_to_tell_weights_apart_are_refused():
    one_country = polars(INDICATORS).filter(pl.col("region").str.starts_with("AT"))

    with pytest.raises(BadTable, match="The 2 regions and years with all 3 indicators do not tell the weights apart"):
        indicator_weights(one_country, polars(INDICES))
    with pytest.raises(BadTable, match="The table of values has no rows"):
        indicator_weights(one_country.clear(), polars(INDICES))


@pytest.mark.parametrize(("index", "told"), [(41.4, 0), (62.1, 1), (124.2, None), (45.5, None), (31.0, None)])
def test_an_index_that_no_number_of_missing_indicators_explains_leaves_it_open(index, told):
    """41.4 if AT3's exports are 0, 62.1 if they are missing; 124.2 if two were, of one; 45.5 and 31 fit neither."""
    published = polars(INDICES).with_columns(
        innovation_index=pl.when(pl.col("region") == "AT3").then(index).otherwise("innovation_index")
    )
    factors = pl.DataFrame({"country": ["AT", "DE"], "year": [2023, 2023], "country_factor": [0.9, 1.1]})

    found = missing_indicators(polars(INDICATORS), published, polars(WEIGHTS), factors)

    assert found.filter(region="AT3")["missing_indicators"].to_list() == [told]


def test_a_year_without_the_european_union_has_no_groups():
    index = pl.DataFrame({"region": ["EU", "AT1", "AT1"], "year": [2022, 2022, 2023], "innovation_index": [1.0, 2, 3]})

    with pytest.raises(BadTable, match="The year 2023 has no innovation_index of 'EU' above 0"):
        performance_group(index)


def test_weights_of_rounded_values_are_found_again():
    """1,000 regions with values and indices rounded to two decimals, as published: weights within 0.0001."""
    source = np.random.default_rng(7)
    weights = source.dirichlet(np.ones(6) * 5)
    factors = source.uniform(0.7, 1.1, 50)
    values = source.uniform(0, 250, (1000, 6)).round(2)
    index = (factors[np.arange(1000) // 20] * (values @ weights)).round(2)
    regions = [
        f"{65 + country // 26:c}{65 + country % 26:c}{number:02d}" for country in range(50) for number in range(20)
    ]
    long = pl.DataFrame(
        {
            "region": np.repeat(regions, 6),
            "indicator": [f"i{number}" for number in range(6)] * 1000,
            "year": 2023,
            "value": values.ravel(),
        }
    )

    found = indicator_weights(long, pl.DataFrame({"region": regions, "year": 2023, "innovation_index": index}))

    assert found["weight"].to_numpy() == pytest.approx(weights, abs=1e-4)


def polars(text):
    """A text table as a Polars frame."""
    header, _, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    frame = pl.DataFrame([[cell or None for cell in line] for line in lines], schema=header, orient="row")
    kinds = {"year": pl.Int64, "value": pl.Float64, "weight": pl.Float64}
    kinds |= dict.fromkeys(["country_factor", "innovation_index"], pl.Float64)
    return frame.with_columns(pl.col(name).cast(kind) for name, kind in kinds.items() if name in header)
