"""Letters that failed: shown to administrators, who let them be sent again."""

import pytest

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.models import AuditEvent, Letter
from cluster_observatory.web.office.actions import send_again


@pytest.fixture
def make_letter(db, now):
    """make_letter(state="failed") → a letter."""

    def make(**more):
        number = Letter.objects.count()
        values = {"state": "failed", "attempts": 9, "last_fault": "550 no such user", "to": "a@example.org",
                  "subject": "Your profile is published", "text": "It is."} | more  # fmt: skip
        return Letter.objects.create(key=str(number), message_id=str(number), written_at=now, due_at=now, **values)

    return make


def test_a_letter_that_was_given_up_waits_again(make_letter, make_person, now):
    letter, person = make_letter(), make_person("administrator")

    send_again(letter=letter, person=person, now=now)

    again = Letter.objects.get()
    assert (again.state, again.attempts, again.last_fault, again.due_at) == ("waiting", 0, "", now)
    assert list(AuditEvent.objects.values_list("act", "actor", "before", "after")) == [
        ("send_again", person.pk, "failed", "waiting")
    ]


@pytest.mark.parametrize("state", ["waiting", "leaving", "sent"])
def test_only_letters_that_were_given_up_are_sent_again(make_letter, make_person, now, state):
    letter = make_letter(state=state)

    with pytest.raises(NotPossible, match="Only letters that were given up"):
        send_again(letter=letter, person=make_person("administrator"), now=now)

    assert Letter.objects.get().state == state


def test_an_emptied_letter_is_not_sent(make_letter, make_person, now):
    letter = make_letter(to="", text="")

    with pytest.raises(NotPossible, match="emptied"):
        send_again(letter=letter, person=make_person("administrator"), now=now)


def test_a_moderator_sends_nothing_again(make_letter, make_person, now):
    letter = make_letter()

    with pytest.raises(NotAllowed):
        send_again(letter=letter, person=make_person("moderator"), now=now)

    assert Letter.objects.get().state == "failed"


def test_the_page_says_what_the_mail_server_said(make_letter, signed_in, make_person):
    make_letter()
    make_letter(state="waiting")

    page = signed_in(make_person("administrator")).get("/office/letters/").content.decode()

    assert ("550 no such user" in page, "1 letter was given up." in page, "1 letter is on its way." in page) == (
        True, True, True,
    )  # fmt: skip


def test_the_button_sends_it_again(make_letter, signed_in, make_person):
    letter = make_letter()

    signed_in(make_person("administrator")).post(f"/office/letters/{letter.pk}/send-again/")

    assert Letter.objects.get().state == "waiting"
