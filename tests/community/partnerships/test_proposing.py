"""Proposing a partnership, who may, what an initiative asks, and editing with nothing lost."""

import pytest
from django.db import IntegrityError, transaction

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed
from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.partnerships.actions.proposing import edit, propose
from cluster_observatory.web.partnerships.models import Generation, Partner, Partnership


@pytest.fixture
def attempt(three, make_initiative, now):
    """attempt(initiative=…, partners=…, acronym=…) → propose by the first of three."""

    def tried(*, initiative=None, partners=None, person=None, **values):
        return propose(
            initiative=initiative or make_initiative(), coordinator=three.organisations[0],
            partners=three.organisations[1:] if partners is None else partners, values={"acronym": "BETA", **values},
            person=person or three.persons[0], now=now,
        )  # fmt: skip

    return tried


def test_who_proposes_coordinates_and_the_others_are_invited_by_a_letter_each(attempt, three):
    made = attempt()

    places = list(made.partners.values_list("organisation__name", "role", "state"))
    names = [one.name for one in three.organisations]
    assert places == [
        (names[0], "coordinator", "active"),
        (names[1], "partner", "invited"),
        (names[2], "partner", "invited"),
    ]
    letters = Letter.objects.filter(key__startswith="partnerships.invited").order_by("pk")
    assert [letter.to for letter in letters] == [three.persons[1].email, three.persons[2].email]
    assert letters[0].subject == f"{names[1]} is invited into the partnership BETA"
    assert audit.verify().broken_at is None


def test_owners_of_initiatives_are_told_of_a_proposal(owner, attempt):
    attempt()

    assert Letter.objects.get(to=owner.email).subject == "The partnership BETA was proposed"


def test_an_escp_4x_of_two_countries_fails_with_the_rule(attempt, make_initiative, make_organisation, three):
    of_two = [three.organisations[1], make_organisation(country="FR", region="")]

    with pytest.raises(NotPossible) as refusal:
        attempt(initiative=make_initiative("ESCP-4x"), partners=of_two)

    assert str(refusal.value) == (
        "ESCP-4x asks for at least 3 distinct organisations from at least 3 different countries. "
        "Here there are 3 organisations from: Germany and France."
    )
    assert Partnership.objects.count() == 0


def test_two_profiles_of_one_legal_entity_count_once(attempt, make_organisation, three):
    three.organisations[1].pic = "999999999"
    double = make_organisation(country="IT", region="", pic="999999999")

    with pytest.raises(NotPossible, match="Here there are 2 organisations"):
        attempt(partners=[three.organisations[1], double])


def test_only_partners_from_eligible_countries_count(attempt, make_initiative):
    line = make_initiative("CALL-WITHOUT-ITALY", eligible_countries=["DE", "FR", "ES"])

    with pytest.raises(NotPossible, match="Here there are 2 organisations from: Germany and France"):
        attempt(initiative=line)


def test_the_numbers_asked_for_are_those_of_the_initiative(attempt, make_initiative, three):
    line = make_initiative("SMALL", least_partners=2, least_countries=2)

    assert attempt(initiative=line, partners=three.organisations[1:2]).state == "proposed"


@pytest.mark.parametrize("countries", [[], ["FR", "TR"]])
def test_an_escp_4i_must_name_a_third_country(attempt, make_initiative, countries):
    line = make_initiative("ESCP-4i", needs_third_country=True)

    with pytest.raises(NotPossible, match="at least one third country"):
        attempt(initiative=line, target_countries=countries)

    assert attempt(initiative=line, target_countries=[*countries, "JP"]).target_countries == [*countries, "JP"]


def test_an_escp_4x_must_have_a_plan_for_exchanges(attempt, make_initiative):
    line = make_initiative("ESCP-4x", needs_exchange_plan=True)

    with pytest.raises(NotPossible, match="plan for ClusterXchange"):
        attempt(initiative=line, exchange_plan="  ")

    assert attempt(initiative=line, exchange_plan="Twelve visits.").state == "proposed"


@pytest.mark.parametrize(
    ("state", "can_join"), [("draft", False), ("submitted", True), ("stale", True), ("archived", False)]
)
def test_a_member_must_have_a_profile_that_is_submitted_or_published(
    attempt, make_organisation, three, state, can_join
):
    partners = [three.organisations[1], make_organisation(state=state, country="ES", region="")]

    if can_join:
        assert attempt(partners=partners).partners.count() == 3
    else:
        with pytest.raises(NotPossible, match="no profile that is submitted or published"):
            attempt(partners=partners)


