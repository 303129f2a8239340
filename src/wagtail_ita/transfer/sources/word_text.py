"""The words of a Word document's paragraphs and tables, as its reader sees them.

python-docx leaves out content controls, tracked insertions and text boxes; a form that an agency
filled in may consist of nothing else. So the elements are walked here.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from wagtail_ita.transfer.sources.cells import CONTINUED, CellMaker
from wagtail_ita.transfer.sources.document import Cell, Paragraph, Part, Table
from wagtail_ita.transfer.sources.word_lists import VAL, Numbering, is_on
from wagtail_ita.transfer.sources.word_styles import Properties, Styles, read_properties

PARAGRAPH, ROW, TABLE, CELL = qn("w:p"), qn("w:tr"), qn("w:tbl"), qn("w:tc")
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VML = "{urn:schemas-microsoft-com:vml}"
_ALTERNATIVES, CHOICE, FALLBACK = (
    _MARKUP + name for name in ("AlternateContent", "Choice", "Fallback")
)
_TEXT = frozenset({qn("w:t"), _MATH + "t"})
_SPACE = frozenset({qn("w:tab"), qn("w:ptab")})
_BREAK = frozenset({qn("w:br"), qn("w:cr")})
_NOTE = frozenset({qn("w:footnoteReference"), qn("w:endnoteReference")})
_PICTURE = frozenset({qn("pic:pic"), _VML + "imagedata"})
CONTROL = qn("w:sdt")
# Another document inside of this one, which Word puts in its place when it opens the file.
CHUNK = qn("w:altChunk")
# What a reader of the finished document does not see.
_DROPPED_NAMES = (
    *("del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "rt"),
    *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr"),
)
DROPPED = frozenset(qn(f"w:{name}") for name in _DROPPED_NAMES)
# Symbols of fonts that have pictures in place of letters: ticked and empty boxes, and arrows.
_SYMBOLS = {
    "f0fc": "✓",
    "f0fe": "☑",
    "f052": "☑",
    "f053": "☒",
    "f0fd": "☒",
    "f0a8": "☐",
    "f06f": "☐",
    "f071": "☐",
    "f0a3": "☐",
    "f0b7": "•",
    "f0a7": "•",
    "f0d8": "•",
    "f0e0": "→",
}
# Word allows no more columns than this.
_MOST_COLUMNS = 63


@dataclass(slots=True)
class LeftOut:
    """What a document has beside its text.

    Attributes:
        pictures: How many pictures.
        notes: How many references to footnotes.
        contents: Lines of a table of contents.
        embedded: Other documents that it only refers to.
    """

    pictures: int = 0
    notes: int = 0
    contents: int = 0
    embedded: int = 0


@dataclass(slots=True)
class _Words:
    """Text of one paragraph as it is put together."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)


