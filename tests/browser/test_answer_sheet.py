"""The answer sheet as an editor uses it: copying line by line into another system."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.looks import (
    in_every_look,
    violations_in_every_look,
    wider_than_its_place,
)
from tests.sample import make_item

SHEET = "/admin/ita/answers/"
NOTHING = "ไม่มีเรื่องร้องเรียนในปีงบประมาณ พ.ศ. ๒๕๖๘"
LINKS = ("https://example.go.th/rule", "https://example.go.th/form")
CLIPBOARD = ["clipboard-read", "clipboard-write"]


@pytest.fixture
def year(index):
    evidence = [("link", {"title": "ระเบียบ", "url": url}) for url in LINKS]
    make_item(index, "O7", title="ข่าว & ประชาสัมพันธ์", evidence=evidence)
    make_item(index, "O8", title="ยังร่างอยู่", live=False)
    make_item(index, "O12", explanation="เมนูบน > ITA\nบรรทัดที่สอง", nothing_to_report=NOTHING)
    return index


@pytest.fixture
def sheet(open_page, editor, year):
    """The answer sheet in a browser that lets the site write to the clipboard."""
    page = open_page(permissions=CLIPBOARD)
    sign_in(page, editor)
    page.goto(SHEET)
    return page


def cells(page, code):
    row = page.locator("tbody tr", has=page.get_by_text(code, exact=True))
    return row.locator(".ita-copy")


def clipboard(page):
    page.bring_to_front()
    return page.evaluate("navigator.clipboard.readText()")


def thai(message, context=None):
    with translation.override("th"):
        text = pgettext(context, message) if context else gettext(message)
    assert text != message, f"“{message}” is not translated."
    return text


def test_a_button_copies_the_text_beside_it_and_says_so(sheet, live_server):
    address, evidence, explanation = cells(sheet, "O7").all()
    evidence.locator("xpath=ancestor::details/summary").click()
    for cell, text in (
        (address, f"{live_server.url}/ita-2569/o7/"),
        (evidence, "\n".join(LINKS)),
        (explanation, "หน้าแรก > ITA 2569 > O7 ข่าว & ประชาสัมพันธ์"),
    ):
        said = cell.get_by_role("status")
        # A screen reader speaks of what changes in a region that it knows already.
        expect(said).to_be_attached()
        expect(said).to_be_empty()
        cell.get_by_role("button").click()
        expect(said).to_have_text(thai("Copied", "answer sheet"))
        assert clipboard(sheet) == text


def test_a_text_with_lines_is_copied_by_keyboard(sheet):
    button = cells(sheet, "O12").last.get_by_role("button")
    button.focus()
    for key, other in (("Enter", "1"), ("Space", "2")):
        sheet.evaluate("text => navigator.clipboard.writeText(text)", other)
        sheet.keyboard.press(key)
        expect(cells(sheet, "O12").last.get_by_role("status")).not_to_be_empty()
        sheet.wait_for_function("navigator.clipboard.readText().then((text) => text.length > 1)")
        assert clipboard(sheet) == "เมนูบน > ITA\nบรรทัดที่สอง"
        # Whoever goes on with Tab goes on from here.
        expect(button).to_be_focused()


def test_what_nobody_can_open_has_nothing_to_copy(sheet):
    expect(cells(sheet, "O7")).to_have_count(3)
    expect(cells(sheet, "O8")).to_have_count(0)
    expect(cells(sheet, "O1")).to_have_count(0)


def test_without_a_clipboard_the_text_is_selected_for_the_keyboard(open_page, editor, year):
    page = open_page(permissions=CLIPBOARD)
    sign_in(page, editor)
    # A browser gives no clipboard to a site without HTTPS, which the test server's name is not.
    page.add_init_script("delete Navigator.prototype.clipboard")
    page.goto(SHEET)
    assert page.evaluate("navigator.clipboard") is None
    cell = cells(page, "O12").last
    cell.get_by_role("button").click()
    expect(cell.get_by_role("status")).to_have_text(thai("Selected: press Ctrl+C"))

    page.keyboard.press("Control+c")
    other = page.context.new_page()
    other.goto("/")
    assert clipboard(other) == "เมนูบน > ITA\nบรรทัดที่สอง"


def test_without_javascript_there_is_the_text_and_no_dead_button(open_page, editor, year):
    page = open_page(java_script_enabled=False)
    sign_in(page, editor)
    page.goto(SHEET)
    expect(cells(page, "O12").last).to_contain_text("เมนูบน > ITA")
    expect(page.locator(".ita-copy button:visible")).to_have_count(0)


def test_the_sheet_is_accessible_and_as_wide_as_the_window(sheet):
    sheet.locator("summary").first.click()
    cells(sheet, "O12").last.get_by_role("button").click()
    assert violations_in_every_look(sheet, include="main") == []
    for _look in in_every_look(sheet):
        assert wider_than_its_place(sheet) == []
