"""Processes: whatever happens in whatever order, a step that is offered succeeds and any other changes nothing."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed
from cluster_observatory.web.base.models import AuditEvent
from cluster_observatory.web.base.process import Process, Transition
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.organisations.process import PROFILE

STEPS = sorted({step.name for step in PROFILE.transitions})


def kept(organisation):
    """What a step may change, as the database has it, and how long the trail is."""
    row = Organisation.objects.values("state", "version", "changed_at").get(pk=organisation.pk)
    return row, AuditEvent.objects.count()


@pytest.mark.django_db
@pytest.mark.parametrize("first", PROFILE.states)
def test_a_profile_goes_only_where_its_table_lets_it(make_organisation, make_person, now, first):
    admin, moderator, stranger = make_person(), make_person("moderator"), make_person()

    class Life(RuleBasedStateMachine):
        """One profile, three persons and the clock."""

        @initialize()
        def begin(self):
            self.now = now
            self.profile = make_organisation(
                state=first, admin=admin, city="Stuttgart", description={"en": "Makers of machines."},
                cluster={"sectors": ["C28"], "services": ["networking"]},
            )  # fmt: skip

        @rule(days=st.integers(1, 400))
        def time_passes(self, days):
            self.now += timedelta(days=days)

        @rule(
            name=st.sampled_from(STEPS), person=st.sampled_from([admin, moderator, stranger]),
            reason=st.sampled_from(["", " ", "It was asked for."]), is_stale=st.booleans(),
        )  # fmt: skip
        def someone_presses(self, name, person, reason, is_stale):
            profile = Organisation.objects.get(pk=self.profile.pk)
            offered = {
                step.name: step for step, obstacle in PROFILE.available(profile, person, self.now) if not obstacle
            }
            is_due = (due := PROFILE.due(profile, self.now)) is not None and due.name == name
            lacks_reason = name in offered and offered[name].needs_reason and not reason.strip()
            before, length = kept(profile)
            version = profile.version - 1 if is_stale else profile.version

            try:
                PROFILE.move(
                    profile, name, person=person, now=self.now, reason=reason, expected_version=version
                )  # fmt: skip
            except NotPossible:
                assert is_stale or lacks_reason or not (name in offered or is_due)
                assert kept(profile) == (before, length)
                return
            assert (name in offered or is_due) and not is_stale and not lacks_reason
            target = PROFILE.transition(name, before["state"]).target
            expected = {"state": target, "version": before["version"] + 1, "changed_at": self.now}
            assert kept(profile) == (expected, length + 1)

        @rule()
        def the_worker_looks(self):
            profile = Organisation.objects.get(pk=self.profile.pk)
            step = PROFILE.due(profile, self.now)
            if step is not None:
                PROFILE.move(profile, step.name, person=None, now=self.now)
                assert profile.state == step.target

        def teardown(self):
            assert audit.verify().broken_at is None

    run_state_machine_as_test(
        Life, settings=settings(max_examples=6, stateful_step_count=20, deadline=None,
                                suppress_health_check=list(HealthCheck)),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("person", "refusal"), [("stranger", NotAllowed), ("admin", NotPossible)])
def test_who_may_not_and_what_is_not_possible_are_told_apart(make_organisation, make_person, now, person, refusal):
    people = {"admin": make_person(), "stranger": make_person()}
    profile = make_organisation(state="rejected", admin=people["admin"])
    step = "reopen" if person == "stranger" else "submit"

    with pytest.raises(NotPossible) as refused:
        PROFILE.move(profile, step, person=people[person], now=now)

    assert type(refused.value) is refusal


@pytest.mark.django_db
def test_a_stale_version_is_told_so_and_changes_nothing(make_organisation, make_person, now):
    admin = make_person()
    profile = make_organisation(state="rejected", admin=admin)
    before = kept(profile)

    with pytest.raises(ChangedMeanwhile):
        PROFILE.move(profile, "reopen", person=admin, now=now, expected_version=profile.version + 1)

    assert kept(profile) == before


@pytest.mark.django_db
def test_what_time_does_is_not_done_before_its_time(make_organisation, make_person, now):
    profile = make_organisation(confirmed_at=now)
    a_year = timedelta(days=365)

    with pytest.raises(NotPossible):
        PROFILE.move(profile, "go_stale", person=make_person(), now=now + a_year - timedelta(seconds=1))
    PROFILE.move(profile, "go_stale", person=None, now=now + a_year)

    assert profile.state == "stale"


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_with_one_version_one_wins_and_the_other_is_told(make_organisation, make_person, now):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: the database of these tests lies in the memory of one thread")
    admin = make_person()
    profile = make_organisation(state="rejected", admin=admin)
    both, outcomes = threading.Barrier(2), []

    def press():
        mine = Organisation.objects.get(pk=profile.pk)
        both.wait()
        try:
            PROFILE.move(mine, "reopen", person=admin, now=now, expected_version=mine.version)
            outcomes.append("won")
        except ChangedMeanwhile:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["told", "won"]
    assert kept(profile)[0]["version"] == profile.version + 1
    assert audit.verify() == audit.Verdict(1)


def test_a_table_that_names_a_state_it_does_not_have_is_refused():
    with pytest.raises(ValueError, match="no state"):
        Process("Test", "a", {"a": "A"}, (Transition("go", "Go", ("a",), "b"),))


def test_a_table_with_a_step_twice_from_one_state_is_refused():
    twice = (Transition("go", "Go", ("a",), "b"), Transition("go", "Go", ("a", "b"), "a"))

    with pytest.raises(ValueError, match="twice"):
        Process("Test", "a", {"a": "A", "b": "B"}, twice)


def test_a_diagram_has_every_step_and_how_long_it_takes():
    process = Process(
        "Test", "a", {"a": "A", "b": "B"},
        (
            Transition("go", "Go", ("a",), "b"),
            Transition("end", "End", ("b",), "a", after=timedelta(days=3), since=lambda _thing: None),
        ),
    )  # fmt: skip

    assert process.diagram().splitlines() == [
        "stateDiagram-v2", "    [*] --> a", "    a --> b: go", "    b --> a: end (after 3 days)"
    ]  # fmt: skip
