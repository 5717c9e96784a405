"""The indicators' values are computed from the sources' cells and come to the wanted regions with their story."""

import polars as pl
import pytest

from cluster_observatory.errors import NotFound, SourceChanged
from cluster_observatory.sources.scoreboards import supply
from cluster_observatory.sources.scoreboards.observations import FLAGS as SCOREBOARD_FLAGS
from cluster_observatory.sources.scoreboards.observations import OBSERVATIONS, level
from cluster_observatory.tables.flags import FLAGS
from cluster_observatory.taxonomy import industrial_change

SECTIONS = ["C", "F", "G", "H", "I", "J", "L", "M", "N"]
CREATIVE = ["J58", "J59", "J62", "M73", "M74"]


def observed(dataset, rows):
    """Observations of rows (region, year, indicator, value, flags)."""
    names = ["region", "year", "indicator", "value", "flags"]
    table = pl.DataFrame([dict(zip(names, row, strict=True)) for row in rows], schema=OBSERVATIONS)
    return table.with_columns(
        dataset=pl.lit(dataset), level_used=pl.col("region").map_elements(level, return_dtype=pl.String)
    )


@pytest.fixture
def cells():
    """One cell of each that is needed, all 10 in DE11, and what Eurostat has of businesses there."""
    found = {}
    for selection in [*industrial_change.indicators()["selection"], *industrial_change.indicators()["divisor"]]:
        dataset, _, choices = selection.partition("?")
        if "indicator=" in choices:
            indicator, year = (choice.partition("=")[2] for choice in choices.split(";"))
            found.setdefault(dataset, {})[indicator, int(year)] = ("DE11", int(year), indicator, 10.0, "")
    tables = {dataset: observed(dataset, rows.values()) for dataset, rows in found.items()}
    business = [("V11210", code, "DE11", "2014", 2.0, "") for code in SECTIONS]
    business += [("V16110", code, "DE11", "2014", 30.0, "e" if code == "H" else "") for code in SECTIONS]
    business += [("V16110", code, "DE11", "2014", 1.0, "b u" if code == "J58" else "") for code in CREATIVE]
    tables["sbs_r_nuts06_r2"] = pl.DataFrame(
        [(*row[:5], row[5].replace(" ", "")) for row in business],
        schema=["indic_sb", "nace_r2", "geo", "time", "value", "flags"],
        orient="row",
    )
    tables["nama_10r_2gdp"] = pl.DataFrame(
        {"unit": ["PPS_HAB"], "geo": ["DE11"], "time": ["2014"], "value": [39_000.0], "flags": ["p"]}
    )
    return tables


def test_what_is_at_hand_follows_from_the_cells_that_are(cells):
    def of_datasets(*names):
        return supply.at_hand({name: cells[name] for name in names})

    assert of_datasets("eqi_2021") == ("quality_of_government",)
    assert "local_unit_density" not in of_datasets("sbs_r_nuts06_r2")
    assert "local_unit_density" in of_datasets("i40", "sbs_r_nuts06_r2")
    assert supply.at_hand(cells) == tuple(industrial_change.indicators()["code"])


def test_a_table_in_another_form_has_nothing_at_hand(cells):
    """The present form of the table of output has another unit, which selects nothing and breaks nothing."""
    present = cells["nama_10r_2gdp"].with_columns(unit=pl.lit("PPS_HAB_EU27_2020"))

    assert supply.at_hand({"nama_10r_2gdp": cells["nama_10r_2gdp"]}) == ("gdp_per_head",)
    assert supply.at_hand({"nama_10r_2gdp": present}) == ()
    assert supply.at_hand({"nama_10r_2gdp": present.drop("unit")}) == ()


def test_the_indicators_that_are_named_are_taken_and_no_others(cells):
    alone = {"eqi_2021": cells["eqi_2021"]}

    assert of(supply.indicator_values(alone, ["quality_of_government"]), "quality_of_government") == [
        ("DE11", 10, "", "NUTS 2")
    ]
    with pytest.raises(NotFound, match=r"no indicator 'quality_of_goverment'. Did you mean quality_of_government"):
        supply.indicator_values(alone, ["quality_of_goverment"])


def of(values, code):
    return values.filter(indicator=code).select("region", "value", "flags", "level_used").rows()


def test_every_indicator_has_the_value_of_its_cell(cells):
    found = supply.indicator_values(cells)

    assert dict(found.schema) == OBSERVATIONS
    assert found["indicator"].to_list() == industrial_change.indicators()["code"].to_list()
    assert of(found, "kis_employment") == [("DE11", 10, "", "NUTS 2")]
    assert of(found, "gdp_per_head") == [("DE11", 39_000, "p", "NUTS 2")]


def test_what_is_divided_here_is_the_sum_of_cells_over_the_sum_of_others(cells):
    """Two local units in each of nine sections, ten inhabitants; 5 of 270 persons, with the flags of all cells."""
    found = supply.indicator_values(cells)

    assert of(found, "local_unit_density") == [("DE11", 1000 * 18 / 10, "", "NUTS 2")]
    assert of(found, "creative_industries") == [("DE11", 100 * 5 / 270, "ble", "NUTS 2")]


@pytest.mark.parametrize(
    ("change", "flags"),
    [
        (lambda table: table.filter(pl.col("nace_r2") != "L"), "m"),
        (
            lambda table: table.with_columns(
                value=pl.when(pl.col("nace_r2") != "L").then("value"),
                flags=pl.when(pl.col("nace_r2") == "L").then(pl.lit("c")).otherwise("flags"),
            ),
            "c",
        ),
    ],
)
def test_a_sum_that_lacks_a_cell_is_missing(cells, change, flags):
    cells["sbs_r_nuts06_r2"] = change(cells["sbs_r_nuts06_r2"])

    found = supply.indicator_values(cells)

    assert of(found, "local_unit_density") == [("DE11", None, flags, "NUTS 2")]


