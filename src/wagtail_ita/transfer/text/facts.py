"""Facts that a report states inside sentences: its item code, year, total and level."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail_ita.domain.codes import CodeError, normalise_code
from wagtail_ita.domain.digits import to_arabic
from wagtail_ita.domain.ratings import ALL_LEVELS, find_level
from wagtail_ita.domain.years import FiscalYear, YearError
from wagtail_ita.transfer.parsed import NoticeCode
from wagtail_ita.transfer.text.labels import COLONS
from wagtail_ita.transfer.text.lines import Line
from wagtail_ita.transfer.text.markers import DIGIT
from wagtail_ita.transfer.text.notebook import Notebook

_DIGITS = "[0-9]"  # in text whose Thai digits were turned to Arabic ones
_CODE = re.compile(
    # A zero, Thai or Arabic, is a letter O only where the text says that an item follows.
    rf"ข้อ(?:ที่)? ?(?P<item>[Oo0๐ОоΟο][ .-]?{DIGIT}{{1,3}})(?!{DIGIT})"
    rf"|(?<![A-Za-z0-9๐-๙])(?P<bare>[OoОоΟο][ -]?{DIGIT}{{1,2}})(?![0-9๐-๙A-Za-z])"
    rf"|(?P<moit>MOIT ?{DIGIT}{{1,2}}(?:\.{DIGIT}{{1,2}})?)(?!{DIGIT})"
)
_YEAR = re.compile(rf"ปี(?:งบประมาณ)? ?(?:พ\. ?ศ\. ?|พศ\.? ?|ค\. ?ศ\. ?)?{DIGIT}{{4}}(?!{DIGIT})")
_NUMBER = rf"(?<![0-9.,])(?P<score>{_DIGITS}{{1,3}}(?:\.{_DIGITS}{{1,4}})?)(?![0-9]|\.[0-9])"
_TOTALS: Final = (
    re.compile(rf"{_NUMBER} ?คะแนน"),
    re.compile(
        r"คะแนน(?:รวม|เฉลี่ย|ประเมิน|ภาพรวม|ที่ได้(?:รับ)?|ITA| )*"
        rf"(?:[{COLONS}=]|เท่ากับ|อยู่ที่|คือ)? ?{_NUMBER}"
        # The next score of a sentence belongs to the pattern above.
        r"(?! ?คะแนน)"
    ),
    re.compile(rf"(?:คะแนน|ผลการประเมิน)[^0-9]{{0,40}}ร้อยละ ?{_NUMBER}"),
)
# Words in front of a figure that make it something else than the total.
_NOT_TOTAL = re.compile(
    r"เต็ม|IIT|EIT|OIT|ด้าน|ตัวชี้วัด|เป้าหมาย|ไม่น้อยกว่า|ไม่ต่ำกว่า|เพิ่มขึ้น|ลดลง|(?<!ร้อย)ละ ?$"
)
_BEFORE: Final = 22
_EXACT_SCORE = re.compile(rf"(?<![0-9.,])(?P<score>{_DIGITS}{{1,3}}\.{_DIGITS}{{2}}) ?คะแนน")
_LABELS = "|".join(
    re.escape(label)
    for label in sorted({level.label_th for level in ALL_LEVELS}, key=len, reverse=True)
)
_LEVEL = re.compile(
    rf"(?:ระดับ|เกรด|[Gg]rade) ?[\"“”'‘(]? ?(?P<level>{_LABELS})"
    # "ผ่านเกณฑ์" begins like a level and is none.
    r"(?=$|[^A-Za-zก-ฮะ-ฺเ-๎]|ด้วย|โดย|และ|คะแนน|ซึ่ง|มี|ได้|ที่)"
)
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A fact as one line states it."""

    line_number: int
    value: str
    printed: str

    @property
    def line(self) -> Line:
        """The words that state it."""
        return Line(number=self.line_number, text=self.printed)


def read_code(lines: Iterable[Line], notes: Notebook) -> str:
    """The item code that a report names; the first one when it names several."""
    found = _codes(lines)
    if not found:
        return ""
    code = found[0].value
    notes.take("code", [found[0].line])
    told: set[str] = set()
    for mention in found:
        if mention.printed in told:
            continue
        told.add(mention.printed)
        if mention.value != code:
            notes.tell(
                mention.line_number,
                NoticeCode.CODES_DIFFER,
                _("The text also names item %(other)s; the report was read as item %(code)s.")
                % {"other": mention.value, "code": code},
                path="code",
            )
        elif mention.printed != code:
            notes.tell(
                mention.line_number,
                NoticeCode.CODE_SPELLING,
                _("The item code is written “%(printed)s”; it was read as %(code)s.")
                % {"printed": mention.printed, "code": code},
                path="code",
            )
    return code


def read_year(
    title: Sequence[Line], subject: Sequence[Line], others: Sequence[Line], notes: Notebook
) -> int | None:
    """The fiscal year a report is about, from its title or the subject of its memo."""
    printed = _years(title)
    of_subject = _years(subject)
    elsewhere = _years(others)
    if printed and of_subject and printed[0].value != of_subject[0].value:
        notes.tell(
            printed[0].line_number,
            NoticeCode.YEARS_DIFFER,
            _(
                "The title says year %(title)s, the memo's subject %(subject)s; "
                "the year of the title was taken."
            )
            % {"title": printed[0].value, "subject": of_subject[0].value},
            path="reported_year",
        )
    chosen = next(iter(printed or of_subject or _only_year(elsewhere)), None)
    year = int(chosen.value) if chosen else None
    if chosen:
        notes.take("reported_year", [chosen.line])
    if year is None:
        notes.tell(
            None,
            NoticeCode.YEAR_MISSING,
            _("Neither the title nor the memo's subject says which fiscal year is reported."),
            path="reported_year",
        )
    else:
        _tell_other_years(elsewhere, year, notes)
    return year


