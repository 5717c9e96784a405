"""Letters: written with their act, handed to a real mail server on loopback, never given up too early."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.db import connection, transaction

from cluster_observatory.web.base import letters
from cluster_observatory.web.base.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(now):
    """write("to@example.org") → a letter that waits."""
    made = iter(range(1, 1_000))

    def letter(to="reader@example.org", **more):
        values = {"subject": "News", "text": "Something happened.", "key": f"test:{next(made)}", "now": now} | more
        return letters.write(to=to, **values)

    return letter


def states():
    """State of each letter by its recipient."""
    return dict(Letter.objects.values_list("to", "state"))


def test_a_letter_leaves_once_with_its_own_number_and_says_that_no_person_wrote_it(mail_server, write, now):
    letter = write(subject="Žilina,\n a cluster", text="Dobrý deň")

    first = letters.send_due(now=now)
    second = letters.send_due(now=now)

    assert (first, second) == (letters.Round(sent=1), letters.Round())
    [message] = mail_server.taken
    assert {name: message[name] for name in ("To", "Subject", "Message-ID", "Auto-Submitted")} == {
        "To": "reader@example.org", "Subject": "Žilina, a cluster", "Message-ID": letter.message_id,
        "Auto-Submitted": "auto-generated",
    }  # fmt: skip
    assert message.get_content_type() == "text/plain"
    assert message.get_content().strip() == "Dobrý deň"
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.text) == (Letter.State.SENT, now, "Dobrý deň")


def test_the_same_key_makes_one_letter(write, now):
    assert write(key="same") == write(key="same", text="Another text.")
    assert Letter.objects.get().text == "Something happened."


def test_a_letter_of_an_act_that_failed_was_never_written(write):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError

    assert not Letter.objects.exists()


def test_many_letters_leave_over_one_connection(mail_server, write, now):
    for number in range(5):
        write(f"reader-{number}@example.org")

    letters.send_due(now=now)

    assert (len(mail_server.taken), mail_server.connections) == (5, 1)


def test_a_round_takes_no_more_than_its_limit(mail_server, write, now):
    for number in range(3):
        write(f"reader-{number}@example.org")

    assert letters.send_due(now=now, limit=2) == letters.Round(sent=2)
    assert letters.is_due(now)


def test_a_letter_that_another_worker_takes_in_the_same_instant_is_left_to_it(mail_server, write, now):
    write()
    takes = iter([lambda: Letter.objects.update(state="leaving", left_at=now)])

    def another_is_quicker(execute, sql, *more):
        if sql.startswith("UPDATE"):
            next(takes, lambda: None)()
        return execute(sql, *more)

    with connection.execute_wrapper(another_is_quicker):
        letters.send_due(now=now)

    assert (mail_server.taken, next(takes, None)) == ([], None)


@pytest.mark.parametrize("bad", ["nobody@example.org", "a@b@c", "x@example.org\nBcc: y@example.org"])
def test_one_bad_address_neither_stops_nor_repeats_the_letters_of_others(mail_server, write, now, bad):
    mail_server.refusals["nobody@example.org"] = "550 no such user"
    for to in ("first@example.org", bad, "last@example.org"):
        write(to)

    rounds = [letters.send_due(now=now + timedelta(days=day)) for day in range(3)]

    assert rounds == [letters.Round(sent=2, given_up=1), letters.Round(), letters.Round()]
    assert mail_server.recipients == ["first@example.org", "last@example.org"]
    assert states() == {"first@example.org": "sent", bad: "failed", "last@example.org": "sent"}


def test_what_the_server_said_when_it_refused_for_good_is_kept(mail_server, write, now):
    mail_server.data_refusals["reader@example.org"] = "554 looks like spam"
    letter = write()

    letters.send_due(now=now)

    letter.refresh_from_db()
    assert (letter.state, letter.last_fault) == ("failed", "554 looks like spam")


@pytest.mark.parametrize("at", ["refusals", "data_refusals"])
def test_a_letter_refused_for_now_is_tried_less_and_less_often_and_given_up_after_three_days(
    mail_server, write, now, at
):
    getattr(mail_server, at)["reader@example.org"] = "451 try again later"
    letter = write()

    tried = []
    for minute in range(0, 4 * 24 * 60):
        moment = now + timedelta(minutes=minute)
        if letters.is_due(moment):
            letters.send_due(now=moment)
            tried.append(minute)

    letter.refresh_from_db()
    assert tried == [0, 1, 6, 36, 156, 516, 1236, 2676, 4116]
    assert (letter.state, letter.attempts, letter.last_fault) == ("failed", 9, "451 try again later")


def test_a_letter_refused_for_now_arrives_once_when_it_is_taken(mail_server, write, now):
    mail_server.refusals["reader@example.org"] = "450 busy"
    write()
    letters.send_due(now=now)
    mail_server.refusals.clear()

    for minute in (0, 1, 2, 60):
        letters.send_due(now=now + timedelta(minutes=minute))

    assert mail_server.recipients == ["reader@example.org"]


def test_while_no_server_answers_letters_wait_and_none_is_counted_as_tried(settings, write, now):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    letter = write()

    over_a_week = [letters.send_due(now=now + timedelta(days=day)) for day in range(7)]

    assert {(one.sent, one.put_off, one.given_up) for one in over_a_week} == {(0, 0, 0)}
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("waiting", 0)
    assert "refused" in letter.last_fault


def test_a_server_that_hangs_up_on_one_letter_gets_the_others(mail_server, write, now):
    mail_server.refusals["poison@example.org"] = "421 goodbye"
    for to in ("poison@example.org", "reader@example.org"):
        write(to)

    assert letters.send_due(now=now) == letters.Round(sent=1, put_off=1)
    assert states() == {"poison@example.org": "waiting", "reader@example.org": "sent"}


@pytest.mark.parametrize("answer", ["250 OK", "550 no such user"])
def test_a_secret_is_gone_once_its_letter_was_sent_or_given_up(mail_server, write, now, answer):
    mail_server.refusals |= {} if answer.startswith("2") else {"reader@example.org": answer}
    secret = write(key="account:password:1", text="https://example.org/secret")
    waiting = Letter.objects.get(pk=secret.pk).text

    letters.send_due(now=now)

    assert (waiting, Letter.objects.get(pk=secret.pk).text) == ("https://example.org/secret", "")


def test_a_letter_whose_worker_died_leaves_again_under_the_same_number(mail_server, write, now):
    letter = write()
    Letter.objects.update(state="leaving", left_at=now, attempts=1)

    early = letters.send_due(now=now + letters.ABANDONED_AFTER)
    later = letters.send_due(now=now + letters.ABANDONED_AFTER + timedelta(seconds=1))

    assert (early, later) == (letters.Round(), letters.Round(sent=1))
    assert [message["Message-ID"] for message in mail_server.taken] == [letter.message_id]


def test_a_letter_on_which_every_worker_dies_is_given_up(write, now):
    letter = write()
    Letter.objects.update(state="leaving", left_at=now, attempts=len(letters.PAUSES) + 1)

    letters.send_due(now=now + timedelta(days=1))

    letter.refresh_from_db()
    assert letter.state == "failed"


def test_where_no_mail_server_is_set_each_letter_is_a_file(settings, tmp_path, write, now):
    settings.EMAIL_BACKEND = "cluster_observatory.web.base.letter_files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "letters")
    for number in range(3):
        write(f"reader-{number}@example.org")

    letters.send_due(now=now)

    files = sorted((tmp_path / "letters").iterdir())
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert [message["To"] for message in read] == [f"reader-{number}@example.org" for number in range(3)]
