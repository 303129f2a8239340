"""What reading a report gives back: the record, where each part of it stands, and what is open."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from wagtail_ita.domain.records import ReportRecord


class NoticeCode(enum.StrEnum):
    """The kinds of remark that reading a report makes to the editor."""

    AREA_EMPTY = "area_empty"
    AREA_NAME = "area_name"
    AREA_NUMBER = "area_number"
    AREA_MISSING = "area_missing"
    CHECKBOX = "checkbox"
    CODE_SPELLING = "code_spelling"
    CODES_DIFFER = "codes_differ"
    COLUMN_REPEATED = "column_repeated"
    COLUMN_UNKNOWN = "column_unknown"
    ELEMENT_MISSING = "element_missing"
    ELEMENT_REPEATED = "element_repeated"
    INDICATOR_UNKNOWN = "indicator_unknown"
    LABEL_UNKNOWN = "label_unknown"
    LEVELS_DIFFER = "levels_differ"
    MARKUP = "markup"
    MEMO_DATE = "memo_date"
    MEMO_SECTIONS = "memo_sections"
    NO_MEASURES = "no_measures"
    ROW_UNSURE = "row_unsure"
    SCORE_DIFFERS = "score_differs"
    SCORE_IMPOSSIBLE = "score_impossible"
    STEP_NUMBERING = "step_numbering"
    TEXT_SUSPECT = "text_suspect"
    TITLE_QUOTES = "title_quotes"
    TOTALS_DIFFER = "totals_differ"
    VALUE_UNKNOWN = "value_unknown"
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
        line_number: Line of the source, counted from 1; ``None`` for the source as a whole.
        code: Kind of remark, for callers that group or filter.
        message: A sentence in the language active while the source was read.
        path: The part of the record that it is about, as in ``ParsedReport.origins``; empty
            when it is about none.
    """

    line_number: int | None
    code: NoticeCode
    message: str
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedReport:
    """A report that was read, with all that reading it left open.

    Parts of the record are named by paths: ``title``, ``reported_year``, ``scores.3``,
    ``memo.number``, ``memo.approvals.0``, ``measures.0.steps``. Measures and officers count
    from 0 as in the record, scores by the number of their indicator.

    Attributes:
        origins: For every part that was filled the lines it was taken from, counted from 1.
            A part that has parts itself (``measures.0``, ``memo``) has the lines of all of them.
            Empty for our own JSON, which is taken as it is.
        unsure: Parts whose value is doubtful. A notice says why, unless it is plain to see.
    """

    record: ReportRecord
    leftovers: tuple[Leftover, ...] = ()
    notices: tuple[Notice, ...] = ()
    origins: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()

    def is_unsure(self, path: str) -> bool:
        """Tell whether a part of the record, or anything in it, is doubtful."""
        return path in self.unsure or any(each.startswith(f"{path}.") for each in self.unsure)
