"""Files of people: what is taken and what is refused, who may read them, and that bytes are neither lost nor left."""

import hashlib
import io
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.web.base import audit, files
from cluster_observatory.web.base.files import access, actions, kinds, names, store
from cluster_observatory.web.base.models import Attachment, AuditEvent

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"
CSV = b"name;members\nInvented cluster;17\n"


def picture(form="PNG", size=(8, 6), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode != "L" else 120).save(out, form, **options)
    return out.getvalue()


def packed(parts, *, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}
ODS = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
DOCX = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"}
XLSX = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>"}


def sent(content, name):
    return SimpleUploadedFile(name, content)


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def thing(make_organisation):
    return make_organisation()


@pytest.fixture
def attach(thing, make_person, now):
    """attach(content, name) → the attachment of an organisation."""
    person = make_person()

    def attached(content=PDF, name="plan.pdf", visibility="private", **more):
        given = {"thing": thing, "upload": sent(content, name), "visibility": visibility, "person": person, "now": now}
        return files.attach(**given | more)

    return attached


@pytest.fixture
def rules(monkeypatch):
    """The registered rules of access, empty and given back afterwards."""
    monkeypatch.setattr(access, "_RULES", {})


def bytes_kept(home):
    return sorted(path.name for path in (home / "files").rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (packed(ODT), "a.odt", "application/vnd.oasis.opendocument.text"),
        (packed(ODS), "a.ods", "application/vnd.oasis.opendocument.spreadsheet"),
        (packed(DOCX), "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (packed(XLSX), "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (CSV, "a.csv", "text/csv"),
        (b"\xef\xbb\xbf" + CSV, "A.CSV", "text/csv"),
        (picture("PNG"), "a.png", "image/png"),
        (picture("JPEG"), "a.jpeg", "image/jpeg"),
        (picture("WEBP"), "a.webp", "image/webp"),
    ],
)
def test_each_kind_is_known_by_its_contents(content, name, media_type):
    assert files.examined(io.BytesIO(content), name).media_type == media_type


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.pdf", "The file is empty."),
        (picture("PNG"), "a.pdf", "The name of the file ends in “.pdf”, but in it is: PNG picture."),
        (PDF, "a.png", "The name of the file ends in “.png”, but in it is: PDF document."),
        (PDF, "a.pdf.exe", "The name of the file ends in “.exe”"),
        (PDF + packed({"a": "b"}), "a.pdf", "a PDF document and a packed folder at once"),
        (PDF[:20], "a.pdf", "The PDF document is not whole."),
        (b"GIF89a" + PDF, "a.pdf", "This file seems to be of the kind"),
        (b"#!/bin/sh\n" + packed(ODT), "a.odt", "This file"),
        (packed(ODT) + b"<script>", "a.odt", "something follows it"),
        (packed({"a.txt": "b"}), "a.odt", "This is a packed folder"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.graphics"}), "a.odg", "OpenDocument files other than"),
        (packed(DOCX | {"word/vbaProject.bin": "x"}), "a.docx", "The document holds macros"),
        (packed(ODT | {"Basic/Standard/Module1.xml": "x"}), "a.odt", "The document holds macros"),
        (packed(DOCX | {"../../etc/passwd": "x"}), "a.docx", "parts that lie outside it"),
        (packed(DOCX)[:60] + b"\0" * 40 + packed(DOCX)[100:], "a.docx", "The document cannot be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "logo.svg", "SVG drawings are not taken"),
        (b"<?xml version='1.0'?><svg/>", "logo.png", "SVG drawings are not taken"),
        (b"<svg/>", "a.csv", "SVG drawings are not taken"),
        (b" <html><script>x</script>", "a.csv", "This is a page, not a table."),
        ("Größe;1".encode("latin-1"), "a.csv", "The table is not written in UTF-8."),
        (b"a;b\x00", "a.csv", "signs in this table that are no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "an older Office program"),
        (b"\0\0\0\x18ftypheic", "a.heic", "This kind of picture is not taken."),
        (b"MZ" + b"\0" * 100, "a.pdf", "This file"),
        (b"hello", "a.txt", "This file"),
        (picture("PNG")[:50], "a.png", "The picture cannot be read"),
        (picture("PNG", size=(10_000, 5_001), mode="L"), "a.png", "The picture has 50 million points"),
        (b"\xff\xd8\xff" + b"x" * 50, "a.jpg", "The picture cannot be read"),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_refused_with_words(content, name, words):
    with pytest.raises(files.Unfit) as refused:
        files.examined(io.BytesIO(content), name)

    assert words in str(refused.value)


def test_a_document_far_larger_inside_is_refused_without_unpacking_it():
    bomb = packed(ODT | {f"{part}.xml": b"\0" * 30_000_000 for part in range(7)})

    assert len(bomb) < 400_000
    with pytest.raises(files.Unfit, match="far larger inside than outside"):
        files.examined(io.BytesIO(bomb), "a.odt")


def test_twenty_megabytes_are_taken_and_one_byte_more_is_not():
    largest = PDF.replace(b"1 0 obj", b"1 0 obj " + b" " * (files.LARGEST - len(PDF) - 1))

    assert files.examined(io.BytesIO(largest), "a.pdf") is kinds.PDF
    with pytest.raises(files.Unfit, match="larger than 20 MB"):
        files.examined(io.BytesIO(largest + b"\n"), "a.pdf")


@settings(deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from([PDF, packed(DOCX), packed(ODT), picture(), picture("JPEG"), picture("WEBP"), CSV, b""]),
    st.integers(0, 400),
    st.sampled_from(["a.pdf", "a.docx", "a.odt", "a.png", "a.jpg", "a.webp", "a.csv", "a", ""]),
)
def test_damaged_bytes_are_taken_or_refused_and_never_break(noise, whole, at, name):
    content = whole[:at] + noise + whole[at + len(noise) :]

    try:
        kind = files.examined(io.BytesIO(content), name)
    except files.Unfit as refused:
        assert str(refused)
        return

    assert kind in kinds.KINDS
    if kind.is_picture:
        assert actions.rewritten(io.BytesIO(content), kind)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\Plan 2019.pdf", "Plan 2019.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("...pdf", "pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("", "file"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ('<b>"?.pdf', "b.pdf"),
    ],
)
def test_names_are_kept_without_what_could_harm(name, kept):
    assert names.cleaned(name) == kept


@settings(deadline=None)
@given(st.text(max_size=300))
def test_a_kept_name_is_one_part_of_a_path_and_stays_as_it_is(name):
    kept = names.cleaned(name)

    assert kept not in ("", ".", "..")
    assert not set(kept) & set("/\\\0\r\n")
    assert len(kept) <= names.LONGEST
    assert names.cleaned(kept) == kept


def test_a_file_lies_under_its_checksum_and_the_trail_knows_no_name(attach, thing, home):
    attachment = attach(PDF, "Letter of the director.pdf", purpose="evidence")

    checksum = hashlib.sha256(PDF).hexdigest()
    assert (attachment.name, attachment.size, attachment.sha256) == ("Letter of the director.pdf", len(PDF), checksum)
    assert (home / "files" / checksum[:2] / checksum).read_bytes() == PDF
    assert bytes_kept(home) == [checksum]
    entry = audit.history(thing).get()
    assert entry.act == "file_attached"
    assert "director" not in str(entry.changes)
    assert list(files.of(thing, "evidence")) == [attachment]


def test_a_refused_file_leaves_nothing_behind(attach, home):
    with pytest.raises(files.Unfit):
        attach(b"hello", "a.txt")

    assert (Attachment.objects.count(), AuditEvent.objects.count()) == (0, 0)
    assert bytes_kept(home) == []


def test_a_picture_tells_no_place(attach, home):
    place = Image.Exif()
    place[0x010E] = "taken at home"
    place[0x0112] = 6
    place.get_ifd(0x8825)[1] = "N"
    content = picture("JPEG", size=(8, 6), exif=place, comment=b"secret comment")
    assert b"taken at home" in content

    attachment = attach(content, "me.jpg")

    kept = store.path_of(attachment.sha256).read_bytes()
    with Image.open(io.BytesIO(kept)) as shown:
        assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (6, 8), {})
    assert b"home" not in kept
    assert b"secret" not in kept


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "LA"])
@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_pictures_of_every_sort_are_written_anew_without_what_follows_them(form, mode, attach):
    out = io.BytesIO()
    Image.new("RGBA", (5, 4), (10, 200, 30, 128)).convert(mode).save(out, form)
    attachment = attach(out.getvalue() + b"<script>alert(1)</script>", f"a.{form.lower()}")

    kept = store.path_of(attachment.sha256).read_bytes()
    assert b"script" not in kept
    with Image.open(io.BytesIO(kept)) as shown:
        assert (shown.format, shown.size) == (form, (5, 4))


