"""The client against a real server: what it tries again, what it resumes, what it refuses, what it leaves behind."""

import gzip
import hashlib
import socket
import threading

import pytest
import requests

from cluster_observatory import __version__
from cluster_observatory.errors import DownloadFailed
from cluster_observatory.sources.answers import way_onward
from cluster_observatory.sources.download import Unreachable, download

BODY = gzip.compress(bytes(range(256)) * 4000)


@pytest.fixture
def fetch(tmp_path):
    waits = []

    def fetch(address, **choices):
        choices = {"timeout": 5, "largest": 10_000_000, "attempts": 3, "pause": waits.append} | choices
        return download(address, tmp_path / "file.tsv.gz", **choices)

    fetch.waits = waits
    fetch.folder = tmp_path
    return fetch


def left_in(folder):
    return sorted(file.name for file in folder.iterdir())


def test_a_file_arrives_as_it_was_sent_with_its_checksum(provider, fetch):
    address = provider.plan("/file", provider.answer(BODY))

    received = fetch(address)

    assert received.file.read_bytes() == BODY
    assert (received.address, received.bytes, received.sha256) == (address, len(BODY), hashlib.sha256(BODY).hexdigest())
    assert left_in(fetch.folder) == ["file.tsv.gz"]
    assert provider.asked[0][1]["User-Agent"] == f"cluster-observatory/{__version__}"


def test_progress_is_told_up_to_the_last_byte(provider, fetch):
    told = []

    fetch(provider.plan("/file", provider.answer(BODY)), progress=lambda *facts: told.append(facts))

    assert told[-1] == ("file.tsv.gz", len(BODY), len(BODY))


def test_a_server_that_recovers_is_asked_again_after_growing_pauses(provider, fetch):
    address = provider.plan("/file", provider.answer(status=500), provider.answer(status=503), provider.answer(BODY))

    assert fetch(address).file.read_bytes() == BODY
    assert fetch.waits == [1, 2]


def test_the_pause_is_the_one_the_server_asks_for(provider, fetch):
    past = "Wed, 21 Oct 2015 07:28:00 GMT"
    busy = [provider.answer(status=429, headers={"Retry-After": wish}) for wish in ("7", past, "soon")]

    fetch(provider.plan("/file", *busy, provider.answer(BODY)), attempts=4)

    assert fetch.waits == [7, 0, 4]


def test_a_server_that_never_recovers_is_given_up(provider, fetch):
    address = provider.plan("/file", provider.answer(status=500))

    with pytest.raises(DownloadFailed, match=r"500 Internal Server Error \(3 attempts\)") as refusal:
        fetch(address)

    assert address in str(refusal.value)
    assert not isinstance(refusal.value, Unreachable)
    assert (fetch.waits, left_in(fetch.folder)) == ([1, 2], [])


def test_a_file_that_is_not_there_is_asked_for_once(provider, fetch):
    with pytest.raises(DownloadFailed, match="404 Not Found"):
        fetch(provider.address + "/gone")

    assert (len(provider.asked), fetch.waits, left_in(fetch.folder)) == (1, [], [])


def test_no_answer_in_time_is_tried_again(provider, fetch):
    address = provider.plan("/file", provider.answer(silent=True), provider.answer(BODY))

    assert fetch(address, timeout=0.2).file.read_bytes() == BODY


def test_where_nothing_listens_the_provider_is_unreachable(fetch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))

        with pytest.raises(Unreachable, match="no connection"):
            fetch(f"http://127.0.0.1:{taken.getsockname()[1]}/file")


def test_an_address_that_is_none_is_refused_at_once(fetch):
    with pytest.raises(DownloadFailed, match="Check the address in the settings"):
        fetch("eurostat:nothing")

    assert fetch.waits == []


def test_a_cut_body_is_resumed_where_it_stopped(provider, fetch):
    tag = {"ETag": '"first"'}
    address = provider.plan("/file", provider.answer(BODY, headers=tag, cut=3000), provider.answer(BODY, headers=tag))

    assert fetch(address).file.read_bytes() == BODY
    assert [headers.get("Range") for _, headers in provider.asked] == [None, "bytes=3000-"]


def test_a_stopped_download_is_resumed_by_the_next_run(provider, fetch):
    tag = {"ETag": '"first"'}
    address = provider.plan("/file", provider.answer(BODY, headers=tag, cut=3000), provider.answer(BODY, headers=tag))
    with pytest.raises(DownloadFailed, match="the body was cut"):
        fetch(address, attempts=1)

    assert fetch(address, attempts=1).file.read_bytes() == BODY
    assert provider.asked[1][1]["Range"] == "bytes=3000-"
    assert left_in(fetch.folder) == ["file.tsv.gz"]


def test_a_file_that_changed_meanwhile_is_read_from_its_start(provider, fetch):
    other = gzip.compress(b"other")
    address = provider.plan(
        "/file",
        provider.answer(BODY, headers={"ETag": '"first"'}, cut=3000),
        provider.answer(other, headers={"ETag": '"second"'}),
    )

    assert fetch(address).file.read_bytes() == other


