"""Which organisations belong to a cluster, proposed from either side, and lists of members."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.models import Notice
from cluster_observatory.web.organisations.actions import member_links
from cluster_observatory.web.organisations.forms.acting import MembersFileForm
from cluster_observatory.web.organisations.models import MemberLink

pytestmark = pytest.mark.usefixtures("standing_clock")


@pytest.fixture
def of_cluster(make_person):
    return make_person()


@pytest.fixture
def of_member(make_person):
    return make_person()


@pytest.fixture
def cluster(make_organisation, of_cluster):
    return make_organisation(admin=of_cluster, name="Cluster of machines")


@pytest.fixture
def member(make_organisation, of_member):
    return make_organisation(admin=of_member, name="Maker of drills", kind="sme", website="https://drills.example/")


def test_the_cluster_proposes_and_the_member_confirms(cluster, member, of_cluster, of_member, now):
    link = member_links.propose_link(cluster=cluster, member=member, person=of_cluster, now=now)
    assert (link.state, link.proposed_by) == ("proposed", "cluster")

    with pytest.raises(NotAllowed):
        member_links.answer_link(link=link, confirms=True, person=of_cluster, now=now)
    member_links.answer_link(link=link, confirms=True, person=of_member, now=now)

    assert (link.state, link.since) == ("confirmed", now.date())
    assert Notice.objects.get(kind="organisations.link_proposed").person == of_member
    assert Notice.objects.get(kind="organisations.link_answered").person == of_cluster


def test_the_member_proposes_and_the_cluster_confirms(cluster, member, of_cluster, of_member, now):
    link = member_links.propose_link(cluster=cluster, member=member, person=of_member, now=now)

    with pytest.raises(NotAllowed):
        member_links.answer_link(link=link, confirms=True, person=of_member, now=now)
    member_links.answer_link(link=link, confirms=True, person=of_cluster, now=now)

    assert (link.state, link.proposed_by) == ("confirmed", "member")


def test_what_is_declined_or_withdrawn_or_ended_can_be_proposed_again(cluster, member, of_cluster, of_member, now):
    first = member_links.propose_link(cluster=cluster, member=member, person=of_cluster, now=now)
    member_links.answer_link(link=first, confirms=False, person=of_member, now=now)
    second = member_links.propose_link(cluster=cluster, member=member, person=of_cluster, now=now)
    member_links.withdraw_link(link=second, person=of_cluster, now=now)
    third = member_links.propose_link(cluster=cluster, member=member, person=of_cluster, now=now)
    member_links.answer_link(link=third, confirms=True, person=of_member, now=now)
    member_links.end_link(link=third, person=of_member, now=now)

    assert list(MemberLink.objects.values_list("state", "until")) == [("ended", now.date())] * 3


def test_nobody_links_others_and_no_link_is_made_twice_or_with_what_is_secret(
    cluster, member, of_cluster, complete, make_person, now
):
    draft = complete(kind="sme")

    with pytest.raises(NotAllowed):
        member_links.propose_link(cluster=cluster, member=member, person=make_person(), now=now)
    with pytest.raises(NotPossible, match="no public profile"):
        member_links.propose_link(cluster=cluster, member=draft, person=of_cluster, now=now)
    with pytest.raises(NotPossible, match="not its own member"):
        member_links.propose_link(cluster=cluster, member=cluster, person=of_cluster, now=now)
    member_links.propose_link(cluster=cluster, member=member, person=of_cluster, now=now)
    with pytest.raises(NotPossible, match="already"):
        member_links.propose_link(cluster=cluster, member=member, person=of_cluster, now=now)

    assert MemberLink.objects.count() == 1


def test_a_company_has_no_members(make_organisation, member, of_member, now):
    with pytest.raises(NotPossible, match="no cluster or network"):
        member_links.propose_link(cluster=member, member=make_organisation(), person=of_member, now=now)


def test_the_pages_lead_from_proposing_to_confirming(cluster, member, of_cluster, of_member, signed_in):
    signed_in(of_cluster).post(
        f"/organisations/{cluster.slug}/members/propose/",
        {"other": f"https://example.org/organisations/{member.slug}/", "as": "cluster"},
    )
    browser = signed_in(of_member)
    page = browser.get(f"/organisations/{member.slug}/members/")
    ((link, _state, steps),) = page.context["clusters"]
    assert [step.name for step, _why in steps] == ["confirm", "decline"]

    browser.post(f"/organisations/links/{link.pk}/confirm/")

    assert MemberLink.objects.get().state == "confirmed"


def test_an_address_of_nothing_public_is_said_beside_the_field(cluster, complete, of_cluster, signed_in):
    draft = complete()

    page = signed_in(of_cluster).post(f"/organisations/{cluster.slug}/members/propose/", {"other": draft.slug})

    assert page.status_code == 422
    assert page.context["form"].errors == {"other": ["There is no public profile at this address."]}


def test_a_list_of_members_is_shown_first_and_then_proposed(cluster, member, of_cluster, make_organisation, signed_in):
    by_vat = make_organisation(kind="sme", name="Mill", vat="DE136695976")
    text = "\n".join([
        "Name;Website;VAT", "Drill makers;www.drills.example;", "The mill;;DE 136 695 976", "Nobody knows;;",
        "Drills again;https://drills.example;", "", ";;",
    ])  # fmt: skip
    browser, address = signed_in(of_cluster), f"/organisations/{cluster.slug}/members/import/"

    page = browser.post(address, {"file": SimpleUploadedFile("members.csv", b"\xef\xbb\xbf" + text.encode())})

    assert [(row.name, row.member, row.obstacle) for row in page.context["rows"]] == [
        ("Drill makers", member, ""),
        ("The mill", by_vat, ""),
        ("Nobody knows", None, "has no public profile here"),
        ("Drills again", member, "stands twice in the list"),
    ]
    assert not MemberLink.objects.exists()

    browser.post(address, {"text": page.context["text"], "member": [member.slug, by_vat.slug], "propose": "1"})

    assert set(MemberLink.objects.values_list("member", "state")) == {
        (member.pk, "proposed"), (by_vat.pk, "proposed"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"website\nx", "no"),
        ("name\nÄ".encode("latin-1"), "UTF-8"),
        (b"name\n" + b"x\n" * 501, "At most 500"),
        (b"\x00name", "not a text"),
    ],
)
def test_what_is_no_list_is_refused_in_words(cluster, of_cluster, signed_in, content, words):
    page = signed_in(of_cluster).post(
        f"/organisations/{cluster.slug}/members/import/", {"file": SimpleUploadedFile("members.csv", content)}
    )

    assert page.status_code == 422
    assert words in page.content.decode()


@given(st.text(max_size=200))
def test_whatever_is_pasted_gives_lines_or_words(text):
    form = MembersFileForm({"text": text})

    assert form.is_valid() or form.errors


def test_the_page_of_members_asks_the_database_as_often_for_three_as_for_one(
    cluster, of_cluster, make_organisation, signed_in, now
):
    browser = signed_in(of_cluster)

    def add():
        member_links.propose_link(cluster=cluster, member=make_organisation(kind="sme"), person=of_cluster, now=now)

    def count():
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"/organisations/{cluster.slug}/members/")
        return len(queries)

    add()
    count()
    one = count()
    add()
    add()

    assert count() == one
