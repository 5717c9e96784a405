"""The entrance of the back office: what waits for whom."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.office.queries.waiting import desks
from cluster_observatory.web.organisations.models import Membership, ProfileChange
from cluster_observatory.web.partnerships.models import Amendment


def waiting(person, now):
    return [(desk.page, desk.waiting) for desk in desks(person, now)]


def test_a_visitor_is_led_to_the_sign_in(visitor):
    answer = visitor.get("/office/")

    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/office/")


def test_someone_without_an_office_is_told_whom_it_is_for(signed_in, make_person):
    answer = signed_in(make_person()).get("/office/")

    assert answer.status_code == 403
    assert "This is for: moderator, owner of partnership initiatives" in answer.content.decode()


def test_an_office_without_a_second_factor_leads_to_where_one_is_set_up(signed_in, make_person):
    answer = signed_in(make_person("moderator", second_factor=False)).get("/office/")

    assert answer.status_code == 403
    assert "This office needs a second factor" in answer.content.decode()


@pytest.mark.parametrize(
    "office", ["moderator", "initiative_owner", "editor", "auditor", "data_protection", "administrator"]
)
def test_every_office_enters(signed_in, make_person, office):
    answer = signed_in(make_person(office)).get("/office/")

    assert answer.status_code == 200


def test_a_moderator_sees_profiles_changes_and_requests_that_nobody_answered(make_person, make_organisation, now):
    person, organisation = make_person(), make_organisation(admin=make_person())
    make_organisation(state="submitted")
    make_organisation(state="in_review")
    make_organisation(state="draft")
    ProfileChange.objects.create(
        organisation=organisation, values={}, before={}, state="proposed", created_at=now, changed_at=now
    )
    for asked, whom in ((now - timedelta(days=14), person), (now - timedelta(days=13), make_person())):
        Membership.objects.create(
            person=whom, organisation=organisation, role="editor", state="requested", created_at=asked, changed_at=asked
        )

    assert waiting(make_person("moderator"), now) == [
        ("organisations:queue", 2), ("organisations:queue", 1), ("organisations:queue", 1),
    ]  # fmt: skip


def test_the_owner_of_initiatives_sees_proposals_and_changes_of_members(
    make_person, make_partnership, make_organisation, now
):
    make_partnership(state="proposed")
    Amendment.objects.create(
        partnership=make_partnership(), change="joins", organisation=make_organisation(), state="requested",
        created_at=now, changed_at=now,
    )  # fmt: skip

    assert waiting(make_person("initiative_owner"), now) == [("partnerships:queue", 1), ("partnerships:queue", 1)]


def test_an_administrator_sees_letters_that_failed(make_person, now):
    Letter.objects.create(key="1", message_id="1", to="a@example.org", state="failed", written_at=now, due_at=now)
    Letter.objects.create(key="2", message_id="2", to="a@example.org", state="waiting", written_at=now, due_at=now)

    assert waiting(make_person("administrator"), now) == [("office:letters", 1)]


def test_an_auditor_sees_all_desks_and_an_editor_none(make_person, now):
    assert [len(desks(make_person(office), now)) for office in ("auditor", "editor")] == [6, 0]


def test_the_hub_links_only_what_the_office_opens(signed_in, make_person):
    page = signed_in(make_person("moderator")).get("/office/").content.decode()

    shown = [address for address in ("/office/statistics/", "/office/trail/", "/office/people/", "/admin/",
             "/office/letters/", "/office/privacy/") if f'href="{address}"' in page]  # fmt: skip

    assert shown == ["/office/statistics/"]


def test_every_desk_and_room_that_an_auditor_is_led_to_opens(signed_in, make_person, now):
    auditor = make_person("auditor")
    browser = signed_in(auditor)

    rooms = {page for page, _name, _what in browser.get("/office/").context["rooms"]}
    led_to = rooms | {desk.page for desk in desks(auditor, now)}

    assert {page: browser.get(reverse(page)).status_code for page in led_to} == dict.fromkeys(led_to, 200)
