"""A provider on the loopback interface: real HTTP, answers and failures as a test plans them."""

import http.server
import threading
from dataclasses import dataclass, field

import pytest


@dataclass
class Answer:
    """One planned answer; ``cut`` closes the connection after so many bytes of the body."""

    body: bytes = b""
    status: int = 200
    headers: dict = field(default_factory=dict)
    cut: int | None = None
    announced: int | None = None
    silent: bool = False
    tells_length: bool = True


@dataclass
class Provider:
    """A running server: plans by path, each a list of answers of which the last stays, and what was asked."""

    address: str
    plans: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    resumes: bool = True
    answer = Answer

    def plan(self, path, *answers):
        self.plans[path] = list(answers)
        return self.address + path


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        provider = self.server.provider
        provider.asked.append((self.path, dict(self.headers)))
        answers = provider.plans.get(self.path, [Answer(b"no such file", 404)])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer.silent:
            self.server.woken.wait(10)
            return
        body, status, headers = answer.body, answer.status, dict(answer.headers)
        place = self.headers.get("Range", "")
        if place and provider.resumes and self.headers.get("If-Range") == headers.get("ETag"):
            start = int(place.removeprefix("bytes=").removesuffix("-"))
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            body, status = body[start:], 206
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if answer.tells_length:
            self.send_header("Content-Length", str(len(body) if answer.announced is None else answer.announced))
        self.end_headers()
        self.wfile.write(body if answer.cut is None else body[: answer.cut])
        self.close_connection = True

    def log_message(self, *words):
        pass


@pytest.fixture
def provider():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.provider = Provider(f"http://127.0.0.1:{server.server_address[1]}")
    server.woken = threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.provider
    server.woken.set()
    server.shutdown()
    thread.join()
    server.server_close()
