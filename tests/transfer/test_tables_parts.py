"""Single parts of reading tables: heads, merged cells, cells; and tables that make no sense."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transfer.layouts import document
from wagtail_ita.domain.records import MeasureRecord, PeriodRecord
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.parsed import NoticeCode
from wagtail_ita.transfer.reading import parse_document
from wagtail_ita.transfer.tables.cells import read_dates
from wagtail_ita.transfer.tables.grid import spread
from wagtail_ita.transfer.tables.roles import Role, read_role

HEAD = ["ด้าน", "มาตรการ", "ขั้นตอน", "ระยะเวลา", "ผู้รับผิดชอบ", "ผลผลิต", "ผลลัพธ์"]
YEAR = PeriodRecord(start=dt.date(2024, 10, 1), end=dt.date(2025, 9, 30))


def one(**cells: str) -> MeasureRecord:
    """The measure of a table with one row, of which some cells are given."""
    names = ("area", "title", "steps", "period", "responsible", "output", "outcome")
    row = [cells.get(name, "ก") for name in names]
    (measure,) = parse_document(document([HEAD, row])).record.measures
    return measure


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("ลำดับที่", Role.NUMBER),
        ("มาตรการ/โครงการ/กิจกรรม", Role.MEASURE),
        ("ชื่อโครงการ", Role.MEASURE),
        ("Project / Activity", Role.MEASURE),
        ("(๒) ขั้นตอนหรือวิธีการปฏิบัติ", Role.STEPS),
        ("วิธีดำเนินการ", Role.STEPS),
        ("กิจกรรม/วิธีดำเนินการ", Role.STEPS),
        ("ขันตอนการดำเนินงาน", Role.STEPS),
        ("ชั้นตอน", Role.STEPS),
        ("ระยะเวลา\nดำเนินการ", Role.PERIOD),
        ("วัน เดือน ปี ที่ดำเนินการ", Role.PERIOD),
        ("วันที่เริ่มต้น", Role.START),
        ("วันสิ้นสุด", Role.END),
        ("หน่วยงานที่รับผิดชอบ", Role.RESPONSIBLE),
        ("เจ้าภาพหลัก", Role.RESPONSIBLE),
        ("ผลการดำเนินงาน", Role.OUTPUT),
        ("ผลผลิต (Output) *", Role.OUTPUT),
        ("ผลลัพธ์/ความสำเร็จ", Role.OUTCOME),
        ("ผลสัมฤทธิ", Role.OUTCOME),
        ("ตัวชี้วัด/ประเด็นการประเมิน", Role.INDICATOR),
        ("คะแนนที่ได้รับ", Role.SCORE),
        ("เอกสาร/หลักฐานประกอบ", Role.EVIDENCE),
        ("ขั้นตอน :", Role.STEPS),
        ("(1)", None),
        ("(๑) เก้าอี้", Role.MEASURE),
        ("(๔) คนทำ", Role.RESPONSIBLE),
        ("(๗) คำขวัญ", None),
        ("งบประมาณ", None),
        ("ตัวชี้วัดความสำเร็จ", None),
        ("", None),
        ("ขั้นตอน" * 40, None),
    ],
)
def test_heads_are_known_in_their_usual_wordings(head: str, role: Role | None) -> None:
    assert read_role(head).role is role


def test_a_merged_cell_stands_at_each_of_its_places() -> None:
    (table,) = document(
        [["ก", None, "ข"], [None, None, "ค"], ["ง", None, None], ["จ", "ฉ", None]]
    ).parts
    grid = spread(table, first_line=1)  # type: ignore[arg-type]
    assert [[spot.text for spot in row] for row in grid.rows] == [
        ["ก", "ก", "ข"],
        ["ก", "ก", "ค"],
        ["ง", "ง", "ง"],
        ["จ", "ฉ", "ฉ"],
    ]


@pytest.mark.parametrize(
    ("cell", "indicator"),
    [
        ("1", 1),
        ("๑๐", 10),
        ("ด้านที่ ๓", 3),
        ("ตัวชี้วัดที่ 3 การใช้อำนาจ", 3),
        ("3. การใช้อำนาจ", 3),
        ("ด้านการใช้อำนาจ", 3),
        ("การใช้อำนาจ\n(คะแนน ๘๐.๐๐)", 3),
        ("11", None),
        ("1, 2", None),
        ("ความสุข", None),
    ],
)
def test_an_indicator_is_known_by_number_or_name(cell: str, indicator: int | None) -> None:
    assert one(area=cell).indicator == indicator


def test_an_indicator_of_another_name_is_doubtful() -> None:
    row = ["๓. การใช้งบประมาณ", *"กขคงจฉ"]
    parsed = parse_document(document([HEAD, row]))
    assert parsed.unsure >= {"measures.0.indicator"} or parsed.record.measures[0].indicator is None


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        ("๑ ต.ค. ๖๗ – ๓๐ ก.ย. ๖๘", YEAR),
        ("ต.ค. 67 -\nก.ย. 68", YEAR),
        ("ไตรมาส ๑", PeriodRecord(note="ไตรมาส ๑")),
        ("-", PeriodRecord()),
    ],
)
def test_periods_are_dates_only_where_they_are_dates(cell: str, period: PeriodRecord) -> None:
    assert one(period=cell).period == period


@pytest.mark.parametrize(
    ("start", "end", "note", "period"),
    [
        ("1 ต.ค. 67", "", "", PeriodRecord(start=dt.date(2024, 10, 1))),
        ("", "30/9/2568", "ก", PeriodRecord(end=dt.date(2025, 9, 30), note="ก")),
        ("30 ก.ย. 68", "1 ต.ค. 67", "", PeriodRecord(note="30 ก.ย. 68 - 1 ต.ค. 67")),
        ("เร็ว ๆ นี้", "", "", PeriodRecord(note="เร็ว ๆ นี้")),
        ("ต.ค. 67", "ก.ย. 68", "", YEAR),
        ("", "", "ต.ค. 67 - ก.ย. 68", YEAR),
        ("ต.ค. 67", "ก.ย. 68", "ตามแผน", replace(YEAR, note="ตามแผน")),
    ],
)
def test_two_cells_make_a_period(start: str, end: str, note: str, period: PeriodRecord) -> None:
    assert read_dates(start, end, note) == period


@pytest.mark.parametrize(
    ("cell", "steps"),
    [
        ("๑. นับ\n๒. ติดป้าย", ("นับ", "ติดป้าย")),
        ("1) นับ 2) ติดป้าย", ("นับ", "ติดป้าย")),
        ("• นับ\n• ติดป้าย", ("นับ", "ติดป้าย")),
        ("นับ\nติดป้าย", ("นับ", "ติดป้าย")),
        ("ขั้นตอนที่ 1 นับ\nขั้นตอนที่ 2 ติดป้าย", ("นับ", "ติดป้าย")),
    ],
)
def test_steps_of_one_cell_are_parted(cell: str, steps: tuple[str, ...]) -> None:
    assert one(steps=cell).steps == steps


@pytest.mark.parametrize(
    ("cell", "title", "description"),
    [
        ("๑. โครงการเก้าอี้", "โครงการเก้าอี้", ""),
        ("โครงการ: เก้าอี้ใหม่", "เก้าอี้ใหม่", ""),
        ("“โครงการเก้าอี้” เพื่อความสบาย", "โครงการเก้าอี้", "เพื่อความสบาย"),
        ("โครงการเก้าอี้\nเพื่อความสบาย", "โครงการเก้าอี้", "เพื่อความสบาย"),
    ],
)
def test_the_name_of_a_measure(cell: str, title: str, description: str) -> None:
    measure = one(title=cell)
    assert (measure.title, measure.description) == (title, description)


def test_several_names_in_one_cell_are_kept_together_and_doubtful() -> None:
    row = ["1", "1. โครงการโต๊ะ\n2. โครงการเก้าอี้", *"กขคงจ"]
    parsed = parse_document(document([HEAD, row]))
    assert parsed.record.measures[0].description == "2. โครงการเก้าอี้"
    assert parsed.unsure == {"measures.0.title"}
    assert NoticeCode.ROW_UNSURE in {notice.code for notice in parsed.notices}


def test_one_form_may_hold_several_measures_and_areas() -> None:
    form = [
        ["ด้านที่ ๓ การใช้อำนาจ", None],
        ["มาตรการ", "โครงการเก้าอี้"],
        ["ขั้นตอน", "นับ"],
        ["ผู้รับผิดชอบ", "กองคลัง"],
        ["ผู้รับผิดชอบ", "กองช่าง"],
        ["มาตรการ", "โครงการโต๊ะ"],
        ["ขั้นตอน", "ติดป้าย"],
        ["ด้านที่ ๕ การแก้ไขปัญหาการทุจริต", None],
        ["มาตรการ", "โครงการตู้"],
        ["ขั้นตอน", "ล็อก"],
    ]
    parsed = parse_document(document(form))
    assert [
        (each.indicator, each.title, each.steps, each.responsible)
        for each in parsed.record.measures
    ] == [
        (3, "โครงการเก้าอี้", ("นับ",), ("กองคลัง", "กองช่าง")),
        (3, "โครงการโต๊ะ", ("ติดป้าย",), ()),
        (5, "โครงการตู้", ("ล็อก",), ()),
    ]
    missing = [
        notice.line_number for notice in parsed.notices if notice.code == NoticeCode.ELEMENT_MISSING
    ]
    assert set(missing) == {2, 6, 9}


def test_a_table_of_scores_may_have_a_total_a_level_and_blank_rows() -> None:
    scores = [
        ["ที่", "ตัวชี้วัด", "คะแนน"],
        ["1", "การปฏิบัติหน้าที่", "90.50"],
        ["", "", ""],
        ["2", "การใช้งบประมาณ", "๘๐.๒๕"],
        ["11", "คะแนนรวม", "85.38"],
        ["ระดับ", "ITA", "ผ่านดี"],
        ["ระดับ", "ยังไม่ประกาศ"],
        ["หมายเหตุ", "ประกาศแล้ว", "เว็บไซต์"],
    ]
    parsed = parse_document(document(scores, [HEAD, ["๑", *"กขคงจฉ"]]))
    assert parsed.record.scores == {1: Decimal("90.50"), 2: Decimal("80.25")}
    assert parsed.record.overall_score == Decimal("85.38")
    assert parsed.record.level == "good"
    assert [each.text for each in parsed.leftovers] == [
        *("ระดับ", "ยังไม่ประกาศ"),
        *("หมายเหตุ", "ประกาศแล้ว", "เว็บไซต์"),
    ]


def test_a_table_of_scores_needs_no_head_where_it_names_the_indicators() -> None:
    scores = [
        ["ผลการประเมิน", "ปี ๒๕๖๘"],
        ["การปฏิบัติหน้าที่", "90.50"],
        ["การใช้งบประมาณ", "80.25"],
        ["การใช้อำนาจ", "-"],
        ["การแก้ไขปัญหาการทุจริต", "๗๐"],
    ]
    parsed = parse_document(document(scores, [HEAD, ["๑", *"กขคงจฉ"]]))
    assert parsed.record.scores == {
        1: Decimal("90.50"),
        2: Decimal("80.25"),
        5: Decimal("70"),
    }


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ("ภาพกิจกรรม: https://example.go.th/a", "ภาพกิจกรรม"),
        ("https://example.go.th/a (ภาพ)", "ภาพ"),
        ("- ภาพ – https://example.go.th/a", "ภาพ"),
        ("https://example.go.th/a", ""),
    ],
)
def test_the_words_around_a_link_are_its_title(cell: str, title: str) -> None:
    table = [[*HEAD, "หลักฐาน"], ["๑", *"กขคงจฉ", cell]]
    [piece] = parse_document(document(table)).record.measures[0].evidence
    assert (piece.url, piece.title) == ("https://example.go.th/a", title)


def test_a_heading_names_the_measure_whose_elements_follow_at_once() -> None:
    parts = [{"text": "โครงการเก้าอี้", "heading": 2}, "ขั้นตอน: นับ", "ผู้รับผิดชอบ: กองคลัง"]
    (measure,) = parse_document(document(*parts)).record.measures
    assert (measure.title, measure.steps) == ("โครงการเก้าอี้", ("นับ",))
    assert measure.responsible == ("กองคลัง",)


CELLS = [
    *HEAD,
    *("", "-", "๑", "1.", "ด้านที่ ๑ การปฏิบัติหน้าที่", "๙๐.๕๐", "คะแนน", "โครงการเก้าอี้", "รวม", "title"),
    *("๑ ต.ค. ๖๗", "บทสรุป", "ผลผลิต: ก\nผลลัพธ์: ข", "https://a.th/", "ลงชื่อ....", "คะแนนรวม", "วันเริ่ม"),
]
TABLES = st.lists(
    st.lists(st.none() | st.sampled_from(CELLS) | st.text(max_size=4), max_size=8), max_size=8
)


@given(st.lists(TABLES | st.sampled_from([*CELLS, "มาตรการ: ก", "ขั้นตอน: ข"]), max_size=6))
def test_no_tables_raise_anything_but_a_source_error(parts: list[Any]) -> None:
    try:
        parsed = parse_document(document(*parts))
    except SourceError as error:
        assert str(error)
    else:
        assert parsed.unsure <= parsed.origins.keys()


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["ก", "1. ", "ด้านที่ 1 ", "(", "มาตรการ/", "-", "1 ต.ค. - ", "\n"])
def test_a_hostile_table_ends_soon(cell: str) -> None:
    rows = [[cell * 20] * 7 for _row in range(2000)]
    started = time.perf_counter()
    with contextlib.suppress(SourceError):
        parse_document(document([HEAD, *rows]))
    assert time.perf_counter() - started < 10
