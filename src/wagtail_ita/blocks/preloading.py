"""What evidence points to, for many pages in one query a kind.

Wagtail looks the chosen documents, images and pages up stream by stream, which for a screen
that reads the evidence of every item makes a few queries an item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from wagtail.blocks import PageChooserBlock, StreamValue
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from wagtail_ita.domain.records import EvidenceKind

Targets = Mapping[EvidenceKind, Mapping[Any, Any]]

_PRELOADED: Final[ContextVar[Targets | None]] = ContextVar("wagtail_ita_targets", default=None)


class _PreloadableMixin:
    evidence_kind: EvidenceKind

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        targets = _PRELOADED.get()
        if targets is None:
            found: list[Any] = super().bulk_to_python(values)  # type: ignore[misc]
            return found
        known = targets[self.evidence_kind]
        return [known.get(value) for value in values]

    def value_from_form(self, value: Any) -> Any:
        targets = _PRELOADED.get()
        if targets is None or not isinstance(value, str):
            return super().value_from_form(value)  # type: ignore[misc]
        return targets[self.evidence_kind].get(int(value)) if value.isdecimal() else None

    def clean(self, value: Any) -> Any:
        # The form field only looks up once more what has just been looked up.
        if _PRELOADED.get() is not None and value is not None:
            return value
        return super().clean(value)  # type: ignore[misc]


class DocumentTargetBlock(_PreloadableMixin, DocumentChooserBlock):
    """Chooses a document."""

    evidence_kind = EvidenceKind.DOCUMENT


class ImageTargetBlock(_PreloadableMixin, ImageChooserBlock):
    """Chooses an image."""

    evidence_kind = EvidenceKind.IMAGE


class PageTargetBlock(_PreloadableMixin, PageChooserBlock):
    """Chooses a page."""

    evidence_kind = EvidenceKind.PAGE


_BLOCKS: Final = (DocumentTargetBlock, ImageTargetBlock, PageTargetBlock)


@contextmanager
def preloaded_targets(streams: Iterable[StreamValue]) -> Iterator[None]:
    """Look up at once what the evidence in stream values points to.

    Inside, streams are read without a query; those that were not given find nothing chosen.
    """
    wanted: dict[str, set[int]] = {block.evidence_kind.value: set() for block in _BLOCKS}
    for stream in streams:
        _collect(list(stream.raw_data), wanted)
    with _preloaded(wanted):
        yield


@contextmanager
def preloaded_choices(data: Mapping[str, str]) -> Iterator[None]:
    """Look up at once what is chosen as evidence in the data of an edit form.

    Inside, the form's streams are read and cleaned without a query.
    """
    wanted = {
        kind: {
            int(value)
            for name, value in data.items()
            if name.endswith(f"-value-{kind}") and value.isdecimal()
        }
        for kind in (block.evidence_kind.value for block in _BLOCKS)
    }
    with _preloaded(wanted):
        yield


@contextmanager
def _preloaded(wanted: Mapping[str, set[int]]) -> Iterator[None]:
    targets: dict[EvidenceKind, Mapping[Any, Any]] = {}
    for block in _BLOCKS:
        ids = wanted[block.evidence_kind.value]
        targets[block.evidence_kind] = block().model_class.objects.in_bulk(ids) if ids else {}
    token = _PRELOADED.set(targets)
    try:
        yield
    finally:
        _PRELOADED.reset(token)


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
