"""The quality of government has its margins, and the panel's columns have their units."""

import pytest

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.scoreboards.eqi import eqi_indicators, read_eqi
from cluster_observatory.sources.scoreboards.panel import panel_indicators, read_panel

HEADER = "region_code,year,eqi21_n2,eqi21_n2_lowME,eqi21_n2_highME,qualityp21_n2,impartialityp21_n2,corruptionp21_n2\n"


def test_the_index_has_its_margins_and_the_pillars_have_none():
    found = read_eqi((HEADER + "CY,2021,-.439,-.946,.068,-.122,,-.59\n").encode(), "eqi.csv")

    assert found.select("region", "indicator", "value", "low", "high", "flags", "level_used").rows() == [
        ("CY", "eqi", -0.439, -0.946, 0.068, "", "country"),
        ("CY", "eqi_quality", -0.122, None, None, "", "country"),
        ("CY", "eqi_impartiality", None, None, None, "m", "country"),
        ("CY", "eqi_corruption", -0.59, None, None, "", "country"),
    ]
    assert set(found["indicator"]) == set(eqi_indicators()["indicator"])


@pytest.mark.parametrize("margins", ["-.3,.068", "-.9,-.5", "x,.068"])
def test_margins_that_do_not_hold_the_value_are_refused(margins):
    with pytest.raises(SourceChanged, match=r"eqi.csv, line 2: found (value '-0.439'|low 'x') \(AT11 2021 eqi\)"):
        read_eqi((HEADER + f"AT11,2021,-.439,{margins},1,1,1\n").encode(), "eqi.csv")


COLUMNS = (
    "ColumnName\tDataType\tDescription\nNUTS2\tstring\tRegion. \nYEAR \tint \tYear. \t\n"
    "demo_r_UNIT_NR__SEX_T \tfloat \tPopulation  on 1 January. \n"
    "edat_33_UNIT_PC__SEX_T\tfloat\tEmployment rates.\t\n"
    "rd_p_SECTPERF_BES__UNIT_PC_EMP_FTE\tfloat\tR&D personnel.\n"
    "GRID_COUNT \tint\tInstitutes.\nGDELT_TONE_JOBS\tfloat\tTone.\n"
    "Graduates_at_ISCED_6_-_Engineering\tint\tGraduates.\n"
)


def test_a_column_has_the_unit_and_the_table_that_its_name_carries():
    found = panel_indicators(COLUMNS.encode(), "columns.csv")

    assert found.select("indicator", "unit", "source").rows() == [
        ("i40_demo_r_unit_nr_sex_t", "persons", "Eurostat (demo_r)"),
        ("i40_edat_33_unit_pc_sex_t", "%", "Eurostat (edat_33)"),
        ("i40_rd_p_sectperf_bes_unit_pc_emp_fte", "% of employment, full-time equivalents", "Eurostat (rd_p)"),
        ("i40_grid_count", "count", None),
        ("i40_gdelt_tone_jobs", "average tone", None),
        ("i40_graduates_at_isced_6_engineering", "count", None),
    ]
    assert found["title"][0] == "Population on 1 January"


def test_groups_of_countries_and_activity_outside_the_regions_stay_told_apart():
    found = read_panel(b"NUTS2\tYEAR\tdemo\nEU28\t2016\t5\nATZZ\t2016\t1\nAT11\t2016\t2\n", "panel.csv")

    assert found.select("region", "value", "level_used").rows() == [
        ("EU28", 5, "group of countries"),
        ("ATZZ", 1, "no region"),
        ("AT11", 2, "NUTS 2"),
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('more_UNIT_NR\tint\t""', "line 10: found 'more_UNIT_NR' described as None"),
        ("more_UNIT_NR\tint\t", "line 10: found 2 cells; expected 3"),
        ("GRID-COUNT\tint\tInstitutes.", "would both be called i40_grid_count"),
    ],
)
def test_a_column_without_a_description_or_a_code_of_its_own_is_refused(line, words):
    with pytest.raises(SourceChanged) as refusal:
        panel_indicators((COLUMNS + line).encode(), "columns.csv")

    assert words in str(refusal.value)
