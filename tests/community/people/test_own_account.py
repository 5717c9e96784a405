"""What persons say of themselves, and how they want to be told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_observatory.web.base import audit, notices
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.models import Letter, Notice
from cluster_observatory.web.people import actions
from cluster_observatory.web.people.forms import ProfileForm
from cluster_observatory.web.people.models import Person

SAID = {"name": "Role in a test", "language": "fr", "time_zone": "Europe/Athens", "orcid": ""}


@pytest.fixture
def kinds():
    """Two kinds of notices, one of which the law asks for."""
    before = dict(notices.KINDS)
    notices.register(
        notices.Kind("people.test_free", "Something happened"),
        notices.Kind("people.test_law", "Something was decided", is_statutory=True),
    )
    yield
    notices.KINDS.clear()
    notices.KINDS.update(before)


def test_what_persons_say_of_themselves_is_kept_and_the_trail_does_not_hold_it(signed_in, make_person):
    person = make_person()

    answer = signed_in(person).post("/me/profile/", SAID | {"orcid": "https://orcid.org/0000-0002-1825-0097"})
    person.refresh_from_db()

    assert answer.headers["Location"] == "/me/"
    assert (person.name, person.language, person.time_zone) == ("Role in a test", "fr", "Europe/Athens")
    assert person.orcid == "0000-0002-1825-0097"
    (event,) = audit.history(person)
    assert event.changes == {"name": True, "language": True, "time_zone": True, "orcid": True}
    assert "Role" not in str(event.__dict__)


def test_saving_without_a_change_records_nothing(signed_in, make_person):
    person = make_person(**SAID)

    signed_in(person).post("/me/profile/", SAID)

    assert audit.verify().entries == 0


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("orcid", "0000-0002-1825-0098"),
        ("orcid", "1825"),
        ("orcid", "not a number"),
        ("language", "xx"),
        ("time_zone", "Mars/Olympus"),
        ("name", "x" * 151),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field_and_nothing_typed_is_lost(signed_in, make_person, field, wrong):
    person = make_person()

    page = signed_in(person).post("/me/profile/", SAID | {field: wrong}).content.decode()

    assert 'class="faults"' in page
    assert 'value="Role in a test"' in page or field == "name"
    assert Person.objects.get(pk=person.pk).name == person.name


@given(st.text(max_size=60) | st.from_regex(r"[0-9]{4}-?[0-9]{4}-?[0-9]{4}-?[0-9]{3}[0-9X]", fullmatch=True))
@settings(deadline=None)
def test_any_orcid_that_is_typed_is_taken_whole_or_refused_in_words(typed):
    form = ProfileForm(SAID | {"orcid": typed}, instance=Person())
    form.instance.email = "somebody@example.org"
    form.full_clean()

    taken = form.cleaned_data.get("orcid")

    assert ("orcid" in form.errors) == (taken is None)
    assert taken is None or taken == "" or len(taken) == 19


def test_a_kind_that_is_switched_off_comes_on_the_site_alone_and_the_law_cannot_be_switched_off(
    signed_in, make_person, kinds
):
    person = make_person()
    browser = signed_in(person)

    page = browser.get("/me/notices/choices/").content.decode()
    browser.post("/me/notices/choices/", ways_on_the_site(page) | {"people.test_law": "site"})

    assert "Something was decided" in page
    assert notices.way(person, notices.KINDS["people.test_free"]) == "site"
    assert notices.way(person, notices.KINDS["people.test_law"]) == "at_once"


def test_no_choice_is_kept_of_what_the_law_asks_for_nor_of_what_there_is_not(make_person, now, kinds):
    person = make_person()

    actions.choose_notices(person=person, ways={"people.test_law": "site", "people.nothing": "site"}, now=now)

    assert person.notice_choices.count() == 0


def test_whose_account_is_not_in_use_changes_nothing(make_person, now):
    person = make_person(state="suspended")

    with pytest.raises(NotAllowed):
        actions.change_profile(person=person, values=SAID, now=now)
    with pytest.raises(NotAllowed):
        actions.give_consent(person=person, purpose="news", now=now)

    assert Person.objects.get(pk=person.pk).name == person.name


def ways_on_the_site(page):
    return {name: "site" for name, kind in notices.KINDS.items() if not kind.is_statutory and f'name="{name}"' in page}


def test_the_overview_says_what_waits_and_how_the_account_is_protected(signed_in, make_person, now):
    person = make_person()
    for number in range(2):
        Notice.objects.create(person=person, kind="x", key=str(number), subject="S", text="T", made_at=now)
    Notice.objects.create(person=make_person(), kind="x", key="other", subject="S", text="T", made_at=now)

    page = signed_in(person).get("/me/").content.decode()

    assert "2 notices wait for you." in page
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_asks_as_much_for_one_notice_as_for_three(
    signed_in, make_person, now, django_assert_max_num_queries, count
):
    person = make_person("editor", "auditor")
    for number in range(count):
        Notice.objects.create(person=person, kind="x", key=str(number), subject="S", text="T", made_at=now)
    browser = signed_in(person)
    browser.get("/me/")

    with django_assert_max_num_queries(14):
        browser.get("/me/")
