"""Dates and periods as Thai officials write them, read to plain dates and printed again.

Storage is Gregorian. A raw year above 2400 is of the Buddhist era in every notation,
ISO included, because no paper of an agency is from the 25th Christian century. What is
not clearly a date stays text: nothing is guessed.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.digits import to_arabic, to_thai
from wagtail_ita.domain.languages import is_thai
from wagtail_ita.domain.months import (
    ENGLISH_MONTHS,
    ENGLISH_MONTHS_SHORT,
    MONTH_PATTERN,
    THAI_MONTHS,
    THAI_MONTHS_SHORT,
    is_english,
    month_number,
)
from wagtail_ita.domain.records import PeriodRecord
from wagtail_ita.domain.years import BE_OFFSET, resolve_year

DateStyle = Literal["full", "short"]

MAX_DATE_LENGTH: Final = 100
MAX_PERIOD_LENGTH: Final = 2000
"""A longer text is kept as a note without being searched."""

_WEEKDAY: Final = "(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์)"
_ON: Final = rf"(?:วัน{_WEEKDAY}?(?: ?ที่)? ?|ณ ?)*"
_ERA: Final = (
    r"(?:พ\.? ?ศ\.?|พุทธศักราช|ค\.? ?ศ\.?|คริสต์ศักราช|คริสตศักราช"
    r"|b\.? ?e\.?|c\.? ?e\.?|a\.? ?d\.?)"
)
_YEAR_DIGITS: Final = r"(?:[0-9]{4}|[0-9]{2})(?![0-9:])"

_ISO: Final = (
    r"(?P<iso_year>[0-9]{4})(?P<iso_sep>[-/.])(?P<iso_month>[0-9]{1,2})"
    r"(?P=iso_sep)(?P<iso_day>[0-9]{1,2})(?![0-9])"
)
_NUMERIC: Final = (
    r"(?P<num_day>[0-9]{1,2})(?P<num_sep>[-/.])(?P<num_month>[0-9]{1,2})"
    rf"(?P=num_sep)(?P<num_year>{_YEAR_DIGITS})"
)
_NAMED: Final = (
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? ?(?P<sep>[-/.])? ?(?:เดือน ?)?)?"
    rf"(?P<month>{MONTH_PATTERN})"
    # A dash before the year belongs to the date only if one stands before the month too:
    # in "1 ม.ค. - 15 มี.ค. 2568" the 15 is a day.
    rf"(?:(?(sep)(?:(?P=sep)|(?<=\.))| ?,? ?)(?:ปี ?)?(?P<era>{_ERA})? ?"
    rf"(?P<year>{_YEAR_DIGITS})(?! ?(?:เดือน ?)?{MONTH_PATTERN}))?"
)
_EXPRESSION: Final = re.compile(rf"(?<![0-9.,/:])(?:{_ISO}|{_NUMERIC}|{_NAMED})")
_SPACED_SEPARATOR: Final = re.compile(r"(?<=[0-9]) ?([-/.]) ?(?=[0-9])")

_JOIN: Final = r" ?(?:-{1,3}|จนถึง|ถึง|to|until|till) ?"
_BETWEEN: Final = re.compile(rf"{_JOIN}{_ON}(?:เดือน ?)?")
_DAY_BEFORE: Final = re.compile(rf"(?<![0-9.,/:])(?P<day>[0-9]{{1,2}}){_JOIN}{_ON}$")
_OPENING: Final = r"[\[(\"“']* ?"
_CLOSING: Final = re.compile(r" ?[\])\"”'.]*")
_PURE_RANGE_PREFIX: Final = re.compile(
    rf"{_OPENING}(?:ตั้งแต่ ?|ระหว่าง ?|from ?|between ?)?{_ON}(?:ประจำ)?(?:เดือน ?)?"
)
_PURE_SINGLE_PREFIX: Final = re.compile(rf"{_OPENING}{_ON}(?:ประจำ)?(?:เดือน ?)?")

# Words before a range after which it is not the period: exceptions, examples, emphasis.
_NOT_THE_PERIOD: Final = re.compile(
    r"ยกเว้น|ไม่รวม|นอกจาก|ยกเลิก|เลื่อนจาก|เน้น|โดยเฉพาะ|เช่น|except|exclud|especially|e\.g\."
)
_VAGUE: Final = re.compile(
    r"(?:ต้น|กลาง|ปลาย|สิ้น|ประมาณ|ราว|about|early|mid|late|end of)[ -]?(?:เดือน|วันที่)? ?$"
)
_COUNTER: Final = re.compile(
    r"(?:(?<!วัน)ที่|ครั้ง|ไตรมาส|ข้อ|ระยะ|รอบ|งวด|เฟส|ลำดับ|รุ่น|phase|quarter|round|no\.?) ?$"
)
_DAY_RANGE_LEAD: Final = re.compile(r"(?:^|วันที่|ระหว่าง|ตั้งแต่|[\[(\"“']) ?$")

_FLATTEN: Final = {ord(char): "-" for char in "−~∼～⁃"} | {
    0xFF10 + digit: str(digit) for digit in range(10)
}


class DateError(ValueError):
    """A text that is not a date; the message is a sentence that says why.

    Attributes:
        code: ``invalid``, ``no-such-day``, ``year`` or ``ambiguous-year``.
    """

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


def parse_date(text: str) -> dt.date:
    """Read one date, Thai or English, in words, numbers or ISO, in either era.

    Two-digit years are 25xx of the Buddhist era.

    Raises:
        DateError: The text is not a date, or the day does not exist.
    """
    match = None
    if len(text) <= MAX_DATE_LENGTH:
        folded = _SPACED_SEPARATOR.sub(r"\1", _fold(text))
        folded = re.sub(rf"^{_ON}", "", folded).removesuffix(".")
        match = _EXPRESSION.fullmatch(folded)
    moment = _Moment.of(match) if match else None
    if moment is None or moment.day is None or moment.year_text is None:
        raise DateError(
            _(
                "“%(text)s” is not a date. Write the day, the month and the year, "
                "for example 30 กันยายน 2568, 30/9/2568 or 2025-09-30."
            )
            % {"text": text.strip()[:MAX_DATE_LENGTH]},
            code="invalid",
        )
    return moment.first(moment.year())


def parse_period(text: str) -> PeriodRecord:
    """Read a period; never fails and never invents a date.

    A text that is only a range, a date or a month gives dates and no note. One clear
    range among other words gives its dates, and the whole text word for word as the
    note. Anything else gives the note alone.
    """
    note = text.strip()
    if not note or len(note) > MAX_PERIOD_LENGTH:
        return PeriodRecord(note=note)
    folded = _fold(note)
    moments = list(_moments(folded))
    try:
        found = _only_range(folded, moments) or _only_moment(folded, moments)
    except DateError:
        found = None
    if found is None:
        return PeriodRecord(note=note)
    start, end, pure = found
    return PeriodRecord(start=start, end=end, note="" if pure else note)


def format_date(
    day: dt.date,
    *,
    language: str = "th",
    thai_digits: bool = False,
    style: DateStyle = "full",
) -> str:
    """Return the date in the words and the era of a language.

    Thai: "30 กันยายน 2568" or "30 ก.ย. 68". Any other language: "30 September 2025" or
    "30 Sep 2025", Christian era, always in Arabic digits.
    """
    index = day.month - 1
    if not is_thai(language):
        names = ENGLISH_MONTHS if style == "full" else ENGLISH_MONTHS_SHORT
        return f"{day.day} {names[index]} {day.year}"
    name = (THAI_MONTHS if style == "full" else THAI_MONTHS_SHORT)[index]
    return _digits(f"{day.day} {name} {_thai_year(day, style)}", thai_digits)


def format_period(period: PeriodRecord, *, language: str = "th", thai_digits: bool = False) -> str:
    """Return the dates of a period, without its note; empty when it has none.

    Whole months print as months, "ตุลาคม 2567 – กันยายน 2568"; anything else as dates.
    """
    start, end = period.start, period.end
    if start is None or end is None:
        return _format_open(start, end, language=language, thai_digits=thai_digits)
    if start.day == 1 and end == _month_end(end.year, end.month) and start <= end:
        first = _format_month(start, language=language, thai_digits=thai_digits)
        last = _format_month(end, language=language, thai_digits=thai_digits)
    else:
        first = format_date(start, language=language, thai_digits=thai_digits)
        last = format_date(end, language=language, thai_digits=thai_digits)
    return first if first == last else f"{first} – {last}"


def period_text(period: PeriodRecord, *, language: str = "th", thai_digits: bool = False) -> str:
    """Return all that is known of a period in one line.

    A note that names the dates itself is printed alone, word for word. A note beside
    other dates follows them in brackets, so that neither is lost.
    """
    dates = format_period(period, language=language, thai_digits=thai_digits)
    if not period.note or not dates:
        return period.note or dates
    stated = parse_period(period.note)
    if (stated.start, stated.end) == (period.start, period.end):
        return period.note
    return f"{dates} ({period.note})"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """A day or a month found in folded text, its year perhaps still missing."""

    begin: int
    stop: int
    day: int | None
    month: int
    era: str
    year_text: str | None
    english: bool

    @classmethod
    def of(cls, match: re.Match[str]) -> _Moment:
        group = match.groupdict()
        name = group["month"] or ""
        day = group["iso_day"] or group["num_day"] or group["day"]
        month = group["iso_month"] or group["num_month"]
        return cls(
            begin=match.start(),
            stop=match.end(),
            day=int(day) if day else None,
            month=int(month) if month else month_number(name),
            era=group["era"] or "",
            year_text=group["iso_year"] or group["num_year"] or group["year"],
            english=bool(name) and is_english(name),
        )

    def year(self) -> int:
        """Return the Christian-era year, or raise the ``DateError`` that says why not."""
        digits = self.year_text or ""
        if self.english and len(digits) == 2:
            raise DateError(
                _("The year “%(year)s” could be of either era. Write all four digits of the year.")
                % {"year": digits},
                code="ambiguous-year",
            )
        year = resolve_year(self.era, digits) if digits else None
        if year is None:
            raise DateError(
                _(
                    "The year “%(year)s” is out of range. Write a year of the Buddhist era, "
                    "for example 2568, or of the Christian era, for example 2025."
                )
                % {"year": f"{self.era} {digits}".strip()},
                code="year",
            )
        return year

    def first(self, year: int) -> dt.date:
        """Return the day meant, or the first of the month."""
        return _make_date(1 if self.day is None else self.day, self.month, year)

    def last(self, year: int) -> dt.date:
        """Return the day meant, or the last of the month."""
        if self.day is None:
            return _month_end(year, self.month)
        return _make_date(self.day, self.month, year)


def _fold(text: str) -> str:
    """Bring the many ways to type the same thing to one, for matching only."""
    visible = (
        "-" if category == "Pd" else char
        for char in text
        if (category := unicodedata.category(char)) != "Cf"
    )
    plain = to_arabic("".join(visible).translate(_FLATTEN)).lower()
    return re.sub(r" ?/ ?", "/", " ".join(plain.split()))


def _moments(folded: str) -> Iterator[_Moment]:
    for match in _EXPRESSION.finditer(folded):
        moment = _Moment.of(match)
        # "may" and "march" are words too: an English month alone counts for nothing
        # unless a dash joins it to another.
        joined = _BETWEEN.match(folded, moment.stop) is not None
        if moment.day is not None or moment.year_text or not moment.english or joined:
            yield moment


Found = tuple[dt.date, dt.date, bool]


def _only_range(folded: str, moments: list[_Moment]) -> Found | None:
    """Return the one range of the text, and whether the text is nothing else."""
    if len(moments) == 2 and _BETWEEN.fullmatch(folded, moments[0].stop, moments[1].begin):
        opening, closing = moments
        year = closing.year()
        start = opening.first(opening.year() if opening.year_text else year)
        begin, named_day = opening.begin, opening.day is not None
    elif len(moments) == 1 and (lead := _day_before(folded, moments[0])):
        closing = moments[0]
        year = closing.year()
        start = _make_date(int(lead["day"]), closing.month, year)
        begin, named_day = lead.start(), True
    else:
        return None
    end = closing.last(year)
    before, after = folded[:begin], folded[closing.stop :]
    pure = bool(_PURE_RANGE_PREFIX.fullmatch(before) and _CLOSING.fullmatch(after))
    if start > end or not (pure or _is_plain_statement(before, named_day=named_day)):
        return None
    return start, end, pure


def _day_before(folded: str, moment: _Moment) -> re.Match[str] | None:
    """Find the "1 -" of "1 - 15 มกราคม 2568"."""
    before = folded[: moment.begin]
    lead = _DAY_BEFORE.search(before) if moment.day is not None else None
    return lead if lead and _DAY_RANGE_LEAD.search(before[: lead.start()]) else None


def _is_plain_statement(before: str, *, named_day: bool) -> bool:
    """Tell whether the words before a range leave no doubt that it is the period."""
    if _NOT_THE_PERIOD.search(before) or _VAGUE.search(before):
        return False
    return not (named_day and _COUNTER.search(before))


def _only_moment(folded: str, moments: list[_Moment]) -> Found | None:
    """Return the one day or month that the text consists of."""
    if len(moments) != 1:
        return None
    moment = moments[0]
    before, after = folded[: moment.begin], folded[moment.stop :]
    if not (_PURE_SINGLE_PREFIX.fullmatch(before) and _CLOSING.fullmatch(after)):
        return None
    year = moment.year()
    return moment.first(year), moment.last(year), True


def _make_date(day: int, month: int, year: int) -> dt.date:
    days = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
    if 1 <= day <= days:
        return dt.date(year, month, day)
    sentence = (
        _(
            "There is no day %(day)s in month %(month)s of %(be)s (%(ce)s). "
            "Give a day from 1 to %(days)s."
        )
        if days
        else _("There is no month %(month)s. Write the month as a number from 1 to 12.")
    )
    values = {"day": day, "month": month, "be": year + BE_OFFSET, "ce": year, "days": days}
    raise DateError(sentence % values, code="no-such-day")


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _digits(text: str, thai_digits: bool) -> str:
    return to_thai(text) if thai_digits else text


def _thai_year(day: dt.date, style: DateStyle) -> str:
    year = day.year + BE_OFFSET
    # Two digits are read as 25xx, so a year of another century is printed in full.
    return f"{year % 100:02}" if style == "short" and 2500 <= year <= 2599 else str(year)


def _format_month(day: dt.date, *, language: str, thai_digits: bool) -> str:
    if not is_thai(language):
        return f"{ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return _digits(f"{THAI_MONTHS[day.month - 1]} {day.year + BE_OFFSET}", thai_digits)


def _format_open(
    start: dt.date | None, end: dt.date | None, *, language: str, thai_digits: bool
) -> str:
    day = start or end
    if day is None:
        return ""
    thai = is_thai(language)
    word = ("ตั้งแต่" if thai else "from") if start else ("ถึง" if thai else "until")
    return f"{word} {format_date(day, language=language, thai_digits=thai_digits)}"
