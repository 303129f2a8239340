"""Texts in the cells of a spreadsheet that no program takes for a formula, and the way back."""

from __future__ import annotations

import re
from typing import Final

# What makes a spreadsheet take a text for a formula; in full width, too.
_FORMULA: Final = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_GUARDED: Final = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_NEGATIVE_NUMBER: Final = re.compile(r"-[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")


def guard_cell(value: object) -> str:
    """Return a cell that no spreadsheet runs as a formula; a negative number stays one."""
    text = str(value)
    if _NEGATIVE_NUMBER.fullmatch(text):
        return text
    # A text that begins like a guarded one gets one mark more, so that each has its own way back.
    return f"'{text}" if _FORMULA.match(text) or _GUARDED.match(text) else text


def unguard_cell(cell: str) -> str:
    """Return the text that ``guard_cell`` made a cell of."""
    return cell[1:] if _GUARDED.match(cell) else cell
