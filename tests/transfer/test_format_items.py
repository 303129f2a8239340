"""The list of a year's items as files, made of plain data."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from wagtail_ita.transfer.formats.items import ITEMS_FORMATS
from wagtail_ita.transfer.year_items import YearItem, YearItems

URL = "https://www.example.go.th/ita-2569/"
# The next day in Thailand.
LAST = dt.datetime(2026, 3, 31, 18, 30, tzinfo=dt.UTC)
YEAR = YearItems(
    title="ITA 2569",
    agency="เทศบาลตัวอย่าง",
    url=URL,
    scheme="nacc",
    assessment_year=2569,
    language="th",
    last_published=LAST,
    items=(
        YearItem(
            code="O1",
            indicator=9,
            title_th="โครงสร้าง",
            title_en="Structure",
            url=f"{URL}o1/",
            last_published=LAST,
        ),
        YearItem(code="O2", indicator=9, title_th="ผู้บริหาร", title_en=""),
        YearItem(code="O98", indicator=None, title_th="=1+1", title_en="Our own", url=f"{URL}o98/"),
    ),
)


def made(name: str, year: YearItems = YEAR) -> bytes:
    return ITEMS_FORMATS[name].render(year)


def rows(year: YearItems) -> tuple[Any, list[tuple[Any, ...]]]:
    [sheet] = load_workbook(io.BytesIO(made("xlsx", year))).worksheets
    return sheet, list(sheet.iter_rows(values_only=True))


def test_json_is_told_whole() -> None:
    assert json.loads(made("json")) == {
        "schema_version": 1,
        "title": "ITA 2569",
        "agency": "เทศบาลตัวอย่าง",
        "url": URL,
        "scheme": "nacc",
        "assessment_year": 2569,
        "language": "th",
        "items": [
            {
                "code": "O1",
                "indicator": 9,
                "title_th": "โครงสร้าง",
                "title_en": "Structure",
                "published": True,
                "url": f"{URL}o1/",
                "last_published": "2026-03-31T18:30:00+00:00",
            },
            {
                "code": "O2",
                "indicator": 9,
                "title_th": "ผู้บริหาร",
                "title_en": "",
                "published": False,
                "url": "",
                "last_published": None,
            },
            {
                "code": "O98",
                "indicator": None,
                "title_th": "=1+1",
                "title_en": "Our own",
                "published": True,
                "url": f"{URL}o98/",
                "last_published": None,
            },
        ],
    }
    assert "โครงสร้าง" in made("json").decode()
    assert made("json").endswith(b"}\n")


def test_csv_has_a_row_for_each_item() -> None:
    found = list(csv.DictReader(io.StringIO(made("csv").decode("utf-8-sig"))))
    assert [each["code"] for each in found] == ["O1", "O2", "O98"]
    assert [each["published"] for each in found] == ["true", "false", "true"]
    assert [each["indicator"] for each in found] == ["9", "9", ""]
    assert found[0]["last_published"] == "2026-03-31T18:30:00+00:00"


def test_the_workbook_is_for_people() -> None:
    sheet, found = rows(YEAR)
    assert sheet.title == "รายการข้อมูล"
    assert found[0] == (
        *("ข้อ", "ตัวชี้วัด", "ชื่อทางการของข้อ", "สถานะ"),
        *("แก้ไขล่าสุด", "ที่อยู่เว็บ (URL)"),
    )
    assert found[1] == (
        *("O1", "9. การเปิดเผยข้อมูล", "โครงสร้าง", "เผยแพร่แล้ว"),
        *(dt.datetime(2026, 4, 1), f"{URL}o1/"),
    )
    assert found[2] == ("O2", "9. การเปิดเผยข้อมูล", "ผู้บริหาร", "ยังไม่เผยแพร่", None, None)
    assert found[3][:3] == ("O98", None, "=1+1")
    assert sheet["C4"].data_type == "s"
    assert sheet.freeze_panes == "B2"
    assert sheet.oddHeader.center.text == "ITA 2569 · เทศบาลตัวอย่าง"


def test_in_english_an_item_without_an_english_title_has_its_thai_one() -> None:
    sheet, found = rows(replace(YEAR, language="en", agency=""))
    assert sheet.title == "Items"
    assert found[0] == ("Item", "Indicator", "Official title", "Status", "Last changed", "Address")
    assert [each[2:4] for each in found[1:]] == [
        ("Structure", "Published"),
        ("ผู้บริหาร", "Not yet published"),
        ("Our own", "Published"),
    ]
    assert sheet.oddHeader.center.text == "ITA 2569"


@pytest.mark.parametrize("name", ITEMS_FORMATS)
def test_a_year_without_items_is_a_file_too(name: str) -> None:
    assert made(name, replace(YEAR, items=(), last_published=None))
