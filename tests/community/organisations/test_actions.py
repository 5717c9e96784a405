"""The life of a profile, from the first step to the archive."""

from datetime import timedelta
from decimal import Decimal

import pytest

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed
from cluster_observatory.web.base.models import Notice
from cluster_observatory.web.organisations import rules
from cluster_observatory.web.organisations.actions import checking, profiles
from cluster_observatory.web.organisations.models import Finding, Organisation


def begin(person, now, **more):
    values = {"name": "Machines of the South", "kind": "cluster_organisation", "country": "DE"} | more
    return profiles.create_draft(person=person, now=now, **values)


def save(organisation, person, now, **values):
    return profiles.save(
        organisation=organisation, values=values, person=person, now=now, expected_version=organisation.version
    )


def acts(organisation):
    return [event.act for event in audit.history(organisation)][::-1]


def test_who_begins_a_profile_administers_it(make_person, now):
    person = make_person()

    organisation = begin(person, now)

    assert (organisation.state, organisation.slug) == ("draft", "machines-of-the-south")
    assert [(one.person, one.role, one.state) for one in organisation.memberships.all()] == [
        (person, "admin", "active")
    ]
    assert acts(organisation) == ["create"]


def test_two_of_one_name_have_two_addresses_and_a_name_without_latin_letters_has_one(make_person, now):
    names = ["Machines", "Machines", "Машини", "New", "new"]

    slugs = [begin(make_person(), now, name=name).slug for name in names]

    assert slugs == ["machines", "machines-2", "organisation", "new-2", "new-3"]


def test_nobody_begins_profiles_without_end(make_person, now):
    person = make_person()
    for _number in range(10):
        begin(person, now)

    with pytest.raises(NotAllowed, match="begun 10 profiles"):
        begin(person, now)

    assert Organisation.objects.count() == 10


def test_a_draft_is_saved_however_incomplete(make_person, now):
    person = make_person()
    organisation = begin(person, now)

    save(organisation, person, now, city="Stuttgart", management_fte=Decimal("0.4"), members_total=3)

    organisation = Organisation.objects.get()
    assert (organisation.city, organisation.cluster.management_fte, organisation.version) == (
        "Stuttgart", Decimal("0.40"), 2,
    )  # fmt: skip


def test_saving_the_same_again_writes_nothing(make_person, now):
    person = make_person()
    organisation = begin(person, now)
    save(organisation, person, now, management_fte=Decimal("0.5"))

    save(organisation, person, now, management_fte=Decimal("0.50"))

    assert (organisation.version, acts(organisation)) == (2, ["create", "edit"])


def test_the_second_of_two_browsers_is_told_and_the_first_is_not_lost(make_person, now):
    person = make_person()
    first = begin(person, now)
    second = Organisation.objects.get()
    save(first, person, now, city="Stuttgart")

    with pytest.raises(ChangedMeanwhile):
        save(second, person, now, city="Ulm")

    assert Organisation.objects.get().city == "Stuttgart"


def test_the_trail_keeps_what_was_before_but_no_address_of_a_person(make_person, now):
    person = make_person()
    organisation = begin(person, now)

    save(organisation, person, now, name="Machines of the North", email="name@example.org")

    assert audit.history(organisation).first().changes == {
        "name": ["Machines of the South", "Machines of the North"], "email": [None, None],
    }  # fmt: skip


def test_a_stranger_can_neither_change_nor_submit(complete, make_person, now):
    organisation = complete(admin=make_person())

    with pytest.raises(NotAllowed):
        save(organisation, make_person(), now, city="Ulm")
    with pytest.raises(NotAllowed):
        profiles.submit(organisation=organisation, person=make_person(), now=now)

    assert Organisation.objects.get().city == "Stuttgart"


def test_an_editor_fills_in_and_an_administrator_submits(complete, make_person, now):
    editor = make_person()
    organisation = complete(admin=make_person(), editor=editor)

    save(organisation, editor, now, city="Ulm")

    with pytest.raises(NotAllowed, match="Only administrators"):
        profiles.submit(organisation=organisation, person=editor, now=now)


