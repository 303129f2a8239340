"""A report as a whole, in the many layouts that people type; every sentence is our own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.transfer.refused import refused
from tests.transfer.text_samples import (
    AREA,
    CHAIRS,
    CONCLUSION,
    FRONT,
    MEMO,
    codes,
    left,
    measure,
    remarks,
)
from wagtail_ita.transfer.text import NoticeCode, parse_report

# ---------------------------------------------------------------------------- a whole report


def test_a_whole_report_is_understood() -> None:
    record = parse_report(MEMO + "\n" + FRONT + AREA + CONCLUSION).record
    assert record.title == "รายงานผลการทดสอบมาตรการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"
    assert record.agency == "เทศบาลตำบลตัวอย่าง"
    assert record.code == "O26"
    assert record.reported_year == 2568
    assert record.overall_score == Decimal("91.25")
    assert record.level == "good"
    assert record.scores == {4: Decimal("90.50")}
    assert record.introduction.startswith("<p>ปีนี้เทศบาลได้คะแนนรวม")
    assert record.measures == (CHAIRS,)
    assert record.conclusion == "<p>ปีหน้าจะติดป้ายโต๊ะด้วย</p>"


def test_a_clean_report_leaves_nothing_over() -> None:
    parsed = parse_report(FRONT + AREA + CONCLUSION)
    assert parsed.leftovers == ()
    assert parsed.notices == ()


def test_a_report_without_memo_has_an_empty_one() -> None:
    memo = parse_report(FRONT + AREA).record.memo
    assert memo.unit == memo.subject == memo.proposal == ""
    assert memo.approvals == ()


def test_a_report_may_be_nothing_but_measures() -> None:
    parsed = parse_report(AREA.split("\n", 1)[1])
    assert parsed.record.measures[0].title == CHAIRS.title
    assert parsed.record.measures[0].indicator is None
    assert NoticeCode.AREA_MISSING in codes(parsed)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "ไม่มีอะไรเลย", "มาตรการ: ดี", MEMO, FRONT, "(๑)\n(๒)\n", "%PDF-1.7"]
)
def test_a_text_without_measures_is_no_report(text: str) -> None:
    assert refused(lambda: parse_report(text)).code == "no_report"


# ------------------------------------------------------------------------------ form of text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("\n", "\r"),
        ("\n", "\n\n"),
        (": ", "："),
        (": ", ":\t"),
        (" ", "\u00a0"),
        (" ", "  \t "),
        ("ก", "\u200bก"),
        ("\n", "\ufeff\n"),
        ("ำ", "\u0e4dา"),
        ("(๒)", "• (๒)"),
        ("(๓)", "- (๓)"),
        ("ด้านที่ ๔", "  ด้านที่๔"),
        ("(ผล", " ( ผล"),
        ('"', "”"),
    ],
)
def test_layout_does_not_change_what_is_read(old: str, new: str) -> None:
    assert parse_report(AREA.replace(old, new)).record.measures == (CHAIRS,)


def test_arabic_digits_are_read_alike() -> None:
    text = AREA.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))
    parsed = parse_report(text)
    assert parsed.record.scores == {4: Decimal("90.50")}
    assert parsed.record.measures[0].steps == CHAIRS.steps
    assert parsed.record.measures[0].period == CHAIRS.period


@pytest.mark.parametrize("style", ["{}) ", "{}. ", "( {} ) ", "{} ) ", "4.{} ", ""])
def test_labels_may_be_numbered_in_any_style(style: str) -> None:
    text = AREA
    for digit in "๑๒๓๔๕๖":
        text = text.replace(f"({digit}) ", style.format(digit))
    assert parse_report(text).record.measures == (CHAIRS,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("มาตรการ โครงการ หรือกิจกรรม:", "มาตรการ/โครงการ/กิจกรรม:"),
        ("มาตรการ โครงการ หรือกิจกรรม:", "ชื่อโครงการ :"),
        ("มาตรการ โครงการ หรือกิจกรรม:", "มาตรการที่ ๑:"),
        ("ขั้นตอนหรือวิธีการปฏิบัติ:", "วิธีดำเนินการ"),
        ("ขั้นตอนหรือวิธีการปฏิบัติ:", "แนวทางการดำเนินงาน:"),
        ("ช่วงระยะเวลาในการดำเนินการ:", "ระยะเวลาดำเนินการ:"),
        ("ช่วงระยะเวลาในการดำเนินการ:", "ห้วงเวลา:"),
        ("ช่วงระยะเวลาในการดำเนินการ:", "ระยะเวลา"),
        ("ผู้รับผิดชอบ:", "ผู้รับผิดชอบโครงการ:"),
        ("ผู้รับผิดชอบ:", "หน่วยงานที่รับผิดชอบ -"),
        ("ผู้รับผิดชอบ:", "ผู้รับผิดชอบหลัก"),
        ("ผลการดำเนินการ (Output):", "ผลผลิต:"),
        ("ผลการดำเนินการ (Output):", "ผลการดำเนินงาน/ผลผลิต (Outputs):"),
        ("ผลการดำเนินการ (Output):", "OUTPUT:"),
        ("ผลลัพธ์หรือผลสัมฤทธิ์ในการดำเนินการ (Outcome/Result):", "ผลลัพธ์:"),
        ("ผลลัพธ์หรือผลสัมฤทธิ์ในการดำเนินการ (Outcome/Result):", "ผลสัมฤทธิ์ของโครงการ:"),
    ],
)
def test_labels_may_be_worded_differently(old: str, new: str) -> None:
    parsed = parse_report(AREA.replace(old, new))
    assert parsed.record.measures == (CHAIRS,)
    assert parsed.leftovers == ()


def test_an_area_pasted_as_one_paragraph_is_taken_apart() -> None:
    heading, rest = AREA.split("\n", 1)
    assert measure(heading + "\n" + " ".join(rest.split("\n"))) == CHAIRS


def test_a_label_behind_the_last_step_on_its_line_is_taken_apart() -> None:
    assert measure(AREA.replace("\n(๓)", " (๓)").replace("\n(๖)", " (๖)")) == CHAIRS


def test_wrapped_lines_are_made_whole_without_a_space_in_thai() -> None:
    text = """ด้านที่ 1: การปฏิบัติหน้าที่
