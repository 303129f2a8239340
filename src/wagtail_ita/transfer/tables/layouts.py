"""Which kind of table a table is: measures in rows, a form for one measure, scores, or text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wagtail_ita.domain.elements import Element
from wagtail_ita.transfer.tables.cells import find_indicator, find_score
from wagtail_ita.transfer.tables.grid import Grid, Spot
from wagtail_ita.transfer.tables.own import find_columns
from wagtail_ita.transfer.tables.roles import Reading, Role, read_role

_HEAD_WITHIN: Final = 12
_FEWEST_COLUMNS: Final = 3
_FEWEST_LABELS: Final = 3
_FEWEST_SCORES: Final = 3
_NUMBERING: Final = re.compile(r"\(? ?[0-9๐-๙]{1,2} ?[).]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table of measures.

    Attributes:
        index: Its place from the left, counted from 0.
        text: The words at its head.
        reading: What they say.
    """

    index: int
    text: str
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsLayout:
    """A table with a row for each measure.

    Attributes:
        columns: Its columns that have a head.
        head: Numbers of the rows that make the head.
        signature: The words of the head, by which it is known again on a later page.
    """

    columns: tuple[Column, ...]
    head: tuple[int, ...] = ()
    signature: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLayout:
    """A table with a row for each element.

    Attributes:
        labels: The column that names the elements.
        values: The columns behind it, a measure each.
        first: The first row with a label.
    """

    labels: int
    values: tuple[int, ...]
    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresLayout:
    """A table of indicators and scores; which column is which is told row by row.

    Attributes:
        first: The first row below the head.
        numbered: Whether a head says that numbers are those of indicators.
    """

    first: int
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLayout:
    """The template that we hand out, and the CSV that we publish.

    Attributes:
        columns: For the name of each column its place.
        head: The row that names the columns.
    """

    columns: dict[str, int]
    head: int


Layout = RowsLayout | FormLayout | ScoresLayout | OwnLayout


def find_layout(grid: Grid, *, before: RowsLayout | None = None) -> Layout | None:
    """Tell how a table is laid out; ``None`` for one that is not about measures or scores.

    Args:
        grid: The table.
        before: The table in front of it, of which it may be the rest.
    """
    return (
        _own(grid)
        or _rows(grid)
        or _form(grid)
        or _scores(grid)
        or (_rest(grid, before) if before else None)
    )


def signature(row: Sequence[Spot]) -> tuple[str, ...]:
    """The words of a row, however they are spaced."""
    return tuple(spot.text.replace(" ", "").casefold() for spot in row)


def _own(grid: Grid) -> OwnLayout | None:
    for number, row in enumerate(grid.rows[:_HEAD_WITHIN]):
        columns = find_columns(row)
        if columns:
            return OwnLayout(columns=columns, head=number)
    return None


def _rows(grid: Grid) -> RowsLayout | None:
    for number in range(min(len(grid.rows), _HEAD_WITHIN)):
        readings = [read_role(spot.text) for spot in grid.rows[number]]
        if not _is_head(grid, number, readings):
            continue
        last = number + 1 if _goes_on(grid, number, readings) else number
        columns = tuple(_columns(grid, number, last))
        rows = list(range(number, last + 1))
        if last + 1 < len(grid.rows) and _is_numbering(grid, last + 1):
            rows.append(last + 1)
        return RowsLayout(columns=columns, head=tuple(rows), signature=signature(grid.rows[number]))
    return None


def _is_head(grid: Grid, number: int, readings: Sequence[Reading]) -> bool:
    """Whether a row names enough columns, one of them that of the measures."""
    roles = {r.role for r in readings if r.role and (r.sure or r.both)}
    elements = {role.element for role in roles} - {None}
    return (
        Role.MEASURE in roles
        and len(elements) > 1
        and len(grid.filled(number)) > 2
        # The words of a row of measures are longer than those of a head.
        and max(len(spot.text) for spot in grid.rows[number]) < 200
    )


def _goes_on(grid: Grid, number: int, readings: Sequence[Reading]) -> bool:
    """Whether the next row parts columns of the head, as "from" and "to" part the period."""
    if number + 1 >= len(grid.rows):
        return False
    measure = next(i for i, reading in enumerate(readings) if reading.role is Role.MEASURE)
    below = grid.filled(number + 1)
    if not below or any(spot.column == measure for spot in below):
        return False
    return all(read_role(spot.text).role for spot in below)


def _columns(grid: Grid, first: int, last: int) -> list[Column]:
    columns = []
    for index in range(grid.width):
        upper, lower = grid.rows[first][index], grid.rows[last][index]
        reading, text = read_role(upper.text), upper.text
        if lower is not upper and lower.lines:
            reading, text = read_role(lower.text), f"{upper.text} {lower.text}".strip()
        if text:
            columns.append(Column(index=index, text=text, reading=reading))
    return columns


def _is_numbering(grid: Grid, number: int) -> bool:
    """Whether a row only numbers the columns: (1), (2), (3)."""
    filled = grid.filled(number)
    return len(filled) > 2 and all(_NUMBERING.fullmatch(spot.text) for spot in filled)


def _form(grid: Grid) -> FormLayout | None:
    best: tuple[int, int] = (0, 0)
    for column in range(min(2, grid.width - 1)):
        elements = {element for _row, element in _labelled(grid, column)}
        best = max(best, (len(elements), -column))
    count, labels = best[0], -best[1]
    if count < _FEWEST_LABELS:
        return None
    rows = [row for row, _element in _labelled(grid, labels)]
    values = tuple(
        index
        for index in range(labels + 1, grid.width)
        if any(
            grid.rows[row][index].column == index and grid.rows[row][index].lines for row in rows
        )
    )
    return FormLayout(labels=labels, values=values, first=rows[0]) if values else None


def _labelled(grid: Grid, column: int) -> list[tuple[int, Element]]:
    found = []
    for number, row in enumerate(grid.rows):
        spot = row[column]
        if spot.row != number or spot.column != column:
            continue
        reading = read_role(spot.text)
        role = reading.role
        if role and role.element and reading.sure:
            found.append((number, role.element))
    return found


def _scores(grid: Grid) -> ScoresLayout | None:
    for number, row in enumerate(grid.rows[:_HEAD_WITHIN]):
        roles = {read_role(spot.text).role for spot in row}
        if {Role.INDICATOR, Role.SCORE} <= roles and not any(
            role and role.element for role in roles
        ):
            return ScoresLayout(first=number + 1, numbered=True)
    scored = [
        number
        for number in range(len(grid.rows))
        if find_indicator(grid.filled(number)) and find_score(grid.filled(number))
    ]
    return ScoresLayout(first=scored[0]) if len(scored) >= _FEWEST_SCORES else None


def _rest(grid: Grid, before: RowsLayout) -> RowsLayout | None:
    """The rest of a table that a page break cut in two, without a head of its own."""
    last = max(column.index for column in before.columns)
    fits = grid.width == last + 1 and grid.width >= _FEWEST_COLUMNS
    return RowsLayout(columns=before.columns, signature=before.signature) if fits else None
