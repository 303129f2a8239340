"""The workbook of a report, opened again by openpyxl."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.sample import FULL_MEASURE, RECORD
from wagtail_ita.domain.records import PeriodRecord, ReportRecord
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
