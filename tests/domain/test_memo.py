"""The usual sentences of a memo: all that is known, and nothing that is not."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.domain.shared import shared_file
from wagtail_ita.domain.memo import MAX_SUBJECT, MemoSource, default_memo, default_subject
from wagtail_ita.domain.records import MemoRecord

KNOWN = MemoSource(
    unit="สำนักปลัด เทศบาลตัวอย่าง",
    addressee="นายกเทศมนตรี",
    agency="เทศบาลตัวอย่าง",
    title="รายงานมาตรการของปี",
    code="O26",
    reported_year=2568,
    assessment_year=2569,
    overall_score=Decimal("99.90"),
    level="ผ่านดี",
    measure_count=12,
)
ENGLISH = replace(
    KNOWN,
    agency="Example Town",
    title="Report on the measures of the year",
    level="Good pass",
    language="en",
    thai_digits=False,
)


def words(memo: MemoRecord) -> str:
    return "\n".join((memo.subject, memo.background, memo.facts, memo.proposal))


def test_a_thai_memo_has_all_that_is_known_in_thai_digits() -> None:
    memo = default_memo(KNOWN)
    assert (memo.unit, memo.addressee) == (KNOWN.unit, KNOWN.addressee)
    assert KNOWN.title in memo.subject
    assert "๒๕๖๘" in memo.subject
    for known in (KNOWN.agency, "๒๕๖๙", "O26", KNOWN.title):
        assert known in memo.background
    for known in ("๑๒ มาตรการ", "๒๕๖๘", "๙๙.๙๐ คะแนน", "ระดับผ่านดี"):
        assert known in memo.facts
    assert KNOWN.agency in memo.proposal
    assert not re.search("[0-9]", words(memo).replace("O26", ""))


def test_what_only_an_officer_knows_stays_empty() -> None:
    memo = default_memo(KNOWN)
    assert (memo.number, memo.date, memo.approvals) == ("", None, ())


def test_arabic_digits_where_the_site_shows_them() -> None:
    text = words(default_memo(replace(KNOWN, thai_digits=False)))
    assert "99.90" in text
    assert not re.search("[๐-๙]", text)


def test_an_english_page_gets_english_sentences() -> None:
    text = words(default_memo(ENGLISH))
    assert not re.search("[ก-๙]", text)
    for known in ("Example Town", "2568", "2569", "O26", "99.90", "Good pass", "12 measures"):
        assert known in text
    assert "one measure of" in default_memo(replace(ENGLISH, measure_count=1)).facts


@pytest.mark.parametrize("source", [KNOWN, ENGLISH])
@pytest.mark.parametrize(
    ("name", "unknown"),
    [
        ("agency", ""),
        ("title", ""),
        ("code", ""),
        ("reported_year", None),
        ("assessment_year", None),
        ("overall_score", None),
        ("level", ""),
        ("measure_count", 0),
    ],
)
def test_a_clause_without_its_figure_is_left_out(
    source: MemoSource, name: str, unknown: object
) -> None:
    """No ``None``, no zero, no gap: and every other figure is still there."""
    full, text = (
        words(default_memo(source)),
        words(default_memo(replace(source, **{name: unknown}))),
    )
    figures = {
        "agency": source.agency,
        "title": source.title,
        "code": "O26",
        "reported_year": "๒๕๖๘" if source is KNOWN else "2568",
        "assessment_year": "๒๕๖๙" if source is KNOWN else "2569",
        "overall_score": "๙๙.๙๐" if source is KNOWN else "99.90",
        "level": source.level,
        "measure_count": "๑๒" if source is KNOWN else "12",
    }
    assert figures[name] in full
    assert figures[name] not in text
    assert all(other in text for key, other in figures.items() if key != name)
    assert not re.search(r"None|  | [.,]|^ | $|\(\)|“”", text, re.MULTILINE)


@pytest.mark.parametrize("language", ["th", "en"])
def test_nothing_known_gives_no_figure(language: str) -> None:
    memo = default_memo(MemoSource(language=language))
    assert memo.subject == ""
    assert not re.search("[0-9๐-๙]|None|  ", words(memo))


def test_a_title_with_the_year_is_not_followed_by_the_year() -> None:
    for title in ("รายงานปี ๒๕๖๘", "รายงานปี 2568"):
        subject = default_subject(replace(KNOWN, title=title))
        assert subject.endswith(title)


def test_a_subject_fits_its_box() -> None:
    title = "รายงาน" * 90
    assert len(default_subject(replace(KNOWN, title=title))) <= MAX_SUBJECT


def test_letters_of_the_old_scale_stand_apart() -> None:
    assert "ระดับ AA" in default_memo(replace(KNOWN, level="AA")).facts


def test_no_sentence_is_that_of_a_real_memo() -> None:
    seed = shared_file("seed/o26_report_2568.txt").read_text(encoding="utf-8")
    memo = default_memo(replace(KNOWN, agency="", title="", code=""))
    for paragraph in words(memo).split("\n"):
        assert not paragraph or paragraph not in seed
        # Nor a long part of one.
        parts = [part for part in paragraph.split(" ") if len(part) > 40]
        assert not [part for part in parts if part in seed]
