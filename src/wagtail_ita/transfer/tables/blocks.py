"""A document as stretches of text and tables that are known for what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wagtail_ita.transfer.sources.document import Document, Paragraph, Table
from wagtail_ita.transfer.tables.grid import Grid, spread
from wagtail_ita.transfer.tables.layouts import (
    FormLayout,
    Layout,
    OwnLayout,
    RowsLayout,
    ScoresLayout,
    find_layout,
)
from wagtail_ita.transfer.tables.own import is_explanation
from wagtail_ita.transfer.tables.scores import read_scores
from wagtail_ita.transfer.text.contents import Contents
from wagtail_ita.transfer.text.furniture import is_page_number
from wagtail_ita.transfer.text.lines import Line, make_line
from wagtail_ita.transfer.text.titles import mark_titles

_NUMBER: Final = re.compile(r"\(? ?[0-9๐-๙]{1,2} ?[).]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of a document: a table that was recognised, or lines of text.

    Attributes:
        lines: The lines of a text; those above the head of a table.
        grid: The table.
        layout: How it is laid out.
    """

    lines: tuple[Line, ...] = ()
    grid: Grid | None = None
    layout: Layout | None = None

    @property
    def all_lines(self) -> Iterator[Line]:
        """Its lines, and those of its table."""
        yield from self.lines
        if self.grid:
            yield from self.grid.lines(range(len(self.grid.rows)))

    @property
    def has_measures(self) -> bool:
        """Whether it is a table of measures."""
        return self.layout is not None and not isinstance(self.layout, ScoresLayout)


def find_blocks(document: Document) -> list[Block]:
    """Divide a document into text and tables.

    A table of which nothing is known is text: the head of a memo often stands in one.
    """
    blocks: list[Block] = []
    text: list[Line] = []
    before: RowsLayout | None = None
    for part, first_line in zip(document.parts, document.starts, strict=True):
        if isinstance(part, Paragraph):
            line = make_line(part.text, number=first_line, heading=part.heading)
            text.append(line)
            if line.text and not is_page_number(line.text):
                before = None
            continue
        grid = spread(part, first_line=first_line)
        if is_explanation(grid):
            continue
        layout = find_layout(grid, before=before) if grid.width else None
        before = layout if isinstance(layout, RowsLayout) else None
        if layout is None:
            text += _as_text(grid)
            continue
        blocks += [Block(lines=tuple(text)), _block(grid, layout)]
        text = []
    return _mark_titles([*blocks, Block(lines=tuple(text))])


def distrusted_lines(document: Document, blocks: Sequence[Block]) -> set[int]:
    """Numbers of the lines that are rows of a table of which nothing is known."""
    known = {block.grid.first_line for block in blocks if block.grid}
    return {
        first_line + row
        for part, first_line in zip(document.parts, document.starts, strict=True)
        if isinstance(part, Table) and first_line not in known
        for row in range(len(part.rows))
    }


def read_score_tables(blocks: Sequence[Block], contents: Contents) -> None:
    """Read the tables of scores of a document."""
    for block in blocks:
        if block.grid and isinstance(block.layout, ScoresLayout):
            read_scores(block.grid, block.layout, contents)


def _as_text(grid: Grid) -> Iterator[Line]:
    """The cells of a table one after the other; a numbered row is an entry of a list."""
    for number in range(len(grid.rows)):
        filled = grid.filled(number)
        if len(filled) > 1 and _NUMBER.fullmatch(filled[0].text):
            words = " ".join(spot.text for spot in filled[1:])
            yield make_line(
                f"{filled[0].text.strip('(.)')}. {words}", number=grid.line_number(number)
            )
        else:
            yield from grid.lines([number])


def _block(grid: Grid, layout: Layout) -> Block:
    return Block(lines=tuple(grid.lines(range(_top(layout)))), grid=grid, layout=layout)


def _top(layout: Layout) -> int:
    """How many rows stand above the head: a title, the name of the agency."""
    match layout:
        case RowsLayout(head=head):
            return min(head, default=0)
        case OwnLayout(head=row):
            return row
        case ScoresLayout(first=first):
            return first - 1 if layout.numbered else first
        case FormLayout():
            return 0


def _mark_titles(blocks: Sequence[Block]) -> list[Block]:
    marked: Iterator[Line] = iter(mark_titles([line for each in blocks for line in each.lines]))
    return [replace(each, lines=tuple(next(marked) for _line in each.lines)) for each in blocks]
