"""Notices: everyone is told once, in their language, by the way they chose; letters say where to go on."""

from datetime import timedelta

import pytest
from django.utils import translation

from cluster_observatory.web.base import notices
from cluster_observatory.web.base.models import Letter, Notice

pytestmark = pytest.mark.django_db

NEWS = notices.Kind("test.news", "News")
DEADLINE = notices.Kind("test.deadline", "Deadline", is_statutory=True)


@pytest.fixture(autouse=True)
def kinds(settings, tmp_path, monkeypatch):
    """Two kinds of notices of an app "test", and a public address."""
    folder = tmp_path / "test" / "letters"
    folder.mkdir(parents=True)
    for name in ("news", "deadline"):
        (folder / f"{name}.txt").write_text(
            "{% load i18n %}{{ about.name }}\n{% translate 'Regions' %} {{ more }}\n", "utf-8"
        )
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    monkeypatch.setattr(notices, "KINDS", {kind.name: kind for kind in (NEWS, DEADLINE)})
    monkeypatch.setenv("OBSERVATORY_PUBLIC_ADDRESS", "https://clusters.example")


@pytest.fixture
def tell(make_organisation, now):
    """tell(person, kind="test.news") → the notices made about one organisation."""
    organisation = make_organisation(name="Søren & Fils <\"'>")

    def told(*people, kind="test.news", at=now, **more):
        return notices.tell(kind=kind, people=people, about=organisation, now=at, **more)

    return told


def test_a_person_is_told_on_the_site_and_by_letter_in_words_that_are_not_escaped(tell, make_person, now):
    person = make_person()

    [notice] = tell(person, more="a & b")

    assert (notice.subject, notice.text) == ("Søren & Fils <\"'>", "Regions a & b")
    letter = Letter.objects.get()
    assert (letter.to, letter.subject, letter.state) == (person.email, notice.subject, "waiting")


def test_nobody_is_told_twice_of_the_same_but_of_the_next_occasion(tell, make_person):
    person = make_person()

    told = [len(tell(person, key=key)) for key in ("version 1", "version 1", "version 2")]

    assert told == [1, 0, 1]


def test_about_one_thing_one_letter_of_a_kind_comes_in_ten_minutes(tell, make_person, now):
    person = make_person()

    for minute in (0, 5, 11):
        tell(person, key=str(minute), at=now + timedelta(minutes=minute))

    assert (Notice.objects.count(), Letter.objects.count()) == (3, 2)


@pytest.mark.parametrize(
    ("way", "kind", "letter_count", "digest"),
    [
        ("at_once", "test.news", 1, ""), ("daily", "test.news", 0, "daily"), ("weekly", "test.news", 0, "weekly"),
        ("site", "test.news", 0, ""), ("site", "test.deadline", 1, ""), ("weekly", "test.deadline", 1, ""),
    ],
)  # fmt: skip
def test_a_person_is_told_in_the_way_they_chose_unless_the_law_asks_for_a_letter(
    tell, make_person, way, kind, letter_count, digest
):
    person = make_person()
    person.notice_choices.create(kind=kind, way=way)

    [notice] = tell(person, kind=kind)

    assert (Letter.objects.count(), notice.digest) == (letter_count, digest)


def test_a_letter_is_in_its_readers_language_and_leads_to_a_page_in_it(tell, make_person):
    german = make_person(language="de")

    with translation.override("fr"):
        tell(german, address="/fr/organisations/?q=a")

    letter = Letter.objects.get()
    assert Notice.objects.get().address == "/de/organisations/?q=a"
    assert letter.text.splitlines()[0].strip() == "Regionen"
    assert "https://clusters.example/de/organisations/?q=a" in letter.text.splitlines()


def test_a_letter_to_a_reader_of_a_language_the_site_does_not_speak_is_in_english(tell, make_person):
    tell(make_person(language="mt"), address="/organisations/")

    assert "https://clusters.example/organisations/" in Letter.objects.get().text.splitlines()


@pytest.mark.parametrize(("kind", "is_shown"), [("test.news", True), ("test.deadline", False)])
def test_a_letter_says_how_to_get_fewer_of_its_kind_where_that_is_possible(tell, make_person, kind, is_shown):
    tell(make_person(), kind=kind)

    assert ("https://clusters.example/me/notices/choices/" in Letter.objects.get().text.splitlines()) == is_shown


def test_who_has_no_account_in_use_is_not_told(tell, make_person):
    assert tell(make_person(state="suspended")) == []


def test_the_list_has_what_was_not_read_first_and_only_ones_own(told, make_person, signed_in, now):
    mine, other = make_person(), make_person()
    told(mine, 2, read_at=now)
    told(mine, 2)
    told(other, 1)

    page = signed_in(mine).get("/me/notices/")

    assert [(one.subject, one.read_at) for one in page.context["page"]] == [
        ("Subject 1", None), ("Subject 0", None), ("Subject 1", now), ("Subject 0", now)
    ]  # fmt: skip
    assert b"Text 1 &lt;b&gt;&amp;" in page.content


def test_who_is_not_signed_in_is_led_to_sign_in(visitor):
    answer = visitor.get("/me/notices/")

    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/account/login/")


def test_reading_the_list_marks_nothing_as_read(told, make_person, signed_in):
    person = make_person()
    told(person, 1)

    signed_in(person).get("/me/notices/")

    assert notices.unread(person).count() == 1


def test_one_notice_is_marked_as_read_and_then_all(told, make_person, signed_in):
    person = make_person()
    first, *_others = told(person, 3)
    browser = signed_in(person)

    one = browser.post("/me/notices/read/", {"notice": first.pk})
    left = notices.unread(person).count()
    every = browser.post("/me/notices/read/")

    assert (one.status_code, left, every.status_code, notices.unread(person).count()) == (302, 2, 302, 0)


@pytest.mark.parametrize("number", ["999999", "x", "-1", "9" * 40])
def test_a_notice_that_is_not_ones_own_is_not_there(told, make_person, signed_in, number):
    told(make_person(), 1)
    person = make_person()

    assert signed_in(person).post("/me/notices/read/", {"notice": number}).status_code == 404


def test_a_notice_of_someone_else_cannot_be_marked_as_read(told, make_person, signed_in):
    owner = make_person()
    [notice] = told(owner, 1)

    answer = signed_in(make_person()).post("/me/notices/read/", {"notice": notice.pk})

    assert (answer.status_code, notices.unread(owner).count()) == (404, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    told, make_person, signed_in, count, django_assert_max_num_queries
):
    person = make_person()
    told(person, count)
    browser = signed_in(person)

    with django_assert_max_num_queries(8):
        browser.get("/me/notices/")


def test_a_long_list_has_pages(told, make_person, signed_in):
    person = make_person()
    told(person, 51)
    browser = signed_in(person)

    sizes = [len(browser.get(f"/me/notices/?page={number}").context["page"]) for number in ("1", "2", "99", "x")]

    assert sizes == [50, 1, 1, 50]


def test_pages_of_the_community_say_how_much_is_not_read(told, make_person, signed_in):
    person = make_person()
    told(person, 3)

    page = signed_in(person).get("/me/notices/choices/").content.decode()

    assert 'class="unread" href="/me/notices/">3 new notices</a>' in page