def test_nothing_is_divided_by_zero(cells):
    cells["i40"] = cells["i40"].with_columns(value=pl.lit(0.0))

    assert of(supply.indicator_values(cells), "local_unit_density") == [("DE11", None, "m", "NUTS 2")]


def test_a_quotient_is_of_the_coarser_level_of_its_parts(cells):
    cells["i40"] = cells["i40"].with_columns(level_used=pl.lit("country"), flags=pl.lit("n"))

    assert of(supply.indicator_values(cells), "local_unit_density") == [("DE11", 1000 * 18 / 10, "n", "country")]


def test_margins_are_kept_where_nothing_is_computed(cells):
    cells["eqi_2021"] = cells["eqi_2021"].with_columns(low=pl.lit(9.0), high=pl.lit(11.0))

    found = supply.indicator_values(cells).filter(indicator="quality_of_government")

    assert found.select("low", "high").rows() == [(9, 11)]


def test_a_dataset_column_or_cell_that_is_not_there_is_named(cells):
    without = {name: table for name, table in cells.items() if name != "eqi_2021"}
    with pytest.raises(NotFound, match="quality_of_government needs the dataset eqi_2021; given are"):
        supply.indicator_values(without)
    with pytest.raises(NotFound, match="local_unit_density is selected by indic_sb, which sbs_r_nuts06_r2 lacks"):
        supply.indicator_values(cells | {"sbs_r_nuts06_r2": cells["sbs_r_nuts06_r2"].drop("indic_sb")})
    with pytest.raises(NotFound, match=r"of which eqi_2021 has no cell"):
        supply.indicator_values(cells | {"eqi_2021": cells["eqi_2021"].with_columns(year=2017)})


def test_every_flag_of_european_statistics_has_a_meaning_here():
    assert set(supply.EUROSTAT) == {one.flag for one in FLAGS}
    assert {letter for letter in supply.EUROSTAT.values() if letter} <= {one.flag for one in SCOREBOARD_FLAGS}
    assert {supply.EUROSTAT[letter] for letter in "cNP"} == {"c"}  # withheld, never zero


def test_a_flag_without_a_meaning_is_refused(cells):
    with pytest.raises(SourceChanged, match=r"nama_10r_2gdp: found the flag 'x'; expected b, c, d"):
        supply.indicator_values(cells | {"nama_10r_2gdp": cells["nama_10r_2gdp"].with_columns(flags=pl.lit("x"))})


def placed(rows, units, edition=2021):
    found = supply.of_regions(observed("any", rows), units, edition)
    assert found["region"].to_list() == units
    return [row[1:] for row in found.select("region", "value", "flags", "level_used").rows()]


def test_the_nearest_region_with_a_value_is_taken_and_flagged():
    rows = [("AT12", 2021, "x", 1, ""), ("AT1", 2021, "x", 2, ""), ("AT", 2021, "x", 3, ""), ("AT_C", 2021, "x", 4, "")]

    assert placed(rows, ["AT11", "AT12", "AT13", "AT21"]) == [
        (2, "u", "NUTS 1"),
        (1, "", "NUTS 2"),
        (4, "g", "capital with its commuting belt"),
        (3, "n", "country"),
    ]


def test_where_the_region_around_is_the_same_territory_nothing_is_copied():
    rows = [("CY", 2021, "x", 1, ""), ("FRB", 2021, "x", 2, ""), ("DE3", 2021, "x", 3, "")]

    assert placed(rows, ["CY00", "FRB0", "DE30"]) == [(value, "", "NUTS 2") for value in (1, 2, 3)]


def test_a_value_that_was_national_before_stays_so():
    rows = [("BE2", 2021, "x", 1, "n"), ("NL31", 2021, "x", 2, "n"), ("DE11", 2021, "x", 3, "u")]

    assert placed(rows, ["BE21", "NL31", "DE11"]) == [(1, "nu", "country"), (2, "n", "country"), (3, "u", "NUTS 1")]


def test_a_region_is_found_under_the_code_that_it_had():
    """Alsace was FR42 up to NUTS 2013; its present code comes first where the source has both."""
    assert placed([("FR42", 2014, "x", 7, "")], ["FRF1"]) == [(7, "", "NUTS 2")]
    assert placed([("FR42", 2014, "x", 7, ""), ("FRF1", 2014, "x", 8, "")], ["FRF1"]) == [(8, "", "NUTS 2")]
    assert placed([("FR42", 2014, "x", 7, "")], ["FR42"], edition=2013) == [(7, "", "NUTS 2")]


def test_a_gap_keeps_its_flags_where_nothing_around_has_a_value():
    rows = [("SE11", 2021, "x", None, "0"), ("SE21", 2021, "x", None, "c"), ("DE11", 2021, "x", 1, "")]

    assert placed(rows, ["SE11", "SE12", "SE21"]) == [
        (None, "0", "NUTS 2"),
        (None, "m", "NUTS 2"),
        (None, "c", "NUTS 2"),
    ]


@pytest.mark.parametrize(
    ("unit", "words"), [("DE1", "'DE1' is no NUTS-2 region"), ("FR42", "of NUTS 2006, 2010, 2013")]
)
def test_what_is_no_region_of_the_edition_is_refused(unit, words):
    with pytest.raises(NotFound, match=words):
        placed([("DE11", 2021, "x", 1, "")], [unit])
