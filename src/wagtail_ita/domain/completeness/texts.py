"""What texts say that cannot be right: copied samples, counts of other years, item codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.codes import CodeError, normalise_code
from wagtail_ita.domain.completeness import sources
from wagtail_ita.domain.completeness.context import CheckContext
from wagtail_ita.domain.completeness.passages import Part, Passage
from wagtail_ita.domain.completeness.words import flatten, has_digit, quote
from wagtail_ita.domain.digits import to_arabic
from wagtail_ita.domain.elements import Element
from wagtail_ita.domain.findings import Finding, FindingType, Severity, register
from wagtail_ita.domain.records import ReportRecord
from wagtail_ita.domain.samples import copied_sentences

COPIED: Final = register(
    FindingType(
        code="copied-from-sample",
        severity=Severity.WARNING,
        title=_("Text copied from an example"),
        explanation=_(
            "The examples of this software are invented. Published, they report what never "
            "happened."
        ),
        statement=_("“%(text)s” stands word for word in an example of this software."),
        remedy=_("Write what your agency did."),
    )
)
ITEM_COUNT: Final = register(
    FindingType(
        code="item-count",
        severity=Severity.WARNING,
        title=_("Number of items that is not the list's"),
        explanation=_(
            "The number of OIT items changes from year to year: a text copied from an earlier "
            "report gives itself away."
        ),
        statement=_("“%(text)s”: the number of items in the list of %(year)s is %(count)s."),
        remedy=_("Correct the number, or check what is counted."),
        source=sources.LIST,
        certainty=Certainty.C,
    )
)
MEASURE_COUNT: Final = register(
    FindingType(
        code="measure-count",
        severity=Severity.WARNING,
        title=_("Number of measures that is not the report's"),
        explanation=_("An assessor who counts will look for the measures that are not there."),
        statement=_("“%(text)s”: the number of measures in the report is %(count)s."),
        remedy=_("Correct the number, or add the missing measures."),
    )
)
COUNT_WORD: Final = register(
    FindingType(
        code="count-word",
        severity=Severity.NOTE,
        title=_("Number of measures with an unlikely word"),
        explanation=_(
            "A subdistrict's agency covers one subdistrict: where the number is that of the "
            "measures, the word after it was probably misread."
        ),
        statement=_("“%(text)s”: %(count)s is the number of measures in this report."),
        remedy=_("Check the word after the number."),
    )
)
CODE_SPELLING: Final = register(
    FindingType(
        code="code-spelling",
        severity=Severity.NOTE,
        title=_("Item code with a zero instead of the letter O"),
        explanation=_("Who searches the page for the code does not find it."),
        statement=_("“%(text)s” is written with a zero."),
        remedy=_("Write %(code)s with the letter O."),
    )
)
CODE_OTHER: Final = register(
    FindingType(
        code="code-other",
        severity=Severity.NOTE,
        title=_("Text that names another item only"),
        explanation=_("The number of an item changes from year to year."),
        statement=_("The text names item %(other)s; this page is item %(code)s."),
        remedy=_("Check that the other item is meant."),
        source=sources.LIST,
        certainty=Certainty.C,
    )
)

_ALL: Final = r"(?:(?:ทั้งหมด|ทั้งสิ้น|ครบถ้วน|ครบ|ทั้ง) ?){1,3}(?:จำนวน ?)?"
_NUMBER: Final = r"(?P<number>[0-9]{1,3})(?![0-9]|[.,][0-9])"
# Not a part of a longer word, and not "the 5 items that …", which are some of them.
_ITEMS: Final = r"(?:รายการ|ข้อ(?!ร้องเรียน|มูล|บังคับ|บัญญัติ|ตกลง|เสนอ|ความ|หารือ|สังเกต|กำหนด|คิด))(?! ?ที่)"
_OIT: Final = r"(?:\boit\b|แบบวัดการเปิดเผยข้อมูล(?:สาธารณะ)?|public disclosure)"
_DISCLOSED: Final = r"(?:เปิดเผย|เผยแพร่)ข้อมูล(?:สาธารณะ)?"
# "ข้อมูลทั้ง 43 รายการ" counts the list where the measure or the line is about disclosure.
_DATA_COUNT: Final = re.compile(rf"ข้อมูล(?:สาธารณะ|ข่าวสาร)? ?{_ALL}{_NUMBER} ?{_ITEMS}")
_OIT_COUNT: Final = re.compile(
    rf"{_OIT}[^0-9\n]{{0,40}}?(?:{_ALL}|จำนวน ?|[ (]){_NUMBER} ?(?:{_ITEMS}|items\b)",
    re.IGNORECASE,
)
_ENGLISH_COUNT: Final = re.compile(
    r"\b(?:all|the) (?P<number>[0-9]{1,3}) (?:oit )?items\b", re.IGNORECASE
)
_CODE_RANGE: Final = re.compile(
    r"\bo ?1 ?(?:-|–|—|ถึง|to) ?o ?(?P<number>[0-9]{1,3})(?![0-9])", re.IGNORECASE
)
_ABOUT_DISCLOSURE: Final = re.compile(rf"{_OIT}|{_DISCLOSED}|\bita\b", re.IGNORECASE)
_COUNTS: Final = (_OIT_COUNT, _CODE_RANGE)
_COUNTS_IN_CONTEXT: Final = (_DATA_COUNT, _ENGLISH_COUNT)

_MEASURE_COUNT: Final = re.compile(
    # Not "ทั้ง 2 มาตรการดังกล่าว", which are some of them.
    r"(?:ทั้ง(?:หมด|สิ้น)?|ครบ|แบ่งเป็น) ?(?P<number>[0-9]{1,3}) ?มาตรการ"
    r"(?! ?(?:ดังกล่าว|นี้|นั้น|ที่|ข้างต้น|แรก|หลัก|ใหม่|ย่อย))"
    r"|\ball (?P<english>[0-9]{1,3}) measures\b(?! that)"
)
_SUBDISTRICTS: Final = re.compile(r"ทั้ง ?(?P<number>[0-9]{1,3}) ?ตำบล")
_SUBDISTRICT_AGENCY: Final = re.compile(r"องค์การบริหารส่วนตำบล|อบต\.?|เทศบาลตำบล")

# On the text as written: digits and zeros are the point.
_CODE: Final = re.compile(
    r"(?:ข้อ|\bitem) ?(?P<code>[Oo0๐Оо] ?[0-9๐-๙]{1,2})(?![0-9๐-๙]|[./,][0-9๐-๙])"
    r"(?! ?(?:-|–|—|ถึง|to) ?[Oo0๐])"  # "O1 – O26" names the list
)
# The shortest list known has 23 items.
_SMALLEST_COUNT: Final = 15


def check_samples(passages: Iterable[Passage], context: CheckContext) -> Iterator[Finding]:
    """Yield a finding for each place with a text that is known from our examples."""
    if not context.samples:
        return
    for passage in passages:
        if passage.place.element is Element.RESPONSIBLE:
            continue  # Divisions and positions are called alike everywhere.
        copied = copied_sentences(passage.text, context.samples)
        if copied:
            yield COPIED.at(passage.place, text=quote(copied[0]), number=len(copied))


def check_item_counts(
    passages: Iterable[Passage], year: int | None, context: CheckContext
) -> Iterator[Finding]:
    """Yield texts that count the items of the list otherwise than the list does.

    The list of the reported year must be known: a number that is right for it, or for the
    list of the assessment year, is right.
    """
    count = context.item_counts.get(year) if year else None
    if count is None:
        return
    current = context.assessment_year
    right = {count, context.item_counts.get(current) if current else count}
    grouped = tuple(passages)
    about = {
        passage.place.measure_number
        for passage in grouped
        if passage.part is Part.MEASURE and _ABOUT_DISCLOSURE.search(passage.text)
    }
    for passage in grouped:
        for text, number in _counted(passage, in_context=passage.place.measure_number in about):
            if number not in right:
                yield ITEM_COUNT.at(passage.place, text=quote(text), year=year, count=count)
                break


def _counted(passage: Passage, *, in_context: bool) -> Iterator[tuple[str, int]]:
    for line in passage.text.splitlines():
        if not has_digit(line):
            continue
        flat = flatten(line)
        folded = to_arabic(flat)
        near = in_context or bool(_ABOUT_DISCLOSURE.search(folded))
        for pattern in (*_COUNTS, *(_COUNTS_IN_CONTEXT if near else ())):
            for match in pattern.finditer(folded):
                number = int(match["number"])
                if number >= _SMALLEST_COUNT:
                    # As it is written, so that the editor's search finds it.
                    yield flat[match.start() : match.end()], number


def check_measure_counts(record: ReportRecord, passages: Iterable[Passage]) -> Iterator[Finding]:
    """Yield texts around the measures that count them wrongly, or with an unlikely word."""
    count = len(record.measures)
    for passage in passages:
        if passage.part is Part.MEASURE or not count or not has_digit(passage.text):
            continue
        flat = flatten(passage.text)
        text = to_arabic(flat)
        for match in _MEASURE_COUNT.finditer(text):
            if int(match["number"] or match["english"]) != count:
                written = quote(flat[match.start() : match.end()])
                yield MEASURE_COUNT.at(passage.place, text=written, count=count)
                break
        word = _SUBDISTRICTS.search(text)
        agency = _SUBDISTRICT_AGENCY.search(f"{record.agency} {text}")
        if word and agency and int(word["number"]) == count > 1:
            written = quote(flat[word.start() : word.end()])
            yield COUNT_WORD.at(passage.place, text=written, count=count)


def check_codes(record: ReportRecord, passages: Iterable[Passage]) -> Iterator[Finding]:
    """Yield texts around the measures that misspell the report's code, or name another one."""
    own = _normal(record.code)
    if not own:
        return
    for passage in passages:
        if passage.part is Part.MEASURE:
            continue
        written = [
            (match["code"], _normal(match["code"])) for match in _CODE.finditer(passage.text)
        ]
        codes = [code for _text, code in written if code]
        if codes and own not in codes:
            yield CODE_OTHER.at(passage.place, other=codes[0], code=own)
        zero = next((text for text, code in written if code == own and _has_zero(text)), None)
        if zero:
            yield CODE_SPELLING.at(passage.place, text=zero, code=own)


def _has_zero(text: str) -> bool:
    return to_arabic(text).startswith("0")


def _normal(code: str) -> str:
    try:
        return normalise_code(code)
    except CodeError:
        return ""
