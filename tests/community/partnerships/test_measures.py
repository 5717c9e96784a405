"""Twice a year the measures of a partnership are brought up to date, and its coordinator is told once."""

from datetime import date, timedelta

import pytest

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.partnerships.actions.results import save_measures
from cluster_observatory.web.partnerships.timed import remind_of_measures


@pytest.fixture
def measured(make_partnership, make_organisation, make_person):
    """measured(day, state="active") → a partnership whose one measure is of that day, and who coordinates it."""

    def make(day, state="active"):
        person = make_person()
        made = make_partnership(coordinator=make_organisation(admin=person), state=state)
        made.measures.create(name="Meetings", unit="meetings", target=60, reached=7, measured_on=day)
        return made, person

    return make


def test_the_coordinator_is_told_once_in_a_half_year(measured, now):
    _made, person = measured(date(2018, 9, 1))

    told = [remind_of_measures(now + timedelta(days=days)) for days in (0, 1, 60, 120, 121)]

    assert told == [1, 0, 0, 1, 0]
    letters = Letter.objects.filter(to=person.email, key__startswith="partnerships.measures_due")
    assert letters.count() == 2


@pytest.mark.parametrize(("days", "told"), [(183, 0), (184, 1)])
def test_measures_are_due_after_half_a_year(measured, now, days, told):
    measured(now.date() - timedelta(days=days))

    assert remind_of_measures(now) == told


def test_only_active_partnerships_are_asked(measured, now):
    measured(date(2018, 9, 1), state="completed")

    assert remind_of_measures(now) == 0


def test_what_a_measure_was_is_in_the_trail(measured, now):
    made, person = measured(date(2018, 9, 1))
    row = {"name": "Meetings", "unit": "meetings", "target": 60, "reached": 20, "measured_on": now.date()}

    save_measures(partnership=made, rows=[row], person=person, now=now, expected_version=1)

    entry = audit.history(made)[0]
    assert entry.changes["measures"] == [
        [["Meetings", "meetings", "60.00", "7.00", "2018-09-01"]],
        [["Meetings", "meetings", "60.00", "20.00", "2019-03-20"]],
    ]


def test_nothing_is_measured_in_the_future_or_twice(measured, now):
    made, person = measured(date(2018, 9, 1))
    row = {"name": "Meetings", "unit": "meetings", "target": 60, "reached": 20, "measured_on": now.date()}

    for rows in ([row, row | {"name": "MEETINGS "}], [row | {"measured_on": now.date() + timedelta(days=1)}]):
        with pytest.raises(NotPossible):
            save_measures(partnership=made, rows=rows, person=person, now=now, expected_version=1)

    assert made.measures.get().reached == 7
