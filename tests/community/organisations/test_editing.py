"""The editor of a profile: part by part, saved while typing, and two people at once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster_observatory.web.organisations.forms.profiles import PartForm
from cluster_observatory.web.organisations.models import Organisation, ProfileChange
from cluster_observatory.web.organisations.profile_fields import PARTS

pytestmark = pytest.mark.usefixtures("standing_clock")

PAGES = (
    "edit/", "edit/contacts/", "edit/projects/", *(f"edit/{part}/" for part in PARTS), "manage/", "people/", "members/",
    "members/import/",
)  # fmt: skip


def fields(organisation, part, now, **changed):
    """What a browser would send for a part as it is, with some fields changed."""
    form = PartForm(organisation, part, now)
    sent = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, dict):
            sent |= {f"{bound.name}_{code}": text for code, text in value.items()}
        elif value not in (None, False):
            sent[bound.name] = value
    return sent | changed


@pytest.fixture
def admin(make_person):
    return make_person()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_for_who_acts_and_nowhere_for_others(
    complete, admin, make_person, moderator, signed_in, visitor, path
):
    draft = complete(admin=admin)
    address = f"/organisations/{draft.slug}/{path}"

    assert signed_in(admin).get(address).status_code == 200
    assert signed_in(make_person()).get(address).status_code == 404
    assert visitor.get(address).status_code == 302
    assert signed_in(moderator).get(address).status_code == (200 if path == "people/" else 403)


@pytest.mark.parametrize("path", PAGES)
def test_of_a_public_profile_a_stranger_is_told_that_it_is_not_theirs(
    make_organisation, admin, make_person, signed_in, path
):
    public = make_organisation(admin=admin)

    assert signed_in(make_person()).get(f"/organisations/{public.slug}/{path}").status_code == 403


def test_a_visitor_reads_the_criteria_before_signing_up(visitor):
    page = visitor.get("/organisations/criteria/")

    assert page.status_code == 200
    assert "at least 0.5 full-time equivalents" in page.content.decode()
    assert "At least 15 members" in page.content.decode()


def test_a_profile_is_begun_with_three_answers(admin, signed_in):
    sent = {"name": "Machines of the South", "kind": "sme", "country": "EL"}

    page = signed_in(admin).post("/organisations/new/", sent)

    organisation = Organisation.objects.get()
    assert page["Location"] == f"/organisations/{organisation.slug}/edit/"
    assert (organisation.name, organisation.kind, organisation.country) == ("Machines of the South", "sme", "EL")


def test_a_first_step_without_a_country_says_so_and_keeps_what_was_typed(admin, signed_in):
    page = signed_in(admin).post("/organisations/new/", {"name": "Machines of the South", "kind": "sme"})

    assert page.status_code == 422
    assert 'value="Machines of the South"' in page.content.decode()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("part", PARTS)
def test_sending_a_part_as_it_stands_changes_nothing(complete, admin, signed_in, now, part):
    organisation = complete(admin=admin, pic="123456789", vat="DE136695976", languages=["de", "en"])

    page = signed_in(admin).post(
        f"/organisations/{organisation.slug}/edit/{part}/", fields(organisation, part, now)
    )  # fmt: skip

    assert page.status_code == 302
    assert Organisation.objects.get().version == 1


def test_a_draft_keeps_what_is_right_and_shows_again_what_is_not(complete, admin, signed_in, now):
    organisation = complete(admin=admin)
    sent = fields(organisation, "size", now, members_total="sixteen", management_fte="0.7")

    page = signed_in(admin).post(f"/organisations/{organisation.slug}/edit/size/", sent)

    assert page.status_code == 422
    assert 'value="sixteen"' in page.content.decode()
    organisation = Organisation.objects.get()
    assert (str(organisation.cluster.management_fte), organisation.cluster.members_total) == ("0.70", 30)


def test_after_that_the_page_can_be_saved_again(complete, admin, signed_in, now):
    organisation = complete(admin=admin)
    address = f"/organisations/{organisation.slug}/edit/size/"
    browser = signed_in(admin)
    page = browser.post(address, fields(organisation, "size", now, members_total="sixteen", management_fte="0.7"))

    again = browser.post(address, page.context["form"].data.dict() | {"members_total": "16", "members_sme": "11"})

    assert again.status_code == 302
    assert Organisation.objects.get().cluster.members_total == 16


def test_more_small_members_than_members_are_refused_before_the_database_is_asked(complete, admin, signed_in, now):
    organisation = complete(admin=admin)
    sent = fields(organisation, "size", now, members_total="20", members_sme="21", members_research="0")

    page = signed_in(admin).post(f"/organisations/{organisation.slug}/edit/size/", sent)

    assert page.status_code == 422
    assert Organisation.objects.get().cluster.members_sme == 25


def test_what_is_typed_into_a_draft_is_saved_by_itself(complete, admin, signed_in, now):
    organisation = complete(admin=admin)
    sent = fields(organisation, "basics", now, city="Berlin", country="RO", region="RO32")

    page = signed_in(admin).post(
        f"/organisations/{organisation.slug}/edit/basics/", sent, headers={"HX-Request": "true"}
    )

    said = page.content.decode()
    assert page.status_code == 200
    assert 'name="version" value="2"' in said
    assert "Berlin lies in Germany, not in Romania" in said
    assert Organisation.objects.get().city == "Berlin"


def test_the_second_of_two_browsers_gets_both_versions_and_loses_nothing(complete, admin, make_person, signed_in, now):
    editor = make_person()
    organisation = complete(admin=admin, editor=editor)
    address = f"/organisations/{organisation.slug}/edit/basics/"
    mine = fields(organisation, "basics", now, city="Ulm")
    theirs = fields(organisation, "basics", now, city="Aalen")
    signed_in(admin).post(address, mine)

    page = signed_in(editor).post(address, theirs)

    assert page.status_code == 409
    assert page.context["differences"] == [("city", "Aalen", "Ulm")]
    assert page.context["form"]["city"].value() == "Aalen"
    assert Organisation.objects.get().city == "Ulm"

    again = signed_in(editor).post(address, page.context["form"].data.dict())

    assert again.status_code == 302
    assert Organisation.objects.get().city == "Aalen"


def test_two_who_change_different_parts_do_not_trouble_each_other(complete, admin, make_person, signed_in, now):
    editor = make_person()
    organisation = complete(admin=admin, editor=editor)
    mine, theirs = (
        fields(organisation, "basics", now, city="Ulm"),
        fields(organisation, "numbers", now, pic="123456789"),
    )
    signed_in(admin).post(f"/organisations/{organisation.slug}/edit/basics/", mine)

    page = signed_in(editor).post(f"/organisations/{organisation.slug}/edit/numbers/", theirs)

    assert page.status_code == 302
    organisation = Organisation.objects.get()
    assert (organisation.city, organisation.pic, organisation.version) == ("Ulm", "123456789", 3)


def test_who_comes_second_with_the_same_words_is_not_troubled(complete, admin, signed_in, now):
    organisation = complete(admin=admin)
    address = f"/organisations/{organisation.slug}/edit/basics/"
    sent = fields(organisation, "basics", now, city="Ulm")
    signed_in(admin).post(address, sent)

    assert signed_in(admin).post(address, sent).status_code == 302


def test_two_who_change_the_contacts_at_once_get_both_lists(complete, admin, signed_in):
    organisation = complete(admin=admin)
    address = f"/organisations/{organisation.slug}/edit/contacts/"
    sent = {
        "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "version": "1", "form-0-name": "Manager",
        "form-0-email": "manager@example.org",
    }  # fmt: skip
    browser = signed_in(admin)
    browser.post(address, sent)

    page = browser.post(address, sent | {"form-0-name": "Secretary"})

    assert page.status_code == 409
    said = page.content.decode()
    assert 'value="Secretary"' in said
    assert "Manager manager@example.org" in said
    assert [one.name for one in organisation.contacts.all()] == ["Manager"]


def test_a_version_that_is_none_is_refused(complete, admin, signed_in):
    organisation, browser = complete(admin=admin), signed_in(admin)
    sent = {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}

    answers = [
        browser.post(f"/organisations/{organisation.slug}/edit/contacts/", sent | {"version": version})
        for version in ("", "x", "9" * 5000)
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]


def test_projects_are_kept_row_by_row_and_can_be_taken_out(complete, admin, signed_in):
    organisation = complete(admin=admin)
    address = f"/organisations/{organisation.slug}/edit/projects/"
    browser = signed_in(admin)
    browser.post(address, {
        "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "version": "1", "form-0-title": "CLUSTERIX 2.0",
        "form-0-programme": "INTERREG Europe", "form-1-title": "",
    })  # fmt: skip
    assert Organisation.objects.get().cluster.projects == [
        {"title": "CLUSTERIX 2.0", "programme": "INTERREG Europe", "role": "", "years": "", "link": ""}
    ]

    browser.post(address, {
        "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "1", "version": "2", "form-0-title": "CLUSTERIX 2.0",
        "form-0-DELETE": "on", "form-1-title": "",
    })  # fmt: skip

    assert Organisation.objects.get().cluster.projects == []


def test_a_new_name_of_a_public_profile_waits_and_a_new_telephone_number_does_not(
    make_organisation, admin, signed_in, now
):
    organisation = make_organisation(admin=admin, city="Stuttgart")
    browser = signed_in(admin)

    browser.post(f"/organisations/{organisation.slug}/edit/basics/",
                 fields(organisation, "basics", now, name="Another name", city="Ulm"))  # fmt: skip

    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.city) == ("Organisation 1", "Ulm")
    assert ProfileChange.objects.get().values == {"name": "Another name"}
    page = browser.get(f"/organisations/{organisation.slug}/edit/basics/")
    assert page.context["form"]["name"].value() == "Another name"


def test_a_public_profile_takes_nothing_that_contradicts_itself(make_organisation, admin, signed_in, now):
    organisation = make_organisation(admin=admin, city="Stuttgart")

    page = signed_in(admin).post(f"/organisations/{organisation.slug}/edit/basics/",
                                 fields(organisation, "basics", now, city="Bucharest"))  # fmt: skip

    assert page.status_code == 422
    assert "Bucharest lies in Romania, not in Germany" in page.content.decode()
    assert Organisation.objects.get().city == "Stuttgart"


def test_parts_of_clusters_are_not_there_for_others(make_organisation, admin, signed_in):
    firm = make_organisation(admin=admin, kind="sme", state="draft")

    assert signed_in(admin).get(f"/organisations/{firm.slug}/edit/size/").status_code == 404
    assert signed_in(admin).get(f"/organisations/{firm.slug}/edit/basics/").status_code == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_typed_gives_values_or_words_never_a_fault(complete, now, data):
    organisation = Organisation.objects.first() or complete()
    part = data.draw(st.sampled_from(sorted(PARTS)))
    names = [name for name in PARTS[part][1] if name != "projects"]
    typed = data.draw(st.fixed_dictionaries({name: st.text(max_size=30) for name in names}))

    form = PartForm(organisation, part, now, data=typed | {"version": "1"})

    assert form.is_valid() or form.errors
    assert set(form.values) <= set(names)
