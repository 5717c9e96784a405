"""What kinds of files are taken, and what a file is: found by looking into it, never by its name alone."""

import codecs
import struct
import zipfile
import zlib
from dataclasses import dataclass

import puremagic
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base.files.names import cleaned, ending

MEGABYTE = 1024**2
LARGEST = 20 * MEGABYTE
"""Bytes of the largest file that is taken."""
LARGEST_UNPACKED = 200 * MEGABYTE
MOST_ENTRIES = 5_000
MOST_PIXELS = 16_000_000
CHUNK = 64 * 1024

ODF = "application/vnd.oasis.opendocument"
OOXML = "application/vnd.openxmlformats-officedocument"
UNREADABLE = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError, RuntimeError,
    NotImplementedError, struct.error, zlib.error, zipfile.BadZipFile, Image.DecompressionBombError,
)  # fmt: skip
"""What the readers of pictures and packed files raise for damaged ones."""


class Unfit(NotPossible):
    """A file that is not taken; the message says what was met and what to do."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: its media type, the endings that names of such files have, its name for people."""

    media_type: str
    endings: tuple[str, ...]
    label: str
    is_picture: bool = False


PDF = Kind("application/pdf", ("pdf",), gettext_lazy("PDF document"))
ODT = Kind(f"{ODF}.text", ("odt",), gettext_lazy("OpenDocument text"))
ODS = Kind(f"{ODF}.spreadsheet", ("ods",), gettext_lazy("OpenDocument spreadsheet"))
DOCX = Kind(f"{OOXML}.wordprocessingml.document", ("docx",), gettext_lazy("Word document"))
XLSX = Kind(f"{OOXML}.spreadsheetml.sheet", ("xlsx",), gettext_lazy("Excel workbook"))
CSV = Kind("text/csv", ("csv",), gettext_lazy("CSV table"))
PNG = Kind("image/png", ("png",), gettext_lazy("PNG picture"), is_picture=True)
JPEG = Kind("image/jpeg", ("jpg", "jpeg"), gettext_lazy("JPEG picture"), is_picture=True)
WEBP = Kind("image/webp", ("webp",), gettext_lazy("WebP picture"), is_picture=True)

DOCUMENTS = (PDF, ODT, DOCX, ODS, XLSX, CSV)
PICTURES = (PNG, JPEG, WEBP)
KINDS = (*DOCUMENTS, *PICTURES)
"""All kinds that are taken."""


