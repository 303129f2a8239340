"""Word documents (.docx), read from their body piece by piece, so that none fills the memory."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from docx.oxml import parse_xml
from lxml import etree

from wagtail_ita.transfer.sources.archive import Archive, SafeXML
from wagtail_ita.transfer.sources.document import Cell, Document, Part, SourceKind, Table
from wagtail_ita.transfer.sources.progress import Progress
from wagtail_ita.transfer.sources.refusals import (
    damaged,
    empty,
    guarded,
    no_text,
    too_many_paragraphs,
    too_many_rows,
)
from wagtail_ita.transfer.sources.word_lists import Numbering
from wagtail_ita.transfer.sources.word_styles import Styles
from wagtail_ita.transfer.sources.word_text import (
    CELL,
    CHUNK,
    CONTROL,
    DROPPED,
    FALLBACK,
    PARAGRAPH,
    ROW,
    TABLE,
    LeftOut,
    WordText,
    is_placeholder,
)

_USUAL_BODY = "word/document.xml"
_MACROS = "vbaProject.bin"
_HIDING = DROPPED | {FALLBACK}
# Progress is told in bytes of the body; a piece of it is told once it is past.
_STEP = 1_000_000


def read_word(
    data: bytes, *, name: str, max_bytes: int, max_rows: int, progress: Progress
) -> Document:
    """Read a Word document.

    Raises:
        SourceError: It is damaged, encrypted, holds no text, or is too long.
    """
    archive = Archive(data, name=name, max_bytes=max_bytes)
    with guarded(name):
        body = _target(archive, "", "officeDocument") or _USUAL_BODY
        if body not in archive.names:
            raise damaged(name)
        styles = Styles(_tree(archive, _target(archive, body, "styles")))
        lists = _tree(archive, _target(archive, body, "numbering"))
        text = WordText(styles, Numbering(lists, style_list=styles.list_of))
        with archive.open(body) as source:
            reader = _Body(source, text, name=name, max_rows=max_rows)
            parts = tuple(reader.parts(archive.size(body), progress))
    if not any(map(_has_words, parts)):
        raise no_text(name) if text.left_out.pictures else empty(name)
    return Document(
        kind=SourceKind.DOCX,
        name=name,
        parts=parts,
        remarks=tuple(_remarks(text.left_out, archive.names)),
    )


def _has_words(part: Part) -> bool:
    if isinstance(part, Table):
        return any(cell.text for row in part.rows for cell in row)
    return bool(part.text)


class _Body:
    """Reads the parts of a document's body and drops each element that is done with."""

    def __init__(self, source: SafeXML, text: WordText, *, name: str, max_rows: int) -> None:
        self._source = source
        self._text = text
        self._name = name
        self._max_rows = max_rows
        self._count = dict.fromkeys((PARAGRAPH, ROW, TABLE, CHUNK), 0)

    def parts(self, total: int, progress: Progress) -> Iterator[Part]:
        rows: list[tuple[Cell, ...]] = []
        told = 0
        for element in self._elements():
            self._count[element.tag] += 1
            if self._count[PARAGRAPH] > self._max_rows:
                raise too_many_paragraphs(self._name, self._max_rows)
            if self._count[ROW] > self._max_rows:
                raise too_many_rows(self._name, self._max_rows)
            if element.tag == PARAGRAPH:
                yield from self._text.paragraph(element)
            elif element.tag == ROW:
                row = self._text.row(element)
                rows += [] if row is None else [row]
            elif element.tag == CHUNK:
                self._text.left_out.embedded += 1
            elif rows:
                yield Table(rows=tuple(rows))
                rows = []
            _drop(element)
            self._source.forget()
            if self._source.tell() >= told + _STEP:
                told = self._source.tell()
                progress(min(told, total), total)
        yield from self._text.rest()
        progress(total, total)

    def _elements(self) -> Iterator[Any]:
        """The paragraphs, rows, ends of tables and other documents that are in none of these."""
        found = etree.iterparse(
            self._source,
            events=("end",),
            tag=(PARAGRAPH, ROW, TABLE, CHUNK),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _event, element in found:
            outer = {PARAGRAPH, CELL, ROW} if element.tag == PARAGRAPH else {PARAGRAPH, CELL}
            around = list(element.iterancestors())
            if outer.isdisjoint(each.tag for each in around):
                if _is_shown(around):
                    yield element
                else:
                    _drop(element)


def _is_shown(around: list[Any]) -> bool:
    return not any(
        each.tag in _HIDING or (each.tag == CONTROL and is_placeholder(each)) for each in around
    )


def _drop(element: Any) -> None:
    """Free an element, and what stands before it."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while parent[0] is not element:
            del parent[0]


def _target(archive: Archive, part: str, kind: str) -> str:
    """The part of one kind that a part refers to, or the package where that is empty."""
    folder, base = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in archive.names:
        return ""
    for item in parse_xml(archive.read(relations)):
        if (item.get("Type") or "").endswith(f"/{kind}") and item.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, item.get("Target") or ""))
            return target.removeprefix("/")
    return ""


def _tree(archive: Archive, part: str) -> Any | None:
    return parse_xml(archive.read(part)) if part in archive.names else None


def _remarks(left_out: LeftOut, names: tuple[str, ...]) -> Iterator[str]:
    if left_out.pictures:
        yield _("Pictures in the file were left out: %(count)d.") % {"count": left_out.pictures}
    if left_out.notes:
        yield _("Footnotes in the file were left out: %(count)d.") % {"count": left_out.notes}
    if left_out.contents:
        yield _("The table of contents in the file was left out.")
    if left_out.embedded:
        yield _("Other documents inside the file were left out: %(count)d.") % {
            "count": left_out.embedded
        }
    if any(name.endswith(_MACROS) for name in names):
        yield _("The macros in the file were left out; they are never run.")