def test_without_a_mark_a_cut_body_is_read_from_its_start(provider, fetch):
    address = provider.plan("/file", provider.answer(BODY, cut=3000), provider.answer(BODY))

    assert fetch(address).file.read_bytes() == BODY
    assert "Range" not in provider.asked[1][1]


def test_a_server_that_cannot_resume_is_read_from_the_start(provider, fetch):
    tag = {"ETag": '"first"'}
    address = provider.plan(
        "/file",
        provider.answer(BODY, headers=tag, cut=3000),
        provider.answer(status=416),
        provider.answer(BODY, headers=tag),
    )
    provider.resumes = False

    assert fetch(address).file.read_bytes() == BODY


@pytest.mark.parametrize("announced", [len(BODY) + 100, len(BODY) - 100])
def test_a_body_of_another_length_than_announced_is_not_kept(provider, fetch, announced):
    address = provider.plan("/file", provider.answer(BODY, announced=announced))

    with pytest.raises(DownloadFailed):
        fetch(address)

    assert "file.tsv.gz" not in left_in(fetch.folder)


def test_gzip_that_ends_early_is_tried_again_and_never_kept(provider, fetch):
    cut = provider.answer(BODY[:-20])

    assert fetch(provider.plan("/mends", cut, provider.answer(BODY))).file.read_bytes() == BODY
    (fetch.folder / "file.tsv.gz").unlink()
    with pytest.raises(DownloadFailed, match="gzip data is cut or damaged"):
        fetch(provider.plan("/stays", cut))
    assert left_in(fetch.folder) == []


def test_an_empty_answer_is_not_a_file(provider, fetch):
    with pytest.raises(DownloadFailed, match="the answer was empty"):
        fetch(provider.plan("/file", provider.answer(b"")))


def test_an_announced_size_over_the_guard_is_refused_at_once(provider, fetch):
    with pytest.raises(DownloadFailed, match="50000000 bytes are more than the size guard of 10000000"):
        fetch(provider.plan("/file", provider.answer(BODY, announced=50_000_000)))

    assert (left_in(fetch.folder), fetch.waits) == ([], [])


def test_a_body_over_the_guard_is_refused_where_no_length_was_announced(provider, fetch):
    with pytest.raises(DownloadFailed, match="bytes are more than the size guard of 1000"):
        fetch(provider.plan("/file", provider.answer(BODY, tells_length=False)), largest=1000)

    assert (left_in(fetch.folder), fetch.waits) == ([], [])


def test_a_body_without_an_announced_length_arrives(provider, fetch):
    told = []

    fetch(
        provider.plan("/file", provider.answer(BODY, tells_length=False)),
        progress=lambda *facts: told.append(facts),
    )

    assert told[-1] == ("file.tsv.gz", len(BODY), None)


@pytest.mark.parametrize(
    ("status", "headers", "met"),
    [
        (200, {"Content-Length": "9" * 5000}, "a length of 5000 digits; expected at most 15"),
        (302, {"Location": "http://[::1", "Content-Length": "0"}, "Invalid IPv6 URL"),
        (302, {"Location": "http://127.0.0.1:99999999/", "Content-Length": "0"}, "cannot be read .*99999999"),
    ],
)
def test_headers_that_cannot_be_read_are_refused_at_once(provider, fetch, status, headers, met):
    address = provider.plan("/file", provider.answer(status=status, headers=headers, tells_length=False))

    with pytest.raises(DownloadFailed, match=met) as refusal:
        fetch(address)

    assert str(refusal.value).startswith(address)
    assert (fetch.waits, left_in(fetch.folder)) == ([], [])


