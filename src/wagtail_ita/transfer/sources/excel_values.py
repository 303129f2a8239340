"""The value of a cell as its reader sees it: dates, per cent, decimals, Thai digits."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
# [$-D000000] and [$-41E0…] ask for Thai digits, and so does a "t" in front of a number format.
_THAI_FORMAT = re.compile(r"\[\$-[^\]]*D[0-9A-F]{6,}\]|^t(?=[0#])", re.IGNORECASE)
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_NUMBER = re.compile(r"(?P<whole>[#0?,]+)(?:\.(?P<decimals>[#0?]+))?")
_THOUSANDS = re.compile("(?<=[0-9])(?=(?:[0-9]{3})+$)")
_MOST_DECIMALS = 15
_MOST_ZEROS = 30


def show_value(cell: Any) -> str:
    """Text of a cell of openpyxl; empty when it has none."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    if isinstance(value, (int, float, Decimal)):
        return show_number(value, cell.number_format or "")
    return str(value)


def show_number(value: float | Decimal, number_format: str) -> str:
    """A number in the form that its cell shows it in, as far as that is about digits."""
    shown = _in_format(value, number_format.split(";")[0])
    return shown.translate(_THAI_DIGITS) if _THAI_FORMAT.search(number_format) else shown


def _in_format(value: float | Decimal, positive: str) -> str:
    bare = _ASIDE.sub("", positive)
    found = _NUMBER.search(bare)
    if not found or "E" in bare.upper() or "/" in bare:
        return _plain(value)
    number = Decimal(repr(value))
    sign = "%" if "%" in bare else ""
    decimals = found["decimals"] or ""
    try:
        rounded = (number * 100 if sign else number).quantize(
            Decimal(1).scaleb(-min(len(decimals), _MOST_DECIMALS)), ROUND_HALF_UP
        )
    except InvalidOperation:
        return _plain(value)
    shown = f"{rounded:f}"
    if "#" in decimals or "?" in decimals:
        least = decimals.count("0")
        head, _dot, tail = shown.partition(".")
        tail = tail.rstrip("0").ljust(least, "0")
        shown = f"{head}.{tail}" if tail else head
    return _padded(shown, found["whole"]) + sign


def _padded(shown: str, whole: str) -> str:
    """Leading zeros, as a code such as 000 asks for, and commas between thousands."""
    sign = "-" if shown.startswith("-") else ""
    digits, dot, decimals = shown.removeprefix("-").partition(".")
    digits = digits.zfill(min(whole.count("0"), _MOST_ZEROS))
    if "," in whole.rstrip(","):
        digits = _THOUSANDS.sub(",", digits)
    return f"{sign}{digits}{dot}{decimals}"


def _plain(value: float | Decimal) -> str:
    """A number without the noise of binary fractions."""
    return str(value) if isinstance(value, int) else format(value, ".15g")
