"""What single cells say: an indicator, a score, two dates, links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from wagtail_ita.domain.dates import DateError, parse_date, parse_period
from wagtail_ita.domain.digits import to_arabic
from wagtail_ita.domain.indicators import INDICATORS
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord, PeriodRecord
from wagtail_ita.transfer.tables.grid import Spot
from wagtail_ita.transfer.text.areas import Heading, read_heading
from wagtail_ita.transfer.text.lines import Line

_BARE_NUMBER: Final = re.compile(
    r"(?:(?:ด้าน|ตัวชี้วัด)(?:ที่)?|indicator|no\.?)? ?(?P<number>[0-9๐-๙]{1,2})[.)]?", re.IGNORECASE
)
_SCORE: Final = re.compile(
    r"(?:คะแนน|ร้อยละ)? ?(?P<score>[0-9]{1,3}(?:\.[0-9]{1,4})?) ?(?:คะแนน|%)?"
)
_URL: Final = re.compile(r"https?://[^\s<>\"'│]{3,1000}")
_AROUND_URL: Final = " :：-–—()[]<>"
_is_url: Final = URLValidator(schemes=("http", "https"))


def read_indicator(spot: Spot) -> Heading | None:
    """The indicator that a cell names, by number, by name or by both."""
    if not spot.lines:
        return None
    line = Line(number=spot.lines[0].number, text=spot.text)
    heading = read_heading(line)
    if heading:
        return heading
    found = _BARE_NUMBER.fullmatch(line.text)
    if not found or not 1 <= int(found["number"]) <= len(INDICATORS):
        return None
    return Heading(number=int(found["number"]), name="", score=None, rest="", line=line)


def read_score(text: str) -> Decimal | None:
    """The score that a cell holds, if it holds nothing else."""
    found = _SCORE.fullmatch(to_arabic(text))
    return Decimal(found["score"]) if found else None


def find_indicator(spots: Sequence[Spot], *, numbered: bool = False) -> Heading | None:
    """The indicator that a row of a table of scores is about.

    Args:
        spots: The cells of the row.
        numbered: Whether a bare number at its beginning is that of an indicator.
    """
    for spot in spots:
        heading = read_indicator(spot)
        if heading and (heading.name or not _BARE_NUMBER.fullmatch(spot.text)):
            return heading
    return read_indicator(spots[0]) if numbered and spots else None


def find_score(spots: Sequence[Spot]) -> tuple[Decimal, Spot] | None:
    """The score of a row of a table of scores: the last figure in it."""
    for spot in reversed(spots[1:]):
        score = read_score(spot.text)
        if score is not None:
            return score, spot
    return None


def read_dates(start: str, end: str, note: str) -> PeriodRecord:
    """A period from two cells; whatever is no date is kept as it was written."""
    if start and end:
        period = parse_period(f"{start} - {end}")
        if period.start and period.end and not period.note:
            return PeriodRecord(start=period.start, end=period.end, note=note)
        return PeriodRecord(note=" ".join(filter(None, (f"{start} - {end}", note))))
    try:
        first = parse_date(start) if start else None
        last = parse_date(end) if end else None
    except DateError:
        return PeriodRecord(note=" ".join(filter(None, (start or end, note))))
    if first or last:
        return PeriodRecord(start=first, end=last, note=note)
    return parse_period(note)


def read_links(lines: Sequence[Line]) -> tuple[list[EvidenceRecord], list[Line], list[Line]]:
    """The links in the lines of a cell, the lines that have one, and the others."""
    links: list[EvidenceRecord] = []
    linked: list[Line] = []
    others: list[Line] = []
    for line in lines:
        urls = [url for url in _URL.findall(line.text) if _is_good(url)]
        (linked if urls else others).append(line)
        title = _URL.sub("", line.text).strip(_AROUND_URL) if len(urls) == 1 else ""
        links += [EvidenceRecord(kind=EvidenceKind.LINK, title=title, url=url) for url in urls]
    return links, linked, others


def _is_good(url: str) -> bool:
    try:
        _is_url(url)
    except ValidationError:
        return False
    return True
