"""The CSV of a report, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sample import FULL_MEASURE, RECORD
from wagtail_ita.domain.records import EvidenceKind, EvidenceRecord, ReportRecord
from wagtail_ita.transfer.formats.cells import guard_cell, unguard_cell
from wagtail_ita.transfer.formats.csv import CSV, csv_bytes
from wagtail_ita.transfer.publication import EvidenceTarget, Publication


def rows(record: ReportRecord = RECORD) -> list[dict[str, str]]:
    targets = {
        piece.id: EvidenceTarget(title=piece.title, url=piece.url)
        for measure in record.measures
        for piece in measure.evidence
    }
    data = CSV.make(Publication(record=record, url="", assessment_year=2569, targets=targets))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_each_measure_is_a_row_under_stable_names() -> None:
    first, second = rows()
    assert first == {
        "id": FULL_MEASURE.id,
        "code": "O26",
        "assessment_year": "2569",
        "reported_year": "2568",
        "indicator": "4",
        "title": "มาตรการทะเบียนยืมพัสดุกลาง",
        "description": "เพื่อให้ตรวจสอบการยืมได้ทุกครั้ง",
        "steps": "\n".join(FULL_MEASURE.steps),
        "period_start": "2024-10-01",
        "period_end": "2025-09-30",
        "period_note": "",
        "responsible": "กองคลัง\nงานพัสดุ",
        "output": "มีการยืม ๑๒๘ ครั้ง ลงทะเบียนครบ",
        "outcome": "ไม่พบพัสดุสูญหายในการตรวจนับประจำปี",
        "evidence": "",
    }
    assert second["evidence"] == "หน้ารวมข่าวสั้น https://example.go.th/news"
    assert (second["period_start"], second["period_note"]) == ("", "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘")


def test_a_step_of_several_lines_stays_one_step() -> None:
    measure = replace(FULL_MEASURE, steps=("หนึ่ง\r\nต่อ", "สอง"))
    [row] = rows(replace(RECORD, measures=(measure,)))
    assert row["steps"] == "หนึ่ง ต่อ\nสอง"


def test_lines_end_as_excel_and_the_standard_have_them() -> None:
    data = csv_bytes(("ก",), [("ข",)])
    assert data.decode("utf-8-sig") == "ก\r\nข\r\n"
    [row] = rows(replace(RECORD, measures=(replace(FULL_MEASURE, description="ก\r\nข\rค\nง"),)))
    assert row["description"] == "ก\nข\nค\nง"


def test_evidence_that_is_called_by_its_address_stands_once() -> None:
    url = "https://example.go.th/a"
    piece = EvidenceRecord(id="e-1", kind=EvidenceKind.LINK, url=url, title=url)
    [row] = rows(replace(RECORD, measures=(replace(FULL_MEASURE, evidence=(piece,)),)))
    assert row["evidence"] == url


def test_a_formula_is_guarded_and_a_negative_number_is_a_number() -> None:
    measure = replace(
        FULL_MEASURE, title="=HYPERLINK(1)", description="-12.5", output="<p>@SUM(A1)</p>"
    )
    [row] = rows(replace(RECORD, measures=(measure,)))
    assert row["title"] == "'=HYPERLINK(1)"
    assert row["description"] == "-12.5"
    assert row["output"] == "'@SUM(A1)"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+66", "'+66"),
        ("-1+1", "'-1+1"),
        ("- ข้อหนึ่ง", "'- ข้อหนึ่ง"),
        ("-1", "-1"),
        ("-1,234.50", "-1,234.50"),
        (-7, "-7"),
        ("@SUM", "'@SUM"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'ยกมา'", "'ยกมา'"),
        ("O26", "O26"),
        ("ข้อ O26", "ข้อ O26"),
        ("", ""),
    ],
)
def test_a_cell_that_looks_like_a_formula_is_guarded(value: object, cell: str) -> None:
    assert guard_cell(value) == cell
    assert unguard_cell(cell) == str(value)


@given(st.text(st.sampled_from("'=+-@\t\r\n＝1a,."), max_size=6) | st.text(max_size=10))
def test_every_guarded_cell_has_its_own_way_back(value: str) -> None:
    assert unguard_cell(guard_cell(value)) == value
