"""Where a line of Thai may end: Thai has no spaces between words.

Typst is told by a U+200B between two words; its template puts each word into a box of its own, so
that no line ends anywhere else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from icu4py.breakers import CharacterBreaker, WordBreaker

BREAK: Final = "\u200b"
NO_BREAK_SPACE: Final = "\u00a0"

LONGEST_WORD: Final = 30
"""Letters that stand in one box; what is longer would run out of a narrow line."""

_THAI: Final = "\u0e01-\u0e3a\u0e40-\u0e4e"
_RUN: Final = re.compile(f"[{_THAI}.]+")
# Letters with full stops (ป.ป.ช., พ.ศ.), and those that follow another word without a space.
_ABBREVIATION: Final = re.compile(
    rf"(?<![{_THAI}.])(?:[เ-ไ]?[ก-ฮ]{{1,4}}\.)+"
    r"|(?:อบต|อบจ|สตง|ปปช|ปปท|กกต|กพร|ก\.พ\.ร|ก\.พ|ป\.ป\.ช|ป\.ป\.ท|รพ\.สต|ผอ|พ\.ศ|ค\.ศ)\."
)
_FOLLOWS: Final = re.compile("[\u0e2f-\u0e3a\u0e45-\u0e4e.]")
_LEADS: Final = re.compile("[\u0e40-\u0e44]")
_LETTER: Final = re.compile("[ก-ฮ]")
_STANDS_ALONE: Final = "ณธ"
# Words that mean little without the next one look lost at the end of a line.
_PREFIXES: Final = frozenset({"การ", "ความ", "จังหวัด", "ผู้", "ไม่", "อำเภอ"})
_COMPOUNDS: Final = re.compile(
    "ดำเนินการ|ดำเนินงาน|ปฏิบัติงาน|ปฏิบัติการ|ประพฤติมิชอบ|มิชอบ"
    "|หน่วยงาน|วันที่|เจ้าหน้าที่|หน้าที่|(?:ประจำ)?ปีงบประมาณ|งบประมาณ|รายละเอียด|ต่อไป|หลักฐาน"
)

_MONTH: Final = (
    "(?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน"
    r"|ธันวาคม|[มกมพสตธ]\.[คยพ]\.|มี\.ค\.|เม\.ย\.|มิ\.ย\.)"
)
_DIGIT: Final = "[0-9๐-๙]"
_KEPT_SPACES: Final = re.compile(
    rf"(?<=พ\.ศ\.) +|(?<=ค\.ศ\.) +|(?<=ข้อ) +(?=[Oo]?{_DIGIT})|(?<=ที่) +(?={_DIGIT})"
    rf"|(?<=มาตรา) +(?={_DIGIT})|(?<=หน้า) +(?={_DIGIT})|(?<={_DIGIT}) +(?={_MONTH})| +(?=[ๆฯ])"
)
_UNBROKEN: Final = re.compile(rf"[^\s{NO_BREAK_SPACE}{BREAK}{_THAI}]{{{LONGEST_WORD},}}")
_JOINTS: Final = frozenset("/?&=#._-,;:+%")
_PIECE: Final = 20


def mark_breaks(text: str) -> str:
    """Return a line of text with U+200B wherever, besides at its spaces, a line may end."""
    text = _KEPT_SPACES.sub(NO_BREAK_SPACE, text)
    text = _RUN.sub(lambda run: BREAK.join(thai_words(run[0])), text)
    return _UNBROKEN.sub(lambda token: BREAK.join(_pieces(token[0])), text)


def thai_words(run: str) -> Iterator[str]:
    """Yield the words of Thai letters without spaces, each with its ๆ, ฯ or full stop."""
    ends = [end for _start, end in WordBreaker(run, "th").segments()]
    short = [found.span() for found in _ABBREVIATION.finditer(run)]
    ends = sorted({*ends, *(place for span in short for place in span)} - {0})
    whole = [*short, *(found.span() for found in _COMPOUNDS.finditer(run))]
    start = 0
    for number, end in enumerate(ends):
        following = ends[number + 1] if number + 1 < len(ends) else end
        inside = any(first < end < last for first, last in whole)
        if end == len(run) or (not inside and _may_part(run, start, end, following)):
            yield from _pieces(run[start:end]) if end - start > LONGEST_WORD else (run[start:end],)
            start = end


def _may_part(run: str, start: int, end: int, following: int) -> bool:
    """Tell whether ``run[start:end]`` and ``run[end:following]`` may stand on two lines."""
    if _FOLLOWS.match(run, end) or _LEADS.match(run, end - 1):
        return False
    parts = (run[start:end], run[end:following])
    if parts[0] in _PREFIXES:
        return False
    # A single consonant is no word: it is what was left over of a name or of a misprint.
    return not any(
        len(part) == 1 and _LETTER.match(part) and part not in _STANDS_ALONE for part in parts
    )


def _pieces(token: str) -> Iterator[str]:
    """Yield parts of what has no words in it: an address, a number, letters without sense."""
    piece = ""
    for character in CharacterBreaker(token, "th"):
        marks = unicodedata.category(character[0]).startswith("M") or _FOLLOWS.match(character)
        full = len(piece) >= _PIECE and not marks and not _LEADS.match(piece, len(piece) - 1)
        joint = len(piece) > 3 and piece[-1] in _JOINTS and character not in _JOINTS
        if full or joint or len(piece) >= 2 * _PIECE:
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece
