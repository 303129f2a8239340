"""The memo in a browser: the button that fills it, and its form on a phone, a screen and paper."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.admin import open_create, open_edit
from tests.browser.public import LONG_THAI, LONG_WORD
from tests.sample import FULL_MEASURE, RECORD, make_report
from wagtail_ita.domain.records import ApprovalRecord, MemoRecord
from wagtail_ita.models import ITASettings, get_report_page_model

FILLED = ("memo_unit", "memo_subject", "memo_addressee", "memo_facts", "memo_proposal")


@pytest.fixture
def agency(index: Any) -> Any:
    return ITASettings.objects.create(
        site=index.get_site(),
        agency_name_th="เทศบาลตัวอย่าง",
        memo_unit="สำนักปลัด เทศบาลตัวอย่าง",
        memo_addressee="นายกเทศมนตรี",
    )


def open_memo(page: Page) -> Any:
    """Unfold the panel of the memo and return its button."""
    button = page.locator("[data-ita-memo-target=button]")
    panel = page.locator("section", has=button).last
    toggle = panel.locator("[data-panel-toggle]").first
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    expect(button).to_be_visible()
    return button


# ----------------------------------------------------------------------------------- the button


@pytest.mark.usefixtures("agency")
def test_the_words_of_the_button_can_be_read(editor_page: Page, index: Any) -> None:
    """Wagtail gives an icon in a button no size: it took all the room, and hid the words."""
    open_edit(editor_page, make_report(index))
    button = open_memo(editor_page)
    words = button.evaluate(
        """button => {
            const range = document.createRange();
            range.selectNodeContents(button.lastChild);
            const {top, bottom, left, right} = range.getBoundingClientRect();
            const box = button.getBoundingClientRect();
            return {
                text: button.lastChild.textContent.trim(),
                inside: top >= box.top && bottom <= box.bottom
                    && left >= box.left && right <= box.right,
            };
        }"""
    )
    assert words == {"text": "เติมบันทึกข้อความ", "inside": True}


@pytest.mark.usefixtures("agency")
def test_the_button_fills_what_is_empty_and_leaves_the_rest(editor_page: Page, index: Any) -> None:
    report = make_report(index, replace(RECORD, memo=MemoRecord(background="เรื่องเดิมของเรา")))
    open_edit(editor_page, report)
    editor_page.locator("#id_reported_year").fill("2567")
    button = open_memo(editor_page)
    button.click()
    message = editor_page.locator("[data-ita-memo-target=message]")
    expect(message).not_to_be_empty()
    for name in FILLED:
        expect(editor_page.locator(f"#id_{name}")).not_to_have_value("")
    expect(editor_page.locator("#id_memo_background")).to_have_value("เรื่องเดิมของเรา")
    assert "๒๕๖๗" in editor_page.locator("#id_memo_facts").input_value()
    # The box is as high as its text, as if it had been typed.
    assert editor_page.locator("#id_memo_facts").evaluate(
        "e => e.scrollHeight <= e.clientHeight + 4"
    )
    editor_page.locator("#id_memo_subject").fill("แก้เอง")
    button.click()
    expect(message).not_to_be_empty()
    expect(editor_page.locator("#id_memo_subject")).to_have_value("แก้เอง")
    editor_page.locator("footer button.action-save").first.click()
    editor_page.wait_for_url("**/edit/**")
    draft = get_report_page_model().objects.get(pk=report.pk).get_latest_revision_as_object()
    assert draft.memo_subject == "แก้เอง"
    assert "๒๕๖๗" in draft.memo_facts


@pytest.mark.usefixtures("agency")
def test_a_report_that_nobody_has_saved_can_be_filled(editor_page: Page, index: Any) -> None:
    open_create(editor_page, index, "itareportpage")
    expect(editor_page.locator("#id_memo_unit")).to_have_value("สำนักปลัด เทศบาลตัวอย่าง")
    open_memo(editor_page).click()
    expect(editor_page.locator("#id_memo_facts")).not_to_have_value("")
    expect(editor_page.locator("#id_memo_background")).not_to_have_value("")


def test_who_has_logged_out_is_told(editor_page: Page, index: Any) -> None:
    open_edit(editor_page, make_report(index, replace(RECORD, memo=MemoRecord())))
    button = open_memo(editor_page)
    editor_page.context.clear_cookies(name="sessionid")
    button.click()
    expect(editor_page.locator("[data-ita-memo-target=message]")).not_to_be_empty()
    expect(editor_page.locator("#id_memo_facts")).to_have_value("")


# ------------------------------------------------------------------------------------- the form


def long_memo(count: int) -> MemoRecord:
    officer = ApprovalRecord(
        heading="ความเห็นของปลัดเทศบาล",
        opinion=LONG_THAI,
        name="นายตัวอย่าง ชื่อสกุลที่ยาวเป็นพิเศษมากกว่าปกติ",
        position=LONG_THAI[:120],
    )
    return replace(
        RECORD.memo,
        unit=f"{LONG_THAI} {LONG_WORD}",
        subject=LONG_THAI,
        facts=f"{LONG_THAI}\n\n{LONG_THAI}",
        approvals=tuple(replace(officer, name=f"{officer.name} {n}") for n in range(count)),
    )


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_a_long_memo_fits_its_screen(page: Page, index: Any, width: int) -> None:
    report = make_report(index, replace(RECORD, memo=long_memo(2)))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(report.get_url())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    boxes = page.locator(".ita-memo, .ita-memo dd, .ita-memo p, .ita-memo h3")
    rights = boxes.evaluate_all("list => list.map(e => e.getBoundingClientRect().right)")
    assert max(rights) <= width


def test_the_number_and_the_date_stand_on_one_line_and_officers_at_the_right(
    page: Page, index: Any
) -> None:
    page.goto(make_report(index).get_url())
    lines = page.locator(".ita-memo__lines > div")
    tops = lines.evaluate_all("list => list.map(e => Math.round(e.getBoundingClientRect().top))")
    unit, number, date, subject = tops
    assert unit < number == date < subject
    memo = page.locator(".ita-memo").bounding_box()
    who = page.locator(".ita-chain__who").first.bounding_box()
    assert who["x"] >= memo["x"] + memo["width"] / 2 - 1


def test_on_paper_it_is_a_sheet_of_its_own_and_no_name_parts_from_its_position(
    page: Page, index: Any, tmp_path: Path
) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    record = replace(RECORD, measures=(FULL_MEASURE,), memo=long_memo(6))
    page.goto(make_report(index, record).get_url())
    document = pdfium.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    texts = ["".join(each.get_textpage().get_text_range().split()) for each in document]
    assert {tuple(map(round, each.get_size())) for each in document} == {(595, 842)}
    document.close()
    first = next(n for n, text in enumerate(texts) if FULL_MEASURE.steps[0][:8] in text)
    assert first >= 2
    assert texts[0].lstrip("๑").startswith("บันทึกข้อความ")
    position = record.memo.approvals[0].position[:20]
    for number, text in enumerate(texts[:first]):
        names = text.count("ชื่อสกุลที่ยาวเป็นพิเศษ")
        assert text.count(position) >= names, f"page {number + 1} parts a name from its position"
