"""The audit trail: it can be appended to, nothing else, and shows where it was tampered with."""

import pytest
from django.db import Error, connection, transaction

from cluster_observatory.web.base import audit
from cluster_observatory.web.base.models import AuditEvent, AuditHead


@pytest.fixture
def trail(make_person, now):
    """A thousand entries about one person."""
    person = make_person()
    with transaction.atomic():
        for number in range(1_000):
            audit.record(act="renamed", thing=person, actor=person, now=now, changes={"name": [number, number + 1]})
    return person


def tamper(statement, *values):
    """Do what someone with the database in their hands could do: without the triggers."""
    drop = (
        ["DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"]
        if connection.vendor == "sqlite"
        else ["DROP TRIGGER audit_no_change ON base_auditevent"]
    )
    with connection.cursor() as cursor:
        for each in drop:
            cursor.execute(each)
        cursor.execute(statement, values)


def test_a_trail_of_a_thousand_entries_verifies(trail):
    assert audit.verify() == audit.Verdict(1_000)


def test_a_changed_entry_is_found(trail):
    tamper("UPDATE base_auditevent SET reason = 'another' WHERE number = %s", 617)

    assert audit.verify().broken_at == 617


def test_a_missing_entry_is_found(trail):
    tamper("DELETE FROM base_auditevent WHERE number = %s", 617)

    assert audit.verify().broken_at == 617


def test_entries_missing_at_the_end_are_found(trail):
    tamper("DELETE FROM base_auditevent WHERE number > %s", 990)

    assert audit.verify().broken_at == 991


@pytest.mark.parametrize(
    "act", [lambda: AuditEvent.objects.update(reason="x"), lambda: AuditEvent.objects.all().delete()]
)
def test_the_database_refuses_to_change_the_trail(trail, act):
    with pytest.raises(Error, match="only be appended"), transaction.atomic():
        act()

    assert audit.verify() == audit.Verdict(1_000)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction(make_person, now):
    person = make_person()

    with pytest.raises(RuntimeError):
        audit.record(act="x", thing=person, actor=None, now=now)

    assert AuditEvent.objects.count() == 0


def test_what_is_rolled_back_leaves_no_gap(make_person, now):
    person = make_person()
    for _attempt in range(2):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            audit.record(act="x", thing=person, actor=person, now=now)
            raise ZeroDivisionError
    with transaction.atomic():
        audit.record(act="y", thing=person, actor=person, now=now)

    assert audit.verify() == audit.Verdict(1)
    assert AuditHead.objects.get().number == 1