def test_a_name_without_an_ending_gets_the_right_one(attach):
    assert attach(PDF, "plan").name == "plan.pdf"


def test_the_bytes_go_with_the_last_file_that_has_them(attach, thing, home, now, django_capture_on_commit_callbacks):
    first, second = attach(PDF, "one.pdf"), attach(PDF, "two.pdf")

    with django_capture_on_commit_callbacks(execute=True):
        files.remove(thing=thing, attachment=first, person=None, now=now)
    assert bytes_kept(home) == [second.sha256]
    with django_capture_on_commit_callbacks(execute=True):
        files.remove(thing=thing, attachment=second, person=None, now=now)

    assert bytes_kept(home) == []
    assert [entry.act for entry in audit.history(thing)] == ["file_removed"] * 2 + ["file_attached"] * 2
    with pytest.raises(NotFound):
        files.remove(thing=thing, attachment=second, person=None, now=now)


def test_a_removal_that_is_rolled_back_keeps_the_bytes(attach, thing, home, now, django_capture_on_commit_callbacks):
    attachment = attach()

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), transaction.atomic():
        files.remove(thing=thing, attachment=attachment, person=None, now=now)
        raise ZeroDivisionError

    assert bytes_kept(home) == [attachment.sha256]
    assert Attachment.objects.count() == 1


