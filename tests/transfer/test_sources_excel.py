from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import override_settings
from django.utils import translation
from openpyxl import Workbook

from tests.transfer.source_files import member, rezip, xlsx, xlsx_with_shared_strings
from wagtail_ita.transfer.errors import SourceError
from wagtail_ita.transfer.sources import Document, SourceKind, Table, read_document
from wagtail_ita.transfer.sources.excel_values import show_number

SHEET = "xl/worksheets/sheet1.xml"


def read(data: bytes) -> Document:
    return read_document(data, name="o26.xlsx")


def texts(part: Any) -> list[list[str]]:
    assert isinstance(part, Table)
    return [["→" if cell.continued else cell.text for cell in row] for row in part.rows]


def test_every_sheet_is_a_table_with_its_name() -> None:
    document = read(xlsx([["ก", "ข"], [1, "ค\nง"]], [["จ"]]))
    assert document.kind is SourceKind.XLSX
    assert [part.name for part in document.parts if isinstance(part, Table)] == ["แผ่น 1", "แผ่น 2"]
    assert texts(document.parts[0]) == [["ก", "ข"], ["1", "ค\nง"]]


def test_texts_in_a_part_of_their_own_are_found() -> None:
    assert texts(read(xlsx_with_shared_strings("ก", "ข")).parts[0]) == [["ก", "ข"]]


def test_hidden_sheets_are_left_out_and_named() -> None:
    def hide(book: Workbook) -> None:
        book.worksheets[1].sheet_state = "hidden"
        book.worksheets[2].sheet_state = "veryHidden"

    document = read(xlsx([["ก"]], [["ข"]], [["ค"]], change=hide))
    assert len(document.parts) == 1
    (remark,) = document.remarks
    assert "แผ่น 2, แผ่น 3" in remark


def test_merged_cells_are_marked_where_the_sheet_has_no_cell_too() -> None:
    def merge(book: Workbook) -> None:
        book.worksheets[0].merge_cells("A1:C1")
        book.worksheets[0].merge_cells("C2:C4")

    rows = [["หัว"], ["ก", "ข", "กองคลัง"], ["ค", "ง"], ["จ", "ฉ"]]
    document = read(xlsx(rows, change=merge))
    assert texts(document.parts[0]) == [
        ["หัว", "→", "→"],
        ["ก", "ข", "กองคลัง"],
        ["ค", "ง", "→"],
        ["จ", "ฉ", "→"],
    ]


def test_a_formula_without_a_saved_result_is_named() -> None:
    document = read(xlsx([["รวม", "=1+1"], ["เฉลี่ย", "=B1/2"]]))
    assert texts(document.parts[0]) == [["รวม"], ["เฉลี่ย"]]
    (remark,) = document.remarks
    assert "B1, B2" in remark
    assert "แผ่น 1" in remark


def test_a_formula_with_a_saved_result_shows_it() -> None:
    data = xlsx([["รวม", "=1+1"]])
    sheet = member(data, SHEET).replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>")
    sheet = sheet.replace(b"<v/>", b"<v>2</v>")
    document = read(rezip(data, {SHEET: sheet}))
    assert texts(document.parts[0]) == [["รวม", "2"]]
    assert document.remarks == ()


def test_dates_are_shown_in_iso_form() -> None:
    row = [dt.date(2025, 9, 30), dt.datetime(2025, 9, 30, 8, 30), dt.time(8, 30), True, False]
    assert texts(read(xlsx([row])).parts[0]) == [
        ["2025-09-30", "2025-09-30 08:30", "08:30", "TRUE", "FALSE"]
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1, "General", "1"),
        (0.1 + 0.2, "General", "0.3"),
        (99.5, "0.00", "99.50"),
        (0.95, "0%", "95%"),
        (0.9512, "0.0%", "95.1%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-12.5, "0.0", "-12.5"),
        (7, "000", "007"),
        (-7, "000", "-007"),
        (7.5, "000.0", "007.5"),
        (12, "0,000", "0,012"),
        (1234567, "0,000,000,000", "0,001,234,567"),
        (1234567, "000", "1234567"),
        (0, "#,##0", "0"),
        (5, '0;"ต่ำกว่า "0%', "5"),
        (99.5, '"รวม "0.00', "99.50"),
        (0.5, "# ?/?", "0.5"),
        (1.5, "0.??", "1.5"),
        (2, "0.0#", "2.0"),
        (10.25, "0.0##", "10.25"),
        (1.5, "0.00#", "1.50"),
        (100, "0.0#", "100.0"),
        (1234567890123456, "General", "1234567890123456"),
        (0.125, "0.00", "0.13"),
        (1.5, "0.##", "1.5"),
        (2, "0.##", "2"),
        (12, '0 "คน"', "12"),
        (12, "t0", "๑๒"),
        (99.5, "[$-D07041E]0.00", "๙๙.๕๐"),
        (5, "@", "5"),
        (1e300, "0.00", "1e+300"),
        (0.00001, "0.00E+00", "1e-05"),
    ],
)
def test_numbers_are_shown_as_their_cell_shows_them(
    value: float, number_format: str, shown: str
) -> None:
    assert show_number(value, number_format) == shown