(1) มาตรการ: มาตรการ ABC
(2) ขั้นตอน:
1. จัดประชุมพนักงานทุกคนเพื่อชี้แจงแนวทางใหม่ของงานบริการ แล้วบันทึกไว้ในสมุด
ประชุมกลาง
2. ติดประกาศ
(5) ผลผลิต: พนักงานที่เข้าประชุมได้รับคู่มือฉบับย่อคนละหนึ่งเล่ม และได้ลงลายมือ
ชื่อรับไว้ครบทุกคน รวมทั้งได้ตอบแบบสอบถามหลังการประชุมเป็นจำนวนมากกว่าครึ่ง Google
Form ของพนักงานทั้งหมด
(6) ผลลัพธ์: ประชาชนที่มาใช้บริการในแต่ละวันรอน้อยลง และชมพนักงานมากขึ้นกว่าปีก่อน
"""
    found = measure(text)
    assert found.steps[0].endswith("บันทึกไว้ในสมุดประชุมกลาง")
    assert "ลงลายมือชื่อรับไว้" in found.output
    assert "Google Form" in found.output
    assert found.output.count("<p>") == 1


@pytest.mark.parametrize("entry", ["- แจกคู่มือ", "• แจกคู่มือ", "2) แจกคู่มือ", "๒. แจกคู่มือ"])
def test_an_entry_of_a_list_behind_a_full_line_stays_apart(entry: str) -> None:
    text = f"""ด้านที่ 1: การปฏิบัติหน้าที่
