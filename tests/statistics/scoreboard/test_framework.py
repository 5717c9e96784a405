"""A framework is a tree of codes: what it tells, and what it refuses by name."""

import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.scoreboard.framework import read_framework


def framework(text, **types):
    header, _, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return pl.DataFrame([[cell or None for cell in line] for line in lines], schema=header, orient="row").cast(types)


TREE = """
    code    | parent | direction | weight | denominator
    --------+--------+-----------+--------+------------
    roads   | access | 1         | 2      | area
    delays  | access | -1        | 1      |
    degrees | skills | 1         |        |
    access  | index  |           |        |
    skills  | index  |           |        |
    index   |        |           |        |
"""


def test_what_has_children_is_an_aggregate_one_level_above_them():
    found = read_framework(framework(TREE))

    assert found.indicators == ("degrees", "delays", "roads")
    assert found.aggregates == ("access", "skills", "index")
    assert found.levels == (2, 3)
    assert (found.tops, found.index) == (("index",), "index")
    assert found.children("access") == ("delays", "roads")
    assert found.indicators_under("index") == ("delays", "roads", "degrees")
    assert found.ancestor("roads", 3) == "index"
    assert (found.element("delays").direction, found.element("roads").weight) == (-1, 2.0)
    assert found.denominators == ("area",)


def test_an_indicator_may_stand_directly_below_the_top():
    text = TREE.replace("degrees | skills", "degrees | index ")

    found = read_framework(framework(text).filter(pl.col("code") != "skills"))

    assert found.element("index").level == 3
    assert found.children("index") == ("access", "degrees")


def test_several_tops_are_several_scoreboards_side_by_side():
    found = read_framework(
        framework(TREE)
        .filter(pl.col("code") != "index")
        .with_columns(parent=pl.when(pl.col("parent") == "index").then(None).otherwise("parent"))
    )

    assert found.tops == ("access", "skills")
    with pytest.raises(NotPossible, match=r"no one aggregate above all others, but: access, skills\. Name one"):
        _ = found.index


def test_the_index_is_the_highest_top_wherever_it_stands():
    beside = pl.DataFrame({"code": ["aside", "alone"], "parent": [None, "aside"]})

    found = read_framework(pl.concat([beside, framework(TREE)], how="diagonal"))

    assert found.tops == ("aside", "index")
    assert found.index == "index"


def test_the_order_of_the_rows_does_not_matter():
    assert read_framework(framework(TREE).reverse()).elements == read_framework(framework(TREE)).elements


def test_coinrs_imeta_is_taken_as_it_is():
    table = framework("""
        Level | iCode | iName | Direction | Weight | Unit | Target | Denominator | Parent | Type
        ------+-------+-------+-----------+--------+------+--------+-------------+--------+------------
        1     | LPI   | Logi  | 1         | 1      | 1-5  | 4.1    |             | Index  | Indicator
        1     | CO2   | Emis  | -1        | 0.5    | t    | NA     | GDP         | Index  | Indicator
        2     | Index | All   | 1         | 1      |      |        |             | NA     | Aggregate
              | GDP   | GDP   |           |        |      |        |             |        | Denominator
              | Size  | Size  |           |        |      |        |             |        | Group
    """)

    found = read_framework(table)

    assert found.indicators == ("CO2", "LPI")
    assert (found.groups, found.denominators, found.tops) == (("Size",), ("GDP",), ("Index",))
    assert found.element("LPI").parameters == {"target": 4.1}
    assert found.element("CO2").parameters == {}


def test_without_takes_what_is_left_childless_too():
    assert read_framework(framework(TREE)).without("roads", "delays").aggregates == ("skills", "index")
    assert read_framework(framework(TREE)).without("access").indicators == ("degrees",)


def test_an_unknown_code_is_refused_with_near_ones():
    with pytest.raises(NotFound, match=r"no indicator or aggregate 'road'\. Near ones: roads\."):
        read_framework(framework(TREE)).element("road")