def test_what_is_missing_is_named(make_person, now):
    person = make_person()
    organisation = begin(person, now)

    with pytest.raises(NotPossible, match=r"missing: region \(NUTS\), city, what it does, website in English, manage"):
        profiles.submit(organisation=organisation, person=person, now=now)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"city": "Berlin", "country": "RO", "region": "RO32"}, "Berlin lies in Germany, not in Romania"),
        ({"region": "FR10"}, "The region FR10 does not lie in Germany"),
        ({"region": "DE99"}, "There is no region DE99 in NUTS 2021"),
        ({"vat": "DE136695970"}, "This is not a VAT number"),
        ({"pic": "12345678"}, "A PIC has 9 digits"),
        ({"lei": "12345678901234567890"}, "An LEI has 20"),
        ({"founded_in": 2020}, "Give a year up to 2019"),
    ],
)
def test_what_contradicts_itself_is_not_submitted(complete, make_person, now, values, words):
    person = make_person()
    organisation = complete(admin=person, **values)

    with pytest.raises(NotPossible, match=words):
        profiles.submit(organisation=organisation, person=person, now=now)


def test_a_city_in_its_country_and_a_village_nobody_knows_are_taken(complete, make_person, now):
    for city, country, region in (("Berlin", "DE", "DE30"), ("Berlingen am See", "DE", "DE13")):
        person = make_person()
        organisation = complete(admin=person, city=city, country=country, region=region, name=f"Cluster of {city}",
                                website_in_english=f"https://{region}.example/")  # fmt: skip

        profiles.submit(organisation=organisation, person=person, now=now)

        assert organisation.state == "submitted"


def test_moderators_are_told_of_what_was_submitted(complete, make_person, moderator, now):
    person = make_person()
    organisation = complete(admin=person)

    profiles.submit(organisation=organisation, person=person, now=now)

    notice = Notice.objects.get()
    assert (notice.person, notice.kind) == (moderator, "organisations.submitted")
    assert notice.subject == f"To check: the profile of {organisation.name}"
    assert notice.address == f"/organisations/{organisation.slug}/check/"


def test_what_is_being_checked_does_not_change(in_review, now):
    organisation = in_review()
    admin = organisation.memberships.get().person

    with pytest.raises(NotPossible, match="being checked"):
        save(organisation, admin, now, city="Ulm")


def test_a_profile_that_meets_everything_is_published_with_its_findings(in_review, moderator, met, now):
    organisation = in_review()

    checking.approve(organisation=organisation, findings=met, person=moderator, now=now)

    organisation = Organisation.objects.get()
    assert (organisation.state, organisation.published_at, organisation.confirmed_at) == ("published", now, now)
    assert dict(Finding.objects.values_list("criterion", "verdict")) == dict.fromkeys(met, "met")
    assert acts(organisation) == ["submit", "start_review", "approve"]
    assert Notice.objects.get(kind="organisations.approved").person == organisation.memberships.get().person


def test_too_small_a_team_is_refused_unless_a_programme_recognises_it(in_review, moderator, met, now):
    organisation = in_review(cluster={"management_fte": Decimal("0.4")})

    with pytest.raises(NotPossible, match="Not met: A management team"):
        checking.approve(organisation=organisation, findings=met, person=moderator, now=now)

    assert Organisation.objects.get().state == "in_review"
    assert not Finding.objects.exists()


def test_what_a_recognised_cluster_does_not_meet_is_recorded_as_waived(in_review, moderator, met, now):
    organisation = in_review(cluster={"management_fte": Decimal("0.4")}, recognised_by="go-cluster")

    checking.approve(organisation=organisation, findings=met | {"team": ("waived", "named")}, person=moderator, now=now)

    assert Organisation.objects.get().state == "published"
    assert Finding.objects.get(criterion="team").verdict == "waived"


@pytest.mark.parametrize(
    ("members", "criterion"),
    [
        ({"members_total": 14, "members_sme": 10, "members_research": 4}, "Members"),
        ({"members_total": 15, "members_sme": 15, "members_research": 0}, "Members of two sides"),
    ],
)
def test_too_few_members_or_one_side_alone_are_refused(in_review, moderator, met, now, members, criterion):
    organisation = in_review(cluster=members)

    with pytest.raises(NotPossible, match=f"Not met: {criterion}"):
        checking.approve(organisation=organisation, findings=met, person=moderator, now=now)


def test_fifteen_members_of_two_sides_are_allowed(in_review, moderator, met, now):
    organisation = in_review(cluster={"members_total": 15, "members_sme": 10, "members_research": 5})

    checking.approve(organisation=organisation, findings=met, person=moderator, now=now)

    assert Organisation.objects.get().state == "published"


