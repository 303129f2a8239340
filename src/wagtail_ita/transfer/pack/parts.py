"""What stands in a pack: files that we make, and files of the site."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord
from wagtail_ita.transfer.pack.names import UniqueNames, safe_name
from wagtail_ita.transfer.pack.zipping import CHUNK_SIZE
from wagtail_ita.transfer.publication import EvidenceTarget

logger = logging.getLogger("wagtail_ita.transfer")

_UNREADABLE = (OSError, SuspiciousFileOperation)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFile:
    """A file that we make when its turn comes."""

    path: str
    make: Callable[[], bytes]

    def read(self) -> bytes | None:
        """Return its content; ``None`` where it cannot be made."""
        try:
            return self.make()
        # The zip file is half sent: one bad file may not cut off those after it.
        except Exception:
            logger.exception("%s could not be made for a pack.", self.path)
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file of the site's documents or images."""

    path: str
    kind: EvidenceKind
    storage_name: str
    size: int | None

    def read(self) -> Iterator[bytes] | None:
        """Return its content in chunks; ``None`` where the storage does not have it."""
        chunks = self._chunks()
        try:
            first = next(chunks, b"")
        except _UNREADABLE:
            logger.warning("%s is not in the storage.", self.storage_name)
            return None
        return chain([first], chunks)

    def measured(self) -> int | None:
        """Return its size: as the site noted it, or else as the storage says."""
        if self.size is not None:
            return self.size
        try:
            size: int = self._storage.size(self.storage_name)
        except (*_UNREADABLE, NotImplementedError):
            return None
        return size

    @property
    def _storage(self) -> Any:
        model: Any = (
            get_document_model() if self.kind is EvidenceKind.DOCUMENT else get_image_model()
        )
        return model._meta.get_field("file").storage

    def _chunks(self) -> Iterator[bytes]:
        with self._storage.open(self.storage_name, "rb") as stored:
            while chunk := stored.read(CHUNK_SIZE):
                yield chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPiece:
    """One line of the list of evidence.

    Attributes:
        measure: Number of its measure on the page; ``None`` for the evidence of the page itself.
        path: Of its file in the pack; empty for a page or a link.
    """

    item: str
    measure: int | None
    kind: EvidenceKind
    note: str
    target: EvidenceTarget
    path: str = ""


class Folder:
    """Gathers the evidence of one page; a file that backs several measures is there once."""

    def __init__(self, item: str, prefix: str, names: UniqueNames) -> None:
        self.item = item
        self.prefix = prefix
        self.names = names
        self.files: list[StoredFile] = []
        self.pieces: list[ListedPiece] = []
        self._paths: dict[tuple[EvidenceKind, str], str] = {}

    def add(
        self,
        pieces: Iterable[EvidenceRecord],
        targets: Callable[[EvidenceRecord], EvidenceTarget | None],
        measure: int | None = None,
    ) -> None:
        """Add the evidence of one place of the page."""
        for number, piece in enumerate(pieces, start=1):
            target = targets(piece)
            if target is None:
                continue
            path = ""
            if target.storage_name:
                place = f"{number:02}" if measure is None else f"{measure:02}-{number:02}"
                path = self._file(piece.kind, target, place)
            self.pieces.append(
                ListedPiece(
                    item=self.item,
                    measure=measure,
                    kind=piece.kind,
                    note=piece.note,
                    target=target,
                    path=path,
                )
            )

    def _file(self, kind: EvidenceKind, target: EvidenceTarget, place: str) -> str:
        key = (kind, target.storage_name)
        if key not in self._paths:
            _stem, dot, extension = target.filename.rpartition(".")
            title = target.title.removesuffix(f"{dot}{extension}") if dot else target.title
            name = safe_name(f"{place} {title}", f"{dot}{extension}")
            self._paths[key] = self.names.take(f"{self.prefix}evidence/", name)
            self.files.append(
                StoredFile(
                    path=self._paths[key],
                    kind=kind,
                    storage_name=target.storage_name,
                    size=target.size,
                )
            )
        return self._paths[key]
