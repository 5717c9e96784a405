"""Whether an organisation is here already, and numbers and addresses as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.organisations import identifiers, places
from cluster_observatory.web.organisations.actions import profiles
from cluster_observatory.web.organisations.duplicates import ANY, duplicates, host, normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Verein für Luftfahrt e.V.", "VEREIN FUR LUFTFAHRT"),
        ("ALTEC S.r.l.", "Altec srl"),
        ("Škoda, a. s.", "Skoda"),
        ("Søndag Ltd", "Sondag"),
    ],
)
def test_two_ways_of_writing_a_name_are_one(one, other):
    assert normalised(one) == normalised(other)


@given(st.text(max_size=80))
def test_a_name_made_plain_stays_as_it_is_when_made_plain_again(name):
    assert normalised(normalised(name)) == normalised(name)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.cluster.example/en/about", "cluster.example"),
        ("http://CLUSTER.example:8080", "cluster.example"),
        ("https://www.facebook.com/cluster", ""),
        ("", ""),
    ],
)
def test_the_host_of_a_website_is_what_counts(address, expected):
    assert host(address) == expected


@pytest.mark.parametrize(
    ("there", "mine", "why"),
    [
        ({"name": "Cluster of Machines"}, {"name": "Cluster of Machine"}, "nearly the same name in the same country"),
        ({"name": "Machines Cluster"}, {"name": "Cluster Machines"}, "nearly the same name in the same country"),
        ({"website": "https://www.same.example/"}, {"website": "http://same.example/de"}, "the same website"),
        ({"vat": "DE136695976"}, {"vat": "DE136695976"}, "the same VAT number"),
        ({"pic": "123456789"}, {"pic": "123456789"}, "the same PIC"),
    ],
)
def test_what_looks_like_a_public_profile_is_found_with_the_reason(make_organisation, complete, there, mine, why):
    public = make_organisation(**there)

    assert [(one.organisation, one.why) for one in duplicates(complete(**mine))] == [(public, why)]


@pytest.mark.parametrize(
    ("there", "mine"),
    [
        ({"name": "Cluster of Machines", "country": "FR", "region": ""}, {"name": "Cluster of Machines"}),
        ({"name": "Cluster of Machines"}, {"name": "Cluster of Textiles"}),
        ({"name": "Regional cluster of machines 2"}, {"name": "Regional cluster of machines 3"}),
        ({"website": "https://www.facebook.com/a"}, {"website": "https://www.facebook.com/b"}),
        ({"website": "https://notsame.example/"}, {"website": "https://same.example/"}),
    ],
)
def test_what_is_only_a_little_alike_is_not(make_organisation, complete, there, mine):
    make_organisation(**there)

    assert duplicates(complete(**mine)) == []


def test_a_secret_profile_is_told_to_moderators_alone(complete):
    secret, mine = complete(state="submitted", pic="123456789"), complete(pic="123456789")

    assert duplicates(mine) == []
    assert [one.organisation for one in duplicates(mine, ANY)] == [secret]


def test_what_was_archived_is_told_only_where_it_was_public_once(complete, make_organisation, now):
    shown = make_organisation(name="Optics One", state="archived", published_at=now, website_in_english="")
    make_organisation(name="Optics One", state="archived", website_in_english="")

    found = duplicates(complete(name="Optics One", website_in_english=""))

    assert [other for other, _why in found] == [shown]


def test_a_double_is_not_submitted_and_the_profile_that_is_there_is_named(
    make_organisation, complete, make_person, now
):
    make_organisation(name="Cluster of Machines")
    person = make_person()
    double = complete(admin=person, name="Cluster of Machines e.V.")

    with pytest.raises(NotPossible, match="a profile already: Cluster of Machines"):
        profiles.submit(organisation=double, person=person, now=now)

    assert double.memberships.count() == 1


@pytest.mark.usefixtures("standing_clock")
def test_who_begins_a_double_is_led_to_ask_its_administrators(make_organisation, complete, make_person, signed_in):
    public = make_organisation(name="Cluster of Machines")
    person = make_person()
    double = complete(admin=person, name="Cluster of Machines e.V.")

    page = signed_in(person).get(f"/organisations/{double.slug}/manage/").content.decode()

    assert f'href="/organisations/{public.slug}/join/"' in page
    assert f'action="/organisations/{double.slug}/manage/submit/"' not in page


@pytest.mark.parametrize(
    ("number", "is_right"),
    [
        ("DE136695976", True), ("de 136 695 976", True), ("DE136695970", False), ("EL094259216", True),
        ("094259216", False), ("GB980780684", True), ("NO995525828", True), ("FR40303265045", True), ("", False),
    ],
)  # fmt: skip
def test_vat_numbers_are_looked_at_digit_by_digit(number, is_right):
    assert (identifiers.obstacle_to_vat(number) is None) == is_right


@pytest.mark.parametrize(
    ("pic", "is_right"), [("123456789", True), ("12345678", False), ("12345678a", False), ("١٢٣٤٥٦٧٨٩", False)]
)
def test_a_pic_has_nine_digits(pic, is_right):
    assert (identifiers.obstacle_to_pic(pic) is None) == is_right


def test_the_check_digits_of_an_lei_count():
    assert identifiers.obstacle_to_lei("213800KUD8LAJWSQ9D15") is None
    assert identifiers.obstacle_to_lei("213800KUD8LXJWSQ9D15") is not None


@pytest.mark.parametrize(
    ("address", "is_broken"),
    [
        ("GROW-CLUSTERS@ec.europa.eu", False),
        ("GROWCLUSTERS@ec.europa.eu", True),
        ("grow-clusters@EC.europa.eu", False),
        ("GROW-\nCLUSTERS@ec.europa.eu", True),
        ("GROW\u00adCLUSTERS@ec.europa.eu", True),
        ("office-@example.org", True),
        ("office@example", True),
        ("office@example.org", False),
    ],
)
def test_an_address_broken_at_the_end_of_a_line_is_seen(address, is_broken):
    assert (identifiers.flaw_of_address(address) is not None) == is_broken


@pytest.mark.parametrize(
    ("city", "country", "fits"),
    [
        ("Berlin", "RO", False), ("Berlin", "DE", True), ("BUCHAREST", "RO", True), ("București", "RO", True),
        ("Bucuresti", "DE", False), ("Łódź", "PL", True), ("Sofia", "EL", False), ("Nowhere in particular", "MT", True),
        ("Jura", "FR", True), ("Jura", "CH", True), ("Berlin", "", True),
    ],
)  # fmt: skip
def test_a_city_lies_in_its_country(city, country, fits):
    assert (places.obstacle_to_city(city, country) is None) == fits


@given(st.text(max_size=40))
def test_whatever_is_asked_about_numbers_and_places_is_answered(text):
    for ask in (identifiers.obstacle_to_pic, identifiers.obstacle_to_vat, identifiers.obstacle_to_lei,
                identifiers.flaw_of_address, lambda city: places.obstacle_to_city(city, "DE")):  # fmt: skip
        assert ask(text) is None or isinstance(ask(text), str)
