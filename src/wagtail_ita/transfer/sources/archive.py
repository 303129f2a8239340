"""The zip file that a .docx or .xlsx is, opened so that no trick in it can fill the memory.

What the directory of a zip says may be a lie, so every limit is held again while reading; and no
parser is given XML before it has been looked at for entities.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

from django.utils.translation import gettext as _

from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.sources.refusals import damaged, encrypted, expands, refusal

# Real documents have up to a few thousand pictures.
MOST_MEMBERS = 10_000
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
# All that Office uses. Others let a file of a few bytes ask for gigabytes of dictionary.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_CHUNK = 1 << 16
# Tags and attributes in a tree at one time. A tag of six bytes makes a node of a hundred.
MOST_NODES = 1_000_000

_UNSAFE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_LONGEST_UNSAFE = 2 * len(b"<!DOCTYPE")
_ENCODING = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
# In these an ASCII character is its own byte, so that looking for one finds it.
_ASCII_LIKE = frozenset(
    {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252", b"windows-874"}
)
_UTF16 = frozenset({b"utf-16", b"utf-16le", b"utf-16be"})

# Strict Open XML differs in its names; they stand in the first tag, or in a small part.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
)


def list_members(data: bytes, *, name: str) -> list[str]:
    """Names of what is in a zip file.

    Raises:
        SourceError: It is damaged, or holds more than any document.
    """
    with _opened(data, name) as archive:
        return archive.namelist()


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    # Looked at before zipfile makes an object of each entry.
    if data.count(_ENTRY) > MOST_MEMBERS:
        raise refusal(
            "expands",
            _(
                "%(name)s is packed of more than %(limit)d files, and is not read. "
                "Copy only the text of the report into a new file, and choose that file."
            ),
            name=name,
            limit=MOST_MEMBERS,
        )
    with zip_errors(name):
        return zipfile.ZipFile(io.BytesIO(data))


class Archive:
    """Members of one zip file, each read within the limits.

    Attributes:
        names: Names of its members.
    """

    def __init__(self, data: bytes, *, name: str, max_bytes: int) -> None:
        """Look at the directory.

        Raises:
            SourceError: The file is damaged, encrypted, or too much when it is opened.
        """
        self._name = name
        self._max_bytes = max_bytes
        self._zip = _opened(data, name)
        members = self._zip.infolist()
        if sum(member.file_size for member in members) > max_bytes:
            raise expands(name, max_bytes)
        self._members = {member.filename: member for member in members}
        self.names = tuple(self._members)

    def size(self, member: str) -> int:
        """How long a member says that it is."""
        return self._members[member].file_size

    def read(self, member: str) -> bytes:
        """All of a small part of XML.

        Raises:
            SourceError: It is damaged, has entities, or is not small.
        """
        with self.open(member) as source:
            return b"".join(iter(lambda: source.read(_CHUNK), b""))

    @contextmanager
    def open(self, member: str, *, most_nodes: int = MOST_NODES) -> Iterator[SafeXML]:
        """A part of XML, to be read in pieces.

        Args:
            member: Its name.
            most_nodes: How many nodes may come before :meth:`SafeXML.forget` is called.

        Raises:
            SourceError: It is damaged, has entities, or expands too much.
        """
        found = self._members.get(member)
        if found is None or found.compress_type not in _METHODS:
            raise damaged(self._name)
        if found.flag_bits & _ENCRYPTED:
            raise encrypted(self._name)
        with zip_errors(self._name), self._zip.open(found) as source:
            yield SafeXML(source, name=self._name, max_bytes=self._max_bytes, most_nodes=most_nodes)

    def repack(
        self, keep: Callable[[str], bool], *, most_nodes: Callable[[str], int]
    ) -> io.BytesIO:
        """An honest zip file of some members, for a library that reads without limits.

        Args:
            keep: Whether a member is wanted.
            most_nodes: How many nodes a member may have.
        """
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
            for member in filter(keep, self.names):
                nodes = most_nodes(member)
                with (
                    self.open(member, most_nodes=nodes) as source,
                    target.open(member, "w") as copy,
                ):
                    while chunk := source.read(_CHUNK):
                        copy.write(chunk)
        packed.seek(0)
        return packed


class SafeXML(io.RawIOBase):
    """A part of XML that refuses entities, and to be longer than it may."""

    def __init__(self, source: IO[bytes], *, name: str, max_bytes: int, most_nodes: int) -> None:
        super().__init__()
        self._source = source
        self._name = name
        self._max_bytes = max_bytes
        self._most_nodes = most_nodes
        self._nodes = 0
        self._seen = 0
        self._before = b""
        self._wide = False

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._seen

    def forget(self) -> None:
        """Say that the parser has dropped the nodes so far."""
        self._nodes = 0

    def read(self, size: int = -1, /) -> bytes:
        """The next piece, of at most 64 KB whatever is asked for.

        Raises:
            SourceError: It has a document type, an odd encoding, or is too long.
        """
        chunk = self._source.read(min(size, _CHUNK) if size > 0 else _CHUNK)
        if chunk and not self._seen:
            self._check_encoding(chunk)
            chunk = _unstrict(chunk)
        self._seen += len(chunk)
        self._nodes += chunk.count(b"<") + chunk.count(b"=")
        if self._seen > self._max_bytes or self._nodes > self._most_nodes:
            raise expands(self._name, self._max_bytes)
        seen = self._before + chunk
        if _UNSAFE.search(seen.replace(b"\x00", b"") if self._wide else seen):
            raise self._unsafe()
        self._before = seen[-_LONGEST_UNSAFE:]
        return chunk

    def _check_encoding(self, start: bytes) -> None:
        """An encoding that hides the letters of a document type hides it from us, too."""
        self._wide = b"\x00" in start[:4]
        letters = start.replace(b"\x00", b"") if self._wide else start
        letters = letters.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        if not letters.startswith(b"<"):
            raise damaged(self._name)
        found = _ENCODING.match(letters)
        known = _UTF16 if self._wide else _ASCII_LIKE
        if found and found[1].lower() not in known:
            raise self._unsafe()

    def _unsafe(self) -> SourceError:
        return refusal(
            "unsafe",
            _(
                "%(name)s holds definitions (XML entities) that no office program writes, and is "
                "not read. Copy the text into a new file, and choose that file."
            ),
            name=self._name,
        )


def _unstrict(data: bytes) -> bytes:
    """The start of a part of strict Open XML, with the names that every program knows."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return data


@contextmanager
def zip_errors(name: str) -> Iterator[None]:
    """Turn what zipfile raises on a damaged file into a sentence.

    Raises:
        SourceError: It raised.
    """
    try:
        yield
    except SourceError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        raise damaged(name) from error