def examined(file, name, kinds=KINDS, largest=LARGEST):
    """Return the kind of a file, open for reading bytes, that was sent under a name.

    Raises Unfit where it is empty, larger than `largest` bytes, of another kind than `kinds`, damaged, dressed up as
    something else, or could do more than be read.  The file stands at its beginning afterwards.
    """
    file.seek(0, 2)
    size = file.tell()
    if size == 0:
        raise Unfit(_("The file is empty. Look at it on your computer, then send it again."))
    if size > largest:
        raise Unfit(
            _(
                "The file is larger than {number} MB, the most that is taken. Send a smaller one, or several parts."
            ).format(number=largest // MEGABYTE)
        )
    kind = _found(file, name)
    if kind not in kinds:
        raise Unfit(
            _("“{met}” is not taken here. Expected one of: {kinds}.").format(
                met=kind.label, kinds=", ".join(sorted({each.endings[0].upper() for each in kinds}))
            )
        )
    named = ending(cleaned(name))
    if named and named not in kind.endings:
        raise Unfit(
            _("The name of the file ends in “.{ending}”, but in it is: {met}. Give it the ending “.{right}”.").format(
                ending=named[:10], met=kind.label, right=kind.endings[0]
            )
        )
    file.seek(0)
    return kind


def _found(file, name):
    file.seek(0)
    head = file.read(CHUNK)
    if head.startswith(b"%PDF-"):
        return _pdf(file)
    if head.startswith(b"PK\x03\x04"):
        return _packed(file)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return _picture(file, PNG)
    if head.startswith(b"\xff\xd8\xff"):
        return _picture(file, JPEG)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _picture(file, WEBP)
    if ending(name) == "svg" or b"<svg" in head[:1024].lower():
        raise Unfit(
            _("SVG drawings are not taken, since they can hold programs. Save it as a PNG picture, then send that.")
        )
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unfit(_("This is a file of an older Office program. Save it as DOCX, XLSX, ODT or PDF, then send that."))
    if ending(name) in ("heic", "heif", "tif", "tiff", "gif", "bmp", "avif"):
        raise Unfit(_("This kind of picture is not taken. Save it as PNG or JPEG, then send that."))
    if ending(name) == "csv":
        return _table(file)
    raise Unfit(_of_no_kind(head))


def _of_no_kind(head):
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        found = []
    likely = max(found, key=lambda each: each.confidence, default=None)
    if likely is None or not likely.name:
        return _("This file is of no kind that is taken. Expected PDF, ODT, DOCX, ODS, XLSX, CSV, PNG, JPEG or WebP.")
    return _(
        "This file seems to be of the kind “{met}”, which is not taken. "
        "Expected PDF, ODT, DOCX, ODS, XLSX, CSV, PNG, JPEG or WebP."
    ).format(met=likely.name)


def _pdf(file):
    size = file.seek(0, 2)
    file.seek(max(0, size - 2048))
    if b"%%EOF" not in file.read():
        raise Unfit(_("The PDF document is not whole. Save it anew, then send it again."))
    file.seek(0)
    if zipfile.is_zipfile(file):
        raise Unfit(_("This file is a PDF document and a packed folder at once. Print it as PDF anew, then send that."))
    return PDF


def _packed(file):
    size = file.seek(0, 2)
    file.seek(max(0, size - 22))
    if not file.read(4) == b"PK\x05\x06":
        raise Unfit(_("The document is not whole, or something follows it. Save it anew, then send it again."))
    try:
        with zipfile.ZipFile(file) as packed:
            kind = _document(packed)
            damaged = packed.testzip()
    except Unfit:
        raise
    except UNREADABLE as error:
        raise Unfit(_("The document cannot be read: it is damaged. Save it anew, then send it again.")) from error
    if damaged is not None:
        raise Unfit(_("The document cannot be read: it is damaged. Save it anew, then send it again."))
    return kind


def _document(packed):
    entries = packed.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_ENTRIES or len(entries) != len(names):
        raise Unfit(_("The document has too many parts, or one twice. Save it anew, then send it again."))
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise Unfit(_("The document is far larger inside than outside. Save it as PDF, then send that."))
    if min((entry.header_offset for entry in entries), default=1) != 0:
        raise Unfit(_("Something stands before the document in this file. Save it anew, then send it again."))
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unfit(_("The document is locked by a password. Save it without one, then send it again."))
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names):
        raise Unfit(_("The document has parts that lie outside it. Save it anew, then send it again."))
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Unfit(_("The document holds macros, which are programs. Save it without them, then send it again."))
    if "mimetype" in names:
        return _open_document(packed.read("mimetype"))
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return DOCX
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return XLSX
    raise Unfit(
        _("This is a packed folder, or a document of a kind that is not taken. Send the documents in it one by one.")
    )


def _open_document(media_type):
    for kind in (ODT, ODS):
        if media_type.strip() == kind.media_type.encode():
            return kind
    raise Unfit(
        _("OpenDocument files other than texts and spreadsheets are not taken. Save it as PDF, then send that.")
    )


def _picture(file, kind):
    file.seek(0)
    try:
        with Image.open(
            file, formats=[kind.media_type.partition("/")[2].upper(), *(["MPO"] if kind is JPEG else [])]
        ) as met:
            width, height = met.size
            if width * height > MOST_PIXELS:
                raise Unfit(
                    _(
                        "The picture has {number} million points, more than are taken. Make it smaller, then send it."
                    ).format(number=width * height // 1_000_000)
                )
            met.load()
    except Unfit:
        raise
    except UNREADABLE as error:
        raise Unfit(_("The picture cannot be read: it is damaged. Save it anew, then send it again.")) from error
    return kind


def _table(file):
    file.seek(0)
    reader = codecs.getincrementaldecoder("utf-8-sig")()
    begun = False
    try:
        while chunk := file.read(CHUNK):
            text = reader.decode(chunk)
            if not begun and text.strip():
                begun = True
                if text.lstrip().startswith("<"):
                    raise Unfit(_("This is a page, not a table. Save the table as CSV, then send that."))
            if any(sign < " " and sign not in "\t\r\n" for sign in text):
                raise Unfit(
                    _("There are signs in this table that are no text. Save it as CSV in UTF-8, then send that.")
                )
        reader.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise Unfit(_("The table is not written in UTF-8. Save it as “CSV UTF-8”, then send it again.")) from error
    return CSV
