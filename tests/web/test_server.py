"""The server behind `observatory serve`, asked over loopback."""

import http.client
import shutil
import threading

import pytest

from cluster_observatory.commands import serve


@pytest.fixture
def ask(small_home, settings):
    """Ask a running server; answers with the response."""
    settings.HOME = small_home
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = serve.site("127.0.0.1", 0)
    threading.Thread(target=server.run, daemon=True).start()

    def asked(method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", int(server.effective_port), timeout=20)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response

    yield asked
    server.close()


def test_the_server_does_not_say_what_it_is(ask):
    response = ask("GET", "/health")

    assert response.status == 200
    assert response.headers["Server"] is None


def test_a_request_far_larger_than_any_page_needs_is_refused(ask):
    assert ask("POST", "/", b"x" * 60_000).status == 403
    assert ask("POST", "/", b"x" * 70_000).status == 413
    assert ask("POST", "/", **{"Content-Length": "22100000"}).status == 413


def test_pages_drawn_ahead_need_the_edition_no_more(small_home, tmp_path, settings):
    """Once they are drawn, the pages of regions are answered from memory: here the tables are gone by then."""
    home = tmp_path / "home"
    shutil.copytree(small_home, home)
    settings.HOME = home
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    server = serve.site("127.0.0.1", 0)
    threading.Thread(target=server.run, daemon=True).start()

    serve.visit(serve.address(server), draw_ahead=True)
    for table in home.glob("editions/*/tables/stars.parquet"):
        table.unlink()

    connection = http.client.HTTPConnection("127.0.0.1", int(server.effective_port), timeout=20)
    statuses = []
    for path in ("/regions/DE11/", "/regions/PT11/", "/regions/DE11/?profile=eccp2021"):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    server.close()
    assert statuses == [200, 200, 503]
