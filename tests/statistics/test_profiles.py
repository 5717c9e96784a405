"""The rules of an edition are data, and data can be wrong."""

import re

import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.profiles import adjusted, profile, profile_names, read_profile

GOOD = """
name = "example"
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
top_percent = 20
pool = "category"
"""


def refusal(text):
    with pytest.raises(BadTable) as refused:
        read_profile(text, "example.toml")
    return str(refused.value)


def test_a_profile_says_its_rules_in_words():
    parameters = profile("eco1_2007").parameters

    assert parameters["size"] == "top 10 % by persons employed, in each category and year"
    assert parameters["specialisation"] == "location quotient of at least 2"
    assert parameters["focus"] == "top 10 % by share of the region's persons employed, over all categories of a year"


def test_average_wages_of_few_persons_are_not_compared_and_the_profile_says_so():
    found = profile("eocic2019")

    assert found.parameters["productivity"].endswith(", where at least 10 persons are employed")
    assert [text for text in found.unverified if "10 persons" in text]


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_names_itself_its_source_and_what_is_not_verified(name):
    found = profile(name)

    assert found.name == name
    assert found.source
    assert found.unverified
    assert found.parameters.keys() >= {criterion.name for criterion in found.criteria}


def test_the_profile_that_was_put_together_from_evidence_says_so():
    assert profile("eocic2019").status == "reconstructed"
    assert profile("eco1_2007").status == "published"


def test_an_unknown_profile_is_refused_with_the_names_there_are():
    with pytest.raises(NotFound, match=re.escape("Did you mean eco1_2007?")) as refused:
        profile("eco1_207")

    assert ", ".join(profile_names()) in str(refused.value)


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ('title = "An example"', 'titel = "An example"', "example.toml: unknown key titel; expected "),
        ('title = "An example"', "", "example.toml: lacks title."),
        ("top_percent = 20", "top_percent = 20\nat_most = 2", "example.toml: unknown key at_most; expected above, "),
        ("top_percent = 20", "above = 2", "example.toml: unknown key pool; expected above, above_quantile, at_least"),
        ('top_percent = 20\npool = "category"', "", "example.toml: criterion is 'size'; expected with a test: above, "),
        (
            "top_percent = 20",
            "top_percent = 20\nabove_quantile = 0",
            "example.toml: above_quantile is 0; expected",
        ),
        (
            "top_percent = 20",
            "top_percent = 0",
            "example.toml: top_percent is 0; expected a whole number from 1 to 100.",
        ),
        ("top_percent = 20", "top_percent = 20.0", "example.toml: top_percent is 20.0; expected a whole number"),
        ("top_percent = 20", "top_percent = '20'", "example.toml: top_percent is '20'; expected a whole number"),
        ('pool = "category"', 'pool = "country"', "example.toml: pool is 'country'; expected all or category."),
        (
            'value = "persons"',
            'value = "turnover"',
            "example.toml: value is 'turnover'; expected average_wage or european_share or ",
        ),
        (
            'name = "size"',
            'name = "length"',
            "example.toml: name is 'length'; expected focus or growth or ",
        ),
        ('ties = "min"', 'ties = "best"', "example.toml: ties is 'best'; expected min or max."),
        ('"total employment"', '"jobs"', "example.toml: denominator is 'jobs'; expected total employment or traded "),
        (
            "unverified = []",
            'unverified = []\ncluster_if = ["focus"]',
            "example.toml: cluster_if is ['focus']; ",
        ),
        (
            'status = "published"',
            'status = "sure"',
            "example.toml: status is 'sure'; expected published or reconstructed.",
        ),
        ('"with_data"', '"some"', "example.toml: regions_counted is 'some'; expected with_data or employing or all."),
        (
            "minimum_persons = 0",
            "minimum_persons = -1",
            "example.toml: minimum_persons is -1; expected a whole number, 0 or more.",
        ),
        (
            "minimum_persons = 0",
            "minimum_persons = 'x'",
            "example.toml: minimum_persons is 'x'; expected a whole number",
        ),
        (
            "top_percent = 20",
            "top_percent = 20\nminimum_persons = 0.5",
            "example.toml: minimum_persons is 0.5; expected a whole number, 0 or more.",
        ),
        ("unverified = []", "unverified = 'none'", "example.toml: unverified is 'none'; expected a list of texts."),
        ("unverified = []", "unverified = [1]", "example.toml: unverified is [1]; expected a list of texts."),
        ('value = "persons"', 'value = ["persons"]', "example.toml: value is ['persons']; expected average_wage or "),
        ('name = "size"', 'name = ["size"]', "example.toml: name is ['size']; expected focus or "),
        ('pool = "category"', 'pool = ["all"]', "example.toml: pool is ['all']; expected all or category."),
        ('title = "An example"', 'title = ["An example"]', "example.toml: title is ['An example']; expected text."),
        ('status = "published"', 'status = ["sure"]', "example.toml: status is ['sure']; expected text."),
    ],
)
def test_what_a_profile_does_not_know_is_refused(good, bad, message):
    assert refusal(GOOD.replace(good, bad)).startswith(message)


