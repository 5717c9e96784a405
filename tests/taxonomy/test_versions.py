"""What became of regions and activities, as the observatory's own lists have it."""

import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.taxonomy import activities, regions, routes, versions


def ours(edition, level=2):
    return set(regions.table().filter(nuts_edition=edition, level=level)["region"])


def flows(*rows, **weights):
    known = {"from_region": [], "to_region": [], "from_edition": [], "to_edition": []}
    for source, target in rows:
        for side, (code, edition) in (("from", source), ("to", target)):
            known[f"{side}_region"].append(code)
            known[f"{side}_edition"].append(edition)
    frame = pl.DataFrame(known | weights)
    missing = [pl.lit(None, kind).alias(name) for name, kind in versions.FLOWS.items() if name not in frame.columns]
    return frame.with_columns(missing).with_columns(level=pl.lit(2, pl.Int64)).select(*versions.FLOWS)


def spread(shares, region, edition):
    rows = shares.filter(from_region=region, from_edition=edition)
    return dict(rows.select("to_region", "share").iter_rows())


def test_every_change_leads_from_a_region_of_one_edition_to_a_region_of_the_next():
    editions = regions.editions()

    for change in versions.changes().iter_rows(named=True):
        regions.find(change["from_region"], change["from_edition"])
        assert editions.index(change["to_edition"]) == editions.index(change["from_edition"]) + 1
        if change["to_region"] is not None:
            regions.find(change["to_region"], change["to_edition"])
        assert change["origin"]
        assert (change["area"] is not None) == (change["kind"] == "divided" and change["to_region"] is not None)


def test_every_region_that_is_gone_is_listed():
    listed = versions.changes()

    for before, after in zip(regions.editions(), regions.editions()[1:], strict=False):
        for level in (0, 2):
            gone = ours(before, level) - ours(after, level)
            assert gone <= set(listed.filter(from_edition=before)["from_region"]), (before, level)


def test_what_was_recoded_is_the_same_region_in_both_directions():
    for target, region in ((2016, "FRF2"), (2024, "FRF2"), (2006, "FR21")):
        assert spread(routes.shares(versions.flows(), target), "FR21", 2013) == {region: 1}
    assert spread(routes.shares(versions.flows(), 2006), "FRF2", 2024) == {"FR21": 1}


def test_what_was_merged_is_carried_over_whole_and_not_taken_apart_again():
    shares = routes.shares(versions.flows(), 2024)

    assert spread(shares, "DE41", 2006) == {"DE40": 1}
    assert spread(shares, "DE42", 2006) == {"DE40": 1}
    assert spread(routes.shares(versions.flows(), 2006), "DE40", 2010) == {}


def test_a_region_that_kept_its_code_but_not_its_territory_is_not_taken_for_the_same():
    assert spread(routes.shares(versions.flows(), 2021), "NO02", 2016) == {}
    assert spread(routes.shares(versions.flows(), 2016), "NO02", 2021) == {}
    assert spread(routes.shares(versions.flows(), 2016), "NO06", 2021) == {}


def test_from_2021_to_2024_divided_regions_are_spread_by_area():
    shares = routes.shares(versions.flows(), 2024)

    assert spread(shares, "PT17", 2021) == pytest.approx({"PT1A": 0.4623, "PT1B": 0.5377}, abs=1e-4)
    assert spread(shares, "NL33", 2021) == pytest.approx({"NL35": 0.0393, "NL36": 0.9607}, abs=1e-4)
    assert shares.filter(from_region="PT17", from_edition=2021)["other_weight"].all()
    assert spread(shares, "UKI3", 2021) == {}
    assert spread(shares, "DE11", 2006) == {"DE11": 1}


def test_a_crosswalk_comes_before_our_own_list_region_by_region():
    crosswalk = flows((("DE11", 2006), ("DE12", 2010)), population_2018=[5.0])

    found = versions.flows(crosswalk)

    assert found.filter(from_region="DE11", from_edition=2006, to_edition=2010)["to_region"].to_list() == ["DE12"]
    assert found.filter(from_region="DE12", from_edition=2006, to_edition=2010)["to_region"].to_list() == ["DE12"]


def test_a_crosswalk_without_its_columns_is_refused():
    with pytest.raises(BadTable, match="A cross-walk lacks level, area"):
        versions.flows(pl.DataFrame(flows((("A", 1), ("B", 2)))).drop("level", "area"))


