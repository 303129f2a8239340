"""Texts of a page that its record does not hold: names of what is chosen, and what the page
shows beside its content.

A record says which file is meant, not what somebody once called it; but a visitor reads the
name in the address, and the title where the editor wrote none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from wagtail_ita.domain.findings import Place
from wagtail_ita.domain.records import EvidenceKind

_SEPARATORS: Final = re.compile(r"[\W_]+")


def texts_beside(page: Any) -> Iterator[tuple[Place, str]]:
    """Yield what an item or report page publishes or hands in beside its content.

    The explanation is no public text, but goes into the assessment system.
    """
    for name in ("explanation", "seo_title", "search_description"):
        yield Place(field=name), getattr(page, name, "")
    yield Place(field="slug"), f"/{page.slug}/"


def names_of_chosen(page: Any) -> Iterator[tuple[Place, str]]:
    """Yield the file name and the title of each document, image and page chosen as evidence."""
    for number, child in enumerate(getattr(page, "measures", ()), start=1):
        place = Place(
            measure_id=child.id or "",
            measure_number=number,
            measure_title=child.value.get("title") or "",
            part="evidence",
        )
        yield from _names(child.value.get("evidence") or (), place)
    for field in ("attachments", "evidence"):
        yield from _names(getattr(page, field, ()), Place(field=field))


def _names(pieces: Iterable[Any], place: Place) -> Iterator[tuple[Place, str]]:
    for number, piece in enumerate(pieces, start=1):
        target = piece.value.target
        if piece.block_type == EvidenceKind.LINK.value or target is None:
            continue
        here = replace(
            place,
            entry_id=piece.id or "",
            entry_number=number,
            entry_part=piece.block_type,
        )
        file_name = getattr(target, "filename", "") or ""
        if file_name:
            # As the address that it is part of: there a number can be the time of an upload.
            yield here, f"/{file_name}"
        # The library makes a title of the name, which would be found twice.
        if not (file_name and _bare(file_name).startswith(_bare(target.title))):
            yield here, target.title


def _bare(text: str) -> str:
    return _SEPARATORS.sub("", text.casefold())
