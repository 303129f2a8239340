"""Tables of scores: one indicator a row, and at the end perhaps the total and the level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from wagtail_ita.domain.ratings import find_level
from wagtail_ita.transfer.tables.cells import find_indicator, find_score
from wagtail_ita.transfer.tables.grid import Grid, Spot
from wagtail_ita.transfer.tables.layouts import ScoresLayout
from wagtail_ita.transfer.text.contents import Contents, indicator_of

_TOTAL: Final = re.compile(
    r"(?:ผล)?(?:คะแนน)?(?:รวม|เฉลี่ย|ภาพรวม|ผลการประเมิน|ผลรวม|ค่าเฉลี่ย|คะแนนรวม|คะแนนเฉลี่ย)"
    r"(?:ทั้งหมด|ทุกด้าน|ทั้งสิ้น|ทุกตัวชี้วัด|คะแนน|ภาพรวม|ของหน่วยงาน|ITA|[0-9๐-๙ ])*"
    r"|total(?: score)?|overall(?: score)?|average"
)
_LEVEL: Final = re.compile(r"ระดับ.{0,30}|เกรด|level|rating(?: level)?|grade")


def read_scores(grid: Grid, layout: ScoresLayout, contents: Contents) -> None:
    """Read a table of scores; rows that say something else are left over."""
    for number in range(layout.first, len(grid.rows)):
        filled = grid.filled(number)
        if not filled:
            continue
        heading = find_indicator(filled, numbered=layout.numbered)
        score = find_score(filled)
        known = indicator_of(heading)
        if heading and known and score:
            line = score[1].lines[0]
            contents.add_score(known, score[0], line.part(f"{heading.line.text} {line.text}"))
        elif layout.numbered and not score and _is_empty(filled, named=bool(known)):
            continue
        elif not _read_total(filled, contents) and not _read_level(filled, contents):
            contents.notes.leave(grid.lines([number]))


def _is_empty(filled: Sequence[Spot], *, named: bool) -> bool:
    """Whether a row has no score and says nothing else, as those of the empty template."""
    if named:
        return len(filled) < 3
    words = filled[0].text.casefold()
    return len(filled) == 1 and bool(_TOTAL.fullmatch(words) or _LEVEL.fullmatch(words))


def _read_total(filled: Sequence[Spot], contents: Contents) -> bool:
    score = find_score(filled)
    if not score or not any(_TOTAL.fullmatch(spot.text.casefold()) for spot in filled[:-1]):
        return False
    contents.set_total(score[0], score[1].lines[0])
    return True


def _read_level(filled: Sequence[Spot], contents: Contents) -> bool:
    if len(filled) < 2 or not _LEVEL.fullmatch(filled[0].text.casefold()):
        return False
    level = find_level(filled[-1].text)
    if level is None:
        return False
    contents.set_level(level.code, filled[-1].lines[0])
    return True
