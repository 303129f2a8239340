"""Where made files stand: a storage that nobody reaches but this site.

A file of a page that was taken back, or is behind a login by now, may not be had any more. So the
storage is private, and the name of a file is derived from the site's secret: its ETag, which
everybody who ever fetched it knows, does not lead to it.

Each file stands in the folder of its group, ``PAGE/FILENAME/``, and begins with its length: a
storage may lose the end of a file, when the disk is full or the machine stops, and does not say so.
"""

from __future__ import annotations

import logging
import os
import stat
import struct
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, storages
from django.utils.crypto import salted_hmac

from wagtail_ita.conf import get_settings

logger = logging.getLogger("wagtail_ita.transfer")

CHUNK_SIZE: Final = 64 * 1024
# Up to here a file is read at once: it costs less than what a stream needs around it.
LARGE: Final = 1024 * 1024
_HEAD: Final = struct.Struct(">8sQ")
_MARK: Final = b"ita-kept"
_SALT: Final = "wagtail_ita.downloads"


class ShelfError(OSError):
    """The folder for the files is not ours alone."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A large file that stands in the storage, open at its first byte.

    Attributes:
        size: Of its content.
    """

    size: int
    file: Any

    def __iter__(self) -> Iterator[bytes]:
        with self.file:
            left = self.size
            while left > 0 and (chunk := self.file.read(min(CHUNK_SIZE, left))):
                left -= len(chunk)
                yield chunk

    def close(self) -> None:
        """Close it, if it was not read to its end."""
        self.file.close()


def get_storage() -> Any:
    """Return the storage that the settings name, or a folder of this user alone.

    Raises:
        ShelfError: The folder belongs to somebody else, or others may look into it.
    """
    alias = get_settings().DOWNLOADS_STORAGE
    return storages[alias] if alias else FileSystemStorage(location=_safe(own_folder()))


def own_folder() -> Path:
    """Return the folder that files are kept in where the settings name no storage.

    Not beside the uploads: a web server gives away what is below their folder, and often more.
    What the system clears away there is made again.
    """
    # Another site of this user, or another copy of this one, has another folder.
    name = _secret(str(settings.MEDIA_ROOT))[:16]
    return Path(tempfile.gettempdir()) / f"wagtail-ita-{name}"


def find(group: str, key: str) -> bytes | Stored | None:
    """Return a file; ``None`` where it is not there, not whole or cannot be read."""
    name = _name(group, key)
    try:
        file = get_storage().open(name)
    except FileNotFoundError:
        return None
    # Each storage has errors of its own, and a file can always be made again.
    except Exception:
        logger.exception("%s could not be read from the storage of made files.", name)
        return None
    try:
        found = _whole(file)
    except Exception:
        logger.exception("%s could not be read from the storage of made files.", name)
        found = None
    if not isinstance(found, Stored):
        file.close()
    return found


def put(group: str, key: str, content: bytes) -> None:
    """Keep a file in place of what its group had; a storage that cannot is logged."""
    name = _name(group, key)
    try:
        _put(group, name, ContentFile(_HEAD.pack(_MARK, len(content)) + content))
    except Exception:
        logger.exception("%s could not be put into the storage of made files.", name)


def put_stream(group: str, key: str, chunks: Iterable[bytes], *, holds: Callable[[], bool]) -> None:
    """Keep a file that is too large for the memory, as ``put`` does.

    It is gathered in the temporary files first, because a storage wants to know where a file ends.

    Args:
        group: As ``keeping.page_group`` makes it.
        key: As ``keeping.file_key`` makes it.
        chunks: The content, which is made while it is read.
        holds: Asked when all is read: whether the file may be kept.
    """
    name = _name(group, key)
    try:
        with tempfile.TemporaryFile() as gathered:
            size = 0
            gathered.write(_HEAD.pack(_MARK, size))
            for chunk in chunks:
                gathered.write(chunk)
                size += len(chunk)
            if not holds():
                return
            gathered.seek(0)
            gathered.write(_HEAD.pack(_MARK, size))
            gathered.seek(0)
            _put(group, name, File(gathered))
    except Exception:
        logger.exception("%s could not be put into the storage of made files.", name)


