"""What may stay empty, what may not, and what waits for its hour."""

from __future__ import annotations

import datetime as dt

from django.core.management import call_command
from django.utils import timezone, translation
from playwright.sync_api import expect
from wagtail.models import Revision

from tests.browser import admin
from tests.sample import make_report
from wagtail_ita.blocks.measure import FIELD_OF_ELEMENT
from wagtail_ita.domain.elements import Element

ADDRESS = "/ita-2569/o26/"
COMPLETE = admin.Written(
    title="การตรวจสอบรถราชการประจำสัปดาห์",
    steps=("จดเลขไมล์ทุกเช้าวันจันทร์",),
    start="1 ต.ค. 67",
    end="30 ก.ย. 68",
    responsible=("งานยานพาหนะ",),
    output="ตรวจครบห้าสิบสองสัปดาห์",
    outcome="ค่าน้ำมันลดลงหนึ่งในสิบ",
)


def open_empty_measure(page, index):
    """Open the form of a new report with one measure in which nothing is written."""
    admin.open_create(page, index, "itareportpage")
    page.locator("#id_title").fill("รายงานที่ยังเขียนไม่เสร็จ")
    page.locator("#id_code").fill("O26")
    admin.add_block(page, "measures")


def test_a_draft_with_an_empty_measure_is_saved(editor_page, index):
    open_empty_measure(editor_page, index)
    admin.save_draft(editor_page)
    expect(admin.measure(editor_page, 1)).to_be_visible()
    assert editor_page.request.get(ADDRESS).status == 404


def test_publishing_an_empty_measure_is_refused_at_each_element_in_thai(editor_page, index):
    open_empty_measure(editor_page, index)
    admin.save_draft(editor_page)
    admin.press_publish(editor_page)
    expect(editor_page.locator(".messages .error")).to_be_visible()

    block = admin.measure(editor_page, 1)
    admin.expand(block)
    for element in Element:
        with translation.override("th"):
            label = str(element.label)
        assert any("ก" <= letter <= "ฮ" for letter in label), f"{label} is not Thai."
        message = admin.error(block, FIELD_OF_ELEMENT[element])
        expect(message).to_be_visible()
        expect(message).to_contain_text(f"({element.number})")
        expect(message).to_contain_text(label)
    assert editor_page.request.get(ADDRESS).status == 404


def test_only_the_element_that_is_missing_is_named(editor_page, index):
    open_empty_measure(editor_page, index)
    block = admin.measure(editor_page, 1)
    admin.write_measure(block, COMPLETE)
    admin.write_list(block, "responsible", [""])
    admin.press_publish(editor_page)
    expect(admin.error(admin.measure(editor_page, 1), "responsible")).to_be_visible()
    expect(admin.errors(editor_page)).to_have_count(1)


def test_a_refused_report_is_published_once_it_is_complete(editor_page, open_page, index):
    open_empty_measure(editor_page, index)
    admin.press_publish(editor_page)
    expect(editor_page.locator(".messages .error")).to_be_visible()

    block = admin.measure(editor_page, 1)
    admin.expand(block)
    admin.write_measure(block, COMPLETE)
    admin.publish(editor_page)

    citizen = open_page()
    citizen.goto(ADDRESS)
    expect(citizen.get_by_role("region", name=COMPLETE.title)).to_contain_text(COMPLETE.outcome)


def test_a_scheduled_report_appears_when_its_hour_has_come(editor_page, open_page, index):
    report = make_report(index, publish=False)
    admin.open_edit(editor_page, report)
    admin.schedule(editor_page, timezone.localtime() + dt.timedelta(minutes=10))
    admin.publish(editor_page)

    citizen = open_page()
    assert citizen.request.get(ADDRESS).status == 404
    citizen.goto("/ita-2569/")
    expect(citizen.locator("#O26").get_by_role("link")).to_have_count(0)

    # Nobody waits ten minutes: the hour of the approved revision is put into the past, where time
    # would have put it. Everything else is as the editor left it.
    waiting = Revision.page_revisions.get(
        object_id=str(report.pk), approved_go_live_at__isnull=False
    )
    waiting.approved_go_live_at = timezone.now() - dt.timedelta(minutes=1)
    waiting.content["go_live_at"] = waiting.approved_go_live_at.isoformat()
    waiting.save()
    call_command("publish_scheduled")

    citizen.goto("/ita-2569/")
    citizen.locator("#O26").get_by_role("link").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text(report.title)