def test_only_an_administrator_of_the_coordinator_proposes(attempt, make_person, three, owner):
    for stranger in (make_person(), three.persons[1], owner):
        with pytest.raises(NotAllowed):
            attempt(person=stranger)


def test_an_organisation_cannot_be_named_twice(attempt, three):
    with pytest.raises(NotPossible, match="named twice"):
        attempt(partners=[*three.organisations[1:], three.organisations[0]])


def test_addresses_are_unique_and_keep_clear_of_other_pages(attempt):
    slugs = [attempt(acronym=acronym).slug for acronym in ("Network", "network", "New!", "Δ")]

    assert slugs == ["network-2", "network-3", "new-2", "partnership"]


def test_the_year_of_the_programme_is_not_that_of_the_deadline(make_initiative):
    line = make_initiative("CLUSTER-EXCELLENCE")

    call = Generation.objects.create(initiative=line, number=1, call="COS-CLUSTER-2018-03-02", programme_year=2018)

    assert (call.programme_year, str(call)) == (2018, "CLUSTER-EXCELLENCE 1")


def test_a_generation_of_another_initiative_is_refused(attempt, make_initiative):
    other = Generation.objects.create(initiative=make_initiative("INNOSUP-1"), number=1)

    with pytest.raises(NotPossible, match="no generation of ESCP-S3"):
        attempt(generation=other)


def test_a_corrected_title_leaves_the_first_one_in_the_trail(proposal, three, now):
    edit(
        partnership=proposal,
        values={"title": "Promoing clusters"},
        person=three.persons[0],
        now=now,
        expected_version=1,
    )
    edit(
        partnership=proposal,
        values={"title": "Promoting clusters"},
        person=three.persons[0],
        now=now,
        expected_version=2,
    )

    proposal.refresh_from_db()
    assert (proposal.title, proposal.version) == ("Promoting clusters", 3)
    assert audit.history(proposal)[0].changes == {"title": ["Promoing clusters", "Promoting clusters"]}


def test_an_edit_that_changes_nothing_leaves_no_entry(proposal, three, now):
    edit(partnership=proposal, values={"acronym": "ALPHA"}, person=three.persons[0], now=now, expected_version=1)

    assert [entry.act for entry in audit.history(proposal)] == ["propose"]


def test_who_comes_second_is_told(proposal, three, owner, now):
    edit(partnership=proposal, values={"title": "First"}, person=three.persons[0], now=now, expected_version=1)

    with pytest.raises(ChangedMeanwhile):
        edit(partnership=proposal, values={"title": "Second"}, person=owner, now=now, expected_version=1)

    proposal.refresh_from_db()
    assert proposal.title == "First"


def test_once_selected_the_coordinator_cannot_change_what_was_awarded(
    make_partnership, make_person, make_organisation, owner, now
):
    person = make_person()
    partnership = make_partnership(coordinator=make_organisation(admin=person))

    with pytest.raises(NotAllowed):
        edit(partnership=partnership, values={"contribution": 360_000}, person=person, now=now, expected_version=1)
    edited = edit(partnership=partnership, values={"contribution": 360_000}, person=owner, now=now, expected_version=1)

    assert edited.contribution == 360_000


def test_a_partner_does_not_edit(proposal, three, now):
    with pytest.raises(NotAllowed):
        edit(partnership=proposal, values={"title": "Mine"}, person=three.persons[1], now=now, expected_version=1)


def test_what_has_ended_stays_as_it_was(make_partnership, owner, now):
    partnership = make_partnership(state="archived")

    with pytest.raises(NotPossible, match="has ended"):
        edit(partnership=partnership, values={"title": "Later"}, person=owner, now=now, expected_version=1)


def test_the_database_refuses_two_coordinators_and_two_places(make_partnership, make_organisation, now):
    partnership = make_partnership()
    first = partnership.partners.get(role="coordinator")
    more = {"partnership": partnership, "state": "active", "created_at": now, "changed_at": now}

    for place in (
        Partner(organisation=make_organisation(), role="coordinator", **more),
        Partner(organisation=first.organisation, role="partner", **more),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            place.save()


@pytest.mark.parametrize(
    "values", [{"begins_on": "2019-02-01", "ends_on": "2019-01-01"}, {"budget": 1, "contribution": 2}]
)
def test_the_database_refuses_what_cannot_be(make_partnership, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_partnership(**values)
