"""What a file is, by its content alone, or a sentence on what to do with one of another kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.sources.archive import list_members
from wagtail_ita.transfer.sources.delimited import find_delimiter
from wagtail_ita.transfer.sources.document import SourceKind
from wagtail_ita.transfer.sources.refusals import empty, encrypted, refusal
from wagtail_ita.transfer.sources.text import decode_text

_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"\xd7\xcd\xc6\x9a", "WMF"),
)
_FOREIGN = (
    (b"{\\rtf", "Rich Text Format (.rtf)"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x1a\x45\xdf\xa3", "Matroska"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"%!PS", "PostScript"),
    (b"MZ\x90\x00", "Windows (.exe)"),
    (b"\x7fELF", "ELF"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
_RIFF = {b"WEBP": "WebP", b"AVI ": "AVI", b"WAVE": "WAV"}
_ZIP_CONTENT = (
    ("word/", SourceKind.DOCX),
    ("xl/", SourceKind.XLSX),
)
_FOREIGN_ZIP = (
    ("ppt/", "PowerPoint (.pptx)"),
    ("content.xml", "OpenDocument (.odt, .ods)"),
    ("META-INF/container.xml", "EPUB"),
)
# Producers may put a few bytes before the mark of a PDF, and readers accept that.
_PDF_WITHIN = 1024
_WORD = re.compile(r"\w")
# A bracket alone begins many a plain text; what a JSON file goes on with does not.
_JSON = re.compile(r'\ufeff?\s*(?:\{\s*["}]|\[\s*(?:[{\]"]))')


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a file was found to be.

    Attributes:
        kind: Its kind.
        text: Its text where it is a plain text file of any kind.
        delimiter: What parts the columns where it is a table in plain text.
    """

    kind: SourceKind
    text: str = ""
    delimiter: str = ""


def recognise(data: bytes, *, name: str) -> Recognised:
    """Find the kind of a file by its content.

    Args:
        data: What the file holds.
        name: The file as the editor knows it. Its ending counts only where plain text could be
            read both as a table and as running text.

    Raises:
        SourceError: It is of a kind that cannot be read; the sentence says what to do.
    """
    name = name or _("The file")
    if not data:
        raise empty(name)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Recognised(kind=SourceKind.PDF)
    if data.startswith(_ZIP):
        return Recognised(kind=_zip_kind(data, name))
    _refuse_foreign(data, name)
    text = decode_text(data, name=name)
    if not _WORD.search(text):
        raise empty(name)
    if _JSON.match(text[:1000]):
        return Recognised(kind=SourceKind.JSON, text=text)
    expected = name.lower().endswith((".csv", ".tsv"))
    if delimiter := find_delimiter(text, expected=expected):
        return Recognised(kind=SourceKind.CSV, text=text, delimiter=delimiter)
    return Recognised(kind=SourceKind.TEXT, text=text)


def _zip_kind(data: bytes, name: str) -> SourceKind:
    members = list_members(data, name=name)
    for start, kind in _ZIP_CONTENT:
        if any(member.startswith(start) for member in members):
            return kind
    for start, title in _FOREIGN_ZIP:
        if any(member.startswith(start) for member in members):
            raise _foreign(title, name)
    raise refusal(
        "archive",
        _(
            "%(name)s is a packed file (ZIP). "
            "Unpack it, and choose the file of the report that was in it."
        ),
        name=name,
    )


def _refuse_foreign(data: bytes, name: str) -> None:
    if data.startswith(_OLE):
        raise _old_office(data, name)
    for magic, kind in _IMAGES:
        if data.startswith(magic):
            raise _image(kind, name)
    if data.startswith(b"BM") and b"\x00" in data[:64]:
        raise _image("BMP", name)
    if data[:4] == b"RIFF" and data[8:12] in _RIFF:
        kind = _RIFF[data[8:12]]
        raise _image(kind, name) if kind == "WebP" else _foreign(kind, name)
    if data[4:8] == b"ftyp":
        raise _image("HEIC", name) if data[8:12] in _HEIF_BRANDS else _foreign("MP4", name)
    for magic, kind in _FOREIGN:
        if data.startswith(magic):
            raise _foreign(kind, name)


def _old_office(data: bytes, name: str) -> SourceError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return encrypted(name)
    return refusal(
        "old_office",
        _(
            "%(name)s is a file of Microsoft Office 97-2003 (.doc, .xls). Open it in Word or "
            "Excel, save it in today's form (.docx, .xlsx), and choose that file."
        ),
        name=name,
    )


def _image(kind: str, name: str) -> SourceError:
    return refusal(
        "image",
        _(
            "%(name)s is an image (%(kind)s), and words in an image cannot be read. Choose the "
            "original file (Word or text), or attach this file to the report as evidence instead."
        ),
        name=name,
        kind=kind,
    )


def _foreign(kind: str, name: str) -> SourceError:
    return refusal(
        "wrong_type",
        _(
            "%(name)s is a %(kind)s file, and such files are not read. Open it in its own program, "
            "save the report as Word (.docx), PDF or plain text (.txt), and choose that file."
        ),
        name=name,
        kind=kind,
    )
