"""The box for Thai dates: what it reads back is the day that the server stores."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from wagtail.users.models import UserProfile

from tests.browser import admin
from tests.sample import make_item, make_report
from wagtail_ita.domain.dates import DateError, parse_date

SEP_30 = "วันอังคารที่ 30 กันยายน พ.ศ. 2568"
WRITTEN = (
    "๓๐ กันยายน ๒๕๖๘",
    "30 กันยายน 2568",
    "30กันยายน2568",
    "วันที่ 30 กันยายน 2568",
    "วันอังคารที่ 30 เดือนกันยายน พ.ศ. 2568",
    "ณ วันที่ 30 กันยายน พุทธศักราช ๒๕๖๘",
    "30 กันยายน ปี 2568",
    "30 กันยายน พ ศ 2568",
    "30 กันยายน ค.ศ. 2025",
    "30 กันยายน 68",
    "30 ก.ย. 68",
    "30 กย. 2568",
    "30 ก. ย. 68",
    "30ก.ย.68",
    "30-ก.ย.-68",
    "30.ก.ย.68",
    "30/9/2568",
    "30 / 9 / 68",
    "30–9–2568",
    "30.9.68",
    "30/9/2025",
    "2025-09-30",
    "2568-09-30",
    "๒๕๖๘/๙/๓๐",
    "30 September 2025",
    "30th Sept. 2568",
    "30 May. 2568",
    "30 July. 2568",
    "30 June 2568",
    "September 30, 2025",
    "  30\u00a0กัน\u200bยายน  2568 ",
    "３０/９/２５６８",
    "1 กรกฏาคม 2568",
    "29 กุมภาพันธ์ 2567",
    "29 กุมภาพันธ์ 2568",
    "31/2/2568",
    "1/13/2568",
    "0/4/2568",
    "1/1/2400",
    "1/1/2401",
    "1/1/1899",
    "1/1/00",
    "1 มกราคม พ.ศ. 2025",
    "1 มกราคม ค.ศ. 2568",
    "30 Sep 25",
    "30/9-2568",
    "30/9",
    "กันยายน 2568",
    "2568",
    "30 กันยา 2568",
    "30 กันยายน 2568 เป็นต้นไป",
    "1 - 15 มกราคม 2568",
    "ตลอดปีงบประมาณ พ.ศ. ๒๕๖๘",
)


def read_back(where: Locator) -> Locator:
    """Return the line below a date box."""
    return where.locator(".ita-thai-date__output")


def stored_day(text: str) -> str | None:
    try:
        return parse_date(text).isoformat()
    except DateError:
        return None


@pytest.fixture
def memo_date(editor_page: Any, index: Any) -> Locator:
    """The part of an empty report's form for the date of the memo, a field of the page."""
    admin.open_create(editor_page, index, "itareportpage")
    admin.expand(editor_page.locator("[data-panel]", has=editor_page.locator("#id_memo_date")))
    return admin.field(editor_page, "memo_date")


@pytest.mark.parametrize(
    "typed", ["๓๐ กันยายน ๒๕๖๘", "30 ก.ย. 68", "30/9/2568", "2025-09-30", "2568-09-30"]
)
def test_the_box_says_which_day_it_understood(memo_date, typed):
    memo_date.locator("input").fill(typed)
    expect(read_back(memo_date)).to_have_text(SEP_30)


def test_the_box_says_when_it_cannot_read_a_date(memo_date):
    box = memo_date.locator("input")
    box.fill("31/2/2568")
    expect(read_back(memo_date)).to_have_text("อ่านเป็นวันที่ไม่ได้")
    box.fill("28/2/2568")
    expect(read_back(memo_date)).to_have_text("วันศุกร์ที่ 28 กุมภาพันธ์ พ.ศ. 2568")
    box.fill("")
    expect(read_back(memo_date)).to_have_text("")


def test_the_browser_and_the_server_read_the_same_days(memo_date):
    in_browser = memo_date.evaluate(
        """(field, texts) => {
            const box = field.querySelector("input");
            return texts.map((text) => {
                box.value = text;
                box.dispatchEvent(new Event("input", { bubbles: true }));
                return field.querySelector(".ita-thai-date__output time")?.dateTime ?? null;
            });
        }""",
        list(WRITTEN),
    )
    assert dict(zip(WRITTEN, in_browser, strict=True)) == {
        text: stored_day(text) for text in WRITTEN
    }


def test_a_measure_added_by_hand_reads_its_dates_back(editor_page, index):
    admin.open_create(editor_page, index, "itareportpage")
    for typed in ("1 ต.ค. 67", "๓๐ ก.ย. ๖๘"):
        period_start = admin.field(admin.add_block(editor_page, "measures"), "period_start")
        expect(read_back(period_start)).to_have_text("")
        period_start.locator("input").fill(typed)
    first, second = (
        admin.field(admin.measure(editor_page, number), "period_start") for number in (1, 2)
    )
    expect(read_back(first)).to_have_text("วันอังคารที่ 1 ตุลาคม พ.ศ. 2567")
    expect(read_back(second)).to_have_text(SEP_30)


def test_a_day_that_does_not_exist_is_refused_where_it_was_typed(editor_page, index):
    admin.open_create(editor_page, index, "itareportpage")
    editor_page.locator("#id_title").fill("รายงานที่มีวันผิด")
    editor_page.locator("#id_code").fill("O26")
    admin.field(admin.add_block(editor_page, "measures"), "period_end").locator("input").fill(
        "๓๑ ก.พ. ๒๕๖๘"
    )
    admin.press_save(editor_page)
    block = admin.measure(editor_page, 1)
    expect(admin.error(block, "period_end")).to_contain_text("31")
    admin.expand(block)
    expect(admin.field(block, "period_end").locator("input")).to_have_value("๓๑ ก.พ. ๒๕๖๘")


def test_stored_dates_are_shown_in_the_buddhist_era_and_read_back(editor_page, index):
    item = make_item(index, "O1", due_date=dt.date(2025, 9, 30))
    admin.open_edit(editor_page, item)
    due_date = admin.field(editor_page, "due_date")
    expect(due_date.locator("input")).to_have_value("30 กันยายน 2568")
    expect(read_back(due_date)).to_have_text(SEP_30)


def test_a_date_typed_for_a_page_field_is_stored_as_that_day(editor_page, index):
    item = make_item(index, "O1", live=False)
    admin.open_edit(editor_page, item)
    admin.field(editor_page, "due_date").locator("input").fill("๓๐ ก.ย. ๖๘")
    admin.save_draft(editor_page)
    item.refresh_from_db()
    assert item.get_latest_revision_as_object().due_date == dt.date(2025, 9, 30)


def test_an_english_editor_sees_both_eras(editor_page, editor, index):
    report = make_report(index)
    UserProfile.objects.create(user=editor, preferred_language="en")
    admin.open_edit(editor_page, report)
    admin.expand(admin.measure(editor_page, 1))
    period_end = admin.field(admin.measure(editor_page, 1), "period_end")
    expect(period_end.locator("input")).to_have_value("30 September 2025")
    expect(read_back(period_end)).to_have_text(f"Tuesday, September 30, 2025 · {SEP_30}")
