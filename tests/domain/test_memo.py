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


def test_a_thai_memo_reads_as_one_text() -> None:
    memo = default_memo(KNOWN)
    assert memo.subject == "ขออนุมัติเผยแพร่รายงานมาตรการของปี ปีงบประมาณ พ.ศ. ๒๕๖๘"
    assert memo.background == (
        "ด้วยเทศบาลตัวอย่างเข้ารับการประเมินคุณธรรมและความโปร่งใส (ITA) "
        "ประจำปีงบประมาณ พ.ศ. ๒๕๖๙ ซึ่งข้อ O26 รายงานมาตรการของปี "
        "เป็นข้อมูลที่ต้องเปิดเผยต่อสาธารณะบนเว็บไซต์หลักของหน่วยงาน"
    )
    assert memo.facts == (
        "ผู้รับผิดชอบได้รวบรวมผลการดำเนินการตามมาตรการของปีงบประมาณ พ.ศ. ๒๕๖๘ รวม ๑๒ มาตรการ "
        "และเรียบเรียงเป็นรายงานตามที่แนบมาด้วยแล้ว\n\n"
        "ในการประเมิน ITA ของปีงบประมาณ พ.ศ. ๒๕๖๘ เทศบาลตัวอย่าง"
        "ได้คะแนนรวม ๙๙.๙๐ คะแนน อยู่ในระดับผ่านดี"
    )
    assert memo.proposal == (
        "เห็นควรให้นำรายงานดังกล่าว (ข้อ O26) ขึ้นเผยแพร่บนเว็บไซต์หลักของเทศบาลตัวอย่าง "
        "เพื่อให้ประชาชนตรวจดูได้โดยสะดวก\n\n"
        "จึงเรียนมาเพื่อโปรดทราบ และหากเห็นชอบโปรดสั่งการให้เผยแพร่ต่อไป"
    )


def test_a_thai_memo_of_which_little_is_known_reads_as_one_text() -> None:
    memo = default_memo(MemoSource(overall_score=Decimal("90")))
    assert memo.background == "ด้วยหน่วยงานเข้ารับการประเมินคุณธรรมและความโปร่งใส (ITA)"
    assert memo.facts == (
        "ผู้รับผิดชอบได้รวบรวมผลการดำเนินการตามมาตรการ "
        "และเรียบเรียงเป็นรายงานตามที่แนบมาด้วยแล้ว\n\n"
        "ในการประเมิน ITA หน่วยงานได้คะแนนรวม ๙๐.๐๐ คะแนน"
    )
    assert memo.proposal.startswith("เห็นควรให้นำรายงานดังกล่าวขึ้นเผยแพร่บนเว็บไซต์หลักของหน่วยงาน เพื่อ")


def test_an_english_memo_reads_as_one_text() -> None:
    memo = default_memo(ENGLISH)
    assert memo.subject == (
        "Approval to publish: Report on the measures of the year (fiscal year 2568)"
    )
    assert memo.background == (
        "Example Town takes part in the Integrity and Transparency Assessment (ITA) "
        "of fiscal year 2569. The list of information asks for "
        "O26 “Report on the measures of the year” on the agency’s main website."
    )
    assert memo.facts == (
        "The officers in charge have gathered the results of 12 measures of fiscal year 2568 "
        "and put them into the attached report.\n\n"
        "In the ITA of fiscal year 2568 Example Town reached "
        "a total score of 99.90 and the level “Good pass”."
    )
    assert memo.proposal == (
        "It is proposed to publish the report (O26) on the main website of Example Town, "
        "where everyone can read it.\n\n"
        "For your information and, if you agree, your order to publish."
    )


def test_an_english_memo_of_which_little_is_known_reads_as_one_text() -> None:
    memo = default_memo(MemoSource(language="en", overall_score=Decimal("90")))
    assert memo.background == (
        "The agency takes part in the Integrity and Transparency Assessment (ITA)."
    )
    assert memo.facts == (
        "The officers in charge have gathered the results of the measures "
        "and put them into the attached report.\n\n"
        "In the ITA the agency reached a total score of 90.00."
    )
    assert memo.proposal.startswith(
        "It is proposed to publish the report on the main website, where"
    )


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
        for source in (KNOWN, ENGLISH):
            assert default_subject(replace(source, title=title)).endswith(title)


def test_a_subject_fits_its_box() -> None:
    around = len(default_subject(KNOWN)) - len(KNOWN.title)
    fits = "ร" * (MAX_SUBJECT - around)
    assert fits in default_subject(replace(KNOWN, title=fits))
    assert default_subject(replace(KNOWN, title=fits)).startswith("ขออนุมัติ")
    assert default_subject(replace(KNOWN, title=f"{fits}ร")) == f"{fits}ร"
    assert default_subject(replace(KNOWN, title="ร" * 600)) == "ร" * MAX_SUBJECT


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
