"""What evidence points to, for many pages in one query a kind.

Wagtail looks the chosen documents, images and pages up stream by stream, which for a screen
that reads the evidence of every item makes a few queries an item. Of a form that is sent it looks
each one up three times by itself: to read it, to check it, and to see whether it was changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Final

from wagtail.blocks import PageChooserBlock, StreamValue
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from wagtail_ita.blocks.pictures import introduce
from wagtail_ita.domain.records import EvidenceKind

Targets = Mapping[EvidenceKind, Mapping[int | None, Any]]
"""What was looked up, of each kind by its id; ``None`` for an id that is not there."""

_PRELOADED: Final[ContextVar[Targets | None]] = ContextVar("wagtail_ita_targets", default=None)

# What every database takes as an id.
_MOST_DIGITS: Final = 18


class _PreloadableMixin:
    evidence_kind: EvidenceKind

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        ids = list(values)
        known = self._known()
        if known is None or not all(id_ is None or id_ in known for id_ in ids):
            found: list[Any] = super().bulk_to_python(ids)  # type: ignore[misc]
            return found
        return [known.get(id_) for id_ in ids]

    def value_from_form(self, value: Any) -> Any:
        known = self._known()
        if known is not None and isinstance(value, str):
            id_ = _id_of(value)
            if id_ is None or id_ in known:
                return known.get(id_)
        return super().value_from_form(value)  # type: ignore[misc]

    def clean(self, value: Any) -> Any:
        # The form field only looks up once more what has just been looked up.
        known = self._known()
        if known and value is not None and known.get(value.pk) is value:
            return value
        return super().clean(value)  # type: ignore[misc]

    def _known(self) -> Mapping[int | None, Any] | None:
        targets = _PRELOADED.get()
        return None if targets is None else targets[self.evidence_kind]


class DocumentTargetBlock(_PreloadableMixin, DocumentChooserBlock):
    """Chooses a document."""

    evidence_kind = EvidenceKind.DOCUMENT


class ImageTargetBlock(_PreloadableMixin, ImageChooserBlock):
    """Chooses an image."""

    evidence_kind = EvidenceKind.IMAGE

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        found = super().bulk_to_python(values)
        introduce(found)
        return found


class PageTargetBlock(_PreloadableMixin, PageChooserBlock):
    """Chooses a page."""

    evidence_kind = EvidenceKind.PAGE


_BLOCKS: Final = (DocumentTargetBlock, ImageTargetBlock, PageTargetBlock)


@cache
def _model_of(block: Any) -> Any:
    # Wagtail keeps each block that is ever made, for as long as the process lives.
    return block().model_class


def base_page_model() -> Any:
    """Return the base page model, which since Wagtail 8.0 may be one of the site."""
    return _model_of(PageTargetBlock)


@contextmanager
def preloaded_targets(streams: Iterable[StreamValue]) -> Iterator[None]:
    """Look up at once what the evidence in stream values points to.

    Inside, these streams are read without a query. One inside another looks up only what the
    outer one has not.
    """
    wanted: dict[str, set[int]] = {block.evidence_kind.value: set() for block in _BLOCKS}
    for stream in streams:
        _collect(list(stream.raw_data), wanted)
    outer = _PRELOADED.get() or {}
    for kind, known in outer.items():
        wanted[kind.value] -= known.keys()
    found = _look_up(wanted)
    with preloaded({kind: {**outer.get(kind, {}), **found[kind]} for kind in found}):
        yield


def choices_in(data: Mapping[str, Any]) -> Targets:
    """Look up at once what is chosen as evidence in the data of an edit form."""
    wanted: dict[str, set[int]] = {block.evidence_kind.value: set() for block in _BLOCKS}
    for name, value in data.items():
        kind = name.rpartition("-value-")[2]
        id_ = _id_of(value) if kind in wanted else None
        if id_ is not None:
            wanted[kind].add(id_)
    return _look_up(wanted)


def _id_of(value: Any) -> int | None:
    """Return what a form says was chosen; ``None`` where that can be no id of a row."""
    is_id = isinstance(value, str) and value.isdecimal() and len(value) <= _MOST_DIGITS
    return int(value) if is_id else None


@contextmanager
def preloaded(targets: Targets) -> Iterator[None]:
    """Let streams and forms find inside what has been looked up; the rest they look up."""
    token = _PRELOADED.set(targets)
    try:
        yield
    finally:
        _PRELOADED.reset(token)


def _look_up(wanted: Mapping[str, set[int]]) -> Targets:
    targets: dict[EvidenceKind, Mapping[int | None, Any]] = {}
    for block in _BLOCKS:
        ids = wanted[block.evidence_kind.value]
        found = _model_of(block).objects.in_bulk(ids) if ids else {}
        targets[block.evidence_kind] = {id_: found.get(id_) for id_ in ids}
    return targets


def _collect(raw: Any, wanted: Mapping[str, set[int]]) -> None:
    """Add every id that stands beside the name of a kind, however deep."""
    if isinstance(raw, list):
        for each in raw:
            _collect(each, wanted)
    elif isinstance(raw, dict):
        for key, value in raw.items():
            if isinstance(value, list | dict):
                _collect(value, wanted)
            elif key in wanted and isinstance(value, int):
                wanted[key].add(value)
