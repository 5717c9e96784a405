"""What metadata say of the level of an indicator is read to the last exception, or refused."""

import pytest

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.scoreboards.levels import GeographicalLevel, geographical_level


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("NUTS\u00a02 ", GeographicalLevel("NUTS 2")),
        ("Country", GeographicalLevel("country")),
        ("National", GeographicalLevel("country")),
        ("NUTS 1", GeographicalLevel("NUTS 1")),
        (
            "NUTS 2; NUTS\u00a01 level: AT, BE, FR; NUTS\u00a00 level: NL",
            GeographicalLevel("NUTS 2", {"AT": "NUTS 1", "BE": "NUTS 1", "FR": "NUTS 1", "NL": "country"}),
        ),
        (
            "NUTS\u00a02; HR02, HR_C: value of the former HR04 region",
            GeographicalLevel("NUTS 2", {}, {"HR02": "HR04", "HR_C": "HR04"}),
        ),
    ],
)
def test_a_level_is_read_with_its_exceptions(text, read):
    assert geographical_level(text, "any") == read


def test_a_region_has_the_level_of_its_country_where_that_differs():
    level = geographical_level("NUTS 2; NUTS 1 level: AT; NUTS 0 level: NL", "any")

    assert [level.of(region) for region in ("AT_C", "AT11", "NL11", "DE11")] == [
        "NUTS 1",
        "NUTS 1",
        "country",
        "NUTS 2",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NUTS 3",
        "NUTS 2, mostly",
        "NUTS 2;",
        "NUTS 2; except AT",
        "NUTS 2; NUTS 1 level: Austria",
        "NUTS 2; NUTS 1 level: AT; NUTS 0 level: AT",
        "NUTS 2; HR02: value of the former HR04",
    ],
)
def test_what_cannot_be_read_is_refused_with_its_words(text):
    with pytest.raises(SourceChanged) as refusal:
        geographical_level(text, "metadata.csv, Patents")

    assert str(refusal.value).startswith("metadata.csv, Patents: found the geographical level ")
    assert repr(text.split(";")[-1].strip()) in str(refusal.value)
