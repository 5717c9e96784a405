"""Who is like whom, and why."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster_observatory.web.organisations import portraits
from cluster_observatory.web.organisations.similar import WEIGHTS, Profile, most_similar

CODES = st.frozensets(st.sampled_from("abcdef"), max_size=4)
COUNTRIES = st.sampled_from(["DE", "FR", "IT"])
PROFILES = st.builds(
    Profile, key=st.integers(1, 50), country=COUNTRIES, topics=CODES, sectors=CODES, targets=st.frozensets(COUNTRIES),
    languages=CODES, offers=CODES, requests=CODES,
)  # fmt: skip


def profile(key, country="DE", **sets):
    return Profile(key, country, **{name: frozenset(values.split()) for name, values in sets.items()})


def test_the_parts_weigh_one_together():
    assert round(sum(WEIGHTS.values()), 9) == 1


def test_who_shares_all_and_offers_what_is_asked_across_a_border_has_a_hundred():
    one = profile(1, "DE", topics="a b", sectors="s", targets="FR", languages="en", requests="lasers", offers="tests")
    other = profile(2, "FR", topics="a b", sectors="s", languages="en", offers="lasers")

    (found,) = most_similar(one, [other])

    assert found.score == 100.0
    assert found.found == {
        "topic": {"a", "b"}, "sectors": {"s"}, "languages": {"en"}, "complement": {"offered"}, "targets": {"FR"},
    }  # fmt: skip


def test_a_language_and_a_border_alone_are_no_likeness():
    assert most_similar(profile(1, "DE", languages="en"), [profile(2, "FR", languages="en")]) == []


def test_of_two_with_the_same_fields_the_one_that_meets_a_request_comes_first():
    one = profile(1, topics="a", requests="lasers")

    found = most_similar(one, [profile(2, topics="a"), profile(3, topics="a", offers="lasers")])

    assert [like.key for like in found] == [3, 2]


def test_words_that_everyone_writes_are_no_match():
    one = profile(1, requests="partners")
    others = [profile(key, offers="partners") for key in range(2, 14)]

    assert most_similar(one, others) == []


@given(PROFILES, st.lists(PROFILES, max_size=12))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_scores_are_in_bounds_and_in_order_and_never_of_oneself(one, others):
    found = most_similar(one, others)

    scores = [like.score for like in found]
    assert all(0 < score <= 100 for score in scores)
    assert scores == sorted(scores, reverse=True)
    assert one.key not in {like.key for like in found}


def test_the_page_gives_the_reasons_in_words(make_organisation):
    cars = {"clusters": ["4"], "technologies": ["robotics"], "target_countries": ["JP"]}
    one = make_organisation(cluster=cars | {"requests": {"en": "Looks for welding robots"}})
    make_organisation(slug="two", country="FR", cluster=cars | {"offers": {"en": "We rent welding robots"}})
    make_organisation(slug="far", cluster={"clusters": ["40"]})
    make_organisation(slug="hidden", state="draft", cluster=cars)

    found = portraits.similar_to(one)

    assert [(like.organisation.slug, like.country) for like in found] == [("two", "France")]
    assert found[0].reasons == [
        "offers what this one looks for", "both in: Automotive, robotics", "wanted markets: Japan",
    ]  # fmt: skip


def test_who_has_no_fields_is_like_nobody(make_organisation):
    make_organisation()

    assert portraits.similar_to(make_organisation()) == []
    assert portraits.similar_to(make_organisation(kind="sme")) == []
