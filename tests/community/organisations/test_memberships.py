"""Who acts for an organisation: invitations, requests, roles, and never nobody."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import personal_data as holders
from cluster_observatory.web.base import retention
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.models import Letter, Notice
from cluster_observatory.web.organisations import personal_data, timed
from cluster_observatory.web.organisations.actions import memberships
from cluster_observatory.web.organisations.models import Contact, Membership, Organisation
from cluster_observatory.web.people.actions import erase


@pytest.fixture
def admin(make_person):
    return make_person()


def state_of(person, organisation):
    one = Membership.objects.get(person=person, organisation=organisation)
    return one.role, one.state


def test_a_colleague_is_invited_by_address_and_acts_when_they_accept(make_organisation, admin, make_person, now):
    organisation, colleague = make_organisation(admin=admin), make_person(email="colleague@example.org")

    membership = memberships.invite(
        organisation=organisation, email="Colleague@example.org", role="editor", person=admin, now=now
    )
    assert state_of(colleague, organisation) == ("editor", "invited")
    memberships.answer_invitation(membership=membership, accepts=True, person=colleague, now=now)

    assert state_of(colleague, organisation) == ("editor", "active")
    assert [notice.person for notice in Notice.objects.filter(kind="organisations.invited")] == [colleague]


def test_an_invitation_is_answered_by_who_was_invited_alone(make_organisation, admin, make_person, now):
    organisation, colleague = make_organisation(admin=admin), make_person()
    membership = memberships.invite(
        organisation=organisation, email=colleague.email, role="admin", person=admin, now=now
    )

    for other in (admin, make_person(), make_person("moderator")):
        with pytest.raises(NotAllowed):
            memberships.answer_invitation(membership=membership, accepts=True, person=other, now=now)

    assert state_of(colleague, organisation) == ("admin", "invited")


def test_nobody_without_account_and_nobody_twice(make_organisation, admin, now):
    organisation = make_organisation(admin=admin)

    with pytest.raises(NotPossible, match="Nobody has an account with the address nobody@example"):
        memberships.invite(organisation=organisation, email="nobody@example.org", role="editor", person=admin, now=now)
    with pytest.raises(NotPossible, match="already"):
        memberships.invite(organisation=organisation, email=admin.email, role="editor", person=admin, now=now)


def test_who_asks_to_join_is_let_in_by_an_administrator(make_organisation, admin, make_person, now):
    organisation, person = make_organisation(admin=admin), make_person()

    membership = memberships.ask_to_join(organisation=organisation, person=person, title="Manager", now=now)
    memberships.answer_request(membership=membership, lets_in=True, role="member", person=admin, now=now)

    assert state_of(person, organisation) == ("member", "active")
    assert [one.person for one in Notice.objects.filter(kind="organisations.join_requested")] == [admin]
    assert [one.person for one in Notice.objects.filter(kind="organisations.membership_decided")] == [person]


def test_nobody_lets_themselves_in(make_organisation, make_person, now):
    organisation, moderator = make_organisation(), make_person("moderator")
    membership = memberships.ask_to_join(organisation=organisation, person=moderator, now=now)

    with pytest.raises(NotAllowed, match="Someone else"):
        memberships.answer_request(membership=membership, lets_in=True, person=moderator, now=now)


def test_after_fourteen_days_the_moderators_answer_and_not_before(
    make_organisation, admin, make_person, moderator, now
):
    organisation, person = make_organisation(admin=admin), make_person()
    membership = memberships.ask_to_join(organisation=organisation, person=person, now=now)
    late = now + timedelta(days=14)

    with pytest.raises(NotPossible, match="until 3 April 2019"):
        memberships.answer_request(
            membership=membership, lets_in=True, person=moderator, now=late - timedelta(seconds=1)
        )
    timed.run(now=late - timedelta(seconds=1))
    assert not Notice.objects.filter(kind="organisations.join_unanswered").exists()
    timed.run(now=late)
    timed.run(now=late + timedelta(days=1))
    memberships.answer_request(membership=membership, lets_in=True, person=moderator, now=late)

    assert state_of(person, organisation) == ("editor", "active")
    assert [one.person for one in Notice.objects.filter(kind="organisations.join_unanswered")] == [moderator]


def test_where_there_is_no_administrator_the_moderators_answer_at_once(make_organisation, make_person, moderator, now):
    organisation, person = make_organisation(), make_person()

    membership = memberships.ask_to_join(organisation=organisation, person=person, role="admin", now=now)
    memberships.answer_request(membership=membership, lets_in=True, person=moderator, now=now)

    assert state_of(person, organisation) == ("admin", "active")


def test_nobody_asks_to_join_what_is_secret_or_asks_twice(make_organisation, complete, make_person, now):
    public, draft, person = make_organisation(), complete(), make_person()
    memberships.ask_to_join(organisation=public, person=person, now=now)

    with pytest.raises(NotPossible, match="asked already"):
        memberships.ask_to_join(organisation=public, person=person, now=now)
    with pytest.raises(NotPossible, match="Nobody can join"):
        memberships.ask_to_join(organisation=draft, person=person, now=now)


def test_the_last_administrator_of_a_public_profile_can_neither_leave_nor_step_down(make_organisation, admin, now):
    organisation = make_organisation(admin=admin)
    membership = organisation.memberships.get()

    with pytest.raises(NotPossible, match="needs an administrator"):
        memberships.end(membership=membership, person=admin, now=now)
    with pytest.raises(NotPossible, match="needs an administrator"):
        memberships.change_role(membership=membership, role="editor", person=admin, now=now)

    assert state_of(admin, organisation) == ("admin", "active")


def test_an_editor_can_end_nobody_but_themselves(make_organisation, admin, make_person, now):
    editor = make_person()
    organisation = make_organisation(admin=admin, editor=editor)
    own = organisation.memberships.get(person=editor)

    with pytest.raises(NotAllowed):
        memberships.end(membership=organisation.memberships.get(person=admin), person=editor, now=now)
    memberships.end(membership=own, person=editor, now=now)

    assert state_of(editor, organisation) == ("editor", "ended")


LEAVE = """
import django, sys
django.setup()
from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base.times import now
from cluster_observatory.web.organisations.actions import memberships
from cluster_observatory.web.organisations.models import Membership
membership = Membership.objects.select_related("person").get(pk=int(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
try:
    memberships.end(membership=membership, person=membership.person, now=now())
    print("left")
except NotPossible as refusal:
    print(refusal)
"""


def address_of_database(folder):
    """The database of this test for other processes: its copy in a file of SQLite, or itself on PostgreSQL."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM INTO '{folder}/copy.sqlite3'")
        return f"sqlite:///{folder}/copy.sqlite3"
    at = connection.settings_dict
    return f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_leave_at_once_one_stays(make_organisation, admin, make_person, now, tmp_path):
    organisation = make_organisation(admin=admin)
    Membership.objects.create(
        organisation=organisation, person=make_person(), role="admin", state="active", created_at=now, changed_at=now
    )
    environment = os.environ | {
        "OBSERVATORY_DATABASE_URL": address_of_database(tmp_path), "OBSERVATORY_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "cluster_observatory.web.settings",
    }  # fmt: skip
    leaving = [
        subprocess.Popen(
            [sys.executable, "-c", LEAVE, str(membership.pk)], env=environment, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for membership in organisation.memberships.all()
    ]  # fmt: skip
    assert [process.stdout.readline() for process in leaving] == ["ready\n", "ready\n"]
    for process in leaving:
        process.stdin.write("go\n")
        process.stdin.flush()

    said = [process.communicate(timeout=60)[0].strip() for process in leaving]

    assert sorted(said) == [f"{organisation.name} needs an administrator: make someone else one first.", "left"]


def test_the_only_administrator_of_a_public_profile_is_not_erased_and_others_are(
    make_organisation, complete, admin, make_person, now
):
    organisation, editor = make_organisation(admin=admin), make_person()
    complete(admin=editor)
    complete(admin=editor, state="submitted")
    Contact.objects.create(organisation=organisation, name="Editor", email=editor.email.upper())

    assert "needs an administrator" in holders.HOLDERS["organisations"].obstacle(admin, now)
    assert holders.HOLDERS["organisations"].obstacle(editor, now) is None


def test_what_is_held_of_a_person_is_theirs_and_nobody_elses(make_organisation, admin, make_person, now):
    organisation = make_organisation(admin=admin, name="Cluster of the person")
    make_organisation(admin=make_person(), name="Another cluster")
    Contact.objects.create(organisation=organisation, name="Manager", email=admin.email, phone="+49 1")

    given = personal_data.export(admin).data

    assert [one["organisation"] for one in given["memberships"]] == ["Cluster of the person"]
    assert given["contacts"] == [
        {"organisation": "Cluster of the person", "name": "Manager", "role": "", "email": admin.email, "phone": "+49 1",
         "is_public": False}
    ]  # fmt: skip
    assert personal_data.export(make_person()) is None


def test_who_is_erased_is_named_nowhere_and_lonely_drafts_go(make_organisation, complete, admin, make_person, now):
    public, draft = make_organisation(editor=admin), complete(admin=admin)
    shared = complete(admin=admin, editor=make_person())
    Contact.objects.create(organisation=public, name="Manager", email=admin.email)

    done = personal_data.erase(admin, now)

    assert done == {"contacts": 1, "drafts": 1, "memberships": 2}
    assert not Contact.objects.exists()
    assert set(Organisation.objects.all()) == {public, shared}
    assert draft.pk not in Organisation.objects.values_list("pk", flat=True)


def test_drafts_that_nobody_touches_for_two_years_are_deleted(complete, make_organisation, now):
    old, young = complete(changed_at=now - timedelta(days=731)), complete(changed_at=now - timedelta(days=729))
    public = make_organisation(changed_at=now - timedelta(days=5000))

    ended = retention.sweep(now)

    assert ended["organisations.drafts"] == 1
    assert set(Organisation.objects.all()) == {young, public}
    assert old.pk not in Organisation.objects.values_list("pk", flat=True)


@pytest.mark.usefixtures("standing_clock")
def test_the_pages_lead_from_asking_to_acting(make_organisation, admin, make_person, signed_in):
    organisation, person = make_organisation(admin=admin), make_person()
    asking, answering = signed_in(person), signed_in(admin)

    asking.post(f"/organisations/{organisation.slug}/join/", {"role": "editor", "title": "Manager"})
    membership = Membership.objects.get(person=person)
    page = answering.get(f"/organisations/{organisation.slug}/people/")
    assert [step.name for step, _why in page.context["rows"][1][2]] == ["approve", "refuse"]
    answering.post(f"/organisations/memberships/{membership.pk}/approve/", {"role": "admin"})

    assert state_of(person, organisation) == ("admin", "active")
    assert asking.get(f"/organisations/{organisation.slug}/manage/").status_code == 200


@pytest.mark.usefixtures("standing_clock")
def test_a_stranger_learns_nothing_of_a_membership_and_changes_nothing(
    make_organisation, admin, make_person, signed_in
):
    organisation = make_organisation(admin=admin)
    membership = organisation.memberships.get()
    browser = signed_in(make_person())

    assert browser.post(f"/organisations/memberships/{membership.pk}/end/").status_code == 403
    assert browser.post(f"/organisations/memberships/{membership.pk}/role/", {"role": "member"}).status_code == 403
    assert browser.get(f"/organisations/memberships/{membership.pk}/end/").status_code == 405
    assert browser.get(f"/organisations/{organisation.slug}/people/").status_code == 403

    assert state_of(admin, organisation) == ("admin", "active")


@pytest.mark.usefixtures("standing_clock")
def test_who_is_invited_is_shown_by_the_address_alone_until_they_accept(
    make_organisation, admin, make_person, signed_in, now
):
    organisation, browser = make_organisation(admin=admin, state="draft"), signed_in(admin)
    invited = make_person(email="invited@example.org", name="Name of theirs")

    def shown():
        page = browser.get(f"/organisations/{organisation.slug}/people/").content.decode()
        return "invited@example.org" in page, "Name of theirs" in page

    membership = memberships.invite(
        organisation=organisation, email="invited@example.org", role="member", person=admin, now=now
    )
    before = shown()
    memberships.answer_invitation(membership=membership, accepts=True, person=invited, now=now)

    assert (before, shown()) == ((True, False), (True, True))


@pytest.mark.usefixtures("standing_clock")
def test_nobody_tries_addresses_or_asks_without_end(make_organisation, admin, signed_in):
    cache.clear()
    own, other, browser = make_organisation(admin=admin, state="draft"), make_organisation(), signed_in(admin)

    invited = [
        browser.post(
            f"/organisations/{own.slug}/people/invite/", {"email": f"{number}@example.org", "role": "member"}
        ).status_code
        for number in range(31)
    ]
    joined = []
    for _attempt in range(11):
        sent = browser.post(f"/organisations/{other.slug}/join/", {"role": "editor", "title": "Manager"})
        joined.append(sent.status_code)
        other.memberships.update(state="ended")

    assert (invited, joined) == ([422] * 30 + [400], [302] * 10 + [400])


def test_what_others_were_told_no_longer_names_who_is_erased(make_organisation, admin, make_person, now):
    asked = {}
    for address in ("one@example.org", "someone@example.org"):
        asked[address] = make_person(email=address)
        memberships.ask_to_join(organisation=make_organisation(admin=admin), person=asked[address], now=now)

    erase(whom=asked["one@example.org"], person=asked["one@example.org"], now=now)

    for model in (Notice, Letter):
        texts = model.objects.order_by("pk").values_list("text", flat=True)
        assert [text.partition(" ")[0] for text in texts] == ["…", "someone@example.org"]


@pytest.mark.usefixtures("standing_clock")
def test_the_page_of_people_asks_the_database_as_often_for_three_as_for_one(
    make_organisation, admin, make_person, signed_in, now
):
    organisation, browser = make_organisation(admin=admin), signed_in(admin)

    def count():
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/organisations/{organisation.slug}/people/")
        return len(queries)

    memberships.ask_to_join(organisation=organisation, person=make_person(), now=now)
    count()
    one = count()
    for _number in range(2):
        memberships.ask_to_join(organisation=organisation, person=make_person(), now=now)

    assert count() == one