def read_total(
    places: Sequence[Sequence[Line]], year: int | None, notes: Notebook
) -> Decimal | None:
    """The total score, from the first of the places that states one."""
    found = [mention for lines in places for mention in totals(lines, year)]
    if not found:
        return None
    total = found[0].value
    notes.take("overall_score", [found[0].line])
    for mention in found[1:]:
        if Decimal(mention.value) != Decimal(total):
            notes.tell(
                mention.line_number,
                NoticeCode.TOTALS_DIFFER,
                _(
                    "Line %(line)d gives a total of %(other)s; "
                    "%(total)s was taken from line %(first)d."
                )
                % {
                    "line": mention.line_number,
                    "other": mention.value,
                    "total": total,
                    "first": found[0].line_number,
                },
                path="overall_score",
            )
    return Decimal(total)


def read_level(places: Sequence[Sequence[Line]], notes: Notebook) -> str:
    """Code of the rating level, from the first of the places that states one."""
    found = [mention for lines in places for mention in _levels(lines)]
    if not found:
        return ""
    notes.take("level", [found[0].line])
    for mention in found[1:]:
        if mention.value != found[0].value:
            notes.tell(
                mention.line_number,
                NoticeCode.LEVELS_DIFFER,
                _("The level is “%(other)s” here; “%(level)s” was taken from line %(first)d.")
                % {
                    "other": mention.printed,
                    "level": found[0].printed,
                    "first": found[0].line_number,
                },
                path="level",
            )
    return found[0].value


def exact_scores(lines: Iterable[Line]) -> list[Mention]:
    """Scores with two decimals that sentences state, as a heading prints them."""
    return [
        Mention(line_number=line.number, value=found["score"], printed=found["score"])
        for line in lines
        for found in _EXACT_SCORE.finditer(to_arabic(line.text))
    ]


def _codes(lines: Iterable[Line]) -> list[Mention]:
    mentions = []
    for line in lines:
        for found in _CODE.finditer(line.text):
            printed = found["item"] or found["bare"] or found["moit"]
            try:
                code = normalise_code(printed)
            except CodeError:
                continue
            mentions.append(Mention(line_number=line.number, value=code, printed=printed))
    return mentions


def _years(lines: Iterable[Line]) -> list[Mention]:
    mentions = []
    for line in lines:
        for found in _YEAR.finditer(line.text):
            try:
                year = FiscalYear.parse(found[0])
            except YearError:
                continue
            mentions.append(Mention(line_number=line.number, value=str(year.be), printed=found[0]))
    return mentions


def _only_year(mentions: Sequence[Mention]) -> Sequence[Mention]:
    return mentions if len({mention.value for mention in mentions}) == 1 else ()


def _tell_other_years(mentions: Sequence[Mention], year: int, notes: Notebook) -> None:
    lines_of: dict[str, list[int]] = {}
    for mention in mentions:
        if int(mention.value) != year:
            lines_of.setdefault(mention.value, []).append(mention.line_number)
    for other, numbers in lines_of.items():
        notes.tell(
            numbers[0],
            NoticeCode.YEAR_OTHER,
            ngettext(
                "Year %(other)s is mentioned %(count)d time beside the reported year %(year)d, "
                "here. Check that each year is the right one.",
                "Year %(other)s is mentioned %(count)d times beside the reported year %(year)d, "
                "first here. Check that each year is the right one.",
                len(numbers),
            )
            % {"other": other, "count": len(numbers), "year": year},
            path="reported_year",
        )


def totals(lines: Iterable[Line], year: int | None) -> list[Mention]:
    """Totals that sentences state: those beside the reported year first, then by place."""
    mentions: list[tuple[int, int, int, Mention]] = []
    for line in lines:
        text = to_arabic(line.text)
        years = [(found.start(), found[0][-4:]) for found in _YEAR.finditer(text)]
        for pattern in _TOTALS:
            for found in pattern.finditer(text):
                start, score = found.start("score"), found["score"]
                if _NOT_TOTAL.search(text, max(0, start - _BEFORE), start):
                    continue
                if Decimal(score) > _HUNDRED:
                    continue
                mention = Mention(line_number=line.number, value=score, printed=score)
                mentions.append((_wrong_year(years, start, year), line.number, start, mention))
    return [mention for _wrong, _line, _start, mention in sorted(mentions, key=lambda m: m[:3])]


def _wrong_year(years: list[tuple[int, str]], position: int, year: int | None) -> int:
    before = [printed for start, printed in years if start < position]
    return int(bool(before) and year is not None and before[-1] != str(year))


def _levels(lines: Iterable[Line]) -> list[Mention]:
    mentions = []
    for line in lines:
        for found in _LEVEL.finditer(line.text):
            level = find_level(found["level"])
            if level:
                mentions.append(
                    Mention(line_number=line.number, value=level.code, printed=found["level"])
                )
    return mentions
