"""Headings of the areas of a report, one for each indicator, and the lines under them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from wagtail_ita.domain.digits import to_arabic
from wagtail_ita.domain.indicators import INDICATORS
from wagtail_ita.transfer.text.labels import COLONS, label_of
from wagtail_ita.transfer.text.lines import Line
from wagtail_ita.transfer.text.markers import DIGIT, read_marker, strip_bullet

_LONGEST_HEADING: Final = 220
_NUMBER = rf"{DIGIT}{{1,3}}(?:\.{DIGIT}{{1,4}})?"
_START = re.compile(
    rf"(?P<word>ด้าน|ตัวชี้วัด|มิติ|ประเด็น)ที่ ?(?P<number>{DIGIT}{{1,2}})(?!{DIGIT}|\.{DIGIT})(?P<rest>.*)$"
)
_IN_PARENTHESES = re.compile(r"[(\[]([^()\[\]]{1,90})[)\]]")
_SCORE_WORD = re.compile("คะแนน|ร้อยละ|%")
_BARE_SCORES = (
    re.compile(
        r"(?:ผล)?(?:การประเมิน|ประเมิน)?(?:ได้)?(?:รับ)?คะแนน(?:ประเมิน|เฉลี่ย|ที่ได้รับ|ที่ได้)? ?"
        rf"(?:[{COLONS}=]|เท่ากับ|คือ)? ?(?P<score>{_NUMBER})(?:[{COLONS}]| ?คะแนน)?"
    ),
    re.compile(rf"(?<![0-9๐-๙.])(?<!เต็ม)(?<!เต็ม )(?:ได้(?:รับ)? ?)?(?P<score>{_NUMBER}) ?คะแนน"),
    re.compile(rf"(?:ได้(?:รับ)? ?)?ร้อยละ ?(?P<score>{_NUMBER})"),
)
# "(98.50 of full marks 100)" and "(full marks 100, given 98.50)" both give 98.50.
_SCORE = re.compile(rf"(?<![0-9๐-๙.])(?<!เต็ม)(?<!เต็ม ){_NUMBER}")
_AROUND_NAME = f" {COLONS}.-–—"
# A sentence that speaks of an area goes on like this; a heading does not.
_GOES_ON = re.compile(r"และ|ถึง|หรือ|ได้|มี|ซึ่ง|ที่|เต็ม|อยู่|จาก|เป็น|ของ|โดย|เพื่อ|ใน|จะ|,|/|-")

_NAMES: Final = {
    name.replace(" ", "").casefold(): indicator.number
    for indicator in INDICATORS
    for name in (indicator.name_th, indicator.name_en)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A line that opens an area.

    Attributes:
        number: Number of the area as printed; that of the known name where none is.
        printed_number: Whether the number was printed.
        name: Name as printed.
        score: Score as printed.
        rest: What follows the score.
        line: The line it stands on.
        used: How many lines it takes.
    """

    number: int
    printed_number: bool = True
    name: str
    score: Decimal | None
    rest: str
    line: Line
    used: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area: its heading (none for measures in no area) and the lines under it."""

    heading: Heading | None
    lines: tuple[Line, ...]


def indicator_by_name(name: str) -> int | None:
    """Number of the indicator with exactly this name, spaces and the word ด้าน apart."""
    return _NAMES.get(name.replace(" ", "").removeprefix("ด้าน").casefold())


def split_areas(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Area, ...]]:
    """Divide a report into what stands before its areas, and the areas.

    A heading counts when elements follow it. Others are a table of scores, or a sentence
    whose line happens to begin with the words of a heading.
    """
    headings = _headings(lines)
    if not headings:
        return _areas_without_headings(lines)
    ends = [*[index for index, _heading in headings[1:]], len(lines)]
    filled = [
        _has_elements(lines[index + heading.used : end])
        for (index, heading), end in zip(headings, ends, strict=True)
    ]
    kept = _real(headings, filled)
    first = kept[0][0]
    areas = [
        Area(heading=heading, lines=tuple(lines[index + heading.used : end]))
        for (index, heading), end in zip(
            kept, [*[index for index, _heading in kept[1:]], len(lines)], strict=True
        )
    ]
    return tuple(lines[:first]), tuple(areas)


def _real(headings: list[tuple[int, Heading]], filled: list[bool]) -> list[tuple[int, Heading]]:
    if not any(filled):
        return headings
    kept: list[tuple[int, Heading]] = []
    for (index, heading), has_elements in zip(headings, filled, strict=True):
        # An area without a measure is still an area where its number is the next one.
        expected = kept[-1][1].number + 1 if kept else 0
        if has_elements or (kept and heading.number == expected):
            kept.append((index, heading))
    return kept


def _areas_without_headings(
    lines: Sequence[Line],
) -> tuple[tuple[Line, ...], tuple[Area, ...]]:
    """A report of measures alone: it begins with the first label, and one label is no report."""
    labels = [
        (index, label.element)
        for index, line in enumerate(lines)
        if (label := label_of(line)) and label.element and label.firm
    ]
    if len({element for _index, element in labels}) < 2:
        return tuple(lines), ()
    first = labels[0][0]
    return tuple(lines[:first]), (Area(heading=None, lines=tuple(lines[first:])),)


def _has_elements(lines: Sequence[Line]) -> bool:
    for line in lines:
        label = label_of(line)
        if label and label.element and label.is_sure:
            return True
    return False


def _headings(lines: Sequence[Line]) -> list[tuple[int, Heading]]:
    found: list[tuple[int, Heading]] = []
    taken = 0
    for index, line in enumerate(lines):
        if index < taken or not line.text or len(line.text) > _LONGEST_HEADING:
            continue
        heading = read_heading(line, following=lines[index + 1 : index + 3])
        if heading:
            found.append((index, heading))
            taken = index + heading.used
    return found


def read_heading(line: Line, *, following: Sequence[Line] = ()) -> Heading | None:
    """The heading on a line, read on into the next lines where it is broken."""
    for used in range(1, 2 + len(following)):
        text = " ".join(part.text for part in (line, *following[: used - 1]) if part.text)
        if used > 1 and (not following[used - 2].text or len(text) > _LONGEST_HEADING):
            continue
        heading = _read(line, text, used)
        if heading and (used == 1 or heading.score is not None or indicator_by_name(heading.name)):
            return heading
        if not heading and not _is_broken(text):
            return None
    return _read_bare(line)


def _read_bare(line: Line) -> Heading | None:
    """A heading that is a number and nothing else."""
    found = _START.match(strip_bullet(line.text))
    if not found or found["rest"].strip(_AROUND_NAME):
        return None
    return Heading(number=int(found["number"]), name="", score=None, rest="", line=line)


def _is_broken(text: str) -> bool:
    """Whether a heading seems to end in the middle: an open parenthesis, or no name yet."""
    found = _START.match(strip_bullet(text))
    if not found:
        return False
    rest = found["rest"].strip(_AROUND_NAME)
    return not rest or rest.count("(") > rest.count(")")


def _read(line: Line, text: str, used: int) -> Heading | None:
    bare = strip_bullet(text)
    found = _START.match(bare)
    if not found:
        return _read_by_name(line, bare, used)
    name, score, rest = _divide(found["rest"])
    if not _is_heading(found["word"], found["rest"], name, scored=score is not None):
        return None
    number = int(found["number"])
    return Heading(number=number, name=name, score=score, rest=rest, line=line, used=used)


def _read_by_name(line: Line, bare: str, used: int) -> Heading | None:
    """A heading that is just the name of an indicator, numbered or not."""
    marker = read_marker(bare)
    name, score, rest = _divide(bare[marker.end :] if marker else bare)
    known = indicator_by_name(name)
    if known is None or rest:
        return None
    return Heading(
        number=marker.number if marker else known,
        printed_number=marker is not None,
        name=name,
        score=score,
        rest="",
        line=line,
        used=used,
    )


def _is_heading(word: str, rest: str, name: str, *, scored: bool) -> bool:
    if indicator_by_name(name):
        return True
    if rest.count("(") > rest.count(")"):
        return False
    if not name:
        return scored and rest.strip()[:1] in ("(", "[", *COLONS)
    if rest.strip()[:1] in COLONS:
        return len(name) <= 120
    if _GOES_ON.match(name):
        return False
    if scored:
        return len(name) <= 120
    return word != "ตัวชี้วัด" and len(name) <= 60


def _divide(rest: str) -> tuple[str, Decimal | None, str]:
    """Name, score and what is behind it, of the text after an area's number."""
    begin, end, score = len(rest), len(rest), None
    for found in _IN_PARENTHESES.finditer(rest):
        inner = _SCORE.search(found[1])
        if inner and (_SCORE_WORD.search(found[1]) or inner[0] == found[1].strip()):
            begin, end, score = found.start(), found.end(), inner[0]
            break
    else:
        for pattern in _BARE_SCORES:
            bare = pattern.search(rest)
            if bare:
                begin, end, score = bare.start(), bare.end(), bare["score"]
                break
    name = rest[:begin].strip(_AROUND_NAME)
    return name, Decimal(to_arabic(score)) if score else None, rest[end:].strip(_AROUND_NAME)
