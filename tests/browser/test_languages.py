"""The English page and Thai titles, as a browser shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.sample import FULL_MEASURE, RECORD, make_item, make_report, translate
from wagtail_ita.domain.titles import title_pieces
from wagtail_ita.models import ITASettings

TITLES = (
    "การพัฒนาระบบนัดหมายล่วงหน้าเพื่อลดระยะเวลารอคอยของผู้รับบริการและผู้มาติดต่อราชการ",
    "โครงการอบรมเจ้าหน้าที่ผู้ปฏิบัติงานด้านการเปิดเผยข้อมูลสาธารณะ ระยะเวลา ๓๐ วัน จำนวน ๑๒ กอง",
    "การจัดทำทะเบียนทรัพย์สินของหน่วยงานและแนวทางการยืมพัสดุ (O26) ตามประกาศฉบับที่ ๓",
    "การส่งเสริมคุณธรรมและต่อต้านการทุจริต โดยนายสมหมาย ตัวอย่างดี ปีงบประมาณ พ.ศ. ๒๕๖๘",
)


def make_titled_report(index: Any) -> Any:
    measures = tuple(
        replace(FULL_MEASURE, id=f"0b6c7a52-0000-4000-8000-{number:012}", title=title)
        for number, title in enumerate(TITLES)
    )
    title = f"{RECORD.title} ประจำปีงบประมาณ พ.ศ. ๒๕๖๘"
    return make_report(index, replace(RECORD, title=title, measures=measures))


def lines(page: Page, selector: str) -> list[list[str]]:
    """Return the text of each element line by line, as the browser has broken it."""
    found: list[list[str]] = page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)].map((element) => {
            const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            const lines = [];
            let bottom = null;
            for (let node; (node = walker.nextNode());) {
                for (let at = 0; at < node.length; at += 1) {
                    const range = document.createRange();
                    range.setStart(node, at);
                    range.setEnd(node, at + 1);
                    const box = [...range.getClientRects()].pop();
                    if (box && box.width && (bottom === null || box.top > bottom)) {
                        lines.push("");
                        bottom = box.bottom - box.height / 2;
                    }
                    if (lines.length) lines[lines.length - 1] += node.data[at];
                }
            }
            return lines;
        })""",
        selector,
    )
    return found


def broken(title: list[str]) -> list[str]:
    """Return the words of a title that go over two lines."""
    whole = "".join(title)
    ends, position = set(), 0
    for line in title[:-1]:
        position += len(line)
        ends.add(position)
    found, position = [], 0
    for piece in title_pieces(whole):
        inside = range(position + 1, position + len(piece.text))
        if piece.is_joined and ends & set(inside):
            found.append(piece.text)
        position += len(piece.text)
    return found


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_title_breaks_inside_a_word(open_page, index, width):
    make_item(index, "O12")
    report = make_titled_report(index)
    page = open_page(viewport={"width": width, "height": 800})
    for address, selector in (
        (report.get_url(), "h1, .ita-measure h3, .ita-contents ol a > span:last-child"),
        (index.get_url(), ".ita-item__title, .ita-index h2"),
    ):
        page.goto(address)
        titles = lines(page, selector)
        assert titles
        assert [broken(title) for title in titles] == [[] for _ in titles]
        widths = page.evaluate("() => [document.scrollingElement.scrollWidth, window.innerWidth]")
        assert widths == [width, width]
    if width == 320:
        assert any(len(title) > 2 for title in titles)


def test_a_reader_finds_a_title_as_it_is_written(page, index):
    page.goto(make_titled_report(index).get_url())
    for title in TITLES:
        expect(page.get_by_role("region", name=title)).to_be_visible()
        expect(page.get_by_role("link", name=title)).to_be_visible()


def test_the_switch_goes_there_and_back_by_keyboard_alone(page, index):
    report = make_report(index)
    copy = translate(report)
    page.goto(report.get_url())
    english = page.get_by_role("link", name="English")
    english.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(copy.full_url)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("navigation", name="Language")).to_be_visible()
    page.get_by_role("link", name="ภาษาไทย").click()
    expect(page).to_have_url(report.full_url)


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_an_english_page_with_thai_parts(open_page, index, width):
    ITASettings.objects.create(
        site=index.get_site(), agency_name_th="เทศบาลตัวอย่าง", agency_name_en="Example Municipality"
    )
    copy = translate(make_titled_report(index))
    page = open_page(viewport={"width": width, "height": 800})
    found = {}
    for each in (copy, copy.get_parent()):
        page.goto(each.get_url())
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        found[each.slug] = violations(page)
    assert found == {"o26": [], "ita-2569": []}


def test_marks_above_and_below_are_not_cut_off(page, index):
    """Every line of a heading is as high as its letters with their marks are."""
    page.goto(make_titled_report(index).get_url())
    low = page.evaluate(
        """() => [...document.querySelectorAll('.ita :is(h1, h2, h3, h4, p, dd, li, td, th, a)')]
            .map((element) => getComputedStyle(element))
            .filter((style) => parseFloat(style.lineHeight) / parseFloat(style.fontSize) < 1.4)
            .map((style) => `${style.lineHeight} ${style.fontSize}`)"""
    )
    assert low == []
