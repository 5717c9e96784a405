"""A real mail server on loopback, and notices as an app would make them."""

import asyncio
import socket
import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from cluster_observatory.web.base.models import Notice


class Mailbox:
    """What a mail server took, and what it says to which recipient instead of taking a letter.

    The letters to `holds_before` wait until `go_on` is set before the server takes them, those to `holds_after` after
    it took them and before it says so.  `reached` is set once one waits.
    """

    def __init__(self, port):
        self.port, self.taken, self.refusals, self.data_refusals, self.connections = port, [], {}, {}, 0
        self.holds_before, self.holds_after = set(), set()
        self.reached, self.go_on = threading.Event(), threading.Event()

    async def hold(self):
        self.reached.set()
        while not self.go_on.is_set():
            await asyncio.sleep(0.02)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - the name it has there
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if address in self.refusals:
            return self.refusals[address]
        if address in self.holds_before:
            await self.hold()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if envelope.rcpt_tos[0] in self.data_refusals:
            return self.data_refusals[envelope.rcpt_tos[0]]
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if envelope.rcpt_tos[0] in self.holds_after:
            await self.hold()
        return "250 OK"

    @property
    def recipients(self):
        """To whom the letters go that were taken, in that order."""
        return [message["To"] for message in self.taken]


def free_port():
    """A port of this machine at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def mailbox():
    """A mail server's mailbox and a port for it, at which nobody listens yet: `start(mailbox)` opens it."""
    return Mailbox(free_port())


@pytest.fixture
def start():
    """start(mailbox) → its mail server listens until the test is over."""
    controllers = []

    def started(mailbox):
        controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
        controller.start()
        controllers.append(controller)

    yield started
    for controller in controllers:
        controller.stop()


@pytest.fixture
def mail_server(settings, mailbox, start):
    """The mailbox of a mail server that listens, and to which the site sends."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
    start(mailbox)
    return mailbox


@pytest.fixture
def told(now):
    """told(person, 3) → so many notices to a person, the last one the newest."""

    def make(person, count=1, *, at=now, **more):
        return [
            Notice.objects.create(
                person=person, kind="test.news", key=f"{person.pk}:{at}:{number}:{more}", subject=f"Subject {number}",
                text=f"Text {number} <b>&", address="/organisations/", made_at=at + timedelta(minutes=number), **more,
            )
            for number in range(count)
        ]  # fmt: skip

    return make