def test_a_file_of_another_thing_cannot_be_removed_through_this_one(attach, make_organisation, now):
    attachment = attach()

    with pytest.raises(NotFound):
        files.remove(thing=make_organisation(), attachment=attachment, person=None, now=now)

    assert Attachment.objects.count() == 1


def test_what_processes_left_behind_is_cleared_up(attach, home, now):
    attachment = attach()
    stray = home / "files" / "ab" / ("ab" * 32)
    stray.parent.mkdir()
    stray.write_bytes(b"left")
    (home / "files" / "arriving-x").write_bytes(b"half")
    later = now + timedelta(days=40_000)

    assert files.clear_up(now - timedelta(days=40_000), now) == 0
    assert files.clear_up(later, later) == 2

    assert bytes_kept(home) == [attachment.sha256]


def test_a_thing_has_at_most_fifty_files_and_one_logo(attach, thing, now, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    attach(picture(), "logo.png", purpose="logo")
    with pytest.raises(IntegrityError), transaction.atomic():
        attach(picture(), "logo.png", purpose="logo")
    attach()

    with pytest.raises(NotPossible, match="There are 2 files already"):
        attach()

    assert files.remove_all(thing=thing, person=None, now=now) == 2
    assert files.of(thing).count() == 0


def test_a_public_file_is_read_by_everyone_and_can_do_nothing(attach, visitor, rules):
    attachment = attach(CSV, "Members 2019.csv", visibility="public")

    answer = visitor.get(attachment.get_absolute_url())

    assert answer.status_code == 200
    assert answer.getvalue() == CSV
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Members 2019.csv"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    again = visitor.get(attachment.get_absolute_url(), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_picture_is_shown_and_a_name_in_any_script_is_kept(attach, visitor, rules):
    attachment = attach(picture(), "Λογότυπο #1 50%.png", visibility="public")

    answer = visitor.get(attachment.get_absolute_url())

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("inline; filename*=utf-8''%CE%9B")


def test_a_private_file_is_there_only_for_whom_the_rule_lets(attach, visitor, signed_in, make_person, rules):
    friend, stranger = make_person(), make_person()
    attachment = attach()
    address = attachment.get_absolute_url()
    files.register("organisations.organisation", lambda _thing, person: None if person == friend else "No.")

    assert visitor.get(address).status_code == 404
    assert signed_in(stranger).get(address).status_code == 404
    answer = signed_in(friend).get(address)
    assert (answer.status_code, answer.getvalue()) == (200, PDF)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_private_file_without_a_rule_is_read_by_nobody(attach, signed_in, make_person, rules):
    assert signed_in(make_person("administrator")).get(attach().get_absolute_url()).status_code == 404


def test_a_public_file_of_a_hidden_thing_is_not_public(attach, visitor, rules):
    attachment = attach(visibility="public")
    files.register("organisations.organisation", lambda _thing, _person: "No.", is_public=lambda _thing: False)

    assert visitor.get(attachment.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("address", ["/files/999/plan.pdf", "/files/1/other.pdf", f"/files/{10**30}/plan.pdf"])
def test_a_file_that_is_not_there_is_not_found(address, attach, visitor, rules):
    attach(visibility="public")

    assert visitor.get(address).status_code == 404


def test_lost_bytes_are_our_fault_and_logged(attach, visitor, rules, caplog):
    attachment = attach(visibility="public")
    store.take_away(attachment.sha256)

    assert visitor.get(attachment.get_absolute_url()).status_code == 404
    assert f"The bytes of file {attachment.pk} are not there." in caplog.text


@pytest.mark.django_db(transaction=True)
def test_bytes_attached_while_the_last_with_them_is_removed_are_kept(attach, thing, now):
    """Two at once, on PostgreSQL; SQLite lets one writer in at a time anyway."""
    if connection.vendor != "postgresql":
        pytest.skip("needs a database that lets two write at once (PostgreSQL)")

    first = attach()

    def remove():
        try:
            files.remove(thing=thing, attachment=first, person=None, now=now)
            actions.clear_up(datetime.now(UTC) + timedelta(days=1), now)
        finally:
            connection.close()

    remover = Thread(target=remove)
    with transaction.atomic():
        second = attach()
        remover.start()
        remover.join(0.5)
        assert remover.is_alive()
    remover.join()

    assert [attachment.pk for attachment in files.of(thing)] == [second.pk]
    assert store.path_of(second.sha256).read_bytes() == PDF


@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.05])
def test_a_process_killed_while_it_writes_leaves_nothing_half_written(seconds, home):
    script = (
        "import os, sys; os.environ['OBSERVATORY_HOME'] = sys.argv[1]\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'cluster_observatory.web.settings'\n"
        "import django; django.setup()\n"
        "from cluster_observatory.web.base.files import store\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    with store.arriving(os.urandom(65536) for _ in range(200)) as arrived: store.place(arrived)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", script, str(home)], stdout=subprocess.PIPE, text=True)
    writer.stdout.readline()
    time.sleep(seconds)
    writer.kill()
    writer.wait()

    whole = list((home / "files").glob("??/*"))
    assert [path for path in whole if hashlib.sha256(path.read_bytes()).hexdigest() != path.name] == []