def test_shares_are_those_of_the_weight_and_sum_to_one():
    one = flows(
        (("AA01", 2006), ("AA02", 2010)),
        (("AA01", 2006), ("AA03", 2010)),
        area=[3.0, 1.0],
        population_2018=[10.0, 30.0],
    )

    assert spread(routes.shares(one, 2010), "AA01", 2006) == {"AA02": 0.25, "AA03": 0.75}
    assert spread(routes.shares(one, 2010, weight="area"), "AA01", 2006) == {"AA02": 0.75, "AA03": 0.25}


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({"population_2018": [0.0, 0.0], "area": [1.0, 3.0]}, 0.25),
        ({"population_2018": [None, 9.0], "area": [1.0, 3.0]}, 0.25),
        ({"population_2018": [0.0, 0.0], "area": [0.0, 0.0]}, 0.5),
        ({"population_2018": [None, None], "area": [None, 1.0]}, 0.5),
    ],
)
def test_without_the_weight_area_counts_and_without_area_equal_parts_and_it_shows(weights, expected):
    schema = dict.fromkeys(weights, pl.Float64)
    columns = {name: pl.Series(values, dtype=schema[name]) for name, values in weights.items()}
    shares = routes.shares(flows((("AA01", 2006), ("AA02", 2010)), (("AA01", 2006), ("AA03", 2010)), **columns), 2010)

    assert spread(shares, "AA01", 2006) == {"AA02": expected, "AA03": 1 - expected}
    assert shares.filter(from_region="AA01")["other_weight"].all()


def test_slivers_are_left_out_and_the_rest_scaled_up():
    one = flows(
        (("AA01", 2006), ("AA02", 2010)),
        (("AA01", 2006), ("AA03", 2010)),
        (("AA01", 2006), ("AA04", 2010)),
        population_2018=[600.0, 399.5, 0.5],
    )

    assert spread(routes.shares(one, 2010), "AA01", 2006) == pytest.approx({"AA02": 600 / 999.5, "AA03": 399.5 / 999.5})
    assert len(spread(routes.shares(one, 2010, smallest_share=0), "AA01", 2006)) == 3


def test_where_no_flow_leads_there_shares_are_multiplied_over_other_editions():
    chain = flows(
        (("AA01", 2006), ("AA02", 2010)),
        (("AA01", 2006), ("AA03", 2010)),
        (("AA02", 2010), ("AA04", 2013)),
        (("AA02", 2010), ("AA05", 2013)),
        (("AA03", 2010), ("AA05", 2013)),
        population_2018=[1.0, 1.0, 3.0, 1.0, 4.0],
    )

    shares = routes.shares(chain, 2013)

    assert spread(shares, "AA01", 2006) == {"AA04": 0.375, "AA05": 0.625}
    assert spread(shares, "AA05", 2013) == {"AA05": 1}


def test_a_direct_flow_comes_before_a_chain_and_a_chain_that_loses_a_part_is_none():
    direct = flows(
        (("AA01", 2006), ("AA02", 2010)),
        (("AA02", 2010), ("AA04", 2013)),
        (("AA01", 2006), ("AA05", 2013)),
        (("AA06", 2006), ("AA02", 2010)),
        (("AA06", 2006), ("AA07", 2010)),
    )

    shares = routes.shares(direct, 2013)

    assert spread(shares, "AA01", 2006) == {"AA05": 1}
    assert spread(shares, "AA06", 2006) == {}


def test_a_region_says_of_how_many_sources_it_is_made_and_in_which_parts():
    merger = flows((("AA01", 2006), ("AA03", 2010)), (("AA02", 2006), ("AA03", 2010)), population_2018=[1.0, 3.0])

    rows = routes.shares(merger, 2010).filter(from_edition=2006)

    assert rows.select("from_region", "share", "divided", "part", "sources").rows() == [
        ("AA01", 1, False, 0.25, 2),
        ("AA02", 1, False, 0.75, 2),
    ]


def test_an_unknown_weight_target_or_smallest_share_is_refused():
    with pytest.raises(NotFound, match=r"There is no weight 'people'\. The weights are: population_2018"):
        routes.shares(versions.flows(), 2024, weight="people")
    with pytest.raises(NotFound, match="No flow leads to NUTS 2031; the editions are 2006, 2010"):
        routes.shares(versions.flows(), 2031)
    with pytest.raises(BadTable, match="smallest_share is 1"):
        routes.shares(versions.flows(), 2024, smallest_share=1)


@pytest.mark.parametrize("value", [-1.0, float("inf"), float("nan")])
def test_flows_with_an_impossible_weight_are_refused(value):
    with pytest.raises(BadTable, match="from AA01 of NUTS 2006 to AA02 of NUTS 2010 has a weight that is negative"):
        routes.shares(flows((("AA01", 2006), ("AA02", 2010)), area=[value]), 2010)


