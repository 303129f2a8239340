"""Every page on A4: read from the PDF that the browser prints."""

from __future__ import annotations

import io
from typing import Any

import pytest
from playwright.sync_api import Page
from wagtail.rich_text import RichText

from tests.browser.conftest import sign_in
from tests.browser.looks import set_scheme
from tests.browser.public import make_public_pages
from tests.sample import make_item

A4 = (595, 842)
ROWS = 120
HEADING = "จำนวนเรื่องที่รับ"


def printed(page: Page) -> list[str]:
    """Print what is open; return the text of each sheet, without spaces between its letters."""
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert {tuple(map(round, each.get_size())) for each in document} == {A4}
    sheets = ["".join(each.get_textpage().get_text_range().split()) for each in document]
    document.close()
    return sheets


def darkest_and_lightest(page: Page) -> tuple[int, int]:
    """Return the brightness of the darkest and of the most common dot of the first sheet."""
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    dots = document[0].render(scale=0.5, grayscale=True).to_pil().convert("L").histogram()
    document.close()
    return next(level for level, count in enumerate(dots) if count), dots.index(max(dots))


@pytest.mark.parametrize("kind", ["index", "item", "report", "version"])
def test_every_page_prints_black_on_white_from_the_dark(page, index, kind):
    set_scheme(page, "dark")
    page.goto(make_public_pages(index, measures=2)[kind])
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    darkest, paper = darkest_and_lightest(page)
    assert darkest < 90
    assert paper == 255


def test_the_heading_of_a_long_table_stands_on_every_sheet(page, index):
    cells = "\n".join([f"เดือน|{HEADING}", *(f"เดือนที่ {number}|{number}" for number in range(ROWS))])
    item = make_item(
        index,
        "O18",
        title="สถิติเรื่องร้องเรียน",
        body=[
            ("paragraph", RichText("<p>สรุปรายเดือน</p>")),
            ("table", {"caption": "เรื่องร้องเรียน", "cells": cells}),
        ],
    )
    page.goto(item.get_url())
    sheets = printed(page)
    assert len(sheets) >= 3
    last = next(number for number, sheet in enumerate(sheets) if f"เดือนที่{ROWS - 1}" in sheet)
    assert [HEADING in sheet for sheet in sheets[: last + 1]] == [True] * (last + 1)


def test_no_heading_is_left_alone_at_the_foot_of_a_sheet(page, index):
    page.goto(make_public_pages(index, measures=6)["report"])
    ends = ("(1)มาตรการโครงการหรือกิจกรรม", "หลักฐาน", "(2)ขั้นตอนหรือวิธีการปฏิบัติ", "มาตรการที่")
    for sheet in printed(page):
        text = sheet.rstrip("0123456789๐๑๒๓๔๕๖๗๘๙")
        assert not text.endswith(ends)


@pytest.fixture
def desk(open_page: Any, editor: Any) -> Page:
    page: Page = open_page(color_scheme="dark")
    sign_in(page, editor)
    return page


@pytest.mark.parametrize("address", ["/admin/ita/board/", "/admin/ita/answers/"])
def test_our_screens_print_whole_and_without_the_menu(desk, index, address):
    make_item(index, "O1", title="โครงสร้าง")
    desk.goto(address)
    sheets = printed(desk)
    assert len(sheets) >= 2
    text = "".join(sheets)
    assert [code for code in ("O1", "O13", "O26") if code not in text] == []
    menu = "".join(desk.locator("#wagtail-sidebar").inner_text().split())
    assert menu
    assert menu not in text
    darkest, paper = darkest_and_lightest(desk)
    assert darkest < 90
    assert paper == 255