DELAYS = "delays  | access | -1        | 1 "


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (DELAYS, "roads   | access | -1        | 1 ", "The code roads stands twice"),
        (
            DELAYS,
            "delays  | access | 0         | 1 ",
            "delays has the direction 0; expected 1",
        ),
        (DELAYS, "delays  | access | -1        | 0,5", "delays has weight '0,5'; expected a number"),
        (DELAYS, "delays  | access | -1        | inf", "delays has weight 'inf'; expected a number"),
        (DELAYS, "delays  | access | -1        | -1", "delays has the weight -1; expected 0 or more"),
        (DELAYS, "delays  | acces  | -1        | 1 ", "The parent of delays is 'acces', .* Did you mean access"),
        (DELAYS, "        | access | -1        | 1 ", "Row 2 of the table of indicators has no code"),
        ("index   |       ", "index   | access", "The parents go in a circle: .*access → index → access"),
    ],
)
def test_a_framework_that_is_no_tree_is_refused_by_the_name_of_the_fault(old, new, words):
    with pytest.raises(BadTable, match=words):
        read_framework(framework(TREE.replace(old, new)))


def test_weights_that_sum_to_0_below_a_parent_are_refused():
    with pytest.raises(BadTable, match="The weights below index sum to 0; expected one above 0"):
        read_framework(framework(TREE).with_columns(weight=pl.lit(0)))


def test_names_and_depths_that_a_scoreboard_cannot_have_are_refused():
    with pytest.raises(BadTable, match="is called year, as a column of the units; expected another name"):
        read_framework(framework(TREE.replace("delays ", "year   ")))
    with pytest.raises(BadTable, match="has no aggregate; expected at least one"):
        read_framework(
            pl.DataFrame({"code": ["roads"], "parent": [None]}, schema=dict.fromkeys(["code", "parent"], pl.String))
        )
    chain = [f"c{place:04}" for place in range(5000)]
    with pytest.raises(BadTable, match="has more than 20 levels above it"):
        read_framework(pl.DataFrame({"code": chain, "parent": [*chain[1:], None]}))
    with pytest.raises(BadTable, match="roads is of level 1e\\+30; expected a whole number from 1 to 20"):
        read_framework(framework(TREE).with_columns(level=pl.lit("1e30")))


def test_a_column_whose_name_is_nearly_a_known_one_is_refused():
    with pytest.raises(BadTable, match=r"has the column 'directon'\. Did you mean direction\?"):
        read_framework(framework(TREE).rename({"direction": "directon"}))
    with pytest.raises(BadTable, match="has the columns code and iCode, which mean the same"):
        read_framework(framework(TREE).with_columns(iCode=pl.col("code")))


def test_kinds_and_levels_are_checked_against_the_tree():
    table = framework(TREE)
    kinds = pl.Series(["indicator"] * 3 + ["aggregate"] * 3)

    with pytest.raises(BadTable, match=r"roads is of kind 'indicater'; .* Did you mean indicator\?"):
        read_framework(table.with_columns(kind=pl.Series(["indicater", *kinds[1:]])))
    with pytest.raises(BadTable, match="The aggregate roads has no children"):
        read_framework(table.with_columns(kind=pl.Series(["aggregate", *kinds[1:]])))
    with pytest.raises(BadTable, match="The parent of roads is access, which is an indicator"):
        read_framework(table.with_columns(kind=pl.Series(["indicator"] * 4 + ["aggregate"] * 2)))
    with pytest.raises(BadTable, match="index is of level 2; expected 3 or more"):
        read_framework(table.with_columns(level=pl.Series([1, 1, 1, 2, 2, 2])))
    with pytest.raises(BadTable, match="roads is of level 2; expected 1, as it is an indicator"):
        read_framework(table.with_columns(level=pl.Series([2, 1, 1, 2, 2, 3])))


def test_a_table_without_codes_or_indicators_is_refused():
    with pytest.raises(BadTable, match="has the columns a, b; expected code and parent"):
        read_framework(pl.DataFrame({"a": ["x"], "b": ["y"]}))
    with pytest.raises(BadTable, match="has no indicator"):
        read_framework(pl.DataFrame({"code": [], "parent": []}, schema={"code": pl.String, "parent": pl.String}))
