"""A report is translated in wagtail-localize's editor, changed in Thai, and translated again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import Locator, Page, expect
from wagtail.models import Locale

from tests.browser import admin
from tests.sample import PLAIN_MEASURE, RECORD, make_report, translate
from wagtail_ita.blocks import MeasureBlock
from wagtail_ita.domain.records import MemoRecord

pytestmark = pytest.mark.localize

RECORD_IN_SHORT = replace(
    RECORD, introduction="", measures=(PLAIN_MEASURE,), conclusion="", memo=MemoRecord()
)
CHANGED = "โครงการข่าวสั้นทุกวันศุกร์"
NOTE = "แก้ชื่อให้ตรงกับที่ทำจริง"
ENGLISH = {
    RECORD.title: "Report on the promotion of integrity in fiscal year 2025",
    "โครงการข่าวสั้นประจำสัปดาห์": "Short news every week",
    "เขียนข่าวด้วยถ้อยคำง่าย": "Write the news in plain words",
    "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘": "Throughout fiscal year 2025",
    "งานประชาสัมพันธ์": "Public Relations Section",
    "เผยแพร่ ๕๒ ครั้ง": "Published 52 times",
    "ผู้ติดตามเพิ่มขึ้นหนึ่งในสาม": "A third more followers",
    "หน้ารวมข่าวสั้น": "All the short news",
    "ข่าวทุกฉบับของปี": "Every issue of the year",
}


@pytest.fixture
def report(index: Any, editor: Any) -> Any:
    """A published report on a site with an English index, and a clerk who may translate."""
    editor.user_permissions.add(Permission.objects.get(codename="submit_translation"))
    translate(index)
    return make_report(index, RECORD_IN_SHORT)


def open_menu_entry(page: Page, report: Any, address: str) -> None:
    """Choose an entry of the menu beside the title of a page."""
    admin.open_edit(page, report)
    page.locator("header [data-w-dropdown-target=toggle]").click()
    page.locator(f'a[href*="{address}"]').click()
    page.wait_for_url(f"**{address}**")


def send_form(page: Page) -> None:
    page.locator(".nice-padding form [type=submit]").click()


def submit(page: Page, report: Any) -> None:
    open_menu_entry(page, report, "/localize/submit/page/")
    page.locator("[name=locales]").check()
    send_form(page)
    page.wait_for_url("**/edit/")
    expect(rows(page).first).to_be_visible()


def sync(page: Page, report: Any) -> None:
    open_menu_entry(page, report, "/localize/update/")
    send_form(page)
    expect(page.locator(".messages .success")).to_be_visible()


def rows(page: Page, state: str = "incomplete") -> Locator:
    """Return the segments that are translated, ``complete``, or are not."""
    return page.locator(f"li.{state}")


def write(page: Page, thai: str, english: str) -> None:
    """Translate one segment, as a translator does."""
    row = rows(page).filter(has=page.get_by_text(thai, exact=True))
    row.locator("button").click()
    # What is being written is not among the waiting ones by its text any more.
    opened = rows(page).filter(has=page.locator("textarea"))
    opened.locator("textarea").fill(english)
    opened.locator("button").last.click()
    expect(opened).to_have_count(0)
    expect(rows(page, "complete").filter(has_text=english)).to_have_count(1)


def publish(page: Page) -> None:
    page.locator("footer button[name=action][value=publish]").click()


def test_a_report_is_translated_changed_and_translated_again(
    editor_page: Page, open_page: Any, report: Any
) -> None:
    page, visitor = editor_page, open_page()
    submit(page, report)
    english = report.get_translation(Locale.objects.get(language_code="en"))
    address = "/en/ita-2569/o26/"
    assert visitor.request.get(address).status == 404

    labels = {text.strip() for text in rows(page).locator("h4").all_inner_texts()}
    blocks = MeasureBlock().child_blocks
    assert {str(blocks[name].label) for name in ("title", "steps", "output")} <= labels
    assert rows(page).count() == len(ENGLISH)
    for thai, text in ENGLISH.items():
        write(page, thai, text)
    publish(page)
    expect(page.locator(".messages .success")).to_be_visible()

    visitor.goto(address)
    shown = visitor.locator("main")
    for text in ENGLISH.values():
        expect(shown).to_contain_text(text)
    for thai in ENGLISH:
        expect(shown).not_to_contain_text(thai)

    admin.open_edit(page, report)
    measure = admin.measure(page, 1)
    admin.expand(measure)
    admin.field(measure, "title").locator("input").fill(CHANGED)
    page.locator("[data-contentpath=correction_note] textarea").fill(NOTE)
    admin.publish(page)
    visitor.goto(address)
    expect(visitor.locator("main")).to_contain_text("Short news every week")

    sync(page, report)
    page.goto(f"/admin/pages/{english.pk}/edit/")
    expect(rows(page)).to_have_count(2)
    write(page, CHANGED, "Short news every Friday")
    write(page, NOTE, "The title was made more exact.")
    publish(page)
    expect(page.locator(".messages .success")).to_be_visible()
    visitor.goto(address)
    expect(visitor.locator("main")).to_contain_text("Short news every Friday")
    expect(visitor.locator("main")).to_contain_text("Published 52 times")


def test_what_is_wrong_is_told_in_the_editor(editor_page: Page, report: Any) -> None:
    page = editor_page
    submit(page, report)
    write(page, RECORD.title, "Report on integrity in fiscal year 2020")
    publish(page)
    expect(page.locator(".messages .error")).to_contain_text("2563")
    expect(rows(page, "complete")).to_have_count(1)
    assert not report.get_translation(Locale.objects.get(language_code="en")).live
