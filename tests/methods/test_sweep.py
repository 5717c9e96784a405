"""Which clusters stand whatever the choice

Cut-offs are choices, and editions made different ones. The sweep makes them all: the
star for specialisation goes to the largest 10, 15, 20 or 25 per cent; the location
quotient divides by total or by traded employment; ties at the cut-off share the best
rank or the last; a star needs 0, 500 or 1,000 persons employed; a quotient of at
least 1 is required or not. That is 96 variants of a profile, 48 where one denominator
is known. A cluster stands *always* if it is one in all of them, *usually* in 75 per
cent or more, as one that misses the narrowest top share alone, *sometimes* in 20 or
more, else *rarely* or *never*.

It says besides which choices a cluster depends on: those that make or unmake it by
themselves, all else being as in the profile.

What is assumed: nothing on how likely a choice is, so that the share of variants is
no probability. The figures are taken as they are; how sure they are is another
question (see *How probable a star is*).

Unverified: the ranges swept and the words for shares are the observatory's own.
"""

import narwhals as nw
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotPossible
from cluster_observatory.statistics.profiles import profile, read_profile
from cluster_observatory.statistics.sweep import sweep, sweep_variants

BOTH = pytest.mark.parametrize("method", [sweep, sweep_variants])
REGIONS = [f"AT{number}" for number in (11, 12, 13, 21, 22, 31, 32, 33, 34, 35)]
EQUAL_TOTALS = "region | year | region_persons\n---+---+---\n" + "\n".join(f"{one} | 2021 | 10000" for one in REGIONS)


def vehicles(*persons):
    """Return a text table of persons in motor vehicles, of regions in their order."""
    rows = [f"{region} | C29 | 2021 | {count}" for region, count in zip(REGIONS, persons, strict=False)]
    return "region | industry | year | persons\n---+---+---+---\n" + "\n".join(rows)


def rows_of(frame):
    frame = nw.from_native(frame)
    return (frame.collect() if isinstance(frame, nw.LazyFrame) else frame).rows(named=True)


def test_some_clusters_stand_always_and_others_turn_on_a_choice(table, answers):
    """Ten equal regions: top shares of 10, 15, 20 and 25 % are 1, 2, 2 and 3 of them.

    AT12 is a cluster in three top shares of four and two least sizes of three. AT13
    has just its share, and is one in a single top share if 400 persons are enough.
    """
    cells = table(vehicles(2000, 900, 400, *[100] * 7))

    found = sweep(cells, profile("eocic2020"), region_totals=table(EQUAL_TOTALS))

    assert answers(found, "variants", "starred", "share", "stands", "depends_on") == {
        "AT11": (48, 48, 1, "always", ""),
        "AT12": (48, 24, 0.5, "sometimes", "top_percent, minimum_persons"),
        "AT13": (48, 4, 4 / 48, "rarely", "top_percent"),
        **dict.fromkeys(REGIONS[3:], (48, 0, 0, "never", "")),
    }


def test_a_cluster_that_misses_the_narrowest_top_share_alone_usually_stands(table, answers):
    """AT12 is second of ten: no cluster where one is, and one where two or three are."""
    cells = table(vehicles(2000, 1500, 400, *[100] * 7))

    found = sweep(cells, profile("eocic2020"), region_totals=table(EQUAL_TOTALS))

    assert answers(found, "share", "stands", "depends_on")["AT12"] == (0.75, "usually", "top_percent")


def test_a_tie_at_the_cut_off_lets_in_all_or_none(table, answers):
    """Of five regions the top fifth is one, and two hold the first place."""
    cells = table(vehicles(2000, 2000, 300, 200, 100))

    found = sweep(cells, profile("eocic2020"), region_totals=table(EQUAL_TOTALS), top_percents=[20], least_persons=[0])

    assert answers(found, "starred", "variants", "depends_on") == {
        "AT11": (2, 4, "ties"),
        "AT12": (2, 4, "ties"),
        "AT13": (0, 4, ""),
        "AT21": (0, 4, ""),
        "AT22": (0, 4, ""),
    }


