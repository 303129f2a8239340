"""The form of many measures: an editor finds the one he looks for."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import admin
from tests.sample import FULL_MEASURE, PLAIN_MEASURE, make_report


def test_measures_are_folded_up_and_named_by_indicator_and_title(editor_page, index):
    admin.open_edit(editor_page, make_report(index))
    for number, record in enumerate((FULL_MEASURE, PLAIN_MEASURE), start=1):
        block = admin.measure(editor_page, number)
        heading = block.locator("[data-panel-heading]").first
        expect(heading).to_contain_text(f"{record.indicator}. ")
        expect(heading).to_contain_text(record.title)
        expect(admin.field(block, "title")).to_be_hidden()


def test_a_measure_is_named_by_what_was_just_typed(editor_page, index):
    admin.open_create(editor_page, index, "itareportpage")
    block = admin.add_block(editor_page, "measures")
    admin.field(block, "title").locator("input").fill("มาตรการที่เพิ่งพิมพ์")
    block.locator("[data-panel-toggle]").first.click()
    expect(admin.field(block, "title")).to_be_hidden()
    expect(block.locator("[data-panel-heading]").first).to_contain_text("มาตรการที่เพิ่งพิมพ์")


def test_measures_change_places_and_stay_there(editor_page, index):
    report = make_report(index)
    admin.open_edit(editor_page, report)
    admin.measure(editor_page, 2).locator("[data-streamfield-action=MOVE_UP]").first.click()
    admin.publish(editor_page)
    report.refresh_from_db()
    assert [child.value["title"] for child in report.measures] == [
        PLAIN_MEASURE.title,
        FULL_MEASURE.title,
    ]
