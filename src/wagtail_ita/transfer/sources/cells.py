"""Cells of long tables: one object for each text, however often a sheet repeats it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wagtail_ita.transfer.sources.document import Cell

CONTINUED = Cell(continued=True)

# Neither a report nor a list of its measures comes near it.
MOST_COLUMNS = 200


class CellMaker:
    """Makes the cells of one file."""

    def __init__(self) -> None:
        self._made: dict[str, Cell] = {}

    def __call__(self, value: str) -> Cell:
        """The cell of a text, its lines without space around them."""
        cell = self._made.get(value)
        if cell is None:
            cell = self._made[value] = Cell(text=_clean(value))
        return cell


def _clean(value: str) -> str:
    return "\n".join(line.strip(" \t\xa0\ufeff") for line in value.strip().splitlines())


def columns_left_out(sheet: str = "") -> str:
    """The remark on a table that is wider than any report."""
    remark: str = _("Columns after the first %(count)d were left out.") % {"count": MOST_COLUMNS}
    return f"{sheet}: {remark}" if sheet else remark