def test_a_quotient_below_1_stands_only_where_none_is_required(table, answers):
    """Half of six regions are three. AT13 is the third, and has half of what would be its share."""
    cells = table(vehicles(1000, 1000, 200, 100, 60, 40))
    totals = table("\n".join(EQUAL_TOTALS.splitlines()[:8]))

    found = sweep(cells, profile("eocic2020"), region_totals=totals, top_percents=[20, 50], least_persons=[0])
    panorama = sweep(cells, profile("panorama2016"), region_totals=totals, top_percents=[50], least_persons=[0])

    assert answers(found, "starred", "depends_on")["AT13"] == (2, "top_percent")
    assert answers(panorama, "starred", "depends_on")["AT13"] == (2, "")


def test_a_required_quotient_of_1_can_be_what_a_cluster_depends_on(table, answers):
    """All others being larger, the top fifth of two regions is one: it has less than its share in its own totals."""
    cells = table(vehicles(80))
    totals = table("""
        region | year | region_persons
        -------+------+---------------
        AT11   | 2021 | 1000
        AT12   | 2021 | 1000
    """)
    dense = table("""
        industry | year | persons
        ---------+------+--------
        C29      | 2021 | 400
        C30      | 2021 | 600
    """)

    alone = {"top_percents": [20], "least_persons": [0]}
    found = sweep(cells, profile("eocic2020"), region_totals=totals, reference=dense, **alone)

    assert answers(found, "starred", "depends_on") == {(): (2, "quotient_at_least_one")}


def test_the_other_denominator_is_swept_where_its_totals_are_given(table, answers):
    """Of total employment AT12 has the larger share in vehicles, of traded employment AT11."""
    cells = table(vehicles(1000, 1100))
    total = table("""
        region | year | region_persons
        -------+------+---------------
        AT11   | 2021 | 10000
        AT12   | 2021 | 10000
    """)
    traded = table("""
        region | year | region_persons
        -------+------+---------------
        AT11   | 2021 | 2000
        AT12   | 2021 | 5000
    """)
    once = {"top_percents": [50], "least_persons": [0]}

    rules = profile("eocic2020")
    found = sweep(cells, rules, region_totals=total, other_region_totals=traded, **once)
    counted = sweep_variants(cells, rules, region_totals=total, other_region_totals=traded, **once)

    # 1,000 of 2,000 and 1,100 of 5,000, where 2,100 of 7,000 are the reference: quotients of 1.67 and 0.73.
    assert answers(found, "starred", "variants", "depends_on") == {
        "AT11": (4, 8, "denominator"),
        "AT12": (4, 8, "denominator"),
    }
    persons = {(row["denominator"], row["persons"], row["share_of_persons"]) for row in rows_of(counted)}
    assert persons == {("total employment", 1100, 1100 / 20_000), ("traded employment", 1000, 1000 / 20_000)}


def test_a_fixed_threshold_gives_way_to_top_shares_and_other_criteria_stay(table, answers):
    """eccp2021 asks for a quotient of 1.5 and 1 % of the sector's employment; AT13 has too little in every variant.

    Alone, a top share of 10 % unmakes AT12 and one of 25 % makes no other.
    """
    cells = table(vehicles(2000, 1500, 30, *[5] * 7))

    found = sweep(cells, profile("eccp2021"), region_totals=table(EQUAL_TOTALS), least_persons=[0])

    assert answers(found, "starred", "variants", "depends_on") == {
        "AT11": (16, 16, ""),
        "AT12": (12, 16, "top_percent"),
        **dict.fromkeys(REGIONS[2:], (0, 16, "")),
    }


def test_what_requires_a_quotient_of_2_requires_1_already(table, answers):
    """AT12 has a quotient of 1.5: a top share makes it a cluster, leaving out the 1 does not."""
    cells = table(vehicles(2000, 600, 200, *[171] * 7))

    found = sweep(cells, profile("eco1_2007"), region_totals=table(EQUAL_TOTALS))

    assert answers(found, "depends_on")["AT12"] == "top_percent"


