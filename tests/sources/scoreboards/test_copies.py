"""Values that were copied down are found from the figures alone."""

import polars as pl

from cluster_observatory.sources.scoreboards.copies import mark_copies
from cluster_observatory.sources.scoreboards.observations import OBSERVATIONS, level

ENDS = {"SE11": 0, "SE21": 100, "SE22": 99}  # so that no value of the others is the smallest or largest


def marks(values, flags="", mixed=()):
    values = values | ENDS
    cells = pl.DataFrame(
        [
            {
                "region": region,
                "year": 2021,
                "indicator": "any",
                "value": value,
                "flags": flags,
                "level_used": level(region),
            }
            for region, value in values.items()
        ],
        schema=OBSERVATIONS,
    )
    found = mark_copies(cells, mixed=mixed)
    assert found.drop("flags", "level_used").equals(cells.drop("flags", "level_used"))
    told = found.select("region", "flags", "level_used").rows()
    return {region: (flag, used) for region, flag, used in told if region not in ENDS}


NATIONAL, FROM_1, DIRECT = ("n", "country"), ("u", "NUTS 1"), ("", "NUTS 2")


def test_three_regions_alike_have_their_countrys_value():
    assert marks({"IE04": 7.5, "IE05": 7.5, "IE06": 7.5}) == dict.fromkeys(["IE04", "IE05", "IE06"], NATIONAL)


def test_two_regions_alike_may_be_so_by_chance():
    assert marks({"LT01": 7.5, "LT02": 7.5}) == {"LT01": DIRECT, "LT02": DIRECT}


def test_one_region_that_differs_makes_all_direct():
    assert set(marks({"IE04": 7.5, "IE05": 7.5, "IE06": 8}).values()) == {DIRECT}


def test_a_gap_is_no_difference():
    found = marks({"DK01": 7.5, "DK02": 7.5, "DK03": 7.5, "DK04": None, "DK05": 7.5})

    assert found.pop("DK04") == DIRECT
    assert set(found.values()) == {NATIONAL}


def test_regions_alike_inside_every_nuts_1_region_have_its_value():
    found = marks({"AT11": 5, "AT12": 5, "AT21": 6, "AT22": 6, "AT31": 7, "AT32": 7})

    assert set(found.values()) == {FROM_1}


def test_a_nuts_1_region_of_one_region_tells_nothing_and_is_direct():
    found = marks({"FR10": 4, "FRC1": 5, "FRC2": 5, "FRD1": 6, "FRD2": 6})

    assert found.pop("FR10") == DIRECT
    assert set(found.values()) == {FROM_1}


def test_one_nuts_1_region_whose_regions_differ_makes_all_direct():
    found = marks({"AT11": 5, "AT12": 5, "AT21": 6, "AT22": 6, "AT31": 7, "AT32": 8})

    assert set(found.values()) == {DIRECT}


def test_values_cut_off_at_the_end_of_the_scale_are_no_evidence():
    assert set(marks({"IE04": 100, "IE05": 100, "IE06": 100}).values()) == {DIRECT}
    assert set(marks({"AT11": 0, "AT12": 0, "AT21": 0, "AT22": 0, "AT31": 7, "AT32": 7}).values()) == {DIRECT}


def test_a_rounding_in_the_last_digit_is_no_difference():
    found = marks({"IE04": 93.8664545921091, "IE05": 93.866454592109, "IE06": 93.8664545921092})

    assert set(found.values()) == {NATIONAL}


def test_a_region_that_is_an_average_over_several_tells_nothing_of_nuts_1():
    values = {"AT12": 4.5, "AT11": 5, "AT21": 6, "AT22": 6, "AT31": 7, "AT32": 7}

    assert set(marks(values).values()) == {DIRECT}
    assert marks(values, mixed=["AT12"]) == {
        "AT12": DIRECT,
        "AT11": DIRECT,
        **dict.fromkeys(["AT21", "AT22", "AT31", "AT32"], FROM_1),
    }


def test_what_the_source_flagged_is_left_as_it_is():
    assert set(marks({"IE04": 7.5, "IE05": 7.5, "IE06": 7.5}, flags="o").values()) == {("o", "NUTS 2")}
