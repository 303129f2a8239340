"""Our own table: the CSV that we publish and the template that we hand out, back into records."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.utils import translation

from tests.transfer.layouts import document
from tests.transfer.refused import assert_thai
from wagtail_ita.domain.records import MeasureRecord, PeriodRecord, ReportRecord
from wagtail_ita.transfer.formats import csv, xlsx
from wagtail_ita.transfer.parsed import NoticeCode, ParsedReport
from wagtail_ita.transfer.publication import Publication
from wagtail_ita.transfer.reading import parse_document, read_report
from wagtail_ita.transfer.tables.own import COLUMNS, heads
from wagtail_ita.transfer.template import import_template

CHAIRS = MeasureRecord(
    id="0e0f4a9e-0000-4000-8000-000000000001",
    indicator=4,
    title="1. มาตรการ: ป้ายทะเบียนเก้าอี้",
    description="=ให้รู้ว่าเก้าอี้อยู่ที่ใด\nและใครใช้",
    steps=("๑. นับเก้าอี้ทุกตัว", "- ติดป้าย", "'=นับอีกครั้ง"),
    period=PeriodRecord(start=dt.date(2024, 10, 1), end=dt.date(2025, 3, 31), note="ยกเว้นวันหยุด"),
    responsible=("กองคลัง; กองช่าง", "สำนักปลัด"),
    output="<p>ติดป้าย ๔๒ ตัว &lt;ครบ&gt;</p><p>ไม่มีที่ซ้ำ</p>",
    outcome="<p>+ไม่มีเก้าอี้หาย</p>",
)
LAMPS = MeasureRecord(
    title="โครงการปิดไฟ",
    period=PeriodRecord(note="ตลอดปี"),
    output="<p>-5</p>",
)
RECORD = ReportRecord(code="O26", reported_year=2568, measures=(CHAIRS, LAMPS))


def codes(parsed: ParsedReport) -> set[NoticeCode]:
    return {notice.code for notice in parsed.notices}


def test_our_csv_comes_back_as_it_went() -> None:
    data = csv.render(
        Publication(record=RECORD, url="https://example.go.th/", assessment_year=2569)
    )
    read = read_report(data, name="report.csv")
    assert read.parsed.record == RECORD
    assert read.parsed.leftovers == ()
    assert codes(read.parsed) == {NoticeCode.ELEMENT_MISSING}
    assert read.parsed.origins["measures.1"] == (3,)
    assert read.parsed.unsure == frozenset()


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_empty_template_is_an_empty_report_with_a_sentence(language: str) -> None:
    with translation.override("th"):
        parsed = read_report(import_template(language), name="template.xlsx").parsed
    assert parsed.record == ReportRecord()
    assert parsed.leftovers == ()
    assert NoticeCode.NO_MEASURES in codes(parsed)
    for notice in parsed.notices:
        assert_thai(notice.message)


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_filled_template_is_read_exactly(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(import_template(language)))
    measures, scores, *_explanations = book.worksheets
    period = CHAIRS.period
    measures.append(
        [
            *(
                4,
                CHAIRS.title,
                "ให้รู้",
                "\n".join(CHAIRS.steps),
                period.start,
                period.end,
                "ยกเว้นวันหยุด",
            ),
            *("\n".join(CHAIRS.responsible), "ติดป้าย ๔๒ ตัว", "ไม่มีเก้าอี้หาย"),
        ]
    )
    measures.append([None, LAMPS.title, None, None, "๑ ต.ค. ๖๗", "30/9/2568", None, None, "-5"])
    scores["C2"], scores["C12"], scores["C13"] = 98.5, 91.25, "ผ่านดี"
    file = io.BytesIO()
    book.save(file)
    read = read_report(file.getvalue(), name="filled.xlsx")
    first, second = read.parsed.record.measures
    assert (first.indicator, first.title, first.description) == (4, CHAIRS.title, "ให้รู้")
    assert (first.steps, first.period) == (CHAIRS.steps, period)
    assert first.responsible == CHAIRS.responsible
    assert second.period == PeriodRecord(start=dt.date(2024, 10, 1), end=dt.date(2025, 9, 30))
    assert second.output == "<p>-5</p>"
    record = read.parsed.record
    assert {number: str(score) for number, score in record.scores.items()} == {1: "98.5"}
    assert (str(record.overall_score), record.level) == ("91.25", "good")
    assert read.parsed.leftovers == ()


def test_our_workbook_is_read_although_it_is_made_for_people() -> None:
    record = ReportRecord(
        measures=(
            MeasureRecord(
                indicator=4,
                title="มาตรการป้ายทะเบียนเก้าอี้",
                steps=("นับเก้าอี้", "ติดป้าย"),
                period=PeriodRecord(start=dt.date(2024, 10, 1), end=dt.date(2025, 3, 31)),
                responsible=("กองคลัง", "กองช่าง"),
                output="<p>ติดป้าย ๔๒ ตัว</p>",
                outcome="<p>ไม่มีเก้าอี้หาย</p>",
            ),
        ),
    )
    for language in ("th", "en"):
        data = xlsx.render(
            Publication(record=record, url="https://example.go.th/", language=language)
        )
        assert read_report(data, name="report.xlsx").parsed.record.measures == record.measures


def test_a_value_that_does_not_fit_is_left_over_with_a_notice() -> None:
    row = ["", "ด้านมืด", "โครงการ", "", "ทำ", "เร็ว ๆ นี้", "2568-09-30", "", "กอง", "มี", "ดี"]
    parsed = parse_document(document([list(COLUMNS), row]))
    assert parsed.record.measures[0].period.end == dt.date(2025, 9, 30)
    assert [each.text for each in parsed.leftovers] == ["เร็ว ๆ นี้", "ด้านมืด"]
    paths = [each.path for each in parsed.notices if each.code == NoticeCode.VALUE_UNKNOWN]
    assert sorted(paths) == ["measures.0.indicator", "measures.0.period"]


def test_a_column_of_somebody_else_is_left_over() -> None:
    parsed = parse_document(
        document([[*COLUMNS, "งบประมาณ"], ["", "", "โครงการ", *[""] * 8, "๕๐๐"]])
    )
    assert [each.text for each in parsed.leftovers] == ["๕๐๐"]
    assert NoticeCode.COLUMN_UNKNOWN in codes(parsed)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_heads_of_the_template_differ(language: str) -> None:
    with translation.override(language):
        assert len(set(heads(language).values())) == len(COLUMNS)