def test_a_number_keeps_its_format_through_a_file() -> None:
    def style(book: Workbook) -> None:
        book.worksheets[0]["A1"].number_format = "0.00"

    assert texts(read(xlsx([[99.5]], change=style)).parts[0]) == [["99.50"]]


def test_blank_rows_between_are_kept_and_those_at_the_end_are_not() -> None:
    document = read(xlsx([["ก"], [None], ["ข"], [None], [""]]))
    assert texts(document.parts[0]) == [["ก"], [], ["ข"]]


def test_a_workbook_without_a_word_is_empty() -> None:
    with pytest.raises(SourceError) as caught:
        read(xlsx([]))
    assert caught.value.code == "empty"


def test_macros_are_left_out_with_a_remark() -> None:
    data = xlsx()
    types = member(data, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    data = rezip(data, {"[Content_Types].xml": types, "xl/vbaProject.bin": b"macro"})
    document = read_document(data, name="o26.xlsm")
    assert document.parts
    assert len(document.remarks) == 1


@pytest.mark.parametrize("size", ["A1:XFD1048576", "A1:A1"])
def test_what_a_sheet_says_of_its_size_is_not_believed(size: str) -> None:
    data = xlsx([["ก", "ข"], ["ค", "ง"]])
    sheet = member(data, SHEET).replace(b'ref="A1:B2"', f'ref="{size}"'.encode())
    assert size.encode() in sheet
    assert texts(read(rezip(data, {SHEET: sheet})).parts[0]) == [["ก", "ข"], ["ค", "ง"]]


def test_a_row_far_outside_of_excel_is_damage_and_not_an_endless_loop() -> None:
    data = xlsx([["ก"]])
    sheet = member(data, SHEET).replace(b"</sheetData>", b'<row r="99999999999"/></sheetData>')
    with pytest.raises(SourceError) as caught:
        read(rezip(data, {SHEET: sheet}))
    assert caught.value.code == "damaged"


def test_rows_have_a_limit_over_all_sheets() -> None:
    rows = [["ก"]] * 6
    with override_settings(WAGTAIL_ITA={"MAX_IMPORT_ROWS": 10}):
        assert len(read(xlsx(rows)).parts) == 1
        with pytest.raises(SourceError) as caught:
            read(xlsx(rows, rows))
    assert caught.value.code == "too_many_rows"


def test_columns_beyond_any_report_are_left_out_and_told() -> None:
    with translation.override("en"):
        document = read(xlsx([["ก"] * 300]))
    assert len(texts(document.parts[0])[0]) == 200
    assert document.remarks == ("แผ่น 1: Columns after the first 200 were left out.",)


def test_a_link_to_another_workbook_is_never_followed() -> None:
    links = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" TargetMode="External" Target="http://localhost:1/x.xlsx" Type="'
        b'http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"/>'
        b"</Relationships>"
    )
    data = rezip(xlsx(), {"xl/externalLinks/_rels/externalLink1.xml.rels": links})
    assert read(data).parts


def test_progress_is_told_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    data = xlsx([["ก"]] * 2000)
    read_document(data, name="o26.xlsx", progress=lambda done, total: told.append((done, total)))
    assert len(told) > 2
    assert told[-1] == (2000, 2000)
    assert all(done <= total for done, total in told)
