"""Whether a file is what its name says, by the first bytes of its content."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote, urlsplit

from wagtail_ita.checks.public.visits import Reply

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# How Office names the stream that holds a document with a password.
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_OPEN_DOCUMENT: Final = b"mimetypeapplication/vnd.oasis.opendocument."


class FileFault(enum.Enum):
    """What is wrong with a file that was delivered."""

    EMPTY = "empty"
    OTHER = "other"
    LOCKED = "locked"


def _starts(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(marks)


def _is_pdf(head: bytes) -> bool:
    # Readers accept a little before the mark, and scanners write it.
    return b"%PDF-" in head[:1024]


def _is_ooxml(folder: bytes) -> Callable[[bytes], bool]:
    """Return a test for one of Office's zip formats, which differ in the folder inside."""
    folders = {b"word/", b"xl/", b"ppt/"}

    def test(head: bytes) -> bool:
        if not head.startswith(_ZIP) or _OPEN_DOCUMENT in head[:120]:
            return False
        # A large first part may hide the folder; then nothing speaks against it.
        return folder in head or not any(other in head for other in folders - {folder})

    return test


def _is_open_document(kind: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(_ZIP) and _OPEN_DOCUMENT + kind in head[:160]


def _is_old_office(head: bytes) -> bool:
    # Office opens RTF, and newer files, under the old names without a word.
    return head.startswith((_OLE, b"{\\rtf", *_ZIP))


def _is_text(head: bytes) -> bool:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return (wide or b"\x00" not in head) and not _HTML.match(head) and not _is_pdf(head[:8])


def _is_mp4(head: bytes) -> bool:
    return head[4:8] in (b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip")


def _is_webp(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP"


def _is_svg(head: bytes) -> bool:
    return b"<svg" in head


_is_jpeg = _starts(b"\xff\xd8\xff")

_TESTS: Final[dict[str, Callable[[bytes], bool]]] = {
    "pdf": _is_pdf,
    "png": _starts(b"\x89PNG\r\n\x1a\n"),
    "jpg": _is_jpeg,
    "jpeg": _is_jpeg,
    "gif": _starts(b"GIF87a", b"GIF89a"),
    "webp": _is_webp,
    "svg": _is_svg,
    "bmp": _starts(b"BM"),
    "tif": _starts(b"II*\x00", b"MM\x00*"),
    "tiff": _starts(b"II*\x00", b"MM\x00*"),
    "docx": _is_ooxml(b"word/"),
    "xlsx": _is_ooxml(b"xl/"),
    "pptx": _is_ooxml(b"ppt/"),
    "odt": _is_open_document(b"text"),
    "ods": _is_open_document(b"spreadsheet"),
    "odp": _is_open_document(b"presentation"),
    "doc": _is_old_office,
    "xls": _is_old_office,
    "ppt": _is_old_office,
    "rtf": _starts(b"{\\rtf"),
    "csv": _is_text,
    "txt": _is_text,
    "json": _is_text,
    "xml": _is_text,
    "zip": _starts(*_ZIP),
    "rar": _starts(b"Rar!\x1a\x07"),
    "7z": _starts(b"7z\xbc\xaf\x27\x1c"),
    "mp4": _is_mp4,
    "mp3": _starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
}
_IN_A_ZIP: Final = frozenset({"docx", "xlsx", "pptx"})


def extension_of(url: str, filename: str = "") -> str:
    """Return the known extension of a file, from its name or its address; empty for a page."""
    for name in (filename, _path(url)):
        extension = name.rpartition(".")[2].lower()
        if extension in _TESTS:
            return extension
    return ""


def _path(url: str) -> str:
    try:
        return unquote(urlsplit(url).path)
    except ValueError:
        return ""


def find_fault(reply: Reply, url: str) -> FileFault | None:
    """Return what is wrong with a delivered file; ``None`` when it is what it says."""
    extension = extension_of(url, reply.filename)
    if not extension:
        return None
    if not reply.body:
        return FileFault.EMPTY
    if extension in _IN_A_ZIP and reply.body.startswith(_OLE):
        return FileFault.LOCKED if _ENCRYPTED in reply.body or reply.cut else FileFault.OTHER
    return None if _TESTS[extension](reply.body) else FileFault.OTHER


def is_image(reply: Reply) -> bool:
    """Tell whether an answer is a picture."""
    return reply.media_type.startswith("image/") or any(
        _TESTS[name](reply.body) for name in ("png", "jpg", "gif", "webp", "svg", "bmp")
    )
