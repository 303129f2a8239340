"""Workbooks in one look: heads that repeat in print, texts that wrap, and no formulas."""

from __future__ import annotations

import datetime as dt
import errno
import io
import os
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

Value = str | int | Decimal | dt.date | None
Row = Sequence[Value]

# The longest text that Excel keeps in a cell.
_LONGEST: Final = 32_767
_FONT: Final = "TH Sarabun New"
_INK: Final = "1D2D5F"
_LINE: Final = Side(style="thin", color="B8BFD1")
# In points: what 16 point need, and the most that Excel gives a row.
_LINE_HEIGHT: Final = 28
_HIGHEST: Final = 409
# Excel shows the day in the Buddhist era, LibreOffice too; stored it is the day.
THAI_DAY: Final = "[$-107041E]d mmm yyyy"
DAY: Final = "yyyy-mm-dd"
# Excel's days begin with the century.
FIRST_DAY: Final = dt.date(1900, 3, 1)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, and its width in characters."""

    head: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet.

    Attributes:
        frozen_columns: How many columns stay in sight, and on paper on every page.
    """

    name: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    frozen_columns: int = 0


def workbook_bytes(
    sheets: Iterable[Sheet],
    *,
    title: str,
    creator: str,
    moment: dt.datetime | None,
    thai: bool,
    heading: str,
) -> bytes:
    """Write sheets into a workbook.

    Args:
        sheets: At least one.
        title: Of the file.
        creator: Who publishes it.
        moment: Stands in the file as its date, so that the same content gives the same bytes.
        thai: Whether days are shown in the Buddhist era.
        heading: Printed at the head of every page.
    """
    book = Workbook()
    book.remove(book.active)
    stamp = (moment or dt.datetime(2000, 1, 1)).replace(tzinfo=None, microsecond=0)
    book.properties.title = _clean(title)
    book.properties.creator = _clean(creator)
    book.properties.created = book.properties.modified = stamp
    for sheet in sheets:
        _fill(book.create_sheet(_clean(sheet.name)[:31]), sheet, thai=thai, heading=heading)
    out = io.BytesIO()
    _save(book, out)
    return _same_bytes(out.getvalue(), book.properties, stamp)


def _save(book: Workbook, out: io.BytesIO) -> None:
    """Write a workbook.

    Raises:
        OSError: openpyxl writes each sheet into a temporary file, and there is no room for it.
    """
    try:
        book.save(out)
    except Exception as error:
        # Where lxml is installed, it hides the error of the system behind one of its own.
        if type(error).__module__ != "lxml.etree":
            raise
        number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
        raise OSError(number, os.strerror(number)) from error


def _fill(worksheet: Any, sheet: Sheet, *, thai: bool, heading: str) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        worksheet.column_dimensions[get_column_letter(number)].width = column.width
        cell = worksheet.cell(row=1, column=number)
        _put(cell, column.head, thai=thai)
        cell.font = Font(name=_FONT, size=16, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color=_INK)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    font = Font(name=_FONT, size=16)
    wrapped = Alignment(wrap_text=True, vertical="top", horizontal="left")
    centred = Alignment(vertical="top", horizontal="center")
    border = Border(top=_LINE, bottom=_LINE, left=_LINE, right=_LINE)
    for position, row in enumerate(sheet.rows, start=2):
        for number, value in enumerate(row, start=1):
            cell = worksheet.cell(row=position, column=number)
            _put(cell, value, thai=thai)
            cell.font, cell.border = font, border
            cell.alignment = centred if isinstance(value, int) else wrapped
        worksheet.row_dimensions[position].height = _height(row, sheet.columns)
    heads = [column.head for column in sheet.columns]
    worksheet.row_dimensions[1].height = _height(heads, sheet.columns)
    _set_up_page(worksheet, sheet, heading)


def _put(cell: Any, value: Value, *, thai: bool) -> None:
    if isinstance(value, dt.date) and value < FIRST_DAY:
        value = value.isoformat()
    if isinstance(value, str):
        cell.value = _clean(value)
        # openpyxl takes a text that begins with "=" for a formula, and "#N/A" for an error.
        cell.data_type = "s"
        # And Excel would, as soon as somebody edits the cell.
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    elif value is not None:
        cell.value = value
    if isinstance(value, dt.date):
        cell.number_format = THAI_DAY if thai else DAY
    elif isinstance(value, Decimal):
        cell.number_format = "0.00"


def _height(row: Row, columns: Sequence[Column]) -> float:
    """Return the height that the texts of a row need: not every program finds it by itself."""
    lines = (
        sum(-(-_width(line) // column.width) or 1 for line in value.split("\n"))
        for value, column in zip(row, columns, strict=True)
        if isinstance(value, str)
    )
    return min(_LINE_HEIGHT * max(lines, default=1), _HIGHEST)


def _width(text: str) -> int:
    """Return how many letters wide a text is; a vowel above or below a letter takes no room."""
    letters = sum(not unicodedata.category(each).startswith("M") for each in text)
    # A word goes to the next line whole, and another font may be wider than ours.
    return int(letters * 1.4) + 1


def _clean(text: str) -> str:
    clean: str = ILLEGAL_CHARACTERS_RE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return clean if len(clean) <= _LONGEST else f"{clean[: _LONGEST - 1]}…"


def _set_up_page(worksheet: Any, sheet: Sheet, heading: str) -> None:
    last = get_column_letter(len(sheet.columns))
    worksheet.freeze_panes = f"{get_column_letter(sheet.frozen_columns + 1)}2"
    worksheet.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    worksheet.page_setup.paperSize = worksheet.PAPERSIZE_A4
    worksheet.page_setup.orientation = worksheet.ORIENTATION_LANDSCAPE
    worksheet.page_setup.fitToWidth = 1
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.print_title_rows = "1:1"
    margins = worksheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom = 0.75, 0.8
    # In a head an ampersand begins a command of Excel, and 255 characters are all it takes.
    head = _clean(heading).replace("\n", " ")[:120].replace("&", "&&")
    worksheet.oddHeader.center.text = head or None
    worksheet.oddFooter.center.text = "&P / &N"


def _same_bytes(data: bytes, properties: Any, stamp: dt.datetime) -> bytes:
    """Put the parts together again with one date: openpyxl stamps each with the time of day."""
    properties.modified = stamp
    changed = {ARC_CORE: tostring(properties.to_tree())}
    out = io.BytesIO()
    moment = max(stamp, dt.datetime(1980, 1, 1)).timetuple()[:6]
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            info = zipfile.ZipInfo(part.filename, date_time=moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = part.external_attr
            target.writestr(info, changed.get(part.filename) or source.read(part))
    return out.getvalue()
