"""What every reader of a file returns: paragraphs and tables in the order of the source."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property


class SourceKind(enum.StrEnum):
    """What a file was found to be, whatever its name says."""

    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, or one line where the source knows only lines; never with a line break.

    Attributes:
        text: Its words; empty for a blank line.
        heading: Level of a heading, 1 to 9; 0 for body text.
    """

    text: str = ""
    heading: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: Its words, paragraphs parted by line breaks.
        continued: Whether it is the rest of a merged cell that began above or to the left; its
            text is empty then.
    """

    text: str = ""
    continued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; its rows may differ in length.

    Attributes:
        rows: Cells from left to right.
        name: Name of the sheet it was; empty in a document.
    """

    rows: tuple[tuple[Cell, ...], ...]
    name: str = ""


Part = Paragraph | Table


@dataclass(frozen=True, kw_only=True)
class Document:
    """A source as it was read, before anything in it is understood.

    Attributes:
        name: File name as the person knows it.
        parts: Paragraphs and tables in order.
        remarks: Sentences on what was left out while reading, such as pictures.
    """

    kind: SourceKind
    name: str
    parts: tuple[Part, ...]
    remarks: tuple[str, ...] = field(default=())

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The source as lines to show: one a paragraph, one a row of a table."""
        return tuple(line for part in self.parts for line in _lines(part))

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """For every part the number, from 1, of its first line in :attr:`lines`."""
        starts, line = [], 1
        for part in self.parts:
            starts.append(line)
            line += len(part.rows) if isinstance(part, Table) else 1
        return tuple(starts)


def _lines(part: Part) -> Iterator[str]:
    if isinstance(part, Paragraph):
        yield part.text
        return
    for row in part.rows:
        yield " │ ".join(" ".join(cell.text.split()) for cell in row if not cell.continued)
