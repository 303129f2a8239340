"""Plain data of a report or an item: what import, export and checks exchange.

Every format in becomes one of these, every format out is made from one, and the
checks read one. A record holds values as they were entered; nothing in it is
rounded, completed or corrected.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


class EvidenceKind(enum.StrEnum):
    """What a piece of evidence is; also the block type that stores it."""

    DOCUMENT = "document"
    IMAGE = "image"
    PAGE = "page"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRecord:
    """One piece of evidence behind a measure or an item.

    Attributes:
        id: Stable identifier of the entry; empty until the entry is stored.
        kind: Document, image, page or link.
        title: What a reader sees as the text of the link.
        key: Primary key of the chosen document, image or page; empty for a link.
        url: Address of a link; empty for a chosen object, whose address the site knows.
        note: What the piece proves.
        alt_text: What an image shows, for those who do not see it.
    """

    id: str = ""
    kind: EvidenceKind
    title: str = ""
    key: str = ""
    url: str = ""
    note: str = ""
    alt_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRecord:
    """When a measure was carried out.

    Dates are there only when the text gave dates. Anything else that was written
    ("throughout the fiscal year") stays word for word in ``note``.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.start or self.end or self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRecord:
    """One measure with its six elements.

    Attributes:
        id: Stable identifier of the block; empty until the measure is stored.
        indicator: Number of the indicator it answers to, 1 to 10, or ``None``.
        title, description: Element 1, the measure and what it is for.
        steps: Element 2, in order, plain text.
        period: Element 3.
        responsible: Element 4, units or positions, plain text.
        output, outcome: Elements 5 and 6, rich text as HTML.
        evidence: What backs the measure.
    """

    id: str = ""
    indicator: int | None = None
    title: str = ""
    description: str = ""
    steps: tuple[str, ...] = ()
    period: PeriodRecord = field(default_factory=PeriodRecord)
    responsible: tuple[str, ...] = ()
    output: str = ""
    outcome: str = ""
    evidence: tuple[EvidenceRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRecord:
    """One officer's part in the chain of a memo: opinion or order, name, position, day."""

    id: str = ""
    heading: str = ""
    opinion: str = ""
    name: str = ""
    position: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoRecord:
    """The official covering letter of a report, plain text with line breaks."""

    unit: str = ""
    number: str = ""
    date: dt.date | None = None
    subject: str = ""
    addressee: str = ""
    background: str = ""
    facts: str = ""
    proposal: str = ""
    approvals: tuple[ApprovalRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRecord:
    """A whole measures report.

    Attributes:
        code: Normalised item code, e.g. ``O26``; empty when the source names none.
        title: Title as printed.
        agency: Name of the agency as printed; the site's settings hold the real one.
        reported_year: Fiscal year the content is about, B.E.
        overall_score: Total, 0 to 100, as printed.
        level: Code of a rating level of ``domain.ratings``; empty when none is given.
        scores: Score of each indicator that has one, by the indicator's number.
        introduction, conclusion: Rich text as HTML.
    """

    code: str = ""
    title: str = ""
    agency: str = ""
    reported_year: int | None = None
    overall_score: Decimal | None = None
    level: str = ""
    scores: Mapping[int, Decimal] = field(default_factory=dict)
    introduction: str = ""
    measures: tuple[MeasureRecord, ...] = ()
    conclusion: str = ""
    memo: MemoRecord = field(default_factory=MemoRecord)
    attachments: tuple[EvidenceRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """One item of the list that is not the measures report.

    Attributes:
        code: Normalised item code, e.g. ``O7``.
        title: Title of the page.
        text: Words of its text and tables, plain text with line breaks.
        evidence: What is published under the item.
        nothing_to_report: The explicit statement that there is nothing.
    """

    code: str = ""
    title: str = ""
    text: str = ""
    evidence: tuple[EvidenceRecord, ...] = ()
    nothing_to_report: str = ""
