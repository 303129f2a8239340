"""A zip file as a stream of chunks, with the sum of every file in it."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Final

CHUNK_SIZE: Final = 64 * 1024
# Beyond it a zip file needs the longer headers, which old programs do not read.
_LARGE: Final = 2**31 - CHUNK_SIZE
_FIRST_DATE: Final = dt.datetime(1980, 1, 1)


class _Outlet(io.RawIOBase):
    """Takes what ``zipfile`` writes and gives it away; nothing can be sought in it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        self._parts.append(bytes(data))
        return len(data)

    def drain(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        return data


class ZipStream:
    """Writes one zip file.

    Attributes:
        sums: SHA-256 of every file that was added, by its path.
        sizes: Size of every file that was added, in bytes.
    """

    def __init__(self, moment: dt.datetime | None) -> None:
        stamp = max((moment or _FIRST_DATE).replace(tzinfo=None), _FIRST_DATE)
        self._date_time = (*stamp.timetuple()[:5], 0)
        self._outlet = _Outlet()
        self._zip = zipfile.ZipFile(self._outlet, "w", zipfile.ZIP_DEFLATED)
        self.sums: dict[str, str] = {}
        self.sizes: dict[str, int] = {}

    def add(
        self, path: str, chunks: Iterable[bytes], *, size: int | None = None
    ) -> Iterator[bytes]:
        """Add a file while its content is read, and give away what the zip file has grown by.

        Args:
            path: In the zip file.
            chunks: The content.
            size: Of the content in bytes; taken for large when it is not known.
        """
        info = zipfile.ZipInfo(path, date_time=self._date_time)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        info.create_system = 3
        total, sum_ = 0, hashlib.sha256()
        with self._zip.open(info, "w", force_zip64=size is None or size > _LARGE) as entry:
            for chunk in chunks:
                entry.write(chunk)
                sum_.update(chunk)
                total += len(chunk)
                if grown := self._outlet.drain():
                    yield grown
        self.sums[path], self.sizes[path] = sum_.hexdigest(), total
        yield self._outlet.drain()

    def close(self) -> bytes:
        """Return the end of the zip file."""
        self._zip.close()
        return self._outlet.drain()
