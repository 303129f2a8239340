"""Workbooks (.xlsx): one table for each sheet that a reader of the workbook sees."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from wagtail_ita.transfer.sources.archive import Archive
from wagtail_ita.transfer.sources.cells import (
    CONTINUED,
    MOST_COLUMNS,
    CellMaker,
    columns_left_out,
)
from wagtail_ita.transfer.sources.document import Cell, Document, SourceKind, Table
from wagtail_ita.transfer.sources.excel_sheet import SheetFacts, read_facts
from wagtail_ita.transfer.sources.excel_values import show_value
from wagtail_ita.transfer.sources.progress import Progress
from wagtail_ita.transfer.sources.refusals import damaged, empty, guarded, too_many_rows

_MACROS = "vbaProject.bin"
# Excel's own last row; a sheet that names a later one would keep openpyxl counting for ever.
_LAST_ROW = 1_048_576
# openpyxl takes some microseconds for each, so that this is some seconds.
_MOST_NODES = 3_000_000
_MOST_STYLE_NODES = 300_000
# It builds a tree of each row.
_MOST_ROW_NODES = 200_000
# Blank rows that only carry a format are passed over, but not without end.
_MOST_BLANK = 10
_NAMED = 5
_FEW_ROWS = 500
_SHEETS = "xl/worksheets/"
_STRINGS = "xl/sharedStrings.xml"


def read_excel(
    data: bytes, *, name: str, max_bytes: int, max_rows: int, progress: Progress
) -> Document:
    """Read a workbook.

    Raises:
        SourceError: It is damaged, encrypted, empty, or has too many rows.
    """
    archive = Archive(data, name=name, max_bytes=max_bytes)
    reader = _Workbook(archive, name=name, max_rows=max_rows, progress=progress)
    with guarded(name), warnings.catch_warnings():
        # openpyxl warns of what it leaves out, which is nothing that we would read.
        warnings.simplefilter("ignore")
        tables = reader.tables()
    if not tables:
        raise empty(name)
    return Document(
        kind=SourceKind.XLSX, name=name, parts=tuple(tables), remarks=tuple(reader.remarks)
    )


class _Workbook:
    """Reads the sheets of one workbook.

    Attributes:
        remarks: Sentences on what was left out.
    """

    def __init__(self, archive: Archive, *, name: str, max_rows: int, progress: Progress) -> None:
        self.remarks: list[str] = []
        self._archive = archive
        self._name = name
        self._max_rows = max_rows
        self._progress = progress
        self._rows = 0
        self._total = 0
        self._cell = CellMaker()
        self._parts: dict[str, SheetFacts] = {}

    def tables(self) -> list[Table]:
        """The sheets with a word in them."""
        sheets = [part for part in self._archive.names if part.startswith(_SHEETS)]
        self._parts = {part: self._facts(part) for part in sheets if part.endswith(".xml")}
        packed = self._archive.repack(_is_wanted, most_nodes=_most_nodes)
        book = load_workbook(packed, read_only=True, data_only=True, keep_links=False)
        try:
            shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            tables = [self._table(sheet) for sheet in shown]
            hidden = [sheet.title for sheet in book.worksheets if sheet not in shown]
        finally:
            book.close()
        if hidden:
            self.remarks.append(
                _("Hidden sheets were left out: %(sheets)s.") % {"sheets": ", ".join(hidden)}
            )
        if any(member.endswith(_MACROS) for member in self._archive.names):
            self.remarks.append(_("The macros in the file were left out; they are never run."))
        self._progress(self._rows, self._rows)
        return [table for table in tables if table.rows]

    def _facts(self, part: str) -> SheetFacts:
        """Look through a sheet before openpyxl opens it."""
        with self._archive.open(part, most_nodes=_MOST_NODES) as source:
            facts = read_facts(source)
        self._total += facts.rows
        if facts.longest > _MOST_ROW_NODES:
            raise damaged(self._name)
        if self._total > self._max_rows * _MOST_BLANK:
            raise too_many_rows(self._name, self._max_rows)
        return facts

    def _table(self, sheet: Any) -> Table:
        # openpyxl keeps to itself which part of the package a sheet is.
        facts = self._parts.get(sheet._worksheet_path) or SheetFacts()
        self._tell(sheet.title, facts)
        sheet.reset_dimensions()  # What a sheet says of its size may be wrong, or a trap.
        rows: list[tuple[Cell, ...]] = []
        used = 0
        blank: tuple[Any, ...] = ()
        # Only where it must be cut, because openpyxl fills every row up to the last column.
        last = MOST_COLUMNS if facts.is_wide else None
        for number, row in enumerate(sheet.iter_rows(max_col=last), start=1):
            if number > _LAST_ROW:
                raise damaged(self._name)
            # One and the same blank row stands for all that the sheet does not have.
            if row is blank or all(cell is EMPTY_CELL for cell in row):
                blank = row
                continue
            cells = self._row(row[:MOST_COLUMNS])
            if cells:
                self._count()
                # Blank rows are kept where a row with words follows.
                rows += [()] * min(number - 1 - used, self._max_rows)
                rows.append(cells)
                used = number
        return Table(rows=tuple(_merged(rows, facts)), name=sheet.title)

    def _tell(self, title: str, facts: SheetFacts) -> None:
        if facts.is_cut:
            self.remarks.append(columns_left_out(title))
        if facts.without_value:
            named = ", ".join(facts.without_value[:_NAMED])
            self.remarks.append(
                _(
                    "Sheet %(sheet)s: formulas without a saved result were read as empty cells: "
                    "%(cells)s. Open the file in Excel, save it, and choose it again."
                )
                % {
                    "sheet": title,
                    "cells": named + (" …" if len(facts.without_value) > _NAMED else ""),
                }
            )

    def _row(self, row: tuple[Any, ...]) -> tuple[Cell, ...]:
        texts = ("" if cell is EMPTY_CELL else show_value(cell) for cell in row)
        cells = [self._cell(text) for text in texts]
        while cells and not cells[-1].text:
            cells.pop()
        return tuple(cells)

    def _count(self) -> None:
        self._rows += 1
        if self._rows > self._max_rows:
            raise too_many_rows(self._name, self._max_rows)
        if self._rows % _FEW_ROWS == 0:
            self._progress(self._rows, max(self._total, self._rows))


def _merged(rows: list[tuple[Cell, ...]], facts: SheetFacts) -> Iterator[tuple[Cell, ...]]:
    """The rows of a sheet with the rests of its merged cells marked."""
    pending = sorted(facts.merged, key=lambda area: area.top, reverse=True)
    open_areas = []
    for number, row in enumerate(rows, start=1):
        while pending and pending[-1].top <= number:
            open_areas.append(pending.pop())
        open_areas = [area for area in open_areas if area.bottom >= number]
        if not open_areas:
            yield row
            continue
        cells = list(row)
        for area in open_areas:
            first = area.left + (1 if area.top == number else 0)
            last = min(area.right, MOST_COLUMNS)
            cells += [Cell()] * (last - len(cells))
            for column in range(first, last + 1):
                cells[column - 1] = CONTINUED
        yield tuple(cells)


def _is_wanted(member: str) -> bool:
    """Whether openpyxl needs a part to tell what the cells hold; never one with pictures."""
    if member == "[Content_Types].xml" or member.startswith("_rels/"):
        return True
    if not member.startswith("xl/") or not member.endswith((".xml", ".rels")):
        return False
    inner = member.removeprefix("xl/").removeprefix("_rels/")
    return "/" not in inner and inner != "vbaProject.bin" or member.startswith(_SHEETS)


def _most_nodes(member: str) -> int:
    return _MOST_NODES if member.startswith((_SHEETS, _STRINGS)) else _MOST_STYLE_NODES