def clear(pages: Collection[str], *, dry_run: bool = False) -> int:
    """Delete what is not needed: all but the newest file of each group of some pages.

    Args:
        pages: Folders of the pages that still have files.
        dry_run: Only count what would go.

    Returns:
        How many files go.
    """
    storage = get_storage()
    count = 0
    for page in _folders(storage, ""):
        for group in _folders(storage, page):
            files = _files(storage, group)
            if page in pages:
                files = sorted(files, key=storage.get_modified_time)[:-1]
            count += len(files)
            if not dry_run:
                _delete(storage, files)
        if page not in pages and not dry_run:
            _remove_folders(storage, page)
    return count


def clear_group(group: str) -> None:
    """Delete what one group has; a storage that cannot is logged."""
    try:
        storage = get_storage()
        _delete(storage, _files(storage, group))
    except Exception:
        logger.exception("The made files of %s could not be deleted.", group)


def clear_page(page: str) -> None:
    """Delete the files of one page; a storage that cannot is logged."""
    try:
        storage = get_storage()
        for group in _folders(storage, page):
            _delete(storage, _files(storage, group))
        _remove_folders(storage, page)
    except Exception:
        logger.exception("The made files of page %s could not be deleted.", page)


# ---------------------------------------------------------------------------------- the storage


def _safe(folder: Path) -> Path:
    """Make the folder of the temporary files, which any user of the machine may have made."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    # On Windows the temporary folder is the user's own.
    mine = not hasattr(os, "geteuid") or (
        found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077
    )
    if not (mine and stat.S_ISDIR(found.st_mode)):
        raise ShelfError(f"{folder} is not a folder of this user alone.")
    return folder


def _name(group: str, key: str) -> str:
    return f"{group}/{_secret(key)}"


def _secret(text: str) -> str:
    name: str = salted_hmac(_SALT, text, algorithm="sha256").hexdigest()
    return name


def _whole(file: Any) -> bytes | Stored | None:
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    mark, size = _HEAD.unpack(head)
    if mark != _MARK:
        return None
    if size <= LARGE:
        content: bytes = file.read()
        return content if len(content) == size else None
    return Stored(size, file) if file.size == _HEAD.size + size else None


def _put(group: str, name: str, file: File[bytes]) -> None:
    storage = get_storage()
    _save(storage, name, file)
    _delete(storage, [each for each in _files(storage, group) if each != name])


def _save(storage: Any, name: str, file: File[bytes]) -> None:
    # What stands there is broken: nobody puts a file that was found.
    storage.delete(name)
    try:
        saved = storage.save(name, file)
    except Exception:
        # What was written until then only fills the disk.
        storage.delete(name)
        raise
    if saved != name:
        # Somebody was faster, and his is as good.
        storage.delete(saved)


def _files(storage: Any, folder: str) -> list[str]:
    return [f"{folder}/{name}" for name in _listed(storage, folder)[1] if name]


def _folders(storage: Any, folder: str) -> list[str]:
    found = _listed(storage, folder)[0]
    return [f"{folder}/{name}" if folder else name for name in found]


def _listed(storage: Any, folder: str) -> tuple[list[str], list[str]]:
    try:
        folders, files = storage.listdir(folder)
    except (FileNotFoundError, NotImplementedError):
        return [], []
    return list(folders), list(files)


def _remove_folders(storage: Any, page: str) -> None:
    """Remove the folders that are empty now, where a storage has such a thing."""
    with suppress(OSError):
        _delete(storage, [*_folders(storage, page), page])


def _delete(storage: Any, names: list[str]) -> None:
    for name in names:
        storage.delete(name)