(1) มาตรการ: มาตรการ ABC
(2) ขั้นตอน:
1. จัดประชุมพนักงานทุกคนเพื่อชี้แจงแนวทางใหม่ของงานบริการ แล้วบันทึกไว้ในสมุด
ประชุมกลาง
(5) ผลผลิต: พนักงานที่เข้าประชุมได้รับคู่มือฉบับย่อคนละหนึ่งเล่ม และได้ลงลายมือ
{entry}
(6) ผลลัพธ์: ประชาชนที่มาใช้บริการในแต่ละวันรอน้อยลง และชมพนักงานมากขึ้นกว่าปีก่อน
"""
    found = measure(text)
    assert found.steps[0].endswith("บันทึกไว้ในสมุดประชุมกลาง")
    assert found.output.endswith(f"และได้ลงลายมือ</p><p>{entry}</p>")


def test_paragraphs_of_an_unwrapped_text_stay_apart() -> None:
    text = AREA.replace("ติดป้าย ๔๒ ตัว", "ติดป้ายแล้ว\nเหลืออีกสองห้อง")
    assert measure(text).output == "<p>ติดป้ายแล้ว</p><p>เหลืออีกสองห้อง</p>"


def test_html_in_a_text_is_shown_and_not_run() -> None:
    found = measure(AREA.replace("ไม่มีเก้าอี้หาย", "<script>x</script> & ครบ"))
    assert found.outcome == "<p>&lt;script&gt;x&lt;/script&gt; &amp; ครบ</p>"


def test_a_page_number_between_lines_is_left_over() -> None:
    parsed = parse_report(AREA.replace("๒. ติดป้าย", "- ๗ -\nหน้า 8 จาก 9\n๒. ติดป้าย"))
    assert parsed.record.measures == (CHAIRS,)
    assert left(parsed) == ["- ๗ -", "หน้า 8 จาก 9"]


# ------------------------------------------------------------------------------------- areas


@pytest.mark.parametrize(
    ("heading", "score"),
    [
        ("ด้านที่ 4 การใช้ทรัพย์สินของราชการ", None),
        ("ด้านที่ 4. การใช้ทรัพย์สินของราชการ", None),
        ("ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ", None),
        ("4. ด้านการใช้ทรัพย์สินของราชการ (90.5 คะแนน)", "90.5"),
        ("การใช้ทรัพย์สินของราชการ", None),
        ("ด้านที่ 4 การใช้ทรัพย์สินของราชการ ได้ 90.50 คะแนน", "90.50"),
        ("ด้านที่ 4 การใช้ทรัพย์สินของราชการ คะแนน: 90.50", "90.50"),
        ("ด้านที่ 4 การใช้ทรัพย์สินของราชการ [ร้อยละ 90.50]", "90.50"),
        ("ด้านที่ 4 การใช้ทรัพย์สินของราชการ (คะแนนเต็ม 100 ได้ 90.50 คะแนน)", "90.50"),
        ("ด้านที่ 4: การใช้ทรัพย์สินของราชการ (ผลคะแนน\n90.50 คะแนน)", "90.50"),
        ("ด้านที่ 4: การใช้ทรัพย์สินของราชการ (ผลคะแนน\n\n90.50 คะแนน)", "90.50"),
        ("ด้านที่ ๔\nการใช้ทรัพย์สินของราชการ (๙๐ คะแนน)", "90"),
    ],
)
def test_headings_of_areas_may_be_written_differently(heading: str, score: str | None) -> None:
    parsed = parse_report(AREA.replace(AREA.split("\n", 1)[0], heading))
    assert parsed.record.measures == (CHAIRS,)
    assert parsed.record.scores == ({4: Decimal(score)} if score else {})
    assert remarks(parsed) == []


def test_one_area_may_hold_several_measures() -> None:
    second = AREA.split("\n", 1)[1].replace("เก้าอี้", "โต๊ะ")
    record = parse_report(AREA + second).record
    assert [found.title for found in record.measures] == [
        "มาตรการป้ายทะเบียนเก้าอี้",
        "มาตรการป้ายทะเบียนโต๊ะ",
    ]
    assert [found.indicator for found in record.measures] == [4, 4]


def test_a_table_of_scores_in_the_introduction_opens_no_area() -> None:
    table = "ด้านที่ 4 การใช้ทรัพย์สินของราชการ 90.50 คะแนน\nด้านที่ 5 การแก้ไขปัญหาการทุจริต 80.00 คะแนน\n"
    record = parse_report(FRONT + table + AREA).record
    assert record.measures == (CHAIRS,)
    assert record.scores == {4: Decimal("90.50")}
    assert "80.00" in record.introduction
    assert record.overall_score == Decimal("91.25")


def test_a_sentence_about_an_indicator_opens_no_area() -> None:
    line = "ตัวชี้วัดที่ ๔ ได้รับคะแนนสูงกว่าปีที่แล้ว"
    found = measure(AREA.replace("ไม่มีเก้าอี้หาย", f"ไม่มีเก้าอี้หาย\n{line}"))
    assert line in found.outcome


def test_a_name_that_is_not_the_indicators_is_pointed_out() -> None:
    parsed = parse_report(AREA.replace("การใช้ทรัพย์สินของราชการ", "การใช้ของหลวง"))
    (notice,) = remarks(parsed)
    assert (notice.code, notice.line_number) == (NoticeCode.AREA_NAME, 1)
    assert "การใช้ของหลวง" in notice.message


def test_a_score_that_the_text_contradicts_is_pointed_out_and_kept() -> None:
    parsed = parse_report(AREA.replace("ไม่มีเก้าอี้หาย", "ได้ ๘๘.๐๐ คะแนน"))
    assert parsed.record.scores == {4: Decimal("90.50")}
    assert codes(parsed) == {NoticeCode.SCORE_DIFFERS}


def test_a_score_above_100_is_not_taken() -> None:
    parsed = parse_report(AREA.replace("๙๐.๕๐", "๑๙๐.๕๐"))
    assert parsed.record.scores == {}
    assert codes(parsed) == {NoticeCode.SCORE_IMPOSSIBLE}


def test_an_area_number_that_no_indicator_has_gives_no_indicator() -> None:
    parsed = parse_report(AREA.replace("ด้านที่ ๔", "ด้านที่ ๑๒"))
    assert parsed.record.measures[0].indicator is None
    assert parsed.record.scores == {}
    assert NoticeCode.AREA_NUMBER in codes(parsed)


def test_an_area_without_a_measure_keeps_its_score_and_is_pointed_out() -> None:
    parsed = parse_report(AREA + "ด้านที่ ๕: การแก้ไขปัญหาการทุจริต (๗๗.๐๐ คะแนน)\nไม่มีมาตรการ\n")
    assert parsed.record.scores[5] == Decimal("77.00")
    assert codes(parsed) == {NoticeCode.AREA_EMPTY}
    assert left(parsed) == ["ไม่มีมาตรการ"]
