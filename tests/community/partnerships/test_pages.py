"""The pages: who sees and does what through them, and that nothing typed is lost."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cluster_observatory.web.partnerships.actions.certificates import issue
from cluster_observatory.web.partnerships.actions.members import request_change
from cluster_observatory.web.partnerships.models import Partnership, Result


@pytest.fixture
def form(three, make_initiative):
    """What is typed to propose a partnership of three."""
    first, second, third = three.organisations
    return {
        "initiative": make_initiative().pk, "coordinator": first.pk, "acronym": "GAMMA", "title": "Third letter",
        "partner_1": second.name.upper(), "partner_2": f"http://testserver/organisations/{third.slug}/",
        "objectives_en": "To *meet*.", "sectors": ["C29", "C30"], "funding": "co_funded",
    }  # fmt: skip


def test_a_partnership_is_proposed_by_names_and_addresses(form, three, signed_in):
    answer = signed_in(three.persons[0]).post("/partnerships/new/", form)

    made = Partnership.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/partnerships/gamma/manage/")
    assert [place.organisation for place in made.partners.order_by("pk")] == three.organisations
    assert (made.sectors, made.objectives, made.title) == (["C29", "C30"], {"en": "To *meet*."}, "Third letter")


def test_a_refused_proposal_says_why_and_keeps_what_was_typed(form, three, signed_in):
    answer = signed_in(three.persons[0]).post("/partnerships/new/", form | {"partner_2": ""})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Here there are 2 organisations from: Germany and France." in page
    assert 'value="GAMMA"' in page
    assert "To *meet*." in page
    assert Partnership.objects.count() == 0


def test_an_organisation_that_nobody_knows_is_named_with_those_near(form, three, make_organisation, signed_in):
    make_organisation(name="Northern Boats", country="SE", region="")

    answer = signed_in(three.persons[0]).post("/partnerships/new/", form | {"partner_1": "Northern"})

    assert "No organisation is called “Northern”. Near it: Northern Boats." in answer.content.decode()


def test_a_draft_is_never_suggested_nor_found(form, three, make_organisation, signed_in):
    make_organisation(name="Secret Boats", country="SE", region="", state="draft")
    browser = signed_in(three.persons[0])

    answer = browser.post("/partnerships/new/", form | {"partner_1": "Secret Boats"})
    suggested = browser.get("/partnerships/organisations/?partner_1=Secret")

    assert "No organisation is called “Secret Boats”. It needs a profile here" in answer.content.decode()
    assert suggested.content == b""


def test_who_administers_nothing_is_told_how_to_begin(make_person, signed_in):
    page = signed_in(make_person()).get("/partnerships/new/")

    assert "you must administer an organisation" in page.content.decode()


def test_a_visitor_is_led_to_sign_in(proposal, make_partnership, visitor):
    made = make_partnership()

    for path in ("new/", f"{made.slug}/manage/", f"{made.slug}/edit/", f"{made.slug}/measures/", "alpha/manage/"):
        answer = visitor.get(f"/partnerships/{path}")
        assert answer["Location"].split("?")[0] == "/account/login/"


@pytest.mark.parametrize(
    "path", ["", "manage/", "edit/", "invite/", "changes/new/", "measures/", "results/", "certificates/new/"]
)
def test_a_proposal_is_a_secret_to_strangers(proposal, make_person, signed_in, path):
    assert signed_in(make_person()).get(f"/partnerships/alpha/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["manage/", "edit/", "invite/", "changes/new/", "measures/", "results/", "certificates/new/"]
)
def test_what_is_public_is_read_by_strangers_and_managed_by_none(make_partnership, make_person, signed_in, path):
    made = make_partnership()
    browser = signed_in(make_person())

    assert browser.get(f"/partnerships/{made.slug}/").status_code == 200
    assert browser.get(f"/partnerships/{made.slug}/{path}").status_code == 403


def test_partners_the_owner_and_the_auditor_see_a_proposal(proposal, three, owner, make_person, signed_in):
    for person in (three.persons[0], three.persons[1], owner, make_person("auditor")):
        assert signed_in(person).get("/partnerships/alpha/").status_code == 200


def test_an_invited_organisation_joins_through_the_page(proposal, three, signed_in):
    place = proposal.partners.get(organisation=three.organisations[1])
    browser = signed_in(three.persons[1])
    page = browser.get(f"/partnerships/alpha/invitation/{place.pk}/").content.decode()

    answer = browser.post(f"/partnerships/alpha/members/{place.pk}/accept/", {"version": "1"}, follow=True)

    place.refresh_from_db()
    assert f"{three.organisations[1].name} is invited into ALPHA" in page
    assert place.state == "active"
    assert f"{three.organisations[1].name} is now a member of ALPHA." in answer.content.decode()


def test_an_invitation_is_answered_by_nobody_else(proposal, three, make_person, signed_in):
    place = proposal.partners.get(organisation=three.organisations[1])

    answers = [
        signed_in(person).post(f"/partnerships/alpha/members/{place.pk}/accept/", {"version": "1"}).status_code
        for person in (three.persons[2], make_person())
    ]

    place.refresh_from_db()
    assert (answers, place.state) == ([403, 404], "invited")


@pytest.mark.parametrize("said", [{}, {"version": ""}, {"version": "9" * 5000}])
def test_a_step_without_a_version_is_refused(make_partnership, owner, signed_in, said):
    made = make_partnership(state="selected")

    answer = signed_in(owner).post(f"/partnerships/{made.slug}/steps/start/", said)

    made.refresh_from_db()
    assert (answer.status_code, made.state) == (409, "selected")


def test_looking_changes_nothing(make_partnership, owner, signed_in):
    made = make_partnership(state="selected")

    assert signed_in(owner).get(f"/partnerships/{made.slug}/steps/start/").status_code == 405


def test_the_second_editor_sees_both_and_loses_nothing(proposal, three, owner, signed_in):
    first, second = signed_in(three.persons[0]), signed_in(owner)
    seen = {"acronym": "ALPHA", "funding": "co_funded", "version": "1"}
    first.post("/partnerships/alpha/edit/", seen | {"title": "The first"})

    late = second.post("/partnerships/alpha/edit/", seen | {"title": "The second", "sectors": ["C29"]})

    page = late.content.decode()
    assert late.status_code == 409
    assert ("Title", "The second", "The first") in [
        (str(a).capitalize(), b, c) for a, b, c in late.context["there_now"]
    ]
    assert 'value="The second"' in page
    assert re.search(r'value="C29"[^>]*checked', page)
    again = second.post("/partnerships/alpha/edit/", seen | {"title": "The second", "version": "2"})
    proposal.refresh_from_db()
    assert (again.status_code, proposal.title) == (302, "The second")


def test_the_coordinator_of_a_selected_partnership_is_not_offered_what_was_awarded(
    make_partnership, make_organisation, make_person, owner, signed_in
):
    person = make_person()
    made = make_partnership(coordinator=make_organisation(admin=person), contribution=360_000)

    forms = [signed_in(one).get(f"/partnerships/{made.slug}/edit/").context["form"].fields for one in (person, owner)]
    signed_in(person).post(
        f"/partnerships/{made.slug}/edit/",
        {"acronym": "NEW", "contribution": "1", "funding": "voluntary", "version": "1"},
    )  # fmt: skip

    made.refresh_from_db()
    assert ["contribution" in fields for fields in forms] == [False, True]
    assert (made.acronym, made.contribution, made.funding) == ("NEW", 360_000, "co_funded")


def test_measures_are_saved_as_one_form_and_the_second_is_told(
    make_partnership, make_organisation, make_person, signed_in
):
    person = make_person()
    made = make_partnership(coordinator=make_organisation(admin=person))
    browser, address = signed_in(person), f"/partnerships/{made.slug}/measures/"
    lines = {
        "form-TOTAL_FORMS": "4", "form-INITIAL_FORMS": "0", "form-0-name": "Meetings", "form-0-unit": "meetings",
        "form-0-target": "60", "form-0-reached": "7", "form-0-measured_on": "2019-03-01", "version": "1",
    }  # fmt: skip

    first = browser.post(address, lines)
    late = browser.post(address, lines | {"form-0-reached": "8"})

    measure = made.measures.get()
    assert (first.status_code, measure.name, measure.reached) == (302, "Meetings", 7)
    assert (late.status_code, 'value="8"' in late.content.decode()) == (409, True)


def test_a_measure_is_taken_out(make_partnership, make_organisation, make_person, signed_in):
    person = make_person()
    made = make_partnership(coordinator=make_organisation(admin=person))
    made.measures.create(name="Meetings", unit="meetings", target=60)

    answer = signed_in(person).post(f"/partnerships/{made.slug}/measures/", {
        "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-name": "Meetings", "form-0-unit": "meetings",
        "form-0-target": "60", "form-0-remove": "on", "version": "1",
    })  # fmt: skip

    assert (answer.status_code, made.measures.count()) == (302, 0)


def test_results_are_public_or_not(
    make_partnership, make_organisation, make_person, signed_in, visitor, monkeypatch, now
):
    monkeypatch.setattr("cluster_observatory.web.partnerships.views.results.now", lambda: now)
    person = make_person()
    made = make_partnership(coordinator=make_organisation(admin=person))
    browser, address = signed_in(person), f"/partnerships/{made.slug}/"
    for title, is_public in (("Roadmap", "on"), ("Minutes", "")):
        browser.post(
            f"{address}results/",
            {"kind": "roadmap", "title": title, "reached_on": "2019-03-01", "is_public": is_public},
        )

    public, within = visitor.get(address).content.decode(), browser.get(address).content.decode()
    late = browser.post(f"{address}results/", {"kind": "event", "title": "Later", "reached_on": "2019-03-21"})
    browser.post(f"{address}results/{Result.objects.get(title='Minutes').pk}/remove/")

    assert ("Roadmap" in public, "Minutes" in public, "Minutes" in within) == (True, False, True)
    assert "cannot lie in the future" in late.content.decode()
    assert list(made.results.values_list("title", flat=True)) == ["Roadmap"]


def test_the_queue_is_for_owners_and_auditors_look_at_it(proposal, three, owner, make_person, signed_in):
    readers = owner, make_person("auditor"), three.persons[0], make_person("moderator")

    answers = [signed_in(person).get("/office/partnerships/") for person in readers]

    assert [answer.status_code for answer in answers] == [200, 200, 403, 403]
    assert "ALPHA" in answers[0].content.decode()


def test_a_change_is_asked_for_and_decided_through_the_pages(
    make_partnership, make_organisation, make_person, owner, signed_in
):
    person = make_person()
    made = make_partnership(coordinator=make_organisation(admin=person))
    newcomer = make_organisation(country="PT", region="")
    ask = {"change": "joins", "organisation": newcomer.name, "reason": "A fourth."}

    asked = signed_in(person).post(f"/partnerships/{made.slug}/changes/new/", ask)
    change = made.amendments.get()
    queue = signed_in(owner).get("/office/partnerships/").content.decode()
    decided = signed_in(owner).post(f"/partnerships/{made.slug}/changes/{change.pk}/accept/", {"version": "1"})

    assert (asked.status_code, decided.status_code) == (302, 302)
    assert newcomer.name in queue
    assert made.partners.get(organisation=newcomer).state == "invited"


def test_a_member_of_another_partnership_decides_nothing(
    make_partnership, make_organisation, make_person, signed_in, now
):
    person = make_person()
    made = make_partnership(coordinator=make_organisation(admin=person))
    asked = request_change(
        partnership=made, change="joins", organisation=make_organisation(), reason="", person=person, now=now
    )  # fmt: skip
    stranger = make_person()
    make_partnership(coordinator=make_organisation(admin=stranger))

    answer = signed_in(stranger).post(f"/partnerships/{made.slug}/changes/{asked.pk}/withdraw/", {"version": "1"})

    assert answer.status_code == 403


def test_a_certificate_is_issued_and_revoked_through_the_pages(make_partnership, owner, signed_in):
    made = make_partnership("ESCP-S3")
    browser = signed_in(owner)
    form = {"issued_on": "2018-10-25", "issued_by": "European Commission", "handed_over_at": "Brussels", "version": "1"}

    issued = browser.post(f"/partnerships/{made.slug}/certificates/new/", form)
    twice = browser.post(f"/partnerships/{made.slug}/certificates/new/", form)
    certificate = made.certificates.get()
    browser.post(f"/partnerships/{made.slug}/certificates/{certificate.pk}/revoke/", {"reason": "Mistake."})

    certificate.refresh_from_db()
    assert issued["Location"] == f"/verify/{certificate.code}/"
    assert (twice.status_code, certificate.state) == (409, "revoked")


def test_a_page_is_data_for_search_engines_and_runs_nothing(make_partnership, visitor):
    made = make_partnership(
        acronym="</script><script>alert(1)</script>", objectives={"en": "<img src=x onerror=alert(1)>"}
    )

    page = visitor.get(f"/partnerships/{made.slug}/").content.decode()

    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    said = json.loads(found[1])
    assert (said["@type"], said["name"]) == ("Consortium", "</script><script>alert(1)</script>")
    assert [member["roleName"] for member in said["member"]] == ["coordinator", "partner", "partner"]
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_objectives_are_shown_in_the_readers_language_or_say_which_it_is(make_partnership, visitor):
    made = make_partnership(objectives={"de": "Gemeinsam **wachsen**."})

    page = visitor.get(f"/partnerships/{made.slug}/").content.decode()

    assert '<div lang="de"><p>Gemeinsam <strong>wachsen</strong>.</p>' in page


def test_the_history_keeps_a_corrected_title(proposal, three, signed_in):
    browser = signed_in(three.persons[0])
    for version, title in (("1", "Promoing clusters"), ("2", "Promoting clusters")):
        browser.post(
            "/partnerships/alpha/edit/",
            {"acronym": "ALPHA", "title": title, "funding": "co_funded", "version": version},
        )

    history = browser.get("/partnerships/alpha/manage/").context["history"]

    assert [(entry.act, entry.fields) for entry in history] == [
        ("edited", ("title",)),
        ("edited", ("title",)),
        ("proposed", ()),
    ]


def test_a_profile_and_ones_own_page_lead_to_partnerships(proposal, three, make_partnership, signed_in, visitor):
    public = make_partnership(coordinator=three.organisations[0], acronym="BETA")

    profile = visitor.get(f"/organisations/{three.organisations[0].slug}/").content.decode()
    own = signed_in(three.persons[1]).get("/me/").content.decode()

    assert f"/partnerships/{public.slug}/" in profile
    assert "ALPHA" not in profile
    place = proposal.partners.get(organisation=three.organisations[1])
    assert f"/partnerships/alpha/invitation/{place.pk}/" in own


def test_a_revoked_certificate_is_shown_as_such_on_the_page(make_partnership, owner, visitor, now):
    made = make_partnership()
    issue(partnership=made, issued_on=now.date(), issued_by="Owner", person=owner, now=now)

    assert "<strong>valid</strong>" in visitor.get(f"/partnerships/{made.slug}/").content.decode()


def test_the_file_of_a_result_is_read_by_whom_the_result_is_shown(
    make_partnership, make_organisation, make_person, signed_in, visitor, settings, tmp_path
):
    settings.HOME = tmp_path
    person = make_person()
    made = make_partnership(coordinator=make_organisation(admin=person))
    browser, address = signed_in(person), f"/partnerships/{made.slug}/results/"
    for title, is_public in (("Roadmap", "on"), ("Minutes", "")):
        sent = SimpleUploadedFile(f"{title}.csv", b"what;when\nInvented;2019\n")
        typed = {"kind": "roadmap", "title": title, "reached_on": "2019-03-01", "is_public": is_public, "upload": sent}
        assert browser.post(address, typed).status_code == 302
    files = {result.title: f"/files/{result.file.pk}/{result.file.name}" for result in made.results.all()}

    answers = [[one.get(files[title]).status_code for title in ("Roadmap", "Minutes")] for one in (visitor, browser)]
    browser.post(f"{address}{made.results.get(title='Roadmap').pk}/remove/")

    assert (answers[0][0], answers[1]) == (200, [200, 200])
    assert answers[0][1] in (302, 403, 404)
    assert visitor.get(files["Roadmap"]).status_code == 404


def test_a_file_that_is_not_taken_is_refused_and_nothing_is_kept(
    make_partnership, owner, signed_in, settings, tmp_path
):
    settings.HOME = tmp_path
    made = make_partnership()
    sent = SimpleUploadedFile("page.pdf", b"<html><script>alert(1)</script>")

    answer = signed_in(owner).post(
        f"/partnerships/{made.slug}/results/",
        {"kind": "roadmap", "title": "Roadmap", "reached_on": "2019-03-01", "upload": sent},
    )

    assert (answer.status_code, made.results.count()) == (400, 0)
