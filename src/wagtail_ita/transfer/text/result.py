"""What reading a text report gives back, and the notebook its readers write into."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wagtail_ita.domain.records import ReportRecord
from wagtail_ita.transfer.text.lines import Line


class NoticeCode(enum.StrEnum):
    """The kinds of remark that reading a report makes to the editor."""

    AREA_EMPTY = "area_empty"
    AREA_NAME = "area_name"
    AREA_NUMBER = "area_number"
    AREA_MISSING = "area_missing"
    CHECKBOX = "checkbox"
    CODE_SPELLING = "code_spelling"
    CODES_DIFFER = "codes_differ"
    ELEMENT_MISSING = "element_missing"
    ELEMENT_REPEATED = "element_repeated"
    LABEL_UNKNOWN = "label_unknown"
    LEVELS_DIFFER = "levels_differ"
    MEMO_DATE = "memo_date"
    MEMO_SECTIONS = "memo_sections"
    SCORE_DIFFERS = "score_differs"
    SCORE_IMPOSSIBLE = "score_impossible"
    STEP_NUMBERING = "step_numbering"
    TEXT_SUSPECT = "text_suspect"
    TITLE_QUOTES = "title_quotes"
    TOTALS_DIFFER = "totals_differ"
    YEAR_MISSING = "year_missing"
    YEAR_OTHER = "year_other"
    YEARS_DIFFER = "years_differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """A line, or the part of one, that was not understood."""

    line_number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something unsure or noteworthy that the editor should look at.

    Attributes:
        line_number: Line of the source, counted from 1; ``None`` for the text as a whole.
        code: Kind of remark, for callers that group or filter.
        message: A sentence in the language active while the text was read.
    """

    line_number: int | None
    code: NoticeCode
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedReport:
    """A report that was read, with all that reading it left open."""

    record: ReportRecord
    leftovers: tuple[Leftover, ...] = ()
    notices: tuple[Notice, ...] = ()


class Notebook:
    """Collects leftovers and notices while the parts of one report are read."""

    # A damaged file repeats one fault thousands of times; the editor needs a page, not a flood.
    MOST_OF_ONE_CODE = 50

    def __init__(self) -> None:
        self._leftovers: list[Leftover] = []
        self._notices: list[Notice] = []
        self._counts: Counter[NoticeCode] = Counter()

    def leave(self, lines: Iterable[Line]) -> None:
        """Keep lines that found no place in the record; blank ones say nothing."""
        self._leftovers.extend(
            Leftover(line_number=line.number, text=line.text) for line in lines if line.text
        )

    def tell(self, line_number: int | None, code: NoticeCode, message: str) -> None:
        """Keep one remark."""
        self._counts[code] += 1
        if self._counts[code] <= self.MOST_OF_ONE_CODE:
            self._notices.append(Notice(line_number=line_number, code=code, message=message))

    def result(self, record: ReportRecord) -> ParsedReport:
        """The record with everything collected, in the order of the source."""
        notices = self._notices + [
            Notice(
                line_number=None,
                code=code,
                message=_("%(count)d more remarks of the same kind (%(code)s) are not listed.")
                % {"count": count - self.MOST_OF_ONE_CODE, "code": code.value},
            )
            for code, count in self._counts.items()
            if count > self.MOST_OF_ONE_CODE
        ]
        return ParsedReport(
            record=record,
            leftovers=tuple(sorted(self._leftovers, key=lambda found: found.line_number)),
            notices=tuple(sorted(notices, key=lambda found: found.line_number or 0)),
        )