def test_a_pause_that_no_calendar_knows_is_not_asked_for(provider, fetch):
    busy = provider.answer(status=503, headers={"Retry-After": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"})

    fetch(provider.plan("/file", busy, provider.answer(BODY)))

    assert fetch.waits == [1]


def test_a_part_that_nobody_asked_for_is_not_the_file(provider, fetch):
    part = provider.answer(BODY[:5], status=206, headers={"Content-Range": f"bytes 0-4/{len(BODY)}"})

    assert fetch(provider.plan("/mends", part, provider.answer(BODY))).file.read_bytes() == BODY
    with pytest.raises(DownloadFailed, match="another part of the file than asked for"):
        fetch(provider.plan("/stays", part))
    assert fetch.waits == [0, 0, 0]


@pytest.mark.parametrize(
    "place",
    [
        "bytes 5-999999/10",
        "bytes 5-8/10",
        "bytes 4-9/10",
        "bytes 5-9/*",
        "bytes 5-4/5",
        f"bytes 5-9/{'1' * 5000}",
        "",
    ],
)
def test_a_rest_that_does_not_follow_what_is_held_is_not_joined_on(provider, fetch, place):
    tag = {"ETag": '"first"'}
    provider.resumes = False
    address = provider.plan(
        "/file",
        provider.answer(b"helloworld", headers=tag, cut=5),
        provider.answer(b"EVIL!", status=206, headers=tag | {"Content-Range": place}),
        provider.answer(b"helloworld", headers=tag),
    )

    assert fetch(address).file.read_bytes() == b"helloworld"
    assert [headers.get("Range") for _, headers in provider.asked] == [None, "bytes=5-", None]


@pytest.mark.parametrize("rest", [b"worl", b"world and more"])
def test_a_rest_of_another_length_than_it_says_is_not_kept(provider, fetch, rest):
    tag = {"ETag": '"first"'}
    provider.resumes = False
    address = provider.plan(
        "/file",
        provider.answer(b"helloworld", headers=tag, cut=5),
        provider.answer(rest, status=206, headers=tag | {"Content-Range": "bytes 5-9/10"}),
    )

    with pytest.raises(DownloadFailed, match=f"{5 + len(rest)} bytes arrived of 10 announced"):
        fetch(address, attempts=2)

    assert "file.tsv.gz" not in left_in(fetch.folder)


def sent_on(provider, to, status=302):
    return provider.plan("/old", provider.answer(status=status, headers={"Location": to}))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_host_is_followed_and_told(provider, fetch, status):
    provider.plan("/new", provider.answer(BODY))

    received = fetch(sent_on(provider, "/new", status))

    assert (received.address, received.file.read_bytes()) == (provider.address + "/new", BODY)


@pytest.mark.parametrize(
    "elsewhere",
    ["http://localhost:{port}/new", "//localhost:{port}/new", "http://localhost:{port}\\@127.0.0.1/new", "file:///new"],
)
def test_a_redirect_to_another_host_is_refused_with_both_addresses(provider, fetch, elsewhere):
    provider.plan("/new", provider.answer(BODY))
    address = sent_on(provider, elsewhere.format(port=provider.address.rpartition(":")[2]))

    with pytest.raises(DownloadFailed, match="expected the same host") as refusal:
        fetch(address)

    assert address in str(refusal.value)
    assert elsewhere.partition("{")[0] in str(refusal.value)
    assert (len(provider.asked), fetch.waits, left_in(fetch.folder)) == (1, [], [])


@pytest.mark.parametrize(
    ("asked", "onward", "followed"),
    [
        ("http://host.example/a", "https://host.example/b", True),
        ("https://host.example/a", "https://HOST.example/b", True),
        ("https://host.example/a", "http://host.example/b", False),
        ("https://host.example/a", "ftp://host.example/b", False),
    ],
)
def test_a_redirect_never_leads_out_of_encryption(asked, onward, followed):
    answer = requests.Response()
    answer.headers["Location"] = onward

    if followed:
        assert way_onward(answer, asked) == onward
    else:
        with pytest.raises(DownloadFailed, match="https where we asked by it"):
            way_onward(answer, asked)


def test_a_redirect_to_itself_is_given_up(provider, fetch):
    with pytest.raises(DownloadFailed, match="sent us on more than 10 times"):
        fetch(sent_on(provider, "/old"))

    assert (len(provider.asked), fetch.waits) == (11, [])


@pytest.fixture
def wire():
    """A connection on which a test writes what it likes, byte by byte, and which then stays open."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = []

        def serve(words):
            def answer():
                connection, _ = server.accept()
                taken.append(connection)
                connection.recv(1 << 16)
                connection.sendall(words)

            thread = threading.Thread(target=answer, daemon=True)
            thread.start()
            threads.append(thread)
            return f"http://127.0.0.1:{server.getsockname()[1]}/file"

        threads = []
        yield serve
        for thread in threads:
            thread.join(1)
        for connection in taken:
            connection.close()


def test_what_a_provider_says_cannot_steer_the_terminal(wire, fetch):
    address = wire(b"HTTP/1.1 404 \x1b[31mGone\x9b2J\x1b]0;title\x07" + b"!" * 1000 + b"\r\nContent-Length: 0\r\n\r\n")

    with pytest.raises(DownloadFailed, match="Gone") as refusal:
        fetch(address)

    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 500


@pytest.mark.parametrize(
    "words",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\na",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\na",
        b"HTTP/1.1 200 OK\r\n\r\na",
    ],
    ids=["length announced", "in chunks", "until it closes"],
)
def test_a_body_that_drips_is_not_waited_for_beyond_the_deadline(wire, fetch, words):
    with pytest.raises(DownloadFailed, match=r"still arriving after 0 seconds \(one attempt\)"):
        fetch(wire(words), deadline=0, attempts=1)


def test_what_arrived_by_the_deadline_is_resumed(provider, wire, fetch):
    cut = b'HTTP/1.1 200 OK\r\nETag: "first"\r\nContent-Length: %d\r\n\r\n' % len(BODY)
    with pytest.raises(DownloadFailed, match="still arriving"):
        fetch(wire(cut + BODY[:1]), deadline=0, attempts=1)

    fetch(provider.plan("/file", provider.answer(BODY, headers={"ETag": '"first"'})), attempts=1)

    assert provider.asked[0][1]["Range"].startswith("bytes=1-")


def test_a_body_that_is_whole_is_kept_however_late(provider, fetch):
    assert fetch(provider.plan("/file", provider.answer(b"short")), deadline=0, attempts=1).bytes == 5
