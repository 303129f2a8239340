"""The years that a text names, and what each is said of."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from wagtail_ita.domain.completeness.words import fold, has_digit
from wagtail_ita.domain.months import MONTH_PATTERN, month_number
from wagtail_ita.domain.years import BE_OFFSET, resolve_year

_ERA: Final = r"(?:พ\.? ?ศ\.?|พุทธศักราช|ค\.? ?ศ\.?|คริสต์ศักราช|\bb\.? ?e\.?|\bc\.? ?e\.?|\ba\.? ?d\.?)"
_MARK: Final = (
    r"(?:ประจำ ?)?ปี ?งบ(?:ประมาณ|ฯ)?|ประจำ ?ปี|ปี"
    r"|\b(?:fiscal|financial|budget) year|\bfy|\b(?:for|of|in) the year"
)
# The number is found first, then what stands before it: that is cheaper than the reverse.
_NUMBER: Final = re.compile(
    r"(?<![0-9,/-])(?<![0-9]\.)(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])(?![.,/][0-9])(?!-[0-9]{1,2}-)"
    rf"(?: ?(?:-|–|—|ถึง|to|until) ?(?:(?:{_MARK}) ?)?(?:{_ERA})? ?(?P<last>[0-9]{{4}})(?![0-9]))?"
)
_LEAD: Final = re.compile(rf"(?P<mark>{_MARK})? ?\(? ?(?P<era>{_ERA})? ?$")
_LEAD_REACH: Final = 40
_MONTH_BEFORE: Final = re.compile(rf"(?P<month>{MONTH_PATTERN}) ?,?$")
_DAY_OF_MONTH: Final = re.compile(rf"(?<![0-9])[0-9]{{1,2}} ?{MONTH_PATTERN}")
# Two digits after "fiscal year" are a year only where they count nothing.
_COUNTED: Final = re.compile(
    r" ?(?:%|ร้อยละ|คน|ครั้ง|ราย|เรื่อง|โครงการ|กิจกรรม|ล้าน|บาท|วัน|เดือน|ปี|แห่ง|ชุด|หลักสูตร)"
)
_TWO_DIGITS: Final = range(55, 90)
_BARE_YEARS: Final = range(2500, 2600)

_ASSESSMENT: Final = re.compile(r"\bita\b|\boit\b|การประเมินคุณธรรม|ประเมินฯ", re.IGNORECASE)
_COMPARISON: Final = re.compile(
    r"จาก|กว่า|เทียบ|เปรียบ|ก่อน|เดิม|ผ่านมา|ตั้งแต่|since|from|compare|than|previous|before|last"
)
_LAW: Final = re.compile(
    r"พระราชบัญญัติ|พ\.? ?ร\.? ?บ|พ\.? ?ร\.? ?ป|ระเบียบ|ประกาศ|กฎ|ข้อบังคับ|ข้อกำหนด|ข้อบัญญัติ"
    r"|เทศบัญญัติ|ประมวล|รัฐธรรมนูญ|มติ|คำสั่ง|ยุทธศาสตร์|แผนแม่บท|แผนพัฒนา|\bact\b|regulation|order"
)
_NEAR: Final = 60
_LAW_REACH: Final = 160


class MentionKind(enum.Enum):
    """How plainly a year is said to be the year of something."""

    STATED = "stated"
    """"ประจำปีงบประมาณ 2567", "fiscal year 2024"."""

    NAMED = "named"
    """"ปี 2567"."""

    DATE = "date"
    """"กันยายน 2567": the fiscal year in which the month falls."""

    BARE = "bare"
    """"2567" or "พ.ศ. 2567", which the title of a law has too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMention:
    """One year, or a range of years, in a text.

    Attributes:
        year, last: Fiscal years (B.E.); the same where it is no range.
        before, after: The words around it, for rules that look at what is said of it.
    """

    year: int
    last: int
    kind: MentionKind
    before: str
    after: str

    def names(self, year: int) -> bool:
        """Tell whether it is, or includes, a year."""
        return self.year <= year <= self.last

    @property
    def is_range(self) -> bool:
        return self.last != self.year

    @property
    def is_bare(self) -> bool:
        return self.kind is MentionKind.BARE

    @property
    def is_of_assessment(self) -> bool:
        """Whether the year is that of an ITA assessment, not of what is reported."""
        return bool(_ASSESSMENT.search(self.before[-_NEAR:]))

    @property
    def is_compared(self) -> bool:
        """Whether the text measures something against that year."""
        near = self.before[-_NEAR:]
        return bool(_COMPARISON.search(near) or _COMPARISON.search(self.after[:_NEAR]))

    @property
    def is_of_law(self) -> bool:
        """Whether the year may belong to the title of a law, an order or a plan."""
        return self.is_bare and bool(_LAW.search(self.before))


def year_mentions(text: str) -> Iterator[YearMention]:
    """Yield the years that a text names, as fiscal years of the Buddhist era."""
    if not has_digit(text):
        return
    folded = fold(text).lower()
    end = 0
    for match in _NUMBER.finditer(folded):
        before = folded[max(end, match.start() - _LAW_REACH) : match.start()]
        mention = _read(match, before, folded[match.end() : match.end() + _NEAR])
        if mention:
            end = match.end()
            yield mention


def names_a_date(text: str) -> bool:
    """Tell whether a text names a year or a day, other than in the title of a law."""
    if any(not mention.is_of_law for mention in year_mentions(text)):
        return True
    return has_digit(text) and bool(_DAY_OF_MONTH.search(fold(text).lower()))


def _read(match: re.Match[str], before: str, after: str) -> YearMention | None:
    lead = _LEAD.search(before, max(0, len(before) - _LEAD_REACH))
    mark, era = (lead["mark"] or "", lead["era"] or "") if lead else ("", "")
    before = before[: lead.start()] if lead else before
    year = _fiscal_year(era, match["year"])
    if year is None or not _is_year(mark, era, match["year"], after):
        return None
    month = None if mark else _MONTH_BEFORE.search(before)
    if month and month_number(month["month"]) >= 10:
        year += 1
    last = _fiscal_year(era, match["last"]) if match["last"] else None
    return YearMention(
        year=year,
        last=last if last and year < last <= year + 20 else year,
        kind=MentionKind.DATE if month else _kind(mark),
        before=before,
        after=after,
    )


def _fiscal_year(era: str, digits: str) -> int | None:
    year = resolve_year(era, digits)
    return None if year is None else year + BE_OFFSET


def _is_year(mark: str, era: str, digits: str, after: str) -> bool:
    """Tell a year from any other number of two or four digits."""
    if len(digits) == 2:
        return (
            _kind(mark) is MentionKind.STATED
            and int(digits) in _TWO_DIGITS
            and not _COUNTED.match(after)
        )
    return bool(mark or era) or int(digits) in _BARE_YEARS


def _kind(mark: str) -> MentionKind:
    if not mark:
        return MentionKind.BARE
    return MentionKind.NAMED if mark == "ปี" else MentionKind.STATED
