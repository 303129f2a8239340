"""Names of the months in Thai and English, and the patterns that recognise them."""

from __future__ import annotations

import re
from typing import Final

THAI_MONTHS: Final = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
THAI_MONTHS_SHORT: Final = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
ENGLISH_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ENGLISH_MONTHS_SHORT: Final = tuple(name[:3] for name in ENGLISH_MONTHS)

# กรกฏาคม (with ฏ) is by far the most common misspelling of a month in official papers.
_MISSPELT: Final = {"กรกฏาคม": 7}
_ENGLISH_EXTRA: Final = {"sept": 9}


def _key(name: str) -> str:
    return name.replace(".", "").replace(" ", "").lower()


_NUMBERS: Final[dict[str, int]] = {
    _key(name): number
    for names in (THAI_MONTHS, THAI_MONTHS_SHORT, ENGLISH_MONTHS, ENGLISH_MONTHS_SHORT)
    for number, name in enumerate(names, start=1)
} | {**_MISSPELT, **_ENGLISH_EXTRA}


# A Thai letter, vowel or mark; digits and the baht sign are not meant.
_THAI: Final = "[ก-ฺเ-๎]"


def _thai_short(name: str) -> str:
    first, second, _rest = name.split(".")
    return rf"{first}\.? ?{second}(?:\.|(?!{_THAI}))"


# A short Thai name inside a Thai word is no month: สมคบ holds มค. A full name may follow
# a Thai word directly, since Thai puts no spaces: เดือนตุลาคม.
_BEFORE_SHORT: Final = rf"(?:(?<!{_THAI})|(?<=เดือน)|(?<=ถึง)|(?<=ระหว่าง)|(?<=ตั้งแต่)|(?<=ช่วง)|(?<=ที่))"
_THAI_SHORT: Final = rf"{_BEFORE_SHORT}(?:{'|'.join(map(_thai_short, THAI_MONTHS_SHORT))})"
_THAI_FULL: Final = "|".join((*THAI_MONTHS, *_MISSPELT))
_ENGLISH: Final = (
    rf"(?<![a-z])(?:{'|'.join(name.lower() for name in ENGLISH_MONTHS)}"
    rf"|(?:{'|'.join((*_ENGLISH_EXTRA, *(name.lower() for name in ENGLISH_MONTHS_SHORT)))})\.?)"
    r"(?![a-z])"
)

MONTH_PATTERN: Final = rf"(?:{_THAI_FULL}|{_THAI_SHORT}|{_ENGLISH})"
"""Matches one month name in lower-case text with single spaces."""


def month_number(name: str) -> int:
    """Return 1 to 12 for a name that ``MONTH_PATTERN`` matched."""
    return _NUMBERS[_key(name)]


def is_english(name: str) -> bool:
    """Tell whether a month name is an English one."""
    return re.match(r"[a-z]", name.lower()) is not None