def test_a_moderator_may_be_stricter_but_not_kinder(in_review, moderator, met, now):
    organisation = in_review()

    with pytest.raises(NotPossible, match="Not met: A website"):
        checking.approve(
            organisation=organisation,
            findings=met | {"website": ("not_met", "shows nothing")},
            person=moderator,
            now=now,
        )
    with pytest.raises(NotPossible, match="profile itself says that this is not met: A website"):
        checking.approve(
            organisation=organisation, findings=met | {"website": ("waived", "")}, person=moderator, now=now
        )
    with pytest.raises(NotPossible, match="Judge every criterion"):
        checking.approve(organisation=organisation, findings={}, person=moderator, now=now)

    assert Organisation.objects.get().state == "in_review"


def test_nobody_checks_what_they_act_for(complete, make_person, now):
    person = make_person("moderator")
    organisation = complete(admin=person)
    profiles.submit(organisation=organisation, person=person, now=now)

    with pytest.raises(NotAllowed, match="another moderator"):
        checking.start_review(organisation=organisation, person=person, now=now)


def test_more_is_asked_with_a_reason_and_the_profile_comes_back(in_review, moderator, met, now):
    organisation = in_review()
    admin = organisation.memberships.get().person

    with pytest.raises(NotPossible, match="Give a reason"):
        checking.request_info(organisation=organisation, findings=met, reason=" ", person=moderator, now=now)
    checking.request_info(organisation=organisation, findings=met, reason="Which programme?", person=moderator, now=now)
    save(organisation, admin, now, recognised_by="go-cluster")
    profiles.submit(organisation=organisation, person=admin, now=now)

    assert organisation.state == "submitted"
    assert "Which programme?" in Notice.objects.get(kind="organisations.info_requested").text
    assert acts(organisation) == ["submit", "start_review", "request_info", "edit", "resubmit"]


def test_a_rejected_profile_can_be_opened_again(in_review, moderator, met, now):
    organisation = in_review()
    admin = organisation.memberships.get().person
    checking.reject(organisation=organisation, findings=met, reason="No activity yet.", person=moderator, now=now)

    profiles.reopen(organisation=organisation, person=admin, now=now)

    assert organisation.state == "draft"
    assert "No activity yet." in Notice.objects.get(kind="organisations.rejected").text


def test_archiving_needs_a_reason_and_can_be_undone(make_organisation, make_person, moderator, now):
    organisation = make_organisation(admin=make_person())

    with pytest.raises(NotPossible, match="Give a reason"):
        checking.archive(organisation=organisation, reason="", person=moderator, now=now)
    checking.archive(organisation=organisation, reason="It has closed.", person=moderator, now=now)
    later = now + timedelta(days=900)
    checking.restore(organisation=organisation, person=moderator, now=later)

    organisation = Organisation.objects.get()
    assert (organisation.state, organisation.confirmed_at) == ("published", later)


def test_what_never_was_public_is_given_back_and_not_published_unchecked(complete, make_person, moderator, now):
    organisation = complete(admin=make_person())
    checking.archive(organisation=organisation, reason="Spam.", person=moderator, now=now)

    with pytest.raises(NotPossible, match="never public"):
        checking.restore(organisation=organisation, person=moderator, now=now)
    checking.give_back(organisation=organisation, person=moderator, now=now)

    assert Organisation.objects.get().state == "draft"


def test_a_draft_can_be_discarded_and_nothing_else(complete, make_organisation, make_person, now):
    person = make_person()
    draft, public = complete(admin=person), make_organisation(admin=person)

    profiles.discard(organisation=draft, person=person, now=now)
    with pytest.raises(NotPossible):
        profiles.discard(organisation=public, person=person, now=now)

    assert list(Organisation.objects.all()) == [public]


def test_an_address_that_lost_its_hyphen_is_flagged_and_does_not_stop(complete, make_person, now):
    person = make_person()
    organisation = complete(admin=person, email="GROWCLUSTERS@ec.europa.eu")

    assert [(flaw.code, flaw.is_blocking) for flaw in rules.flaws(organisation, now)] == [("address.broken", False)]
    profiles.submit(organisation=organisation, person=person, now=now)


def test_a_moderator_restores_nothing_they_act_for(make_organisation, make_person, moderator, now):
    person = make_person("moderator")
    organisation = make_organisation(admin=person)
    checking.archive(organisation=organisation, reason="It has closed.", person=moderator, now=now)

    with pytest.raises(NotAllowed, match="another moderator"):
        checking.restore(organisation=organisation, person=person, now=now)

    organisation.refresh_from_db()
    assert organisation.state == "archived"