def test_where_persons_are_missing_nothing_is_known(table, answers):
    cells = table(vehicles(2000, "", 0, 100))

    found = sweep(cells, profile("eocic2020"), region_totals=table(EQUAL_TOTALS))

    assert answers(found, "variants", "starred", "share", "stands", "depends_on") == {
        "AT11": (48, 48, 1, "always", ""),
        "AT12": (48, None, None, None, None),
        "AT13": (48, 0, 0, "never", ""),
        "AT21": (48, 0, 0, "never", ""),
    }


def test_each_variant_counts_its_clusters_and_their_persons(table):
    """The profile's own choices find two clusters, with 2,900 of the 100,000 jobs of the ten regions."""
    cells = table(vehicles(2000, 900, 400, *[100] * 7))

    found = pl.DataFrame(rows_of(sweep_variants(cells, profile("eocic2020"), region_totals=table(EQUAL_TOTALS))))

    assert found.height == 48
    figures = ["clusters", "persons", "share_of_persons"]
    by_top = found.filter(ties="min", minimum_persons=0, quotient_at_least_one=False).select("top_percent", *figures)
    assert by_top.rows() == [
        (10, 1, 2000, pytest.approx(0.02)),
        (15, 2, 2900, pytest.approx(0.029)),
        (20, 2, 2900, pytest.approx(0.029)),
        (25, 3, 3300, pytest.approx(0.033)),
    ]
    strictest = found.filter(top_percent=25, minimum_persons=1000).select("clusters", "persons")
    assert set(strictest.rows()) == {(1, 2000)}


@BOTH
def test_the_order_of_rows_means_nothing(method):
    cells = pl.DataFrame(
        {
            "region": [f"R{place % 8}" for place in range(48)],
            "industry": [f"C{place // 8 % 3}" for place in range(48)],
            "year": [2020 + place // 24 for place in range(48)],
            "persons": [place * 37 % 101 * 30.0 for place in range(48)],
        }
    )

    found = method(cells, profile("eocic2019"))

    assert method(cells.sample(fraction=1, shuffle=True, seed=1), profile("eocic2019")).equals(found)


def test_one_region_and_nobody_employed_and_no_rows_at_all(table, answers):
    nobody = table(vehicles(0))
    one, none = table(vehicles(1000)), table(vehicles())
    rules = profile("eocic2020")

    assert answers(sweep(one, rules), "stands") == {(): "always"}
    assert answers(sweep(nobody, rules), "stands") == {(): "never"}
    assert answers(sweep(none, rules), "stands") == {}
    assert {(row["clusters"], row["share_of_persons"]) for row in rows_of(sweep_variants(one, rules))} == {(1, 1)}
    shares = [row["share_of_persons"] for row in rows_of(sweep_variants(nobody, rules))]
    assert all(share is None or share != share for share in shares)
    assert rows_of(sweep_variants(none, rules)) == []


@BOTH
def test_what_cannot_be_swept_is_refused(table, method):
    cells = table(vehicles(2000, 900))
    size = read_profile(
        """
        name = "size only"
        title = "An example"
        status = "published"
        source = "None."
        reference_area = "these regions"
        denominator = "total employment"
        minimum_persons = 0
        ties = "min"
        regions_counted = "with_data"
        unverified = []
        [[criteria]]
        name = "size"
        value = "persons"
        at_least = 10
        """,
        "example.toml",
    )

    with pytest.raises(NotPossible, match="The profile size only has no criterion specialisation to sweep"):
        method(cells, size)
    for wrong in ({"top_percents": []}, {"top_percents": [0]}, {"top_percents": [2.5]}, {"least_persons": [-1]}):
        with pytest.raises(NotPossible, match="expected whole numbers from 1 to 100, and numbers of persons"):
            method(cells, profile("eocic2020"), **wrong)
    with pytest.raises(BadTable, match="persons is -5"):
        method(table(vehicles(2000, -5)), profile("eocic2020"))
