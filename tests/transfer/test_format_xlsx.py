"""The workbook of a report, opened again by openpyxl."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.sample import FULL_MEASURE, RECORD
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord, PeriodRecord, ReportRecord
from wagtail_ita.transfer.formats.xlsx import XLSX
from wagtail_ita.transfer.publication import EvidenceTarget, Publication


def publication(record: ReportRecord = RECORD, language: str = "th") -> Publication:
    targets = {
        piece.id: EvidenceTarget(title=piece.title, url=piece.url)
        for measure in record.measures
        for piece in measure.evidence
    }
    return Publication(record=record, url="", language=language, targets=targets)


def opened(record: ReportRecord = RECORD, language: str = "th") -> Any:
    return load_workbook(io.BytesIO(XLSX.make(publication(record, language))))


def column(sheet: Any, number: int) -> list[Any]:
    return [cell.value for cell in list(sheet.columns)[number]]


def test_measures_scores_and_evidence_have_a_sheet_each() -> None:
    measures, scores, evidence = opened().worksheets
    assert measures.title == "มาตรการ"
    assert column(measures, 2)[1:] == [each.title for each in RECORD.measures]
    assert column(measures, 4)[1] == "\n".join(FULL_MEASURE.steps)
    assert column(measures, 5)[1].date() == dt.date(2024, 10, 1)
    assert column(scores, 3) == [
        scores["D1"].value,
        100,
        *[None] * 5,
        99.95,
        99.8,
        None,
        None,
        99.98,
        "ผ่านดีเยี่ยม",
    ]
    assert [cell.value for cell in evidence[2]][-1] == "https://example.go.th/news"


def rows(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_each_sheet_says_all_of_it_in_thai() -> None:
    measures, scores, _evidence = opened().worksheets
    assert rows(measures)[0] == (
        *("ลำดับที่", "ตัวชี้วัด", "มาตรการ โครงการ หรือกิจกรรม", "วัตถุประสงค์โดยย่อ"),
        *("ขั้นตอนหรือวิธีการปฏิบัติ", "วันที่เริ่มต้น", "วันที่สิ้นสุด", "ช่วงระยะเวลาเป็นข้อความ"),
        *("ผู้รับผิดชอบ", "ผลการดำเนินการ (Output)"),
        "ผลลัพธ์หรือผลสัมฤทธิ์ในการดำเนินการ (Outcome/Result)",
    )
    assert rows(measures)[2] == (
        *(2, "7. ประสิทธิภาพการสื่อสาร", "โครงการข่าวสั้นประจำสัปดาห์", None),
        *("เขียนข่าวด้วยถ้อยคำง่าย", None, None, "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘"),
        *("งานประชาสัมพันธ์", "เผยแพร่ ๕๒ ครั้ง", "ผู้ติดตามเพิ่มขึ้นหนึ่งในสาม"),
    )
    assert rows(measures)[1][8] == "กองคลัง\nงานพัสดุ"
    assert rows(scores)[0] == ("ลำดับที่", "ตัวชี้วัด", "เครื่องมือ", "คะแนน")
    assert rows(scores)[7] == (7, "ประสิทธิภาพการสื่อสาร", "EIT", 99.95)
    assert rows(scores)[-2:] == [
        (None, "คะแนนรวม", None, 99.98),
        (None, "ระดับผลการประเมิน", None, "ผ่านดีเยี่ยม"),
    ]


def test_the_evidence_of_each_measure_and_of_the_whole_report_has_a_row() -> None:
    pieces = [
        EvidenceRecord(id=kind.value, kind=kind, title=f"Piece {kind.value}", url=f"/{kind.value}")
        for kind in EvidenceKind
    ]
    measures = (FULL_MEASURE, replace(FULL_MEASURE, title="Second", evidence=tuple(pieces[:2])))
    last = replace(pieces[3], note="What it shows")
    record = replace(RECORD, measures=measures, attachments=(pieces[2], last))
    evidence = opened(record, language="en").worksheets[2]
    assert evidence.title == "Evidence"
    assert rows(evidence) == [
        ("Measure no.", "Measures", "Title", "Kind", "What it proves", "Address"),
        (2, "Second", "Piece document", "Document", None, "/document"),
        (2, "Second", "Piece image", "Image", None, "/image"),
        (None, "Attachments", "Piece page", "Page of this site", None, "/page"),
        (None, "Attachments", "Piece link", "Link", "What it shows", "/link"),
    ]


def test_evidence_is_listed_with_the_title_and_address_that_it_has_today() -> None:
    piece = EvidenceRecord(id="1", kind=EvidenceKind.LINK, title="Typed", url="/typed")
    record = replace(RECORD, attachments=(piece, replace(piece, id="2")))
    targets = {"1": EvidenceTarget(title="Today", url="/today")}
    made = XLSX.make(Publication(record=record, url="", language="en", targets=targets))
    listed = rows(load_workbook(io.BytesIO(made)).worksheets[2])[-2:]
    assert [(each[2], each[5]) for each in listed] == [("Today", "/today"), ("Typed", "/typed")]


def test_it_is_ready_to_read_and_to_print() -> None:
    for sheet in opened().worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.page_setup.fitToHeight == 0
        # Openpyxl 3.0 gives the rows without the signs that fix them.
        assert sheet.print_title_rows.replace("$", "") == "1:1"
        assert sheet.freeze_panes.endswith("2")
        assert sheet["A1"].font.bold
        assert sheet["C2"].alignment.wrap_text


def test_each_page_of_the_print_says_whose_report_it_is() -> None:
    record = replace(RECORD, title="A & B", agency="เทศบาลตัวอย่าง")
    for sheet in opened(record).worksheets:
        assert sheet.oddHeader.center.text.replace("&&", "&") == "O26 · A & B · เทศบาลตัวอย่าง"


def test_days_are_days_and_are_shown_in_the_era_of_the_reader() -> None:
    assert opened().worksheets[0]["F2"].number_format == "[$-107041E]d mmm yyyy"
    assert opened(language="en").worksheets[0]["F2"].number_format == "yyyy-mm-dd"


def test_a_day_before_the_days_of_excel_stays_readable() -> None:
    old = replace(FULL_MEASURE, period=PeriodRecord(start=dt.date(1899, 1, 1)))
    assert opened(replace(RECORD, measures=(old,))).worksheets[0]["F2"].value == "1899-01-01"


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("https://x","y")', "+1", "@a", "#N/A", "-1"])
def test_a_text_is_never_a_formula(text: str) -> None:
    cell = opened(replace(RECORD, measures=(replace(FULL_MEASURE, title=text),))).worksheets[0][
        "C2"
    ]
    assert (cell.value, cell.data_type) == (text, "s")


def test_a_formula_stays_a_text_when_somebody_edits_the_cell() -> None:
    sheet = opened(replace(RECORD, measures=(replace(FULL_MEASURE, title="=1+1"),))).worksheets[0]
    assert sheet["C2"].quotePrefix
    assert not sheet["D2"].quotePrefix


def test_what_no_workbook_may_hold_is_left_out() -> None:
    measure = replace(FULL_MEASURE, title="ก\x01ข\x0bค", description="ย" * 40_000)
    record = replace(RECORD, measures=(measure,), title="A & B\x02")
    sheet = opened(record).worksheets[0]
    assert sheet["C2"].value == "กขค"
    assert len(sheet["D2"].value) == 32_767


def test_the_same_publication_gives_the_same_bytes() -> None:
    stamped = replace(publication(), last_published=dt.datetime(2026, 3, 18, 9, 30, tzinfo=dt.UTC))
    assert XLSX.make(stamped) == XLSX.make(stamped)


def test_an_empty_report_is_a_workbook_too() -> None:
    assert len(opened(ReportRecord(), language="en").worksheets) == 3