class WordText:
    """Walks the elements of one document in their order, which its lists are counted by.

    Attributes:
        left_out: What was met and not taken.
    """

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.left_out = LeftOut()
        self._styles = styles
        self._numbering = numbering
        self._cell = CellMaker()
        self._carried = ""

    def paragraph(self, element: Any) -> Iterator[Part]:
        """A ``w:p``: a paragraph for each of its lines, then what its text boxes hold."""
        words = _Words()
        self._collect(element, words)
        text = self._carried + "".join(words.pieces)
        self._carried = ""
        layout = element.find(qn("w:pPr"))
        own = read_properties(layout)
        if _mark_is_deleted(layout):
            self._carried = text
        elif self._styles.is_contents(own.style):
            self.left_out.contents += 1
        else:
            marker = self._marker(own)  # Word counts an empty entry, too.
            shown = marker + text if text.strip() else text
            yield from _lines(shown, self._styles.heading(own))
        for box in words.boxes:
            yield from self.blocks(box)

    def rest(self) -> Iterator[Part]:
        """What a deleted end of a paragraph would have joined to a next one that is not there."""
        text, self._carried = self._carried, ""
        if text:
            yield from _lines(text, 0)

    def blocks(self, container: Any) -> Iterator[Part]:
        """The paragraphs and tables of a cell or text box."""
        for element in container:
            if element.tag == PARAGRAPH:
                yield from self.paragraph(element)
            elif element.tag == TABLE:
                yield Table(rows=tuple(self._rows(element)))
            elif isinstance(element.tag, str) and element.tag not in DROPPED:
                yield from self.blocks(self._shown(element))

    def row(self, element: Any) -> tuple[Cell, ...] | None:
        """A ``w:tr``; ``None`` when its deletion is tracked."""
        layout = element.find(qn("w:trPr"))
        if layout is not None and layout.find(qn("w:del")) is not None:
            return None
        before = _count(layout, "w:gridBefore") if layout is not None else 0
        cells = [self._cell("")] * before
        for item in self._inside(element, CELL):
            if len(cells) >= _MOST_COLUMNS:
                break
            cells += self._cells(item, _MOST_COLUMNS - len(cells))
        return tuple(cells)

    def _cells(self, item: Any, room: int) -> list[Cell]:
        layout = item.find(qn("w:tcPr"))
        span, continued = 1, False
        if layout is not None:
            span = min(max(_count(layout, "w:gridSpan"), 1), room)
            merge = layout.find(qn("w:vMerge"))
            beside = layout.find(qn("w:hMerge"))
            continued = any(
                each is not None and each.get(VAL) in (None, "continue") for each in (merge, beside)
            )
        text = self._flat(item)
        first = CONTINUED if continued else self._cell(text)
        return [first] + [CONTINUED] * (span - 1)

    def _flat(self, item: Any) -> str:
        """Text of a cell; a table in it is read row by row."""
        lines = []
        for part in itertools.chain(self.blocks(item), self.rest()):
            if isinstance(part, Paragraph):
                lines.append(part.text)
            else:
                lines += [cell.text for row in part.rows for cell in row]
        return "\n".join(line for line in lines if line)

    def _rows(self, element: Any) -> Iterator[tuple[Cell, ...]]:
        for item in self._inside(element, ROW):
            row = self.row(item)
            if row is not None:
                yield row

    def _inside(self, element: Any, tag: str) -> Iterator[Any]:
        """The rows of a table or cells of a row, those in content controls among them."""
        for child in element:
            if child.tag == tag:
                yield child
            elif isinstance(child.tag, str) and child.tag not in DROPPED:
                yield from self._inside(self._shown(child), tag)

    def _shown(self, element: Any) -> Any:
        """The children of an element that a reader sees."""
        if element.tag == _ALTERNATIVES:
            choice = element.find(CHOICE)
            return [] if len(element) == 0 else (element[0] if choice is None else choice)
        if element.tag == CONTROL and is_placeholder(element):
            return []
        if element.tag == CHUNK:
            self.left_out.embedded += 1
        return element

    def _collect(self, element: Any, words: _Words) -> None:
        for child in element:
            tag = child.tag
            if tag in _TEXT:
                words.pieces.append((child.text or "").replace("\n", " ").replace("\r", " "))
            elif tag == qn("w:r"):
                if not _is_hidden(child):
                    self._collect(child, words)
            elif tag == qn("w:txbxContent"):
                words.boxes.append(child)
            elif isinstance(tag, str) and tag not in DROPPED:
                sign = self._sign(child)
                words.pieces.append(sign)
                if not sign:
                    self._collect(self._shown(child), words)

    def _sign(self, element: Any) -> str:
        """What an element without text stands for; empty when it stands for none."""
        if element.tag in _SPACE:
            return " "
        if element.tag in _BREAK:
            return "\n"
        if element.tag == qn("w:noBreakHyphen"):
            return "-"
        if element.tag == qn("w:sym"):
            return _SYMBOLS.get((element.get(qn("w:char")) or "").lower(), "")
        if element.tag in _PICTURE:
            self.left_out.pictures += 1
        elif element.tag in _NOTE:
            self.left_out.notes += 1
        return ""

    def _marker(self, own: Properties) -> str:
        style = own.style or self._styles.default
        number, origin, level = self._styles.numbering_of(style)
        if own.number:
            number, level = own.number, own.level or 0
        elif own.level is not None:
            level = own.level
        elif number:
            linked = self._numbering.level_of_style(number, origin)
            level = level if linked is None else linked
        return self._numbering.marker(number, level) if number not in ("", "0") else ""


def _lines(text: str, heading: int) -> Iterator[Paragraph]:
    for line in text.split("\n"):
        yield Paragraph(text=" ".join(line.split()), heading=heading)


def is_placeholder(control: Any) -> bool:
    """Whether a content control only says what should be typed into it."""
    layout = control.find(qn("w:sdtPr"))
    return layout is not None and is_on(layout.find(qn("w:showingPlcHdr")))


def _is_hidden(run: Any) -> bool:
    layout = run.find(qn("w:rPr"))
    return layout is not None and is_on(layout.find(qn("w:vanish")))


def _mark_is_deleted(layout: Any | None) -> bool:
    """Whether the end of a paragraph is deleted, so that the next one continues it."""
    mark = None if layout is None else layout.find(qn("w:rPr"))
    return mark is not None and mark.find(qn("w:del")) is not None


def _count(layout: Any, tag: str) -> int:
    found = layout.find(qn(tag))
    text = "" if found is None else found.get(VAL) or ""
    is_number = text.isascii() and text.isdigit() and len(text) < 7
    return min(int(text), _MOST_COLUMNS) if is_number else 0
