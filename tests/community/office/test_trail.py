"""The page of the audit trail."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cluster_observatory.web.base import audit
from cluster_observatory.web.base.models import AuditEvent, AuditHead
from cluster_observatory.web.office.queries.trail import entries


@pytest.fixture
def record(db, now):
    """record(thing, "act") → an entry about a thing."""

    def made(thing, act="edit", *, at=now, actor=None, **more):
        with transaction.atomic():
            return audit.record(act=act, thing=thing, actor=actor, now=at, **more)

    return made


@pytest.fixture
def browser(signed_in, make_person):
    return signed_in(make_person("auditor"))


@pytest.mark.parametrize("office, status", [("auditor", 200), ("administrator", 200), ("moderator", 403),
                         ("data_protection", 403)])  # fmt: skip
def test_who_reads_the_trail(signed_in, make_person, office, status):
    browser = signed_in(make_person(office))

    answers = [browser.get(address).status_code for address in ("/office/trail/", "/office/trail.csv")]

    assert answers == [status, status]


def test_entries_are_found_by_thing_person_act_and_day(record, make_person, make_organisation):
    one, other, actor = make_organisation(), make_organisation(), make_person()
    record(one, "approve", at=datetime(2019, 3, 1, 22, 59, tzinfo=UTC))
    record(one, "edit", at=datetime(2019, 3, 1, 23, 1, tzinfo=UTC), actor=actor)
    record(other, "edit", at=datetime(2019, 3, 3, 12, 0, tzinfo=UTC))

    def numbers(**asked):
        return [event.number for event in entries(**asked)]

    assert numbers() == [3, 2, 1]
    assert numbers(thing="organisations.organisation", number=str(one.pk)) == [2, 1]
    assert numbers(act="edit") == [3, 2]
    assert numbers(person=actor.pk) == [2]
    # 23:01 UTC on 1 March is 00:01 on 2 March in Brussels.
    assert numbers(since=datetime(2019, 3, 2).date()) == [3, 2]
    assert numbers(until=datetime(2019, 3, 1).date()) == [1]


def test_a_changed_name_leaves_the_first_spelling_in_the_trail(record, browser, make_organisation):
    organisation = make_organisation(name="Promoting cooperation")
    record(organisation, changes={"name": ["Promoing cooperation", "Promoting cooperation"]})

    page = browser.get(f"/office/trail/?thing=organisations.organisation&number={organisation.pk}").content.decode()

    assert "Promoing cooperation" in page


def test_fifty_entries_are_on_a_page_and_older_ones_on_the_next(record, browser, make_organisation):
    organisation = make_organisation()
    for _entry in range(51):
        record(organisation)

    first = browser.get("/office/trail/").content.decode()
    second = browser.get("/office/trail/?before=2").content.decode()

    assert first.count('<th scope="row">') == 50
    assert "before=2" in first
    assert (second.count('<th scope="row">'), "Older entries" in second) == (1, False)


@pytest.mark.parametrize(
    "asked",
    ["thing=nothing", "person=x", "person=99999999999999999999", "since=yesterday", "before=x", "act=%00",
     "before=99999999999999999999999", "number=" + "9" * 50, "before=" + "9" * 5000],
)  # fmt: skip
def test_whatever_is_asked_gets_a_page(browser, record, make_organisation, asked):
    record(make_organisation())

    assert browser.get(f"/office/trail/?{asked}").status_code == 200


def test_csv_holds_persons_by_number_alone_and_no_formula(record, browser, make_person, make_organisation):
    actor = make_person(email="somebody@example.org")
    record(make_organisation(), actor=actor, reason="=HYPERLINK(1)")

    text = b"".join(browser.get("/office/trail.csv").streaming_content).decode()

    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["actor"], row["reason"], row["at"]) == (str(actor.pk), "'=HYPERLINK(1)", "2019-03-20T09:00:00+00:00")
    assert "somebody" not in text


def test_a_whole_trail_verifies(record, browser, make_organisation):
    record(make_organisation())

    page = browser.post("/office/trail/verify/", follow=True).content.decode()

    assert "The only entry is as it was written." in page


def test_a_broken_trail_is_told_with_the_place(record, browser, make_organisation):
    record(make_organisation())
    AuditHead.objects.update(checksum="0" * 64)

    page = browser.post("/office/trail/verify/", follow=True).content.decode()

    assert "The trail is broken at entry 2" in page


def test_the_page_asks_as_often_for_three_entries_as_for_one(record, browser, make_organisation, make_person):
    record(make_organisation(), actor=make_person())
    browser.get("/office/trail/")
    with CaptureQueriesContext(connection) as for_one:
        browser.get("/office/trail/")
    record(make_organisation(), actor=make_person())
    record(make_organisation(), actor=make_person(), at=datetime(2019, 4, 1, tzinfo=UTC) + timedelta(hours=1))

    with CaptureQueriesContext(connection) as for_three:
        browser.get("/office/trail/")

    assert len(for_three) == len(for_one)
    assert AuditEvent.objects.count() == 3
