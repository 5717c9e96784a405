"""The moderators' queue and check, and changes of public profiles."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed
from cluster_observatory.web.base.models import Notice
from cluster_observatory.web.organisations.actions import changes, checking, profiles
from cluster_observatory.web.organisations.histories import history
from cluster_observatory.web.organisations.models import Finding, Organisation, ProfileChange

pytestmark = pytest.mark.usefixtures("standing_clock")


@pytest.fixture
def admin(make_person):
    return make_person()


def save(organisation, person, now, **values):
    return profiles.save(
        organisation=organisation, values=values, person=person, now=now, expected_version=organisation.version
    )


def verdicts(organisation, **more):
    names = ("team", "website", "members", "sides", "public_bodies")
    return {f"verdict_{name}": "met" for name in names} | {"version": organisation.version} | more


@pytest.mark.parametrize("office", [None, "editor", "administrator", "initiative_owner", "data_protection"])
def test_only_moderators_see_the_queue_and_check_profiles(in_review, make_person, signed_in, office):
    organisation = in_review()
    browser = signed_in(make_person(*[office] if office else []))

    assert browser.get("/office/profiles/").status_code == 403
    assert browser.get(f"/organisations/{organisation.slug}/check/").status_code == 403
    assert browser.post(f"/organisations/{organisation.slug}/check/", verdicts(organisation)).status_code == 403
    assert browser.post(f"/organisations/{organisation.slug}/check/archive/", {"reason": "x"}).status_code == 403

    assert Organisation.objects.get().state == "in_review"


@pytest.mark.parametrize("state", ["submitted", "in_review", "published", "archived"])
def test_an_auditor_looks_at_what_moderators_decide_and_can_press_nothing(in_review, make_person, signed_in, state):
    organisation = in_review()
    Organisation.objects.update(state=state)
    organisation.contacts.create(name="Hidden contact", is_public=False)
    browser, address = signed_in(make_person("auditor")), f"/organisations/{organisation.slug}/check/"

    queue, page = browser.get("/office/profiles/"), browser.get(address)
    people = browser.get(f"/organisations/{organisation.slug}/people/")

    assert (queue.status_code, page.status_code, people.status_code) == (200, 200, 200)
    shown = page.content.decode()
    assert [
        words in shown for words in ('<button type="submit" name', "Hidden contact", "/check/archive/", "/merge/")
    ] == ([False] * 4)
    assert browser.post(address, verdicts(organisation, step="approve")).status_code == 403
    assert browser.post(f"{address}archive/", {"reason": "x", "version": organisation.version}).status_code == 403
    assert Organisation.objects.get().state == state


def test_a_moderator_without_second_factor_can_do_nothing(in_review, make_person, signed_in):
    organisation = in_review()
    browser = signed_in(make_person("moderator", second_factor=False))

    assert browser.get("/office/profiles/").status_code == 403
    assert browser.post(f"/organisations/{organisation.slug}/check/", verdicts(organisation)).status_code == 403


def test_the_queue_begins_with_what_has_waited_longest(complete, moderator, signed_in, now):
    for name, days in (("Young", 1), ("Old", 20)):
        complete(name=name, state="submitted", changed_at=now - timedelta(days=days))
    complete(name="Draft")

    page = signed_in(moderator).get("/office/profiles/")

    assert [(one.name, days) for one, _state, days in page.context["profiles"]] == [("Old", 20), ("Young", 1)]
    assert page.status_code == 200


def test_the_queue_asks_the_database_as_often_for_three_as_for_one(
    complete, make_organisation, make_person, moderator, signed_in, now
):
    browser = signed_in(moderator)

    def add():
        complete(state="submitted")
        admin = make_person()
        save(make_organisation(admin=admin), admin, now, name="Another")

    def count():
        with CaptureQueriesContext(connection) as queries:
            browser.get("/office/profiles/")
        return len(queries)

    add()
    count()
    one = count()
    add()
    add()

    assert count() == one


def test_a_check_walks_from_the_queue_to_the_public_profile(complete, admin, moderator, signed_in, visitor, now):
    organisation = complete(admin=admin)
    profiles.submit(organisation=organisation, person=admin, now=now)
    browser, address = signed_in(moderator), f"/organisations/{organisation.slug}/check/"

    browser.post(f"{address}start_review/", {"version": organisation.version})
    organisation.refresh_from_db()
    page = browser.get(address)
    assert [step.name for step, _why in page.context["decisions"]] == ["approve", "request_info", "reject"]
    done = browser.post(address, verdicts(organisation, step="approve", note_team="Two people"))

    assert done["Location"] == "/office/profiles/"
    assert visitor.get(f"/organisations/{organisation.slug}/").status_code == 200
    assert Finding.objects.get(criterion="team").note == "Two people"


def test_the_button_says_which_criterion_is_not_met(in_review, moderator, signed_in):
    organisation = in_review(cluster={"members_total": 14, "members_sme": 10, "members_research": 4})

    page = signed_in(moderator).get(f"/organisations/{organisation.slug}/check/")

    assert [(step.name, str(why or "")) for step, why in page.context["decisions"]] == [
        ("approve", "Not met: Members."), ("request_info", ""), ("reject", ""),
    ]  # fmt: skip


def test_asking_for_more_without_saying_what_keeps_what_was_typed(in_review, moderator, signed_in):
    organisation = in_review()

    page = signed_in(moderator).post(
        f"/organisations/{organisation.slug}/check/", verdicts(organisation, step="request_info", note_team="Who?")
    )

    assert page.status_code == 422
    assert 'value="Who?"' in page.content.decode()
    assert Organisation.objects.get().state == "in_review"


def test_two_moderators_who_decide_at_once_do_not_both_decide(in_review, make_person, moderator, signed_in):
    organisation = in_review()
    address = f"/organisations/{organisation.slug}/check/"
    sent = verdicts(organisation)
    signed_in(moderator).post(address, sent | {"step": "request_info", "reason": "Which programme?"})

    page = signed_in(make_person("moderator")).post(address, sent | {"step": "reject", "reason": "Too small."})

    assert page.status_code == 409
    assert "Too small." in page.content.decode()
    assert Organisation.objects.get().state == "info_requested"


def test_the_organisation_reads_what_is_asked_but_not_by_whom(in_review, moderator, met, signed_in, now):
    organisation = in_review()
    checking.request_info(organisation=organisation, findings=met, reason="Which programme?", person=moderator, now=now)

    page = signed_in(organisation.memberships.get().person).get(f"/organisations/{organisation.slug}/manage/")

    assert "Which programme?" in page.content.decode()
    assert str(moderator) not in page.content.decode()


def test_the_history_says_what_happened_in_words_and_names_the_fields(make_organisation, admin, moderator, now):
    organisation = make_organisation(admin=admin)
    change = save(organisation, admin, now, name="Another")
    changes.accept_change(change=change, person=moderator, now=now)
    organisation.refresh_from_db()
    profiles.save_contacts(
        organisation=organisation, contacts=[{"name": "Manager"}], person=admin, now=now,
        expected_version=organisation.version,
    )  # fmt: skip
    with transaction.atomic():
        audit.record(act="file_attached", thing=organisation, actor=admin, now=now, changes={"file": [None, 1]})

    told = [(one.what, one.who, one.fields) for one in history(organisation, admin)]

    assert told == [
        ("A file was added", str(admin), ""),
        ("The profile was changed", str(admin), "contacts"),
        ("A change was accepted", "moderators", "name"),
        ("A change was proposed", str(admin), "name"),
    ]


def test_what_is_sensitive_waits_and_shows_when_it_is_accepted(make_organisation, admin, moderator, now):
    organisation = make_organisation(admin=admin, name="Promoing Machines")

    change = save(organisation, admin, now, name="Promoting Machines", members_total=40, city="Ulm")
    assert (organisation.name, organisation.city, change.state) == ("Promoing Machines", "Ulm", "proposed")
    changes.accept_change(change=change, person=moderator, now=now)

    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.cluster.members_total) == ("Promoting Machines", 40)
    assert audit.history(organisation).first().changes["name"] == ["Promoing Machines", "Promoting Machines"]
    assert Notice.objects.get(kind="organisations.change_decided").person == admin


@pytest.mark.parametrize(
    "values",
    [
        {"name": "Another"}, {"country": "FR", "region": "FR10"}, {"kind": "sme"}, {"members_sme": 3},
        {"management_fte": "0.1"}, {"recognised_by": "go-cluster"}, {"is_social_economy": True},
    ],
)  # fmt: skip
def test_who_it_is_and_what_the_criteria_look_at_is_sensitive(make_organisation, admin, now, values):
    organisation = make_organisation(admin=admin)

    change = save(organisation, admin, now, **values)

    assert change.values == values


@pytest.mark.parametrize(
    "values", [{"city": "Ulm"}, {"description": {"en": "New"}}, {"region": "DE12"}, {"services": ["skills"]}]
)
def test_everything_else_shows_at_once(make_organisation, admin, now, values):
    organisation = make_organisation(admin=admin)

    assert save(organisation, admin, now, **values) is None
    assert not ProfileChange.objects.exists()


def test_a_refused_change_leaves_the_profile_and_says_why(make_organisation, admin, moderator, now):
    organisation = make_organisation(admin=admin)
    change = save(organisation, admin, now, name="Another")

    with pytest.raises(NotPossible, match="Give a reason"):
        changes.refuse_change(change=change, person=moderator, now=now, reason="")
    changes.refuse_change(change=change, person=moderator, now=now, reason="That is another organisation.")

    assert Organisation.objects.get().name == "Organisation 1"
    assert "That is another organisation." in Notice.objects.get(kind="organisations.change_decided").text


def test_nobody_accepts_their_own_change(make_organisation, make_person, now):
    person = make_person("moderator")
    change = save(make_organisation(admin=person), person, now, name="Another")

    with pytest.raises(NotAllowed, match="another moderator"):
        changes.accept_change(change=change, person=person, now=now)


def test_a_second_wish_takes_the_place_of_the_first_and_other_fields_go_on_waiting(make_organisation, admin, now):
    organisation = make_organisation(admin=admin)
    save(organisation, admin, now, name="First")
    save(organisation, admin, now, members_total=40)

    save(organisation, admin, now, name="Second")

    waiting = ProfileChange.objects.get(state="proposed")
    assert waiting.values == {"name": "Second", "members_total": 40}
    assert ProfileChange.objects.filter(state="withdrawn").count() == 2


def test_who_puts_back_what_is_published_wishes_nothing_any_more(make_organisation, admin, now):
    organisation = make_organisation(admin=admin)
    save(organisation, admin, now, name="Another")

    assert save(organisation, admin, now, name="Organisation 1") is None
    assert not ProfileChange.objects.filter(state="proposed").exists()


def test_a_change_that_was_replaced_meanwhile_is_not_accepted(make_organisation, admin, moderator, signed_in, now):
    organisation = make_organisation(admin=admin)
    seen = save(organisation, admin, now, name="First")
    save(organisation, admin, now, name="Second")

    page = signed_in(moderator).post(
        f"/organisations/{organisation.slug}/check/changes/{seen.pk}/accept/", {"version": seen.version}
    )

    assert page.status_code == 409
    with pytest.raises((ChangedMeanwhile, NotPossible)):
        changes.accept_change(change=seen, person=moderator, now=now)
    assert Organisation.objects.get().name == "Organisation 1"


def test_moderators_see_before_and_after_and_decide_on_the_page(make_organisation, admin, moderator, signed_in, now):
    organisation = make_organisation(admin=admin)
    change = save(organisation, admin, now, name="Another")
    browser = signed_in(moderator)

    page = browser.get(f"/organisations/{organisation.slug}/check/")
    assert [(before, after) for _label, before, after, _moved in page.context["changed"]] == [
        ("Organisation 1", "Another")
    ]
    browser.post(f"/organisations/{organisation.slug}/check/changes/{change.pk}/accept/", {"version": change.version})

    assert Organisation.objects.get().name == "Another"


def test_a_public_profile_leads_everyone_to_what_is_theirs_to_do(
    make_organisation, admin, make_person, moderator, signed_in, visitor
):
    organisation = make_organisation(admin=admin)
    address = f"/organisations/{organisation.slug}/"

    def ways(browser):
        page = browser.get(address).content.decode()
        return [way for way in ("join", "manage", "check") if f'href="{address}{way}/"' in page]

    assert ways(visitor) == ["join"]
    assert ways(signed_in(make_person())) == ["join"]
    assert ways(signed_in(admin)) == ["manage"]
    assert ways(signed_in(moderator)) == ["join", "check"]


def test_ones_own_page_names_the_organisations_one_acts_for(make_organisation, admin, make_person, signed_in):
    organisation = make_organisation(admin=admin)
    make_organisation(admin=make_person(), name="Another one")

    page = signed_in(admin).get("/me/").content.decode()

    assert f'href="/organisations/{organisation.slug}/manage/"' in page
    assert "Another one" not in page
