"""Bytes of an uploaded or named file to text, or a sentence that says why not."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from django.utils.translation import gettext as _

from wagtail_ita.transfer.errors import SourceError

_THAI_CODEPAGE = "cp874"
_BYTE_ORDER_MARKS = (
    # The longer mark first: that of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft Office 97-2003 (.doc, .xls)"),
    (b"{\\rtf", "Rich Text Format (.rtf)"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"SQLite format 3\x00", "SQLite"),
)
_IMAGES = frozenset({"PNG", "JPEG", "GIF", "TIFF", "BMP", "WebP", "HEIC"})
_ZIP_CONTENT = (
    (b"word/", "Word (.docx)"),
    (b"xl/", "Excel (.xlsx)"),
    (b"ppt/", "PowerPoint (.pptx)"),
    (b"opendocument", "OpenDocument (.odt, .ods)"),
)
# Producers may put a few bytes before the mark of a PDF, and readers accept that.
_PDF_WITHIN = 1024

_THAI_CONSONANT = re.compile("[ก-ฮ]")
_THAI = re.compile("[\u0e01-\u0e3a\u0e3f-\u0e5b]")
_LETTER = re.compile("[A-Za-z\u0e01-\u0e3a\u0e40-\u0e4e]")
_MARK = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_MARK_IN_PLACE = re.compile(
    "(?<=[ก-ฮ\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
)
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_UTF8_THAI = re.compile(rb"\xe0[\xb8\xb9]")
# Enough to judge an encoding by; a longer look makes it no surer, only slower.
_SAMPLE = 200_000


def read_source(path: Path, *, max_bytes: int) -> bytes:
    """Read a file named on a command line, after looking at what it is and how large.

    Raises:
        SourceError: There is no such file, it cannot be read, or it is too large.
    """
    try:
        if not path.exists():
            raise _error("missing", _("There is no file %(path)s. Check its name."), path=path)
        if not path.is_file():
            raise _error(
                "not_a_file", _("%(path)s is not a file. Name the report file itself."), path=path
            )
        _check_size(path, path.stat().st_size, max_bytes)
        with path.open("rb") as source:
            data = source.read(max_bytes + 1)
    except OSError as error:
        raise _error(
            "unreadable",
            _("The file %(path)s cannot be opened (%(reason)s). Check its rights and try again."),
            path=path,
            reason=error.strerror or error,
        ) from error
    _check_size(path, len(data), max_bytes)  # it may have grown
    return data


def decode_text(data: bytes, *, name: str) -> str:
    """Text of a plain text file in UTF-8, UTF-16 or Thai Windows-874.

    Args:
        data: What the file holds.
        name: The file as the editor knows it, for the sentence of an error.

    Raises:
        SourceError: The file is empty, is no text file, or its characters cannot be read.
    """
    if not data:
        raise _empty(name)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _with_words(_strict(data, encoding, name), name)
    kind = _binary_kind(data)
    if kind:
        raise _binary(kind, name)
    if b"\x00" in data:
        raise _error(
            "binary",
            _(
                "%(name)s is not a plain text file. "
                "Save the report as plain text (.txt) in UTF-8 and choose that file."
            ),
            name=name,
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _thai_codepage(data, name)
    return _with_words(text, name)


def _thai_codepage(data: bytes, name: str) -> str:
    """Text in Windows-874. It has a letter for nearly every byte, so the text must look Thai."""
    sample = data[:_SAMPLE]
    high = len(_HIGH_BYTE.findall(sample))
    if 6 * len(_UTF8_THAI.findall(sample)) > high > 0:
        raise _error(
            "damaged",
            _(
                "%(name)s is UTF-8 text, but some of it is damaged. "
                "Open the original, save it again as plain text in UTF-8, and choose that file."
            ),
            name=name,
        )
    text = _strict(data, _THAI_CODEPAGE, name)
    if not _looks_thai(text[:_SAMPLE]):
        raise _undecodable(name)
    return text


def _looks_thai(sample: str) -> bool:
    letters = len(_LETTER.findall(sample))
    thai = len(_THAI.findall(sample))
    consonants = len(_THAI_CONSONANT.findall(sample))
    marks = len(_MARK.findall(sample))
    in_place = len(_MARK_IN_PLACE.findall(sample))
    return thai * 5 >= letters and consonants * 5 >= thai * 2 and in_place * 10 >= marks * 9


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(name) from error


def _with_words(text: str, name: str) -> str:
    if not text.strip("\ufeff \t\r\n\x0b\x0c\xa0"):
        raise _empty(name)
    if "\x00" in text:
        raise _undecodable(name)
    return text


def _binary_kind(data: bytes) -> str:
    """Name of a well-known type that is no plain text; empty for everything else."""
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (kind != "BMP" or b"\x00" in data[:64]):
            return kind
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "PDF"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp":
        return "HEIC"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for part, kind in _ZIP_CONTENT if part in data), "ZIP")
    return ""


def _binary(kind: str, name: str) -> SourceError:
    if kind in _IMAGES:
        return _error(
            "binary",
            _(
                "%(name)s is an image (%(kind)s), and words in an image cannot be read. "
                "Copy the text of the report into a plain text file (.txt) and choose that file."
            ),
            name=name,
            kind=kind,
        )
    return _error(
        "binary",
        _(
            "%(name)s is a %(kind)s file, not plain text. Open it in its own program, "
            "save the report as plain text (.txt) in UTF-8, and choose that file."
        ),
        name=name,
        kind=kind,
    )


def _empty(name: str) -> SourceError:
    return _error(
        "empty",
        _("%(name)s is empty. Choose the file that holds the text of the report."),
        name=name,
    )


def _undecodable(name: str) -> SourceError:
    return _error(
        "encoding",
        _(
            "The characters of %(name)s cannot be read: it is neither UTF-8, UTF-16 nor Thai "
            "Windows-874 text. Save the report as plain text in UTF-8 and choose that file."
        ),
        name=name,
    )


def _check_size(path: Path, size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise _error(
            "too_large",
            _(
                "The file %(path)s has %(size)s MB, and at most %(limit)s MB are read. "
                "Check that it is the text of the report, without pictures."
            ),
            path=path,
            size=_megabytes(size),
            limit=_megabytes(max_bytes),
        )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"


def _error(code: str, sentence: str, **values: object) -> SourceError:
    return SourceError(sentence % values, code=code)