def test_a_threshold_is_a_number():
    text = GOOD.replace('top_percent = 20\npool = "category"', 'at_least = "2"')

    assert refusal(text) == "example.toml: at_least is '2'; expected a number."


def test_a_profile_has_criteria_and_each_once():
    criterion = GOOD[GOOD.index("[[criteria]]") :]

    assert refusal(GOOD.replace(criterion, "")) == "example.toml: expected criteria, each named once, found []."
    assert refusal(GOOD + criterion) == "example.toml: expected criteria, each named once, found ['size', 'size']."


def test_criteria_are_tables():
    without = GOOD[: GOOD.index("[[criteria]]")]

    assert refusal(without + 'criteria = ["size"]') == "example.toml: criteria is ['size']; expected a list of tables."
    assert refusal(without + "criteria = 1") == "example.toml: criteria is 1; expected a list of tables."


def test_what_is_not_toml_is_refused_with_the_line():
    assert refusal("name = ").startswith("example.toml is not TOML: ")


@pytest.mark.parametrize(
    ("tier", "message"),
    [
        ('name = "size"', "example.toml: name is 'size'; expected a word for the tier, none of the criteria"),
        ('name = "very high"', "example.toml: name is 'very high'; expected a word for the tier"),
        ('name = "location_quotient"', "example.toml: name is 'location_quotient'; expected a word for the tier"),
        ('name = "stars"', "example.toml: name is 'stars'; expected a word for the tier"),
        (
            'name = "high"\n[[tiers]]\nname = "high"',
            "example.toml: tiers is ['high', 'high']; expected each name once.",
        ),
        (
            'name = "high"\n' + '[[tiers]]\nname = "high"\n' * 20,
            "example.toml: tiers is '21 tables'; expected at most 20",
        ),
        (
            'name = "high"\nrequires = ["focus"]',
            "example.toml: requires is ['focus']; expected a list of the",
        ),
        ('name = "high"\nstars_from = 2', "example.toml: stars_from is 2; expected a count of stars."),
        ('name = "high"\nvalue = "persons"', "example.toml: criterion is 'high'; expected with a test"),
    ],
)
def test_what_a_tier_does_not_know_is_refused(tier, message):
    assert refusal(GOOD + "[[tiers]]\n" + tier).startswith(message)


def test_parameters_can_be_set_anew_and_the_name_says_so():
    found = adjusted(profile("uscm"), {"strong.at_least_quantile": 80, "ties": "max", "minimum_persons": 100})

    assert found.name == "uscm (strong.at_least_quantile=80, ties=max, minimum_persons=100)"
    assert found.parameters["tier strong"].endswith(
        "at least the 80th percentile in each category and year and location quotient of at least 1"
    )
    assert found.parameters["ties"] == "share the last rank"
    assert found.minimum_persons == 100
    assert profile("uscm").ties == "min"


@pytest.mark.parametrize(
    ("parameter", "value", "error", "message"),
    [
        ("size.top_precent", 10, NotFound, "has no parameter 'size.top_precent'; near it: size.top_percent"),
        ("name", "mine", NotFound, "has no parameter 'name'; near it: "),
        ("ties", "best", BadTable, "profile eocic2019 with ties=best: ties is 'best'; expected min or max."),
        (
            "size.top_percent",
            0,
            BadTable,
            "with size.top_percent=0: top_percent is 0; expected a whole number from 1 to",
        ),
        ("size.at_least", float("nan"), BadTable, "at_least is nan; expected a number."),
        ("size.at_least", float("inf"), BadTable, "at_least is inf; expected a number."),
        ("size.at_least", 10**400, BadTable, "at_least is a number beyond all bounds; expected a number."),
        (
            "minimum_persons",
            10**400,
            BadTable,
            "minimum_persons is a number beyond all bounds; expected a whole number",
        ),
        ("size.at_least", "many", BadTable, "with size.at_least=many: at_least is 'many'; expected a number."),
        ("minimum_persons", -1, BadTable, "with minimum_persons=-1: minimum_persons is -1; expected a whole number"),
    ],
)
def test_a_parameter_that_is_not_known_or_cannot_be_is_refused(parameter, value, error, message):
    with pytest.raises(error, match=re.escape(message)):
        adjusted(profile("eocic2019"), {parameter: value})
