"""A clerk brings last year's Word file in: from the upload to the editor."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import docx
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser import admin
from tests.browser.conftest import sign_in
from tests.browser.looks import (
    in_every_look,
    violations_in_every_look,
    wider_than_its_place,
)
from tests.sample import RECORD, make_report
from wagtail_ita.models import ImportUpload, get_report_page_model
from wagtail_ita.transfer.pages import report_to_record

START = "/admin/ita/import/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STEPS = ("เวียนคู่มือฉบับใหม่ให้ทุกกอง", "ลงทะเบียนทุกครั้งที่ยืม")
OUTCOME = "ไม่พบพัสดุสูญหายเลยตลอดทั้งปี"
PARAGRAPHS = (
    "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
    "ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ",
    "(๑) มาตรการ: มาตรการทะเบียนยืมพัสดุกลาง",
    f"(๒) ขั้นตอนหรือวิธีการดำเนินการ: ๑. {STEPS[0]} ๒. {STEPS[1]}",
    "(๓) ระยะเวลาดำเนินการ: ๑ ตุลาคม ๒๕๖๗ – ๓๐ กันยายน ๒๕๖๘",
    "(๔) ผู้รับผิดชอบ: กองคลัง",
    "(๕) ผลผลิต: มีการยืม ๒๐๐ ครั้ง ลงทะเบียนครบ",
    f"(๖) ผลลัพธ์: {OUTCOME}",
)


def word_file() -> dict[str, Any]:
    document = docx.Document()
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    with io.BytesIO() as target:
        document.save(target)
        return {"name": "รายงาน 2568.docx", "mimeType": WORD, "buffer": target.getvalue()}


def read_file(page: Page, file: dict[str, Any]) -> None:
    page.locator("#id_file").set_input_files(file)
    page.locator("form.ita-import__form button[type=submit]").click()


def open_plan(page: Page, edited: Any = None) -> None:
    page.goto(f"{START}?page={edited.pk}" if edited else START)
    read_file(page, word_file())
    page.wait_for_url("**/ita/import/plan/**")


def box(page: Page, path: str) -> Any:
    return page.locator(f"input[name=take][value='{path}']")


def test_a_word_file_becomes_a_draft_but_for_the_element_that_was_unticked(editor_page, index):
    page = editor_page
    open_plan(page)
    assert box(page, "measures.0.title").is_checked()
    box(page, "measures.0.responsible").uncheck()
    page.locator(".ita-plan__footer button[type=submit]").click()
    report_pk = admin.edited_pk(page)

    measure = admin.measure(page, 1)
    admin.expand(measure)
    admin.expect_measure(
        measure,
        admin.Written(
            title="มาตรการทะเบียนยืมพัสดุกลาง",
            steps=STEPS,
            start="1 ตุลาคม 2567",
            end="30 กันยายน 2568",
            responsible=[""] if admin.boxes(measure, "responsible").count() else [],
            output="มีการยืม ๒๐๐ ครั้ง ลงทะเบียนครบ",
            outcome=OUTCOME,
        ),
    )
    expect(page.locator(".messages")).to_contain_text("รายงาน 2568.docx")
    report = get_report_page_model().objects.get(pk=report_pk)
    assert not report.live
    assert not ImportUpload.objects.exists()


def test_the_editor_of_a_report_finds_the_way_in_and_takes_one_element(editor_page, index):
    page = editor_page
    report = make_report(index)
    admin.open_edit(page, report)
    # Wagtail keeps the entries of the menu at the title out of the page until it is opened.
    menu = page.locator(".w-slim-header [data-controller~=w-dropdown] > button")
    for toggle in menu.all():
        toggle.click()
        entry = page.locator(f"a[href='{START}?page={report.pk}']")
        if entry.count():
            break
    entry.click()
    expect(page.locator("#id_destination")).to_have_value(f"page:{report.pk}")
    open_plan(page, report)
    assert not box(page, "measures.0.steps").is_checked()
    box(page, "measures.0.steps").check()
    page.locator(".ita-plan__footer button[type=submit]").click()
    admin.edited_pk(page)
    draft = get_report_page_model().objects.get().get_latest_revision_as_object()
    expected = replace(RECORD.measures[0], steps=STEPS)
    assert report_to_record(draft).measures == (expected, RECORD.measures[1])


def test_the_focus_shows_where_a_part_comes_from(editor_page, index):
    page = editor_page
    open_plan(page, make_report(index))
    box(page, "measures.0.outcome").focus()
    here = page.locator(".ita-plan__line--here")
    expect(here).to_have_count(1)
    expect(here).to_contain_text(OUTCOME)
    expect(here).to_be_in_viewport()


def test_all_and_nothing_of_a_measure_are_one_press(editor_page, index):
    page = editor_page
    open_plan(page, make_report(index))
    group = page.locator(".ita-plan__group").filter(has=box(page, "measures.0.steps"))
    choices = group.locator("[data-lines] input[name=take]")
    group.locator("[data-action='ita-import-plan#all']").click()
    assert all(each.is_checked() for each in choices.all())
    group.locator("[data-action='ita-import-plan#none']").press("Enter")
    assert not any(each.is_checked() for each in choices.all())


def test_without_javascript_it_works_all_the_same(open_page, index, editor):
    page = open_page(java_script_enabled=False)
    sign_in(page, editor)
    open_plan(page)
    expect(page.locator("[data-action='ita-import-plan#all']").first).to_be_hidden()
    origin = page.locator("[data-lines]").filter(has=box(page, "measures.0.steps")).locator("a")
    origin.click()
    number = re.search(r"\d+", origin.get_attribute("href"))[0]
    assert page.url.endswith(f"#line-{number}")
    page.locator(".ita-plan__footer button[type=submit]").click()
    admin.edited_pk(page)
    assert get_report_page_model().objects.count() == 1


def test_a_file_that_cannot_be_read_is_said_at_the_field(editor_page, index):
    page = editor_page
    page.goto(START)
    read_file(page, {"name": "รูป.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"})
    expect(page.locator(".w-field__errors").last).to_contain_text("รูป.png")
    expect(page.locator("#id_destination")).to_have_value(f"index:{index.pk}")
    read_file(page, word_file())
    page.wait_for_url("**/ita/import/plan/**")


def test_the_progress_of_reading_is_shown_while_the_browser_waits(editor_page, index, editor):
    page = editor_page
    page.goto(START)
    key = page.locator("input[name=key]").input_value()
    # The form is sent in the end only: so the browser waits as by a file of two hundred pages.
    page.evaluate("window.addEventListener('submit', (event) => event.preventDefault())")
    read_file(page, word_file())
    status = page.locator("[data-ita-import-upload-target=status]")
    expect(status).to_be_visible()
    before = status.text_content()
    ImportUpload.keep(owner=editor, name="a.pdf", data=b"x", key=key).note_progress(50, 200)
    expect(status).to_contain_text("200")
    assert status.text_content() != before
    assert page.locator("progress").evaluate("bar => bar.value / bar.max") == 0.25
    expect(page.locator("form.ita-import__form button[type=submit]")).to_be_disabled()


def test_axe_finds_nothing_on_the_wizard(editor_page, index):
    editor_page.goto(START)
    found = violations_in_every_look(editor_page, include="main")
    open_plan(editor_page, make_report(index))
    found += violations_in_every_look(editor_page, include="main")
    assert found == []
    for _look in in_every_look(editor_page):
        assert wider_than_its_place(editor_page) == []


def test_the_address_of_a_plan_is_of_no_use_to_another(open_page, index, editor, editor_page):
    open_plan(editor_page)
    other = open_page()
    other.goto(editor_page.url)
    expect(other).to_have_url(re.compile(re.escape(reverse("wagtailadmin_login"))))
