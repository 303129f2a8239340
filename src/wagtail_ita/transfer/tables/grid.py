"""A table with its merged cells spread out, so that every place knows its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from wagtail_ita.transfer.sources.document import Cell, Table
from wagtail_ita.transfer.text.lines import Line, drop_blank, lines_of

_MOST_COLUMNS: Final = 100
# What people write into a cell that has nothing.
_NOTHING: Final = re.compile(r"[-–—_.…\s]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A cell, which may reach over several rows and columns.

    Attributes:
        lines: Its lines that have words; none for a dash.
        raw: Its text as the source has it.
        row, column: Where it begins.
    """

    lines: tuple[Line, ...]
    raw: str = ""
    row: int
    column: int

    @property
    def text(self) -> str:
        """Its words in one line."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table in which a merged cell stands at each of its places.

    Attributes:
        rows: The cell at each place; all rows have the same length.
        first_line: Number of the first row in the lines of the document.
        name: Name of the sheet it was.
    """

    rows: tuple[tuple[Spot, ...], ...]
    first_line: int
    name: str = ""

    @cached_property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def _spans(self) -> dict[tuple[int, int], int]:
        last: dict[tuple[int, int], int] = {}
        for number, row in enumerate(self.rows):
            for spot in row:
                last[spot.row, spot.column] = number
        return {place: number - place[0] + 1 for place, number in last.items()}

    def reach(self, spot: Spot) -> int:
        """Over how many rows a cell reaches."""
        return self._spans[spot.row, spot.column]

    def own(self, row: int) -> Iterator[Spot]:
        """The cells that begin in a row, each once."""
        for column, spot in enumerate(self.rows[row]):
            if spot.row == row and spot.column == column:
                yield spot

    def filled(self, row: int) -> list[Spot]:
        """The cells with words that begin in a row."""
        return [spot for spot in self.own(row) if spot.lines]

    def line_number(self, row: int) -> int:
        """Number of a row in the lines of the document."""
        return self.first_line + row

    def lines(self, rows: Sequence[int]) -> list[Line]:
        """The words of some rows as lines of text, a cell after the other."""
        return [line for row in rows for spot in self.filled(row) for line in spot.lines]


def spread(table: Table, *, first_line: int) -> Grid:
    """Spread the merged cells of a table."""
    width = min(max((_length(row) for row in table.rows), default=0), _MOST_COLUMNS)
    rows: list[tuple[Spot, ...]] = []
    for number, cells in enumerate(table.rows):
        rows.append(_spread_row(cells, number, width, first_line, rows))
    return Grid(rows=tuple(rows), first_line=first_line, name=table.name)


def _length(row: Sequence[Cell]) -> int:
    """Length of a row without the empty cells at its end."""
    length = len(row)
    while length and not row[length - 1].text and not row[length - 1].continued:
        length -= 1
    return length


def _spread_row(
    cells: Sequence[Cell], number: int, width: int, first_line: int, above: list[tuple[Spot, ...]]
) -> tuple[Spot, ...]:
    row: list[Spot] = []
    begins = [not cell.continued for cell in cells[:width]]
    # In a row of one cell the rest belongs to that cell; elsewhere a cell goes on downwards.
    whole = len(begins) > 2 and begins[0] and not any(begins[1:])
    for column in range(width):
        cell = cells[column] if column < len(cells) else Cell()
        if cell.continued:
            upper = above[-1][column] if above and not whole else None
            left = row[-1] if row else None
            spot = _covering(upper, left, row, column)
            if spot:
                row.append(spot)
                continue
        lines = (
            () if _NOTHING.fullmatch(cell.text) else lines_of(cell.text, number=first_line + number)
        )
        row.append(Spot(lines=drop_blank(lines), raw=cell.text, row=number, column=column))
    return tuple(row)


def _covering(
    upper: Spot | None, left: Spot | None, row: Sequence[Spot], column: int
) -> Spot | None:
    """The cell that a rest belongs to: the one above, where all of that one goes on."""
    if upper and (upper.column == column or (row[upper.column :] and row[upper.column] == upper)):
        return upper
    return left
