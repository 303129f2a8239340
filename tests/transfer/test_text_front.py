"""What stands around the measures: memo, title, facts in sentences, conclusion."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.transfer.text_samples import AREA, CONCLUSION, FRONT, MEMO, codes, left, remarks, steps
from wagtail_ita.transfer.text import NoticeCode, parse_report

# ------------------------------------------------------------------ front, facts, conclusion


@pytest.mark.parametrize(
    "printed", ["๐๒๖", "0๒๖", "O๒๖", "o26", "O 26", "O-26", "Ｏ26".replace("Ｏ", "О")]
)
def test_the_item_code_is_read_in_every_spelling(printed: str) -> None:
    assert parse_report(f"{FRONT}ตามข้อ {printed} นี้\n{AREA}").record.code == "O26"


def test_the_item_code_may_stand_above_the_title() -> None:
    assert parse_report(f"ข้อ O๒๖\n\n{FRONT}{AREA}").record.code == "O26"


@pytest.mark.parametrize("heading", ["บทนำ", "คำนำ:", "บทนำ :"])
def test_the_heading_of_the_introduction_is_no_text_of_it(heading: str) -> None:
    *title, sentence = FRONT.strip().split("\n")
    parsed = parse_report("\n".join([*title, "", heading, sentence, AREA]))
    assert parsed.record.introduction == f"<p>{sentence}</p>"
    assert parsed.leftovers == ()


@pytest.mark.parametrize("printed", ["ข้อ ๑๐", "ข้อ e๕", "ที่ ๐๒๖", "OIT", "CO2", "ไม่มี"])
def test_what_is_no_item_code_gives_none(printed: str) -> None:
    assert parse_report(f"{FRONT}{printed}\n{AREA}").record.code == ""


def test_a_second_item_code_is_pointed_out() -> None:
    parsed = parse_report(f"{FRONT}ข้อ O26 ตามแผนข้อ O25\n{AREA}")
    assert parsed.record.code == "O26"
    assert codes(parsed) == {NoticeCode.CODES_DIFFER}


@pytest.mark.parametrize(
    ("sentence", "total"),
    [
        ("ได้คะแนนรวม 88.10", "88.10"),
        ("ผลการประเมินอยู่ที่ ๘๘.๑๐ คะแนน จากคะแนนเต็ม ๑๐๐ คะแนน", "88.10"),
        ("คะแนนเฉลี่ยร้อยละ 88.1", "88.1"),
        ("ได้ 88 คะแนน", "88"),
        ("IIT 99.00 คะแนน", None),
        ("ปี 2567 ได้ 70.00 คะแนน ปี 2568 ได้ 88.10 คะแนน", "88.10"),
        ("ไม่มีตัวเลข", None),
    ],
)
def test_the_total_is_read_as_printed(sentence: str, total: str | None) -> None:
    front = FRONT.rsplit("\n", 2)[0]
    record = parse_report(f"{front}\n{sentence}\n{AREA}").record
    assert record.overall_score == (Decimal(total) if total else None)


def test_two_different_totals_are_pointed_out() -> None:
    parsed = parse_report(FRONT + AREA + "บทสรุป: ได้ ๙๑.๒๐ คะแนน")
    assert parsed.record.overall_score == Decimal("91.25")
    assert codes(parsed) == {NoticeCode.TOTALS_DIFFER}


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("ระดับผ่านดีเยี่ยม", "excellent"),
        ('ระดับ "ผ่าน" ครับ', "passed"),
        ("ระดับต้องปรับปรุงโดยด่วน", "improve_urgently"),
        ("ระดับ AA", "aa"),
        ("ระดับผ่านเกณฑ์", ""),
        ("ระดับที่ดี", ""),
    ],
)
def test_the_level_is_read_as_printed(sentence: str, level: str) -> None:
    front = FRONT.rsplit("\n", 2)[0]
    assert parse_report(f"{front}\n{sentence}\n{AREA}").record.level == level


def test_two_different_levels_are_pointed_out() -> None:
    parsed = parse_report(FRONT + AREA + "บทสรุป: อยู่ในระดับผ่าน")
    assert parsed.record.level == "good"
    (notice,) = remarks(parsed)
    assert notice.code == NoticeCode.LEVELS_DIFFER
    assert "“ผ่าน”" in notice.message
    assert "4" in notice.message
    assert (notice.line_number, notice.path) == (14, "level")


def test_the_year_comes_from_the_title_and_others_are_pointed_out() -> None:
    parsed = parse_report(FRONT + "ปีงบประมาณ พ.ศ. ๒๕๖๙ จะทำต่อ\n" + AREA)
    assert parsed.record.reported_year == 2568
    assert codes(parsed) == {NoticeCode.YEAR_OTHER}


def test_a_report_that_names_no_year_has_none() -> None:
    parsed = parse_report(AREA)
    assert parsed.record.reported_year is None
    assert [notice.code for notice in parsed.notices] == [NoticeCode.YEAR_MISSING]


def test_text_before_the_title_and_behind_the_signature_is_left_over() -> None:
    tail = "(ลงชื่อ)..........\n(นายลงนาม แล้ว)\nภาคผนวก\n"
    parsed = parse_report("สำเนา\n" + FRONT + AREA + CONCLUSION + tail)
    assert parsed.record.conclusion == "<p>ปีหน้าจะติดป้ายโต๊ะด้วย</p>"
    assert left(parsed) == ["สำเนา", "(นายลงนาม แล้ว)", "ภาคผนวก"]


def test_a_memo_behind_the_report_is_left_over_and_no_part_of_its_conclusion() -> None:
    parsed = parse_report(FRONT + AREA + CONCLUSION + "บันทึกข้อความ\nเรื่อง ส่งรายงาน\n")
    assert parsed.record.conclusion == "<p>ปีหน้าจะติดป้ายโต๊ะด้วย</p>"
    assert left(parsed) == ["บันทึกข้อความ", "เรื่อง ส่งรายงาน"]


def test_a_verb_of_signing_at_the_beginning_of_a_step_is_no_signature() -> None:
    assert steps("\n1. ก\n2. ลงนามข้อตกลง\nลงนามกับผู้ค้า") == ("ก", "ลงนามข้อตกลง\nลงนามกับผู้ค้า")


@pytest.mark.parametrize(
    "text",
    ["เก้\u0e4dาอ\u0e4dย", "องค้การ", "เก้้าอี้", " ้าอี้", "เเก้ไข", "เก้า\ufffdอี้", "\uf70aก"],
)
def test_suspicious_characters_are_pointed_out_and_stay(text: str) -> None:
    parsed = parse_report(AREA.replace("ไม่มีเก้าอี้หาย", text))
    assert codes(parsed) == {NoticeCode.TEXT_SUSPECT}
    assert remarks(parsed)[0].line_number == 9


# -------------------------------------------------------------------------------------- memo


def test_a_memo_is_read_field_by_field() -> None:
    memo = parse_report(MEMO + FRONT + AREA).record.memo
    assert memo.unit == "กองทดสอบ เทศบาลตำบลตัวอย่าง โทร. ๐ ๐๐๐๐ ๐๐๐๐"
    assert memo.number == "ตย ๑๒๓๔/๕๖"
    assert memo.date == dt.date(2026, 3, 2)
    assert memo.subject == "รายงานผลของมาตรการ ปีงบประมาณ ๒๕๖๘"
    assert memo.addressee == "นายกเทศมนตรี"
    assert memo.background == "กองทดสอบได้รับมอบหมายให้ทำรายงาน"
    assert memo.facts == "ทำรายงานเสร็จแล้ว ตามข้อ O๒๖"
    assert memo.proposal == "ขอให้เผยแพร่\nจึงเรียนมาเพื่อโปรดพิจารณา"


def test_the_officers_of_a_memo_are_read_with_their_opinions() -> None:
    reporter, clerk = parse_report(MEMO + FRONT + AREA).record.memo.approvals
    assert (reporter.heading, reporter.name) == ("ผู้รายงาน", "นางสาวทดลอง อ่านดี")
    assert (reporter.opinion, reporter.position) == ("", "นักจัดการทดสอบ")
    assert (clerk.heading, clerk.name) == ("ความเห็นของปลัดเทศบาล", "นายตรวจ ทานครบ")
    assert clerk.position == "ปลัดเทศบาลตำบลตัวอย่าง"
    assert clerk.date == dt.date(2026, 3, 3)


def test_only_a_ticked_box_is_an_opinion() -> None:
    parsed = parse_report(MEMO + FRONT + AREA)
    assert parsed.record.memo.approvals[1].opinion == "เห็นควรเผยแพร่"
    assert left(parsed) == ["( ) เห็นควรแก้ไข", "( ) อื่น ๆ .........."]
    assert NoticeCode.CHECKBOX in codes(parsed)


def test_a_memo_without_its_name_is_known_by_its_head() -> None:
    memo = parse_report(MEMO.split("\n", 1)[1] + FRONT + AREA).record.memo
    assert memo.number == "ตย ๑๒๓๔/๕๖"
    assert len(memo.approvals) == 2


def test_a_memo_without_headings_is_kept_as_a_whole() -> None:
    text = MEMO.replace("๑. เรื่องเดิม\n", "").replace("๒. ข้อเท็จจริง\n", "")
    parsed = parse_report(text.replace("๓. ข้อเสนอเพื่อพิจารณา\n", "") + FRONT + AREA)
    memo = parsed.record.memo
    assert memo.background.startswith("กองทดสอบ")
    assert memo.background.endswith("ขอให้เผยแพร่")
    assert memo.proposal == "จึงเรียนมาเพื่อโปรดพิจารณา"
    assert NoticeCode.MEMO_SECTIONS in codes(parsed)


def test_a_page_number_among_the_officers_is_left_over() -> None:
    text = MEMO.replace("นักจัดการทดสอบ\n", "นักจัดการทดสอบ\n- ๒ -\n")
    parsed = parse_report(text + FRONT + AREA)
    assert [each.position for each in parsed.record.memo.approvals] == [
        "นักจัดการทดสอบ",
        "ปลัดเทศบาลตำบลตัวอย่าง",
    ]
    assert "- ๒ -" in left(parsed)


def test_an_opinion_may_stand_beside_its_heading_and_a_position_on_two_lines() -> None:
    text = MEMO.replace("นักจัดการทดสอบ\n", "นักจัดการทดสอบ\nชำนาญการ\n")
    text = text.replace("ความเห็นของปลัดเทศบาล", "ความเห็นของปลัดเทศบาล: ชอบแล้ว")
    reporter, clerk = parse_report(text + FRONT + AREA).record.memo.approvals
    assert reporter.position == "นักจัดการทดสอบ ชำนาญการ"
    assert clerk.heading == "ความเห็นของปลัดเทศบาล"
    assert clerk.opinion == "ชอบแล้ว\nเห็นควรเผยแพร่"


def test_words_in_parentheses_above_a_signature_are_no_name() -> None:
    text = MEMO.replace("(/) เห็นควรเผยแพร่\n", "(เร่งด่วน)\n")
    clerk = parse_report(text + FRONT + AREA).record.memo.approvals[1]
    assert (clerk.opinion, clerk.name) == ("(เร่งด่วน)", "นายตรวจ ทานครบ")


def test_what_follows_a_signature_is_its_heading_only_where_dots_wait_for_it() -> None:
    parsed = parse_report(MEMO.replace("ลงชื่อ..........ผู้รายงาน", "(ลงชื่อ) ผู้รายงาน") + FRONT + AREA)
    assert parsed.record.memo.approvals[0].heading == ""
    assert parsed.record.memo.approvals[0].name == "นางสาวทดลอง อ่านดี"
    assert "(ลงชื่อ) ผู้รายงาน" in left(parsed)


def test_a_section_of_a_memo_that_stands_twice_keeps_both_texts_apart() -> None:
    text = MEMO.replace("๓. ข้อเสนอ", "๓. ข้อเท็จจริง: แก้แล้ว\nส่งแล้ว\n๔. ข้อเสนอ")
    memo = parse_report(text + FRONT + AREA).record.memo
    assert memo.facts == "ทำรายงานเสร็จแล้ว ตามข้อ O๒๖\n\nแก้แล้ว\nส่งแล้ว"
    assert memo.proposal.startswith("ขอให้เผยแพร่")


def test_a_date_that_is_none_is_left_over() -> None:
    parsed = parse_report(MEMO.replace("๒ มีนาคม ๒๕๖๙", "๓๐ กุมภาพันธ์ ๒๕๖๙") + FRONT + AREA)
    assert parsed.record.memo.date is None
    assert NoticeCode.MEMO_DATE in codes(parsed)
    assert "๓๐ กุมภาพันธ์ ๒๕๖๙" in left(parsed)


def test_a_memo_without_a_title_behind_it_gives_the_rest_to_the_introduction() -> None:
    parsed = parse_report(MEMO + "\nปีนี้ทำได้ดี\n" + AREA)
    assert parsed.record.introduction == "<p>ปีนี้ทำได้ดี</p>"
    assert len(parsed.record.memo.approvals) == 2


def test_wrapped_heads_of_a_memo_are_joined() -> None:
    text = MEMO.replace("รายงานผลของมาตรการ ปีงบ", "รายงานผลของมาตรการ\nปีงบ")
    memo = parse_report(text + FRONT + AREA).record.memo
    assert memo.subject == "รายงานผลของมาตรการ ปีงบประมาณ ๒๕๖๘"
