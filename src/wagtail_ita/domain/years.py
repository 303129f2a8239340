"""The Thai fiscal year, the one place where a year is stored in the Buddhist era."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.digits import to_arabic

BE_OFFSET: Final = 543
"""Buddhist-era year minus Christian-era year."""

FIRST_BE: Final = 2401
LAST_BE: Final = 2999
FIRST_CE: Final = 1900
LAST_CE: Final = 2399

_MAX_LENGTH: Final = 60
_YEAR: Final = re.compile(
    r"(?:(?:ประจำ|ปี|งบประมาณ|fiscal|year|fy)\s*)*"
    r"(?P<era>พ\.?\s?ศ\.?|พุทธศักราช|ค\.?\s?ศ\.?|คริสต์ศักราช|b\.?\s?e\.?|[ac]\.?\s?[de]\.?)?"
    r"\s*(?P<year>[0-9]{4}|[0-9]{2})",
    re.IGNORECASE,
)


class YearError(ValueError):
    """A text or number that is not a fiscal year; the message is a sentence.

    Attributes:
        code: ``invalid`` or ``out-of-range``, for callers that word it themselves.
    """

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True, order=True)
class FiscalYear:
    """One fiscal year, named by its Buddhist-era number: 2568 ends on 30 September 2025.

    ``date in year`` answers whether a day falls in it; ``str(year)`` is "2568".
    """

    be: int

    def __post_init__(self) -> None:
        if not FIRST_BE <= self.be <= LAST_BE:
            raise YearError(
                _(
                    "%(year)s is not a year of the Buddhist era. "
                    "Give a year from %(first)s to %(last)s, for example 2569."
                )
                % {"year": self.be, "first": FIRST_BE, "last": LAST_BE},
                code="out-of-range",
            )

    @classmethod
    def of(cls, day: dt.date) -> FiscalYear:
        """Return the fiscal year in which ``day`` falls; October opens the next one."""
        return cls(day.year + BE_OFFSET + (1 if day.month >= 10 else 0))

    @classmethod
    def parse(cls, text: str) -> FiscalYear:
        """Read "2568", "พ.ศ. ๒๕๖๘", "ปีงบประมาณ 2568" or "68".

        Two digits mean 25xx. A number from 1900 to 2399 is a year of the Christian era,
        in which the fiscal year has the same number as the calendar year it ends in.

        Raises:
            YearError: The text is not one year.
        """
        cleaned = to_arabic(text.strip()) if len(text) <= _MAX_LENGTH else ""
        match = _YEAR.fullmatch(cleaned)
        number = _resolve(match["era"] or "", match["year"]) if match else None
        if number is None:
            raise YearError(
                _(
                    "“%(text)s” is not a fiscal year. "
                    "Write a year of the Buddhist era, for example 2569."
                )
                % {"text": text[:_MAX_LENGTH]},
                code="invalid",
            )
        return cls(number)

    @property
    def ce(self) -> int:
        """The calendar year, Christian era, in which this fiscal year ends."""
        return self.be - BE_OFFSET

    @property
    def start(self) -> dt.date:
        """1 October of the calendar year before."""
        return dt.date(self.ce - 1, 10, 1)

    @property
    def end(self) -> dt.date:
        """30 September."""
        return dt.date(self.ce, 9, 30)

    @property
    def previous(self) -> FiscalYear:
        """The fiscal year before this one."""
        return FiscalYear(self.be - 1)

    @property
    def next(self) -> FiscalYear:
        """The fiscal year after this one."""
        return FiscalYear(self.be + 1)

    def __contains__(self, day: dt.date) -> bool:
        # A datetime is a date in Python, but the two do not compare.
        if isinstance(day, dt.datetime):
            day = day.date()
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return str(self.be)

    def __int__(self) -> int:
        return self.be


def is_christian_era(mark: str) -> bool:
    """Tell whether an era mark such as "ค.ศ." or "A.D." stands for the Christian era."""
    return mark[:1].lower() in {"ค", "a", "c"}


def resolve_year(mark: str, digits: str) -> int | None:
    """Return the Christian-era year that a written year means, or ``None``.

    Args:
        mark: Era mark before the number, or an empty string.
        digits: Two or four Arabic digits. Two digits are 25xx of the Buddhist era.
    """
    number = int(digits)
    if len(digits) == 2:
        return None if is_christian_era(mark) else 2500 + number - BE_OFFSET
    if FIRST_BE <= number <= LAST_BE and not is_christian_era(mark):
        return number - BE_OFFSET
    if FIRST_CE <= number <= LAST_CE and (not mark or is_christian_era(mark)):
        return number
    return None


def _resolve(mark: str, digits: str) -> int | None:
    year = resolve_year(mark, digits)
    return None if year is None else year + BE_OFFSET