def test_a_flow_that_stands_twice_is_refused():
    with pytest.raises(BadTable, match="from AA01 of NUTS 2006 to AA02 of NUTS 2010 stands twice"):
        routes.shares(flows(*[(("AA01", 2006), ("AA02", 2010))] * 2), 2010)


def test_every_section_and_division_of_nace_has_a_successor_with_classes_that_add_up():
    changes = versions.activity_changes()
    table = activities.table()

    for level in (1, 2):
        assert set(changes.filter(level=level)["from_industry"]) == set(table.filter(level=level)["industry"])
    sums = changes.filter(level=2).group_by(division="from_industry").agg(pl.col("classes").sum())
    classes = table.filter(level=4).group_by("division").len().join(sums, on="division")
    assert classes["classes"].to_list() == pytest.approx(classes["len"].to_list(), abs=1e-4)
    assert set(changes.filter(level=3)["from_industry"]) == {"G451", "G452", "G453", "G454"}


def test_measured_shares_sum_to_one_and_every_row_says_whence_it_is():
    changes = versions.activity_changes()

    sums = changes.drop_nulls("share").group_by("from_industry").agg(pl.col("share").sum())["share"]
    assert sums.to_list() == pytest.approx([1] * 3)
    assert changes.filter((pl.col("origin") == "") | ~pl.col("confidence").is_in(["A", "B", "C"])).is_empty()
    assert set(changes["kind"]) == {"same", "renamed", "merged", "divided"}
    divided = changes.filter(pl.len().over("from_industry") > 1)
    assert set(divided["kind"]) == {"divided"}


def test_information_and_communication_is_two_sections_and_vehicle_trade_no_division_any_more():
    changes = dict(versions.activity_changes().group_by("from_industry").agg("to_industry").iter_rows())

    assert changes["J"] == ["J", "K"]
    assert changes["J62"] == ["K62"]
    assert changes["K64"] == ["L64"]
    assert changes["G45"] == ["G46", "G47", "T95"]
    assert changes["U"] == ["V"]


def rev_2_1(shared_data):
    file = shared_data / "classifications" / "naceconverter_nacecodes.csv"
    table = pl.read_csv(file, separator=";", infer_schema=False).filter(pl.col("level").is_in(["1", "2"]))
    section = pl.col("parentCode").fill_null("")
    return set(table.select(section + pl.col("code")).to_series())


def test_the_successors_are_all_of_nace_rev_2_1_and_nothing_else(shared_data):
    found = versions.activity_changes().filter(pl.col("level") < 3)

    assert set(found["to_industry"]) == rev_2_1(shared_data)


CHANGES = {2010: "code_2006", 2013: "code_2010", 2016: "code_2013", 2021: "code_2016"}


@pytest.mark.parametrize("edition", CHANGES)
def test_what_we_call_recoded_eurostat_calls_recoded(shared_data, edition):
    history = pl.read_csv(shared_data / "nuts" / "nuts_changes.csv", infer_schema=False)
    recoded = history.filter(pl.col(f"change_{edition}").str.contains("recoded|code change|code, name change"))
    pairs = set(recoded.select(CHANGES[edition], f"code_{edition}").iter_rows())
    listed = versions.changes().filter(to_edition=edition, kind="recoded")

    known = {(source, target) for source, target in listed.select("from_region", "to_region").iter_rows()}
    assert known <= pairs
    theirs = {pair for pair in pairs if len(pair[0] or "") == 4 and not pair[0].startswith("GR")}
    assert theirs - known == ({("NO05", "NO0A")} if edition == 2021 else set())


def test_flows_without_a_key_are_refused_and_without_a_weight_are_not():
    bare = flows((("AA01", 2006), ("AA02", 2010))).drop(versions.WEIGHTS)

    assert spread(routes.shares(bare, 2010), "AA01", 2006) == {"AA02": 1}
    with pytest.raises(BadTable, match="The flows lack to_region; they have from_region"):
        routes.shares(bare.drop("to_region"), 2010)


def test_regions_that_a_list_does_not_name_stay_what_they_were():
    listed = flows((("DE11", 2024), ("DE1A", 2027)), (("DE12", 2024), (None, 2027)))

    complete = versions.with_unchanged(listed)

    targets = dict(complete.select("from_region", "to_region").iter_rows())
    assert set(targets) == ours(2024)
    assert (targets["DE11"], targets["DE12"], targets["DE13"]) == ("DE1A", None, "DE13")
    assert spread(routes.shares(versions.flows(complete), 2027), "DE12", 2024) == {}


def test_unchanged_regions_of_an_edition_that_is_not_known_cannot_be_added():
    with pytest.raises(NotFound, match="The regions of NUTS 2027 are not known"):
        versions.with_unchanged(flows((("DE1A", 2027), ("DE1C", 2030))))
